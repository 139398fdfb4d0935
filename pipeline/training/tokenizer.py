"""The tokenizer, built once from the base's vocabulary; its tokenizer.json is the only thing the
redactor uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

#: The longest run of characters that one word may have; longer ones are cut, so none becomes [UNK]
#: for its length.
LONGEST_WORD = 64
SPECIALS = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]"}


def build_tokenizer(vocab_file: Path) -> Tokenizer:
    """`word_pieces` over the lines of `vocab_file`."""
    return word_pieces(vocab_file.read_text(encoding="utf-8").splitlines())


def word_pieces(words: Sequence[str]) -> Tokenizer:
    """WordPiece over the vocabulary `words`, in the order of their ids, in which every digit is a
    token of its own.

    Compatibility forms (full-width digits, ligatures) are folded by NFKC before BERT's own
    normaliser, offsets stay those of the text as given. No truncation and no padding: windows are
    the caller's business.
    """
    vocab = {word: i for i, word in enumerate(words)}
    tokenizer = Tokenizer(
        models.WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=LONGEST_WORD)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.BertNormalizer(lowercase=True)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.BertPreTokenizer(),
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.Split(Regex(rf"[\s\S]{{{LONGEST_WORD}}}"), behavior="isolated"),
        ]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        special_tokens=[("[CLS]", vocab["[CLS]"]), ("[SEP]", vocab["[SEP]"])],
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens(["[UNK]", "[SEP]", "[PAD]", "[CLS]"])
    return tokenizer


def wrap(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    """The same tokenizer as transformers wants it; DistilBERT takes no token types."""
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_input_names=["input_ids", "attention_mask"],
        clean_up_tokenization_spaces=False,
        **SPECIALS,
    )

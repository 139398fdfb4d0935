"""What people put around a sentence: wake words, politeness, hesitations, clitics split off, words lost or doubled.

All of it works on sentences with `{SLOT}`s in place and never touches a slot.
"""

from __future__ import annotations

import random

from pipeline.data.carriers.sentences import read_source

_LISTS = {name: text.split("\n") for name, text in read_source(("wraps",)).tables.items()}
_WAKE, _FILL = _LISTS["wake"], _LISTS["fill"]
_WRAPS = {
    kind: (_LISTS[f"{kind}_open"], _LISTS[f"{kind}_close"]) for kind in ("ask", "question", "say")
}
_CLITICS = tuple((f"'{end}", f" '{end}") for end in ("s", "m", "re", "ve", "ll", "d"))


def wrapped(core: str, wrap: str, rng: random.Random) -> str:
    """`core` as somebody says it: often as it is, sometimes addressed to an assistant, polite, hesitant or broken."""
    roll = rng.random()
    text = core
    if roll < 0.45 and wrap != "none":
        openers, closers = _WRAPS[wrap]
        if roll < 0.24:
            text = f"{openers[int(rng.random() * len(openers))]} {text}"
        if roll > 0.19 and rng.random() < 0.5:
            text = f"{text} {closers[int(rng.random() * len(closers))]}"
    if wrap != "say" and rng.random() < 0.12:
        wake = _WAKE[int(rng.random() * len(_WAKE))]
        text = f"{text} {wake}" if rng.random() < 0.15 else f"{wake} {text}"
    if "'" in text:
        text = clitics(text, rng)
    if rng.random() < 0.07:
        text = broken(text, rng)
    return text


def clitics(text: str, rng: random.Random) -> str:
    """ "what's" as it is, as "what 's" (split), or without its apostrophe; the same throughout one sentence."""
    roll = rng.random()
    if roll < 0.45:
        return text
    if roll < 0.85:
        text = text.replace("n't", " n't")
        for joined, split in _CLITICS:
            text = text.replace(joined, split)
        return text.replace("  '", " '")
    # A possessive must stay apart from the name before it, or the span would end inside a word.
    return text.replace("}'s", "} 's").replace(" '", "\0").replace("'", "").replace("\0", " '")


def broken(text: str, rng: random.Random) -> str:
    """One slip of real speech: a word lost, doubled, swapped with the next, cut short, or a filler put in."""
    words = text.split(" ")
    if len(words) < 3:
        return text
    i = int(rng.random() * (len(words) - 1))
    roll = rng.random()
    if "{" in words[i] or "{" in words[i + 1] or words[i + 1].startswith("'"):
        return text
    if roll < 0.3:
        del words[i]
    elif roll < 0.5:
        words.insert(i, words[i])
    elif roll < 0.65:
        words[i], words[i + 1] = words[i + 1], words[i]
    elif roll < 0.75:
        words[i] = words[i][: max(1, len(words[i]) // 2)]
    elif roll < 0.9:
        words.insert(i, _FILL[int(rng.random() * len(_FILL))])
    else:
        words = words[: i + 1]
    return " ".join(words)

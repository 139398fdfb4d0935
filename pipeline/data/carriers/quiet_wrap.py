"""What people put around a sentence: wake words, politeness, hesitations, clitics split off, words lost or doubled.

All of it works on sentences with `{SLOT}`s in place and never touches a slot.
"""

from __future__ import annotations

import random

WAKE = (
    "olly alexa siri cortana jarvis google bixby computer robot assistant hey;google ok;google okay;google hey;siri "
    "hey;alexa hi;alexa hello;siri hey;olly hi;olly hello;olly okay;olly hey;cortana hi;google hey;jarvis echo "
    "hey;computer hey;assistant pda hey;buddy hello;assistant hey;bixby excuse;me hey hi hello okay ok"
).replace(";", "\u00a0")
_WAKE = [word.replace("\u00a0", " ") for word in WAKE.split(" ")]
_ASK = (
    "please|can you|could you|would you|will you|can you please|could you please|please can you|i want you to|i need you to|"
    "i'd like you to|i would like you to|would you please|would you mind to|go ahead and|just|now|kindly|i need to|i want to|"
    "i'd like to|help me|let's|can i|could i|may i|can we|try to|is it possible to|are you able to|you should|make sure to|"
    "don't forget to|do me a favor and|hurry up and|i'm asking you to|will you please|how do i|how can i|"
    "is there a way to|i was wondering if you could|you need to|next|first|then|also|and then|so|well|alright|right"
).split("|")
_QUESTION = (
    "please tell me|tell me|can you tell me|could you tell me|i want to know|i'd like to know|do you know|let me know|"
    "any idea|i need to know|so|and|but|well|just tell me|can you find out|find out|i was wondering|"
    "quick question|look up|check|please check|search|find|um|uh|okay so|now"
).split("|")
_SAY = (
    "well|so|okay|ok|yeah|yes|no|um|uh|oh|right|i mean|you know|actually|basically|hmm|and|but|because|look|listen|sorry|"
    "honestly|to be honest|i think|i guess|you see|yeah so|okay so|no no|alright|see|anyway|like|ah|oh well|yeah no"
).split("|")
_ASK_END = (
    "please|for me|thanks|thank you|now|right now|for me please|if you can|okay|will you|would you|immediately".split(
        "|"
    )
)
_QUESTION_END = "please|right now|do you know|now|exactly|again|then|for me|thanks|by the way|or not|though".split("|")
_SAY_END = "you know|i think|i guess|right|okay|really|actually|thanks|so yeah|so|and|but|anyway|though|if that makes sense".split(
    "|"
)
_FILL = "uh um er ah hmm like well so okay i the a and you mm erm oh".split()

_WRAPS = {"ask": (_ASK, _ASK_END), "question": (_QUESTION, _QUESTION_END), "say": (_SAY, _SAY_END)}
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
        return text
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

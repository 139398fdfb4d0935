"""Calls in which names, card numbers, phone numbers and birthdays are read out in parts: how many
of the 120 parts a model leaves standing in every form that a call comes in. By hand:

PYTHONPATH=. .venv/bin/python tests/redaction/parts.py MODEL [--show]
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from typing import NamedTuple

from pipeline.redaction import Redactor
from pipeline.redaction.formats import Failed, ReadOptions, detect
from pipeline.redaction.spoken import ONE_WORDS

#: First and last name, card number, phone number, birthday.
PEOPLE = [
    ("ingrid", "solberg", "4929381765402318", "2065550147", "the ninth of june nineteen eighty"),
    ("darnell", "whitaker", "5412759036618427", "3125550182", "march third nineteen sixty seven"),
    ("farida", "rahimi", "4716203958471136", "7185550139", "the first of may two thousand and one"),
    ("callum", "mcbride", "5298461730925584", "4045550176", "twelfth of october seventy four"),
    ("yuki", "tanabe", "4024007136951842", "2135550164", "july thirtieth nineteen ninety two"),
    ("rosa", "echeverria", "5573190264837719", "6175550193", "eleven april nineteen fifty nine"),
    ("tobias", "kessler", "4532918470365521", "5035550128", "6 February 1988"),
    ("amina", "diallo", "5186402937518846", "7025550151", "August 21st, 1995"),
    ("vikram", "chatterjee", "4485370619284473", "9195550117", "04/17/1979"),
    ("noor", "alvi", "5362817490635128", "8165550105", "the second of january sixty three"),
    ("petra", "novotna", "4716892035547761", "2025550159", "november fifth nineteen eighty four"),
    ("jermaine", "boateng", "5429036187724415", "4155550133", "thirteen december ninety nine"),
]
SCRIPTS = [
    [
        "thanks for calling how can i help|i would like to pay my bill",
        "sure what is your first name|{0}",
        "and your last name please|{1}",
        "thank you now the card number|{2}",
        "okay|{3}",
        "mhm|{4}",
        "go on|{5}",
        "got it and a phone number for you|{6}",
        "yes|{7}",
        "okay|{8}",
        "and your date of birth|{9}",
        "perfect that went through|great thank you bye",
    ],
    [
        "good morning customer service|hi there i lost my card",
        "i am sorry to hear that who am i speaking with|{0}",
        "and the surname|{1}",
        "can you read me the long number on the front|sure it is {2}",
        "right|{3}",
        "uh huh|then {4}",
        "and the last four|{5}",
        "thanks where can we call you back|{6}",
        "sorry|{7}",
        "and then|{8}",
        "last thing when were you born|{9}",
        "alright a new one is on its way|thank you so much",
    ],
]
MARKS = ("okay", "mhm", "yes", "right")


class Call(NamedTuple):
    """One call: who says what, and the parts in it."""

    turns: list[tuple[str, str]]
    parts: list[str]


def call_of(number: int) -> Call:
    """The call of the so many-th person; every third says numbers in figures."""
    first, last, card, phone, born = PEOPLE[number]

    def said(figures: str) -> str:
        return figures if number % 3 == 2 else " ".join(ONE_WORDS[int(f)] for f in figures)

    cards = [said(card[at : at + 4]) for at in range(0, 16, 4)]
    phones = [said(phone[:3]), said(phone[3:6]), said(phone[6:])]
    parts = [first, last, *cards, *phones, born]
    turns = []
    for line in SCRIPTS[number % 2]:
        agent, customer = line.split("|")
        turns += [("Agent", agent), ("Customer", customer.format(*parts))]
    return Call(turns, parts)


def cues(call: Call, text: Callable[[str, str], str], mark: str = ".") -> str:
    """The cues of a caption file."""
    made = []
    for n, (who, said) in enumerate(call.turns, 1):
        times = f"00:{n:02}:01{mark}000 --> 00:{n:02}:59{mark}000"
        made.append(f"{n}\n{times}\n{text(who, said)}\n")
    return "\n".join(made)


def labelled(call: Call, between: str = "\n") -> str:
    return between.join(f"{who}: {said}" for who, said in call.turns)


def bare(call: Call) -> str:
    return "\n".join(said for _, said in call.turns)


def rows(call: Call) -> str:
    return "".join(
        json.dumps({"call_id": "c1", "turn": n, "speaker": who, "text": said}) + "\n"
        for n, (who, said) in enumerate(call.turns)
    )


def table(call: Call) -> str:
    head = "call_id,speaker,text\n"
    return head + "".join(f"c1,{who},{said}\n" for who, said in call.turns)


NAMES = {"Agent": "Dana Cole", "Customer": "Guest User"}
#: Each form: what it is called, how it is written, and whether it is a file that may look ahead.
FORMS: list[tuple[str, Callable[[Call], str], bool]] = [
    (
        "JSON, turns",
        lambda c: json.dumps({"turns": [{"speaker": w, "text": s} for w, s in c.turns]}) + "\n",
        True,
    ),
    (
        "JSON, messages",
        lambda c: json.dumps({"messages": [{"role": w, "content": s} for w, s in c.turns]}) + "\n",
        True,
    ),
    ("VTT, voice tags", lambda c: "WEBVTT\n\n" + cues(c, lambda w, s: f"<v {w}>{s}</v>"), True),
    ("VTT, Agent: ...", lambda c: "WEBVTT\n\n" + cues(c, lambda w, s: f"{w}: {s}"), True),
    ("VTT as Zoom", lambda c: "WEBVTT\n\n" + cues(c, lambda w, s: f"{NAMES[w]}: {s}"), True),
    ("SRT, no labels", lambda c: cues(c, lambda w, s: s, ","), True),
    ("JSONL, a turn a row", rows, True),
    ("JSONL, a turn a row, pipe", rows, False),
    ("CSV, a turn a row", table, True),
    ("one text, labels, newlines", lambda c: json.dumps({"text": labelled(c)}) + "\n", True),
    ("one text, labels, one line", lambda c: json.dumps({"text": labelled(c, " ")}) + "\n", True),
    ("one text, newlines", lambda c: json.dumps({"text": bare(c)}) + "\n", True),
    ("text file, Agent: ...", lambda c: labelled(c) + "\n", True),
    ("text file, Agent: ..., pipe", lambda c: labelled(c) + "\n", False),
    ("text file, no labels", lambda c: bare(c) + "\n", True),
    ("text file, no labels, pipe", lambda c: bare(c) + "\n", False),
]


def left(redactor: Redactor, call: Call, form: Callable[[Call], str], ahead: bool) -> list[str]:
    """The parts of a call that still stand after its form was redacted."""
    data = form(call).encode()
    records = list(detect(data).read(io.BytesIO(data), ReadOptions(look_ahead=ahead)))
    answers = redactor.redact_records([r for r in records if not isinstance(r, Failed)])
    assert len(answers) == len(records)
    out = "".join(str(a.output) for a in answers if not isinstance(a, Failed))
    return [part for part in call.parts if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", out)]


def main() -> None:
    """Print for each form how many of the parts are left."""
    redactor = Redactor.load(sys.argv[1])
    calls = [call_of(number) for number in range(len(PEOPLE))]
    total = sum(len(call.parts) for call in calls)
    for name, form, ahead in FORMS:
        standing = [part for call in calls for part in left(redactor, call, form, ahead)]
        print(f"{name:<30}{len(standing):>4} of {total}", flush=True)
        if "--show" in sys.argv:
            print("   ", "; ".join(standing))


if __name__ == "__main__":
    main()

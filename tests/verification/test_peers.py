"""The peers benchmark: types, overlaps, runners as processes, and tools that cannot be
installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.labelled import Labelled, Text
from pipeline.labels import all_labels, label_set, redacted_labels
from pipeline.spans import Span, check_spans
from pipeline.verification.counts import Known, Measured
from pipeline.verification.peers import compare as peers
from pipeline.verification.peers.__main__ import tables
from pipeline.verification.peers.install import PEERS, Peer, install, installed_mb, our_requirements
from pipeline.verification.peers.types import type_map
from tests.verification.toy_eval import conversations, toy_model

#: A tool for the tests: calls every word with a capital a person.
TOOL = """
from pipeline.verification.peers.runners.loop import run

def load():
    import re
    print("chatter that must not get between the answers")
    return lambda text: [(0, 1, "url", 1)] + [
        (m.start(), m.end(), "PERSON", 0.9) for m in re.finditer("[A-Z][a-z]+", text)
    ]

run(load)
"""
ROWS = [
    Labelled([Text("this is Maya \U0001f600 speaking", [Span(8, 12, "PERSON_NAME")])]),
    Labelled([Text("nothing\u2028here", [])]),
    Labelled(
        [Text("your name", []), Text("Oh Maya", [Span(3, 7, "PERSON_NAME")])], conversation=True
    ),
]
KNOWN = Known(frozenset(redacted_labels()), frozenset(label_set("core")))


def entity(start: int, end: int, kind: str, score: float | None = 1.0) -> dict:
    return {"start": start, "end": end, "type": kind, "score": score}


def test_types_are_mapped_and_the_surer_of_two_overlapping_stays() -> None:
    found = [
        entity(0, 9, "DATE_TIME", 0.5),
        entity(4, 14, "PHONE_NUMBER", 0.8),
        entity(20, 30, "URL"),
    ]
    assert peers.to_spans(found, 40) == [Span(4, 14, "PHONE", 0.8)]
    assert peers.to_spans([entity(0, 4, "email"), entity(0, 9, "email")], 40) == [
        Span(0, 9, "EMAIL", 1.0)
    ]


@given(
    st.lists(
        st.builds(
            entity,
            st.integers(-5, 50),
            st.integers(-5, 50),
            st.sampled_from(["PERSON", "DATE_TIME", "credit_card", "URL", "phone"]),
            st.none() | st.floats(0, 1),
        )
    )
)
def test_whatever_a_tool_says_becomes_valid_spans(entities: list[dict]) -> None:
    text = "x" * 40
    spans = peers.to_spans(entities, len(text))
    assert check_spans(text, spans) == spans


def test_types_of_ours_that_tools_name_otherwise_are_not_lost() -> None:
    found = [entity(0, 4, "US_SSN"), entity(5, 9, "IBAN_CODE"), entity(10, 14, "STREET_ADDRESS")]
    assert [s.label for s in peers.to_spans(found, 40)] == ["NATIONAL_ID", "ACCOUNT", "ADDRESS"]
    assert set(type_map().values()) == set(all_labels())


def test_a_runner_answers_for_every_row_with_offsets_of_code_points(tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text(TOOL)
    found, speed = peers.run_tool([sys.executable, str(tmp_path / "tool.py")], ROWS)
    places = [[[s[:2] for s in spans] for spans in turns] for turns in found]
    assert places == [[[(8, 12)]], [[]], [[], [(0, 2), (3, 7)]]]
    assert (
        speed["utterances_per_s"] > 0
        and speed["peak_mb"] > 1
        and set(speed["latency_ms"]) == {"p50", "p95", "p99"}
    )
    assert speed["types_left_out"] == {"URL": 3}
    measured = [Measured("clean", row, spans) for row, spans in zip(ROWS, found, strict=True)]
    figures = peers.score(measured, KNOWN)
    assert (figures["pii_precision"], figures["pii_recall"]) == (pytest.approx(2 / 3), 1.0)


def test_our_runner_answers_for_turns_with_their_context(tmp_path: Path) -> None:
    toy_model(tmp_path)
    rows = [*conversations(1), Labelled([Text("call maya", [])])]
    found, _ = peers.run_tool(
        [sys.executable, str(peers.RUNNERS / "run_ours.py"), str(tmp_path)], rows
    )
    assert [[(s.start, s.end, s.label) for s in turn] for turn in found[0]] == [
        [(s.start, s.end, s.label) for s in turn.spans] for turn in rows[0].turns
    ]
    assert [s.label for s in found[1][0]] == ["PERSON_NAME"]


def test_a_tool_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text("raise SystemExit('no dictionary found')")
    with pytest.raises(PipelineError, match="no dictionary found"):
        peers.run_tool([sys.executable, str(tmp_path / "tool.py")], ROWS)


def test_a_tool_that_cannot_be_installed_is_shown_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(peer: Peer, folder: Path) -> Path:
        if peer.name != "good":
            raise PipelineError("pip could not install it: no such version")
        return Path(sys.executable)

    (tmp_path / "tool.py").write_text(TOOL)
    monkeypatch.setattr(
        peers,
        "PEERS",
        (Peer("good", (), str(tmp_path / "tool.py")), Peer("bad", ("bad==1",), "x.py")),
    )
    monkeypatch.setattr(peers, "install", refuse)
    parts = {
        "clean": [*ROWS, Labelled([Text("4 2", [Span(0, 3, "ACCOUNT")])])],
        "quiet": [Labelled([Text("nothing here", [])])],
    }
    model = toy_model(tmp_path / "model")
    results = peers.compare(parts, str(model), tmp_path)
    assert [("error" in r) for r in results] == [True, False, True]
    machine = {"processor": "CPU", "cores": 2, "load_average": [0.1]}
    text = tables(
        {
            "tools": results,
            "eval": "here",
            "rows": 4,
            "machine": machine,
            "labels": label_set("core"),
            "unknown_types": peers.unknown_types(parts, label_set("core")),
        }
    )
    assert "bad: not measured: pip could not install it" in text and "good" in text
    assert "ACCOUNT (1 spans)" in text and "URL (5)" in text
    quiet = next(line for line in text.splitlines() if line.startswith("quiet"))
    assert quiet.split() == ["quiet", "-", "-"], "nothing can be missed, so nothing is said"


@pytest.mark.slow
def test_an_environment_is_made_once_and_again_for_other_requirements(tmp_path: Path) -> None:
    python = install(Peer("empty", ("pip",), ""), tmp_path)
    (tmp_path / "empty" / "kept").touch()
    assert (
        install(Peer("empty", ("pip",), ""), tmp_path) == python
        and (tmp_path / "empty" / "kept").exists()
    )
    assert installed_mb(tmp_path, "empty") == 0
    with pytest.raises(PipelineError, match="pip could not install it"):
        install(Peer("empty", ("./no-such-folder-here",), ""), tmp_path)
    assert not (tmp_path / "empty" / "requirements.txt").exists()


def test_peers_are_pinned_and_ours_is_what_pyproject_says() -> None:
    assert all("==" in requirement for peer in PEERS for requirement in peer.requirements)
    assert any(requirement.startswith("onnxruntime") for requirement in our_requirements())

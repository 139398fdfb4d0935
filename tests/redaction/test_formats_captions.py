"""WebVTT and SRT, read back with webvtt-py and srt."""

from __future__ import annotations

import io
import random
from xml.etree import ElementTree

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions
from pipeline.redaction.policy import Policy
from tests.redaction.fuzz_captions import one
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, drop, mask, quick, replace

LABEL = StubPolicy(replace)


def run(name: str, text: str, phrases: dict[str, str], options: StubPolicy = LABEL) -> str:
    (record,) = FORMATS[name].read(io.BytesIO(text.encode()), ReadOptions())
    assert not isinstance(record, Failed), record
    return record.render(find_in_records(PhraseScanner(phrases), [record])[0], options)


def vtt(*payloads: str, end: str = "\n") -> str:
    cues = [f"00:0{i}.000 --> 00:0{i}.900{end}{p}{end}" for i, p in enumerate(payloads)]
    return end.join([f"WEBVTT{end}", *cues])


def srt_of(*payloads: str, end: str = "\n") -> str:
    return end.join(
        f"{i}{end}00:00:0{i},000 --> 00:00:0{i},900{end}{p}{end}" for i, p in enumerate(payloads, 1)
    )


def test_tags_and_line_ends_stay_where_a_name_runs_over_them() -> None:
    out = run(
        "vtt",
        vtt("I am <b>maya</b> <i>torres</i>", "no &amp; yes maya\ntorres ok"),
        {"maya torres": "PERSON_NAME"},
    )
    first, second = webvtt.from_buffer(io.StringIO(out)).captions
    assert first.raw_text == "I am <b>[PERSON_NAME]</b><i></i>"
    assert second.raw_text == "no &amp; yes [PERSON_NAME]\n ok"


def test_voice_names_comments_and_titles() -> None:
    text = (
        "WEBVTT - Maya Torres\n\nNOTE maya torres\n\n"
        + vtt("<v Maya Torres>hi").partition("\n\n")[2]
    )
    out = run("vtt", text, {"maya torres": "PERSON_NAME"})
    assert out.startswith("WEBVTT - [PERSON_NAME]\n\nNOTE [PERSON_NAME]\n\n")
    (caption,) = webvtt.from_buffer(io.StringIO(out)).captions
    assert caption.voice == "[PERSON_NAME]" and caption.text == "hi"


def test_a_value_over_several_cues() -> None:
    texts = ("it is four two", "okay", "double five")
    phrases = {r"(four two\s+okay\s+double five)": "PHONE"}
    for out in (
        [
            c.text
            for c in webvtt.from_buffer(io.StringIO(run("vtt", vtt(*texts), phrases))).captions
        ],
        [c.content for c in srt.parse(run("srt", srt_of(*texts), phrases))],
    ):
        assert out == ["it is [PHONE]", "okay", "[PHONE]"]


def test_text_between_angle_brackets_is_scanned() -> None:
    out = run(
        "srt",
        srt_of("<maya torres> said <font color=red>hi</font>"),
        {"maya torres": "PERSON_NAME"},
    )
    assert out == srt_of("<[PERSON_NAME]> said <font color=red>hi</font>")


def test_entities_are_read_as_the_characters_they_are() -> None:
    out = run("vtt", vtt("tom&#64;x.com &lt;b"), {"tom@x.com": "EMAIL"})
    assert out == vtt("[EMAIL] &lt;b")
    out = run("vtt", vtt("tom here"), {"tom": "EMAIL"}, StubPolicy(lambda t, s: "a<b>&c"))
    assert "a&lt;b&gt;&amp;c here" in out


PAYLOAD = st.lists(
    st.sampled_from(
        [
            "hello",
            "<i>",
            "</i>",
            "maya",
            "torres",
            "\n",
            "a > b",
            "&amp;",
            "<v Bob>",
            "x<y",
            "{\\an8}",
            "é",
            "😀",
        ]
    ),
    min_size=1,
    max_size=9,
).map(lambda parts: " ".join(parts).replace(" \n ", "\n").strip() or "x")


@quick
@given(st.lists(PAYLOAD, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_nothing_found_changes_no_byte(payloads: list[str], end: str) -> None:
    payloads = ["\n".join(line for line in p.split("\n") if line.strip()) or "x" for p in payloads]
    for name, text in (("vtt", vtt(*payloads, end=end)), ("srt", srt_of(*payloads, end=end))):
        assert run(name, text, {}) == text


@quick
@given(st.lists(PAYLOAD, min_size=1, max_size=5), st.sampled_from([replace, mask, drop]))
def test_cues_are_still_read_and_hold_no_value(payloads: list[str], how) -> None:
    payloads = ["\n".join(line for line in p.split("\n") if line.strip()) or "x" for p in payloads]
    phrases = {"maya torres": "PERSON_NAME", "maya": "PERSON_NAME", "torres": "PERSON_NAME"}
    options = StubPolicy(how, same_length=how is mask)
    out = run("vtt", vtt(*payloads), phrases, options)
    before = [(c.start, c.end) for c in webvtt.from_buffer(io.StringIO(vtt(*payloads))).captions]
    after = webvtt.from_buffer(io.StringIO(out)).captions
    assert how is drop or [(c.start, c.end) for c in after] == before
    assert out.count("-->") == len(payloads) and "maya" not in out and "torres" not in out
    out = run("srt", srt_of(*payloads), phrases, options)
    subtitles = list(srt.parse(out))
    assert [s.index for s in subtitles] == list(range(1, len(payloads) + 1))
    assert "maya" not in out and "torres" not in out


def test_a_line_left_blank_does_not_cut_the_cue() -> None:
    out = run("vtt", vtt("hi\nmaya\nbye", "next"), {"maya": "PERSON_NAME"}, StubPolicy(drop))
    assert [c.text for c in webvtt.from_buffer(io.StringIO(out)).captions] == ["hi\nbye", "next"]
    out = run("vtt", vtt("hi\nmaya", "next"), {"maya": "PERSON_NAME"}, StubPolicy(drop))
    assert [c.text for c in webvtt.from_buffer(io.StringIO(out)).captions] == ["hi", "next"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("vtt", b"hello\n"),
        ("vtt", b"WEBVTT\n\n00:01 --> 00:02\nmaya\n"),
        ("srt", b"maya\n"),
        ("srt", b"\xff\n"),
    ],
)
def test_another_format_fails(name: str, data: bytes) -> None:
    (record,) = FORMATS[name].read(io.BytesIO(data), ReadOptions())
    assert isinstance(record, Failed) and "maya" not in record.error


@pytest.mark.parametrize("name", ["vtt", "srt", "ttml", "ass"])
def test_an_empty_file_holds_no_record(name: str) -> None:
    assert not list(FORMATS[name].read(io.BytesIO(b""), ReadOptions()))


def test_bom_and_long_hours_are_kept() -> None:
    text = "\ufeffWEBVTT\r\n\r\n100:00:00.000 --> 100:00:01.000 line:0\r\nmaya\r\n"
    assert run("vtt", text, {"maya": "PERSON_NAME"}) == text.replace("maya", "[PERSON_NAME]")
    text = "\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nmaya\r\n"
    assert run("srt", text, {"maya": "PERSON_NAME"}) == text.replace("maya", "[PERSON_NAME]")


TTML = """<?xml version="1.0" encoding="UTF-8"?>
<!-- by maya torres -->
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="en">
  <head><metadata><ttm:title>call of maya torres</ttm:title></metadata></head>
  <body source="maya torres"><div>
    <p begin="00:00:01.000" end="00:00:02.500" region="r1">i am <span style="s">maya</span><br/>torres &amp; co</p>
    <p begin="3s" dur="2s"><![CDATA[call <me> on four]]> two<!-- maya torres --></p>
  </div></body>
</tt>
"""  # noqa: E501
ASS = """[Script Info]
Title: call of maya torres
PlayResX: 1920

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.00,Default,Maya Torres,0,0,0,,{\\i1}hi{\\i0}, i am maya\\Ntorres, ok
Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{maya torres} said
Dialogue: 0,0:00:03.00,0:00:05.00,Default,,0,0,0,,it is four\\Ntwo
"""
FOUND = {"maya torres": "PERSON_NAME", "four two": "PHONE"}


def test_ttml_is_redacted_everywhere_and_stays_well_formed() -> None:
    out = run("ttml", TTML, FOUND)
    root = ElementTree.fromstring(out)
    cues = [
        " ".join("".join(p.itertext()).split()) for p in root.iter("{http://www.w3.org/ns/ttml}p")
    ]
    assert cues == ["i am [PERSON_NAME] & co", "call <me> on [PHONE]"]
    assert "maya" not in out and "torres" not in out and "four" not in out
    assert (
        out.count("[PERSON_NAME]") == 5
        and '<span style="s">' in out
        and 'begin="3s" dur="2s"' in out
    )
    assert (
        run("ttml", TTML.replace("<![CDATA[call <me>", "call").replace("]]>", ""), {}).count("maya")
        == 5
    )


@pytest.mark.parametrize(
    "text",
    [
        "<tt><body><p>maya</body></tt>",
        "<rss>maya</rss>",
        '<!DOCTYPE tt [<!ENTITY a "maya">]><tt>&a;</tt>',
        "maya",
    ],
)
def test_other_xml_is_refused(text: str) -> None:
    (record,) = FORMATS["ttml"].read(io.BytesIO(text.encode()), ReadOptions())
    assert isinstance(record, Failed) and "maya" not in record.error


def test_ass_is_redacted_in_text_actors_and_notes() -> None:
    out = run("ass", ASS, FOUND)
    assert out.splitlines()[6:] == [
        (
            "Dialogue: 0,0:00:01.00,0:00:02.00,Default,[PERSON_NAME],0,0,0,,{\\i1}hi{\\i0}, i am"
            " [PERSON_NAME]\\N, ok"
        ),
        "Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{[PERSON_NAME]} said",
        "Dialogue: 0,0:00:03.00,0:00:05.00,Default,,0,0,0,,it is [PHONE]\\N",
    ]
    assert "Title: call of [PERSON_NAME]" in out and "PlayResX: 1920" in out
    assert run("ass", ASS, {}) == ASS


def test_text_behind_the_times_and_long_numbers_are_text() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000 i am maya\nmy number\n4155552671\n"
    text += "00:00:03,000 --> 00:00:04,000 X1:10\nhi\n"
    out = run("srt", text, {"maya": "PERSON_NAME", "4155552671": "PHONE"})
    assert out == text.replace("maya", "[PERSON_NAME]").replace("4155552671", "[PHONE]")
    text = vtt("hi").replace("00.900", "00.900 align:start maya")
    assert run("vtt", text, {"maya": "PERSON_NAME"}) == text.replace("maya", "[PERSON_NAME]")


def test_identifiers_and_settings_are_left() -> None:
    """A scanner that takes every number for a phone number."""
    text = (
        "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\nSTYLE\n::cue { color: #123456"
        ' }\n::cue(v[voice="4155"]) {}\n\nREGION\nid:r1'
        " width:40%\n\n0f3a8a6b-7d2c-4c1c-8a67-9cf5a0f5d3a1/14-0\n00:00:01.000 --> 00:00:02.000"
        " line:1% region:r1\n4155\n"
    )
    assert run("vtt", text, {r"(\d+)": "PHONE"}) == text.replace("4155", "[PHONE]")


def test_captions_with_planted_values_lose_them_all() -> None:
    """A little of `fuzz_captions.py`, with a seed of its own."""
    rng = random.Random(15)
    assert {one(rng, Policy()) for _ in range(60)} == {"vtt", "srt", "ttml", "ass"}


def test_ass_names_of_styles_and_notes_among_tags_are_text() -> None:
    style = "[V4+ Styles]\nFormat: Name, Fontname\nStyle: Maya Torres,Arial\n\n"
    head = f"[Script Info]\n\n{style}[Events]\n"
    columns = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    said = r"{\i1}it is Ma{\c&HFF&\b1}ya {\t(0,50,\fs20)}Torres{\fnSome Font}{Maya Torres \N here}"
    event = f"Dialogue: 0,0:00:01.00,0:00:02.00,Maya Torres,,0,0,0,,{said}\n"
    out = run("ass", head + columns + event, {"maya torres": "PERSON_NAME"})
    assert "Style: [PERSON_NAME],Arial\n" in out and ",0:00:02.00,[PERSON_NAME],," in out
    tags = r"{\i1}it is [PERSON_NAME]{\c&HFF&\b1}{\t(0,50,\fs20)}{\fnSome Font}"
    assert out.endswith(tags + r"{[PERSON_NAME] \N here}" + "\n")


def test_an_instruction_in_ttml_and_tags_of_ass_in_subrip() -> None:
    body = '<tt xmlns="http://www.w3.org/ns/ttml"><?note maya torres?><body/></tt>'
    assert "<?note [PERSON_NAME]?>" in run("ttml", body, {"maya torres": "PERSON_NAME"})
    out = run("srt", srt_of(r"it is Ma{\b1}ya To{\i0}rres"), {"maya torres": "PERSON_NAME"})
    assert r"it is [PERSON_NAME]{\b1}{\i0}" in out


def test_names_of_regions_and_fonts_go_with_the_value_that_is_found() -> None:
    cue = "00:01.000 --> 00:02.000 region:{0} align:start\nit is maya torres\n"
    text = "WEBVTT\n\nREGION\nid:{0}\nwidth:40%\n\n" + cue
    out = run("vtt", text.format("maya_torres"), {"maya torres": "PERSON_NAME"})
    assert out == text.format("PERSON_NAME").replace("maya torres", "[PERSON_NAME]")
    ass = "[Script Info]\nAudio File: {0}.wav\n\n[V4+ Styles]\nStyle: Default,{0},20\n"
    ass += (
        "\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{{\\b1\\fn{0}}}it is {1}\n"
    )
    out = run("ass", ass.format("Maya Torres", "maya torres"), {"maya torres": "PERSON_NAME"})
    assert out == ass.format("PERSON_NAME", "[PERSON_NAME]")

"""The services and tools whose JSON is known: where the text stands, the words, and their times.

Adding one is an entry here and a sample in data/samples (see CONTRIBUTING.md). What an entry does
not name is treated as in unknown JSON: every string is scanned or accounted for (`shapes.py`). An
entry is needed for what cannot be told by itself: which text is the transcript, which list holds
its words with times, which strings are other readings of one word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.redaction.formats.paths import Branch, at, places
from pipeline.redaction.formats.shapes import SPECIAL
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit, written_in_parts

MILLISECONDS = 0.001
TICKS = 1e-7


@dataclass(frozen=True)
class Words:
    """A list of words. `entries`: path of the objects (or lists) that hold a word each.

    `text`: paths of the word below its entry; those after the first are other readings of it.
    `start` and `end`: paths of its times, in units of `scale` seconds; `length`: the path of its
    duration where there is no end. `beside`: times stand in lists beside the words, of the names
    `start` and `end`.
    """

    entries: str
    text: tuple[str, ...] = ("word|text|punctuated_word|content",)
    start: str = "start|start_time"
    end: str = "end|end_time"
    length: str = ""
    scale: float = 1.0
    beside: bool = False


@dataclass(frozen=True, eq=False)
class Service:
    """A service. `signs`: paths of which a file of it has one; " & " stands between such as must
    all be there.

    `texts`: paths of the transcript, the turns first, then what repeats or varies them.
    """

    name: str
    title: str
    signs: tuple[str, ...]
    texts: tuple[str, ...]
    words: tuple[Words, ...] = ()

    def made(self, root: Any) -> bool:
        """Whether `root` looks like a file of this service."""
        return any(all(_there(root, path) for path in sign.split(" & ")) for sign in self.signs)

    def near(self, keys: tuple[str, ...]) -> bool:
        """Whether an object of these keys may be one: a quick look."""
        for sign in self.signs:
            tops = [path.split(".")[0].split("[")[0].split("|") for path in sign.split(" & ")]
            if all(any(top in keys for top in some) for some in tops):
                return True
        return False

    def copies(self, root: Any) -> list[TextCopy]:
        """The copies of the transcript in a file, the turns first."""
        taken: set[tuple[int, Any]] = set()
        timing = self.words[0] if self.words else Words("")
        made = [copy for path in self.texts for copy in _texts(root, path, timing, taken)]
        for words in self.words:
            made += word_copies(root, words, taken)
        return made


def _there(root: Any, path: str) -> bool:
    return next(places(root, path), None) is not None


def _texts(root: Any, path: str, timing: Words, taken: set[tuple[int, Any]]) -> Iterator[TextCopy]:
    groups: dict[Branch, list[Unit]] = {}
    for branch, place in places(root, path):
        if _free(place, taken):
            # Segments often have times of the same names as words; a plan is told where they end.
            unit = Unit(place.holder[place.key], place, *_times(Place([place.holder], 0), timing))
            groups.setdefault(branch, []).append(unit)
    return (TextCopy(units, scale=timing.scale) for units in groups.values())


def word_copies(root: Any, words: Words, taken: set[tuple[int, Any]]) -> Iterator[TextCopy]:
    """The copies that a list of words makes, one for each branch; `taken` places are left out."""
    groups: dict[Branch, list[Unit]] = {}
    last: dict[Branch, int] = {}
    for branch, entry in places(root, words.entries):
        unit = _word(entry, words, taken)
        if unit is not None and not SPECIAL.fullmatch(unit.text.strip()):
            unit.fresh = last.get(branch) != id(entry.holder)
            last[branch] = id(entry.holder)
            groups.setdefault(branch, []).append(unit)
    for units in groups.values():
        if sum(len(u.text.split()) > 1 for u in units) * 2 > len(units):  # phrases with times
            yield TextCopy(units, scale=words.scale, cues=True)
        else:
            yield TextCopy(units, words=True, scale=words.scale, joined=written_in_parts(units))


def _word(entry: Place, words: Words, taken: set[tuple[int, Any]]) -> Unit | None:
    value = entry.holder[entry.key]
    found = (
        [entry]
        if isinstance(value, str)
        else [p for path in words.text for _, p in places(value, path)]
    )
    readings = [place for place in found if _free(place, taken)]
    if not readings:
        return None
    texts = [(place.holder[place.key], place) for place in readings]
    start, end = _times(entry, words)
    return Unit(texts[0][0], readings[0], start, end, texts[1:])


def _free(place: Place, taken: set[tuple[int, Any]]) -> bool:
    """Whether a string stands there that no other copy has; it is taken then."""
    known = (id(place.holder), place.key)
    if not isinstance(place.holder[place.key], str) or known in taken:
        return False
    taken.add(known)
    return True


def _times(entry: Place, words: Words) -> tuple[Any, Any]:
    if words.beside:
        return None, None
    value = entry.holder[entry.key]
    start = plain_time(at(value, words.start)) if words.start else None
    if not words.length:
        return start, plain_time(at(value, words.end)) if words.end else None
    length = plain_time(at(value, words.length))
    timed = isinstance(start, (int, float)) and isinstance(length, (int, float))
    return start, start + length if timed else None


def plain_time(value: Any) -> Any:
    """A time as the number that services write it around: "1.3s" and {"seconds": "1"} are
    numbers too.
    """
    if isinstance(value, dict):
        parts = value.get("seconds", 0), value.get("nanos", 0)
        try:
            return float(parts[0]) + float(parts[1]) / 1e9
        except (TypeError, ValueError):
            return value
    if isinstance(value, str) and value.endswith("s"):
        try:
            return float(value[:-1])
        except ValueError:
            return value
    return value


_AZURE = ("display", "lexical", "itn", "maskedITN")
_AZURE_SDK = ("Display", "Lexical", "ITN", "MaskedITN")

#: The first whose signs are there counts.
SERVICES: tuple[Service, ...] = (
    Service(
        "deepgram",
        "Deepgram",
        ("results.channels[]", "channel.alternatives[].transcript"),
        (
            "results.utterances[].transcript",
            "results.channels[*].alternatives[*].transcript",
            "results.channels[*].alternatives[*].paragraphs.paragraphs[].sentences[].text",
            "channel.alternatives[*].transcript",
        ),
        (
            Words("results.utterances[].words[]", ("word", "punctuated_word")),
            Words("results.channels[*].alternatives[*].words[]", ("word", "punctuated_word")),
            Words("channel.alternatives[*].words[]", ("word", "punctuated_word")),
        ),
    ),
    Service(
        "aws",
        "AWS Transcribe",
        ("results.transcripts[]",),
        (
            "results.audio_segments[].transcript",
            "results.transcripts[*].transcript",
            "results.segments[*].alternatives[*].transcript",
        ),
        (
            Words("results.items[]", ("alternatives[].content",)),
            Words("results.channel_labels.channels[*].items[]", ("alternatives[].content",)),
            Words("results.segments[*].alternatives[*].items[]", ("content",)),
        ),
    ),
    Service(
        "aws-streaming",
        "AWS Transcribe streaming",
        (
            "Transcript|TranscriptEvent.Results[]",
            "TranscriptEvent.Transcript.Results[]",
            "Results[].Alternatives[]",
        ),
        (
            "Transcript.Results[].Alternatives[0].Transcript",
            "TranscriptEvent.Transcript.Results[].Alternatives[0].Transcript",
            "Results[].Alternatives[0].Transcript",
        ),
        (
            Words(
                "Transcript.Results[].Alternatives[0].Items[]", ("Content",), "StartTime", "EndTime"
            ),
            Words(
                "TranscriptEvent.Transcript.Results[].Alternatives[0].Items[]",
                ("Content",),
                "StartTime",
                "EndTime",
            ),
            Words("Results[].Alternatives[0].Items[]", ("Content",), "StartTime", "EndTime"),
        ),
    ),
    Service(
        "aws-call-analytics",
        "AWS Call Analytics and Contact Lens",
        ("Transcript[].Content", "Segments[].Transcript.Content", "UtteranceEvent.Transcript"),
        ("Transcript[].Content", "Segments[].Transcript.Content", "UtteranceEvent.Transcript"),
        (
            Words(
                "Transcript[].Items[]",
                ("Content",),
                "BeginOffsetMillis",
                "EndOffsetMillis",
                scale=MILLISECONDS,
            ),
            Words(
                "UtteranceEvent.Items[]",
                ("Content",),
                "BeginOffsetMillis",
                "EndOffsetMillis",
                scale=MILLISECONDS,
            ),
        ),
    ),
    Service(
        "assemblyai",
        "AssemblyAI",
        (
            "text & words[].confidence & audio_url",
            "text & utterances & words",
            "transcript & words[].word_is_final",
        ),
        ("utterances[].text", "text|transcript", "utterance"),
        (
            Words("words[]", ("text",), scale=MILLISECONDS),
            Words("utterances[].words[]", ("text",), scale=MILLISECONDS),
        ),
    ),
    Service(
        "watson",
        "IBM Watson",
        ("results[].alternatives[].timestamps", "results[].alternatives[] & result_index"),
        ("results[].alternatives[0].transcript", "results[].alternatives[*].transcript"),
        (
            Words("results[].alternatives[0].timestamps[]", ("0",), "1", "2"),
            Words("results[].alternatives[0].word_confidence[]", ("0",), "", ""),
        ),
    ),
    Service(
        "speechmatics",
        "Speechmatics",
        ("results[].alternatives[].content",),
        (),
        (
            Words("results[]", ("alternatives[].content",)),
            Words("results[].spoken_form[]", ("alternatives[].content",)),
            Words("results[].written_form[]", ("alternatives[].content",)),
        ),
    ),
    Service(
        "google",
        "Google Speech-to-Text",
        (
            "results[].alternatives[].transcript",
            "response.results[].alternatives[]",
            "response.results.*.transcript|inlineResult",
        ),
        (
            "results[].alternatives[0].transcript",
            "response.results[].alternatives[0].transcript",
            "response.results.*.transcript.results[].alternatives[0].transcript",
            "response.results.*.inlineResult.transcript.results[].alternatives[0].transcript",
            "results[].alternatives[*].transcript",
        ),
        tuple(
            Words(
                f"{at}results[].alternatives[0].words[]",
                ("word",),
                "startTime|startOffset",
                "endTime|endOffset",
            )
            for at in (
                "",
                "response.",
                "response.results.*.transcript.",
                "response.results.*.inlineResult.transcript.",
            )
        ),
    ),
    Service(
        "azure",
        "Azure Speech batch",
        ("recognizedPhrases[].nBest[]", "combinedRecognizedPhrases[]"),
        (
            *(f"recognizedPhrases[].nBest[*].{form}" for form in _AZURE),
            *(f"combinedRecognizedPhrases[*].{form}" for form in _AZURE),
        ),
        (
            Words(
                "recognizedPhrases[].nBest[*].words[]",
                ("word",),
                "offsetInTicks",
                "",
                "durationInTicks",
                TICKS,
            ),
            Words(
                "recognizedPhrases[].nBest[*].displayWords[]",
                ("displayText",),
                "offsetInTicks",
                "",
                "durationInTicks",
                TICKS,
            ),
        ),
    ),
    Service(
        "azure-fast",
        "Azure Speech fast transcription",
        ("combinedPhrases[].text", "phrases[].offsetMilliseconds"),
        ("phrases[].text", "combinedPhrases[*].text"),
        (
            Words(
                "phrases[].words[]",
                ("text",),
                "offsetMilliseconds|offset",
                "",
                "durationMilliseconds|duration",
                MILLISECONDS,
            ),
        ),
    ),
    Service(
        "azure-sdk",
        "Azure Speech SDK",
        ("RecognitionStatus", "NBest[].Display|Lexical"),
        ("DisplayText", *(f"NBest[*].{form}" for form in _AZURE_SDK)),
        (
            Words("NBest[*].Words[]", ("Word",), "Offset", "", "Duration", TICKS),
            Words("NBest[*].DisplayWords[]", ("Word",), "Offset", "", "Duration", TICKS),
        ),
    ),
    Service(
        "revai",
        "Rev.ai",
        ("monologues[].elements[].value",),
        (),
        (Words("monologues[].elements[]", ("value",), "ts", "end_ts"),),
    ),
    Service(
        "gladia",
        "Gladia",
        (
            "result.transcription.full_transcript|utterances",
            "transcription.full_transcript|utterances",
        ),
        (
            "result.transcription.utterances[].text",
            "result.transcription.full_transcript",
            "transcription.utterances[].text",
            "transcription.full_transcript",
        ),
        (
            Words("result.transcription.utterances[].words[]"),
            Words("transcription.utterances[].words[]"),
        ),
    ),
    Service(
        "elevenlabs",
        "ElevenLabs",
        ("text & words[].type", "transcripts[].words[].type"),
        ("text", "transcripts[*].text"),
        (
            Words("words[]", ("text",)),
            Words("transcripts[*].words[]", ("text",)),
            Words("words[].characters[]", ("text",), "", ""),
            Words("transcripts[*].words[].characters[]", ("text",), "", ""),
        ),
    ),
    Service(
        "genesys",
        "Genesys Cloud",
        ("transcripts[].phrases[].text",),
        ("transcripts[*].phrases[].text", "transcripts[*].phrases[].decoratedText"),
        (
            Words(
                "transcripts[*].phrases[].words[]",
                ("word",),
                "startTimeMs",
                "",
                "duration.milliseconds",
                MILLISECONDS,
            ),
            Words(
                "transcripts[*].phrases[].decoratedWords[]",
                ("word",),
                "startTimeMs",
                "",
                "duration.milliseconds",
                MILLISECONDS,
            ),
        ),
    ),
    Service(
        "twilio",
        "Twilio Conversational Intelligence",
        ("sentences[].transcript",),
        ("sentences[].transcript",),
        (Words("sentences[].words[]", ("word",)),),
    ),
    Service(
        "whisper.cpp",
        "whisper.cpp",
        ("transcription[].offsets",),
        ("transcription[].text",),
        (
            Words(
                "transcription[].tokens[]",
                ("text",),
                "offsets.from",
                "offsets.to",
                scale=MILLISECONDS,
            ),
        ),
    ),
    Service(
        "vosk",
        "Vosk",
        ("result[].word", "alternatives[].result[].word", "partial_result[].word"),
        ("text", "alternatives[*].text", "partial"),
        (
            Words("result[]", ("word",)),
            Words("alternatives[*].result[]", ("word",)),
            Words("partial_result[]", ("word",)),
        ),
    ),
    Service("nemo", "NeMo manifest", ("audio_filepath & text|pred_text",), ("text", "pred_text")),
    Service(
        "sherpa-onnx",
        "sherpa-onnx",
        ("text & tokens[] & timestamps",),
        ("text",),
        (Words("words[]", ("word",), "", ""), Words("tokens[]", ("text",), "", "")),
    ),
    Service(
        "cloudflare",
        "Cloudflare Workers AI",
        ("result.text & result.vtt|words|word_count", "text & vtt"),
        ("result.segments[].text", "result.text", "segments[].text", "text"),
        (
            Words("result.words[]"),
            Words("words[]"),
            Words("result.segments[].words[]"),
            Words("segments[].words[]"),
        ),
    ),
    Service(
        "openai",
        "OpenAI transcription",
        ("text & logprobs[].token",),
        ("segments[].text", "text"),
        (Words("logprobs[]", ("token",), "", ""),),
    ),
    Service(
        "huggingface",
        "Hugging Face pipeline",
        ("text & chunks[].timestamp",),
        ("text",),
        (Words("chunks[]", ("text",), "timestamp.0", "timestamp.1"),),
    ),
    Service(
        "retell",
        "Retell",
        ("transcript & transcript_object", "call.transcript_object"),
        (
            "transcript_object[].content",
            "transcript",
            "call.transcript_object[].content",
            "call.transcript",
        ),
        (Words("transcript_object[].words[]"), Words("call.transcript_object[].words[]")),
    ),
    Service(
        "vapi",
        "Vapi",
        ("message.artifact", "artifact.messages[].message", "message.type & message.transcript"),
        (
            "message.artifact.messages[].message",
            "artifact.messages[].message",
            "message.artifact.transcript",
            "artifact.transcript",
            "message.transcript",
        ),
    ),
    Service(
        "livekit",
        "LiveKit Agents",
        ("items[].role & items[].content", "history.items[].content"),
        ("items[].content[]", "history.items[].content[]"),
    ),
    Service(
        "faster-whisper",
        "faster-whisper list",
        ("[].text & [].start|timestamp",),
        ("[].text",),
        (Words("[].words[]", ("word",)),),
    ),
    Service(
        "whisper",
        "Whisper",
        (
            "segments[].text & segments[].start",
            "text & segments & language",
            "text & language & duration",
            "word_segments[]",
        ),
        ("segments[].text", "text"),
        (
            Words("segments[].words[]", ("word|text",)),
            Words("words[]", ("word|text",)),
            Words("word_segments[]", ("word|text",)),
            Words("segments[].chars[]", ("char",)),
        ),
    ),
)


def service_of(root: Any) -> Service | None:
    """The service that wrote `root`, if it is a known one."""
    listed = SERVICES if isinstance(root, list) else ()
    candidates = _candidates(tuple(root)[:64]) if isinstance(root, dict) else listed
    return next((service for service in candidates if service.made(root)), None)


@lru_cache(1024)
def _candidates(keys: tuple[str, ...]) -> tuple[Service, ...]:
    return tuple(service for service in SERVICES if service.near(keys))

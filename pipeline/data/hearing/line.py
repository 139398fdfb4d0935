"""The telephone line: band, noise, level and codec by ffmpeg's libraries (PyAV), within the
process.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from pipeline.data.hearing.config import Line

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext
    from av.audio.frame import AudioFrame
    from av.filter import Graph
    from av.filter.context import FilterContext
    from numpy.typing import NDArray

#: Samples a second of speech as recognisers take it, and on the line.
RATE, LINE_RATE = 16_000, 8_000
#: Codec -> (encoder, decoder, bits a second or 0 where they are given).
CODECS: dict[str, tuple[str, str, int]] = {
    "none": ("", "", 0),
    "mulaw": ("pcm_mulaw", "pcm_mulaw", 0),
    "alaw": ("pcm_alaw", "pcm_alaw", 0),
    "amr": ("libopencore_amrnb", "amrnb", 7_950),
    "opus": ("libopus", "libopus", 12_000),
}
# Speech lies near this amplitude (root mean square, full scale 1) once its loudness is evened out.
_SPEECH = 0.1
_FRAME = 160  # samples of 20 ms on the line
_EVEN = "dynaudnorm", "p=0.6:m=20"


class Sound(NamedTuple):
    """Samples of 16 bits and how many there are a second."""

    samples: NDArray[np.int16]
    rate: int


class Setting(NamedTuple):
    """What a speaker and a line do to the voice, drawn by chance."""

    speed: float
    pitch: float
    snr: float
    level: float
    codec: str
    noise: str
    seed: int
    babble: float  # level of the voice behind, dB below the speaker


def draw_setting(line: Line, rng: random.Random) -> Setting:
    """One setting within the ranges of `line`."""
    codecs = list(line.codecs)
    return Setting(
        speed=round(rng.uniform(*line.speed), 3),
        pitch=round(rng.uniform(*line.pitch), 3),
        snr=round(rng.uniform(*line.snr), 1),
        level=round(rng.uniform(*line.level), 1),
        codec=rng.choices(codecs, [line.codecs[name] for name in codecs])[0],
        noise=rng.choice(line.noises),
        seed=rng.randrange(1 << 31),
        babble=round(rng.uniform(*line.babble_level), 1),
    )


def send(voice: Sound, setting: Setting, behind: Sound | None = None) -> NDArray[np.float32]:
    """What comes out at the far end of the line, at `RATE`, between -1 and 1."""
    frames = _mix(voice, setting, behind)
    encoder, decoder, bits = CODECS[setting.codec]
    return _join(_through(frames, encoder, decoder, bits) if encoder else frames)


def _mix(voice: Sound, setting: Setting, behind: Sound | None) -> list[AudioFrame]:
    """The voice at its speed and pitch in the band of the telephone, with noise, as frames of
    the line.
    """
    import av

    amplitude = _SPEECH * 10 ** (-setting.snr / 20)
    graph = av.filter.Graph()
    chain = [
        ("aresample", f"{RATE}"),
        ("asetrate", f"{RATE * setting.pitch:.0f}"),
        ("atempo", f"{setting.speed / setting.pitch:.4f}"),
        ("aresample", f"{RATE}"),
        _EVEN,
        ("highpass", "f=300"),
        ("lowpass", "f=3400"),
        ("adelay", "200"),
        ("apad", "pad_dur=0.3"),
    ]
    sources = [_source(graph, voice)]
    ends = [_chain(graph, sources[0], chain)]
    noise = (
        f"color={setting.noise}:seed={setting.seed}:sample_rate={RATE}:amplitude={amplitude:.5f}"
    )
    ends.append(graph.add("anoisesrc", noise))
    if behind is not None:
        sources.append(_source(graph, behind))
        quieter = [
            ("aresample", f"{RATE}"),
            _EVEN,
            ("lowpass", "f=3000"),
            ("volume", f"-{setting.babble}dB"),
        ]
        ends.append(_chain(graph, sources[1], quieter))
    mixed = graph.add("amix", f"inputs={len(ends)}:duration=first:normalize=0")
    for n, end in enumerate(ends):
        end.link_to(mixed, 0, n)
    line = [
        ("volume", f"{setting.level}dB"),
        ("aresample", f"{LINE_RATE}"),
        ("aformat", "sample_fmts=s16:channel_layouts=mono"),
        ("asetnsamples", f"n={_FRAME}:p=1"),
        ("abuffersink", ""),
    ]
    sink = _chain(graph, mixed, line)
    graph.configure()
    for source, sound in zip(sources, (voice, behind), strict=False):
        assert sound is not None
        frame = av.AudioFrame.from_ndarray(sound.samples[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts = sound.rate, 0
        source.push(frame)
        source.push(None)
    frames = []
    while True:
        try:
            frames.append(cast("AudioFrame", sink.pull()))
        except (av.error.EOFError, av.error.BlockingIOError):
            return frames


def _source(graph: Graph, sound: Sound) -> FilterContext:
    return graph.add_abuffer(sample_rate=sound.rate, format="s16", layout="mono")


def _chain(graph: Graph, start: FilterContext, filters: list[tuple[str, str]]) -> FilterContext:
    for name, arguments in filters:
        node = graph.add(name, arguments)
        start.link_to(node)
        start = node
    return start


def _through(frames: list[AudioFrame], encoder: str, decoder: str, bits: int) -> list[AudioFrame]:
    """The frames, encoded and decoded again."""
    import av

    sender = cast("AudioCodecContext", av.CodecContext.create(encoder, "w"))
    sender.sample_rate, sender.layout, sender.format = LINE_RATE, "mono", "s16"
    if bits:
        sender.bit_rate = bits
    sender.open()
    receiver = cast("AudioCodecContext", av.CodecContext.create(decoder, "r"))
    receiver.sample_rate, receiver.layout = LINE_RATE, "mono"
    receiver.extradata = sender.extradata
    packets = [packet for frame in [*frames, None] for packet in sender.encode(frame)]
    return [frame for packet in [*packets, None] for frame in receiver.decode(packet)]


def _join(frames: list[AudioFrame]) -> NDArray[np.float32]:
    """All frames in a row at `RATE`."""
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    pieces = []
    for frame in [*frames, None]:
        if frame is not None:
            frame.pts = None
        pieces += [part.to_ndarray()[0] for part in resampler.resample(frame)]
    return np.clip(np.concatenate(pieces), -1.0, 1.0) if pieces else np.zeros(0, np.float32)

"""The telephone line: length by speed, band, noise, every codec."""

from __future__ import annotations

import random

import numpy as np
import pytest

from pipeline.config import config_dir, load_config
from pipeline.data.hearing.config import HearConfig
from pipeline.data.hearing.line import CODECS, RATE, Setting, Sound, draw_setting, send

pytest.importorskip("av")

_QUIET = Setting(
    speed=1.0, pitch=1.0, snr=80.0, level=0.0, codec="none", noise="white", seed=1, babble=20.0
)


def tone(hertz: float, seconds: float = 1.0, rate: int = 22_050) -> Sound:
    time = np.arange(int(seconds * rate)) / rate
    return Sound((8000 * np.sin(2 * np.pi * hertz * time)).astype(np.int16), rate)


def power(samples: np.ndarray, low: float, high: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(spectrum[(hertz >= low) & (hertz < high)].sum())


@pytest.mark.parametrize("codec", sorted(CODECS))
def test_a_tone_comes_through_every_codec(codec: str) -> None:
    heard = send(tone(1000.0), _QUIET._replace(codec=codec))
    assert heard.dtype == np.float32
    assert float(np.abs(heard).max()) <= 1.0
    assert power(heard, 900, 1100) > 0.8 * power(heard, 0, RATE / 2)
    assert len(heard) / RATE == pytest.approx(1.5, abs=0.1)  # a breath before and after


def test_the_band_of_the_telephone() -> None:
    low, middle = (power(send(tone(hertz), _QUIET), 0, RATE / 2) for hertz in (60.0, 1000.0))
    assert low < 0.2 * middle
    heard = send(tone(1000.0), _QUIET._replace(snr=5.0))
    assert power(heard, 4100, RATE / 2) < 0.01 * power(heard, 0, RATE / 2)


def test_faster_is_shorter_and_higher_stays_as_long() -> None:
    fast = send(tone(1000.0, 2.0), _QUIET._replace(speed=1.25))
    assert len(fast) / RATE == pytest.approx(0.5 + 2 / 1.25, abs=0.1)
    high = send(tone(1000.0, 2.0), _QUIET._replace(pitch=1.1))
    assert len(high) / RATE == pytest.approx(2.5, abs=0.1)
    assert power(high, 1050, 1150) > 0.8 * power(high, 0, RATE / 2)


def test_the_same_setting_gives_the_same_sound() -> None:
    noisy = _QUIET._replace(snr=10.0, codec="amr")
    assert np.array_equal(
        send(tone(700.0), noisy, tone(400.0)), send(tone(700.0), noisy, tone(400.0))
    )
    assert not np.array_equal(send(tone(700.0), noisy), send(tone(700.0), noisy._replace(seed=2)))


def test_settings_lie_within_the_configuration() -> None:
    line = load_config(config_dir() / "hear.yaml", HearConfig).line
    drawn = [draw_setting(line, random.Random(n)) for n in range(200)]
    assert {one.codec for one in drawn} == set(line.codecs) <= set(CODECS)
    assert all(line.speed[0] <= one.speed <= line.speed[1] for one in drawn)
    assert all(line.snr[0] <= one.snr <= line.snr[1] for one in drawn)

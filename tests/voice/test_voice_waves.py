import math
import random
import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.voice import chime, waves
from server.voice.waves import Sound, WaveError

RATE = 22050
SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"


def tone(seconds: float, strength: float = 0.5, hertz: float = 220.0) -> Sound:
    count = round(seconds * RATE)
    top = strength * (waves.FULL - 1)
    values = (top * math.cos(math.tau * hertz * i / RATE) for i in range(count))
    return Sound(array("h", map(round, values)), RATE)


def after(*sounds: Sound) -> Sound:
    samples = array("h")
    for sound in sounds:
        samples += sound.samples
    return Sound(samples, RATE)


def steps(sound: Sound) -> list[int]:
    pairs = zip(sound.samples, sound.samples[1:], strict=False)
    return [abs(b - a) for a, b in pairs]


def test_a_sound_written_is_the_sound_read(tmp_path: Path) -> None:
    sound = tone(0.3)
    waves.write(tmp_path / "a.wav", sound)
    assert waves.read(tmp_path / "a.wav") == sound
    assert waves.intact(tmp_path / "a.wav")
    assert sound.seconds == pytest.approx(0.3)


def test_a_file_cut_off_is_not_spoken(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    waves.write(path, tone(0.3))
    whole = path.read_bytes()
    for kept in (0, 20, 44, 45, 1001, len(whole) - 2):
        path.write_bytes(whole[:kept])
        assert not waves.intact(path)
        with pytest.raises(WaveError):
            waves.read(path)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all" * 10])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert not waves.intact(path)
    with pytest.raises(WaveError):
        waves.read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert not waves.intact(tmp_path / "a.wav")
    with pytest.raises(WaveError, match=r"a\.wav"):
        waves.read(tmp_path / "a.wav")


def test_two_channels_are_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(400))
    with pytest.raises(WaveError, match="not one channel"):
        waves.read(tmp_path / "a.wav")


def test_levels_are_decibels_of_full_scale() -> None:
    half = tone(1.0, 0.5)
    assert waves.peak(half) == pytest.approx(-6.02, abs=0.01)
    assert waves.level(half) == pytest.approx(-9.03, abs=0.1)
    quiet = waves.silence(1.0, RATE)
    assert waves.peak(quiet) == waves.level(quiet) == -math.inf
    assert waves.level(Sound(array("h"), RATE)) == -math.inf


def test_pauses_do_not_make_speech_quieter() -> None:
    spoken = tone(0.5)
    with_pauses = after(spoken, waves.silence(2.0, RATE), spoken)
    assert waves.level(with_pauses) == pytest.approx(waves.level(spoken), abs=0.1)


def test_trimming_leaves_a_breath() -> None:
    padded = after(waves.silence(0.4, RATE), tone(0.5), waves.silence(0.6, RATE))
    trimmed = waves.trim(padded)
    assert trimmed.seconds == pytest.approx(0.5 + 0.015 + 0.05, abs=0.02)
    assert waves.peak(trimmed) == waves.peak(padded)


def test_trimming_keeps_a_sound_that_begins_at_once() -> None:
    assert waves.trim(tone(0.5)) == tone(0.5)


@pytest.mark.parametrize("sound", [Sound(array("h"), RATE), waves.silence(1, RATE)])
def test_silence_is_no_speech(sound: Sound) -> None:
    with pytest.raises(WaveError, match="silence"):
        waves.trim(sound)


@given(st.floats(0.02, 1.0))
def test_every_voice_comes_out_equally_loud(strength: float) -> None:
    levelled = waves.normalise(tone(0.1, strength))
    assert waves.level(levelled) == pytest.approx(waves.SPEECH_LEVEL, abs=0.1)


def test_no_sample_passes_the_ceiling() -> None:
    spiky = after(tone(0.5, 0.02), tone(0.003, 1.0), tone(0.5, 0.02))
    assert waves.peak(waves.normalise(spiky)) <= waves.CEILING + 0.01


@given(st.integers(0, 300), st.integers(0, 2**32 - 1))
def test_a_faded_sound_begins_and_ends_at_zero(count: int, seed: int) -> None:
    dice = random.Random(seed)
    noise = Sound(array("h", [dice.randint(-32768, 32767) for _ in range(count)]), RATE)
    faded = waves.fade(noise)
    assert len(faded.samples) == count
    if count > 1:
        assert faded.samples[0] == faded.samples[-1] == 0


def test_a_join_does_not_click_where_a_cut_would() -> None:
    loud = tone(0.3, 0.9)
    inside = max(steps(loud))
    cut = after(loud, waves.silence(0.15, RATE), loud)
    assert max(steps(cut)) > 10 * inside  # the click that is to be avoided
    joined = waves.join(waves.fade(loud), waves.fade(loud))
    assert max(steps(joined)) <= inside * 1.2


def test_a_join_has_the_stated_pause() -> None:
    part = waves.fade(tone(0.3))
    joined = waves.join(part, part)
    assert joined.seconds == pytest.approx(0.6 + waves.JOIN_PAUSE, abs=0.001)
    start = len(part.samples)
    pause = joined.samples[start : start + round(waves.JOIN_PAUSE * RATE)]
    assert not any(pause)
    assert joined.samples[: len(part.samples)] == part.samples
    assert joined.samples[-len(part.samples) :] == part.samples


def test_sounds_of_two_engines_are_not_joined() -> None:
    with pytest.raises(WaveError, match="rates differ"):
        waves.join(tone(0.1), Sound(tone(0.1).samples, 16000))


def test_the_chime_is_calm() -> None:
    sound = chime.chime()
    assert 0.7 <= sound.seconds <= 0.9
    assert sound.samples[0] == sound.samples[-1] == 0
    assert waves.level(sound) == pytest.approx(chime.LEVEL, abs=1.0)
    assert waves.level(sound) < waves.SPEECH_LEVEL
    # No stroke is sharp: 40 ms in, nothing is louder than what comes later.
    begin = Sound(sound.samples[: round(0.004 * RATE)], RATE)
    assert waves.peak(begin) < waves.peak(sound) - 6
    assert max(steps(sound)) < waves.FULL // 8


def test_the_committed_chime_is_the_generated_one() -> None:
    held = waves.read(SOUNDS / "chime.wav")
    made = chime.chime()
    assert held.rate == made.rate
    assert len(held.samples) == len(made.samples)
    # Another machine's sine may differ in the last bit.
    pairs = zip(held.samples, made.samples, strict=True)
    assert max(abs(a - b) for a, b in pairs) <= 1

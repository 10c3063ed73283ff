"""Sound as samples: trim, level, fade, join. PCM of 16 bits, one channel.

Only the standard library: ``audioop`` left it with Python 3.13, and a server box
must not need numpy for a few seconds of speech. Levels are in dBFS: 0 dB is the
largest sample there is.
"""

import math
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FULL = 32768
SPEECH_LEVEL = -18.0
"""dBFS of what is spoken, pauses left out; leaves speech's peaks their room."""
CEILING = -0.5
"""dBFS that no sample may pass."""
JOIN_PAUSE = 0.15
"""Seconds of silence between the number's part and the counter's part."""

_BLOCK = 0.01  # seconds over which loudness is looked at
_SILENT = -40.0  # dB below the loudest block: nothing is heard
_PAUSE = -25.0  # dB below the loudest block: not counted as speech
_LEAD_IN, _LEAD_OUT = 0.015, 0.05  # seconds kept around the speech
_FADE_IN, _FADE_OUT = 0.004, 0.02  # seconds; too short to hear, no click


class WaveError(Exception):
    """The file or sound is not what this program can speak with."""


@dataclass(frozen=True)
class Sound:
    """Samples of one channel and how many of them make a second."""

    samples: "array[int]"
    rate: int

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.samples) / self.rate


def read(path: Path) -> Sound:
    """Read a WAV file. Raises WaveError when it is broken or another format."""
    try:
        with wave.open(str(path), "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise WaveError(f"{path.name}: not one channel of 16 bits")
            expected = file.getnframes()
            samples = array("h", file.readframes(expected))
            rate = file.getframerate()
    except (OSError, EOFError, ValueError, wave.Error) as error:
        raise WaveError(f"{path.name}: {error}") from error
    if len(samples) != expected:
        raise WaveError(f"{path.name}: cut off after {len(samples)} samples")
    return Sound(samples, rate)


def write(path: Path, sound: Sound) -> None:
    """Write a WAV file. Raises OSError."""
    with path.open("wb") as target, wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples.tobytes())


def intact(path: Path) -> bool:
    """Tell whether a WAV file is there and whole, from its head and its size."""
    try:
        with wave.open(str(path), "rb") as file:
            held = file.getnframes() * file.getnchannels() * file.getsampwidth()
        return held > 0 and path.stat().st_size >= held + 44
    except (OSError, EOFError, wave.Error):
        return False


def silence(seconds: float, rate: int) -> Sound:
    """Return a pause."""
    return Sound(array("h", bytes(2 * round(seconds * rate))), rate)


def peak(sound: Sound) -> float:
    """Return the largest sample in dBFS; -inf for silence."""
    top = max(max(sound.samples, default=0), -min(sound.samples, default=0))
    return _decibel(top / FULL)


def level(sound: Sound) -> float:
    """Return how loud the speech is, in dBFS: its RMS without the pauses."""
    blocks = list(_energies(sound))
    loudest = max(blocks, default=0.0)
    if loudest == 0:
        return -math.inf
    spoken = [energy for energy in blocks if energy >= loudest * _power(_PAUSE)]
    return _decibel(math.sqrt(sum(spoken) / len(spoken)) / FULL)


def trim(sound: Sound) -> Sound:
    """Cut the silence before and after, but for a breath. WaveError if all silent."""
    blocks = list(_energies(sound))
    loudest = max(blocks, default=0.0)
    if loudest == 0:
        raise WaveError("nothing but silence")
    heard = [i for i, energy in enumerate(blocks) if energy > loudest * _power(_SILENT)]
    block = _block(sound.rate)
    first = heard[0] * block - round(_LEAD_IN * sound.rate)
    last = (heard[-1] + 1) * block + round(_LEAD_OUT * sound.rate)
    return Sound(sound.samples[max(first, 0) : last], sound.rate)


def normalise(
    sound: Sound, target: float = SPEECH_LEVEL, ceiling: float = CEILING
) -> Sound:
    """Bring the level to `target` dBFS, or as near as `ceiling` allows."""
    gain = 10 ** (min(target - level(sound), ceiling - peak(sound)) / 20)
    return Sound(array("h", [round(s * gain) for s in sound.samples]), sound.rate)


def fade(
    sound: Sound, seconds_in: float = _FADE_IN, seconds_out: float = _FADE_OUT
) -> Sound:
    """Let the sound begin and end at exactly zero, so that joining cannot click."""
    samples = sound.samples[:]
    half = len(samples) // 2
    for i, weight in _ramp(min(round(seconds_in * sound.rate), half)):
        samples[i] = round(samples[i] * weight)
    for i, weight in _ramp(min(round(seconds_out * sound.rate), half)):
        samples[-1 - i] = round(samples[-1 - i] * weight)
    return Sound(samples, sound.rate)


def polish(sound: Sound) -> Sound:
    """Make a rendered phrase ready to be joined: trimmed, levelled, faded."""
    return fade(normalise(trim(sound)))


def join(first: Sound, *others: Sound, pause: float = JOIN_PAUSE) -> Sound:
    """Put polished sounds together. Raises WaveError when their rates differ."""
    samples = first.samples[:]
    between = silence(pause, first.rate).samples
    for other in others:
        if other.rate != first.rate:
            raise WaveError(f"rates differ: {first.rate} and {other.rate}")
        samples += between + other.samples
    return Sound(samples, first.rate)


def _block(rate: int) -> int:
    return max(round(_BLOCK * rate), 1)


def _energies(sound: Sound) -> Iterator[float]:
    """Mean square of each block; the rest that fills no block counts as one."""
    block = _block(sound.rate)
    for start in range(0, len(sound.samples), block):
        part = sound.samples[start : start + block]
        yield sum(s * s for s in part) / len(part)


def _ramp(length: int) -> Iterator[tuple[int, float]]:
    for i in range(length):
        yield i, (1 - math.cos(math.pi * i / length)) / 2


def _decibel(ratio: float) -> float:
    return 20 * math.log10(ratio) if ratio > 0 else -math.inf


def _power(decibel: float) -> float:
    return 10 ** (decibel / 10)

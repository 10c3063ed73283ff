"""Recordings of an office as tests need them: another tone for every clip."""

import math
from array import array
from collections.abc import Iterable
from pathlib import Path

from server.voice import waves
from server.voice.cast import usual_wording
from server.voice.clips import Clip, Clips
from server.voice.settings import VoiceSettings
from server.voice.waves import Sound

RATE = 16000
UNHEARD = 30
"""Samples of less are silence: -61 dBFS."""


def tone(
    hertz: float, seconds: float, strength: float = 0.3, rate: int = RATE
) -> Sound:
    count = round(seconds * rate)
    top = strength * (waves.FULL - 1)
    values = (top * math.cos(math.tau * hertz * i / rate) for i in range(count))
    return Sound(array("h", map(round, values)), rate)


def recorded(sound: Sound, quiet: float = 0.05) -> Sound:
    """Give a sound as a microphone does: with some silence around it."""
    around = waves.silence(quiet, sound.rate).samples
    return Sound(around + sound.samples + around, sound.rate)


def speak(folder: Path, clips: Iterable[Clip]) -> dict[str, Sound]:
    """Record clips into a folder: each another pitch, length and loudness."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for n, clip in enumerate(clips):
        sound = tone(200 + 25 * n, 0.1 + 0.002 * n, 0.1 + 0.005 * n)
        made[clip.name] = recorded(sound)
        waves.write(folder / f"{clip.name}.wav", made[clip.name])
    return made


def clips(language: str = "vi", settings: VoiceSettings | None = None) -> Clips:
    return Clips(language, usual_wording(language), settings or VoiceSettings())


def silences(sound: Sound, seconds: float) -> list[tuple[int, int]]:
    """Return where nothing is heard for so long: first sample, first one after."""
    found, start = [], 0
    for end in (n for n, sample in enumerate(sound.samples) if abs(sample) >= UNHEARD):
        if end - start >= seconds * sound.rate:
            found.append((start, end))
        start = end + 1
    return found


def longest_silence(sound: Sound) -> float:
    """Return the seconds of the longest stretch that nobody hears."""
    stretches = silences(sound, 0.0)
    return max((end - start) / sound.rate for start, end in stretches)

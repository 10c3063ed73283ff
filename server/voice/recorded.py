"""The office's own recordings as they lie on disk, and what is wrong with them.

One folder for each language, one WAV file for each of `clips.Clips`: one channel of
16 bits, all at one rate. What cannot be used counts as missing; what is only badly
recorded is used, levelled as well as it can be, and named by ``motcua voice check``.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from server.domain.model import Wording
from server.voice import waves
from server.voice.clips import LANGUAGES, Clip, Clips
from server.voice.settings import VoiceSettings
from server.voice.waves import Sound, WaveError

Fault = Literal[
    "missing", "format", "rate", "silent", "clipped", "quiet", "loud", "cut", "long"
]
"""What may be wrong with a recording; a key of ``voice.toml``, ``recorded.…``."""
UNUSABLE: frozenset[Fault] = frozenset({"missing", "format", "rate", "silent"})

RATE = 22050
"""Samples a second that ``motcua voice record`` takes: those of the chime."""
SLOWEST, FASTEST = 16000, 48000
"""Samples a second that speech needs at least, and that every player can play."""
QUIETEST, LOUDEST = -40.0, -8.0
"""dBFS of speech: below, levelling brings the room's noise up; above, it is shouted."""
LONGEST_WORD, LONGEST_PART = 2.0, 5.0
"""Seconds; what is longer holds more than its words, or noise around them."""

_HEARD = -60.0  # dBFS; below it there is nothing
_FULL = waves.FULL - 2
_CLIPPED = 3  # so many samples in a row at full scale were cut off
_EDGE = 0.01  # seconds
_INSIDE = -20.0  # dB below the speech; louder at an edge is in the middle of a word


@dataclass(frozen=True, slots=True)
class Found:
    """One recording as it was found, and what is wrong with it."""

    clip: Clip
    path: Path
    faults: tuple[Fault, ...] = ()

    @property
    def there(self) -> bool:
        """Whether there is such a file."""
        return "missing" not in self.faults

    @property
    def usable(self) -> bool:
        """Whether calls can be made with it."""
        return not UNUSABLE & set(self.faults)


class Recordings:
    """The recordings of one language.

    Attributes:
        found: every clip of the language, there or not.
        edition: another one whenever a file is another.
    """

    def __init__(self, folder: Path, clips: Clips) -> None:
        """Read and judge all files in `folder`, which need not exist; blocking."""
        self.folder = folder
        self.clips = clips
        sounds = {clip: _read(folder / f"{clip.name}.wav") for clip in clips.all}
        rates = Counter(s.rate for s in sounds.values() if isinstance(s, Sound))
        usual = rates.most_common(1)[0][0] if rates else RATE
        self.found: Mapping[Clip, Found] = {
            clip: Found(clip, folder / f"{clip.name}.wav", _faults(sound, clip, usual))
            for clip, sound in sounds.items()
        }
        self.edition = _edition(found.path for found in self.found.values())

    def row(self, text: str) -> tuple[str, ...]:
        """Return the names of the recordings that say `text`; () if not all do."""
        try:
            row = self.clips.split(text)
        except LookupError:
            return ()
        usable = all(self.found[clip].usable for clip in row)
        return tuple(clip.name for clip in row) if usable else ()

    @property
    def begun(self) -> bool:
        """Whether there is enough to call anybody: the sentence and all digits."""
        basic = (self.clips.number("0123456789"), self.clips.counter(1))
        return all(map(self.row, basic))


def open_recordings(
    folder: Path, wording: Mapping[str, Wording], settings: VoiceSettings
) -> dict[str, Recordings]:
    """Read the recordings of all languages that can have any; blocking.

    Each language has its folder in `folder`.
    """
    return {
        language: Recordings(folder / language, Clips(language, words, settings))
        for language, words in wording.items()
        if language in LANGUAGES
    }


def judge(sound: Sound, clip: Clip) -> tuple[Fault, ...]:
    """Return what is wrong with a sound as the recording of `clip`."""
    level = waves.level(sound)
    if level < _HEARD:
        return ("silent",)
    length = waves.trim(sound).seconds
    longest = LONGEST_PART if " " in clip.words else LONGEST_WORD
    wrong: dict[Fault, bool] = {
        "clipped": _is_clipped(sound),
        "quiet": level < QUIETEST,
        "loud": level > LOUDEST,
        "cut": _is_cut(sound, level),
        "long": length > longest,
    }
    return tuple(fault for fault, found in wrong.items() if found)


def _read(path: Path) -> Sound | Fault:
    if not path.is_file():
        return "missing"
    try:
        return waves.read(path)
    except WaveError:
        return "format"


def _faults(sound: Sound | Fault, clip: Clip, rate: int) -> tuple[Fault, ...]:
    if not isinstance(sound, Sound):
        return (sound,)
    if sound.rate != rate or not SLOWEST <= sound.rate <= FASTEST:
        return ("rate",)
    return judge(sound, clip)


def _is_clipped(sound: Sound) -> bool:
    at_top = groupby(sound.samples, lambda sample: abs(sample) >= _FULL)
    return any(top and len(list(run)) >= _CLIPPED for top, run in at_top)


def _is_cut(sound: Sound, level: float) -> bool:
    edge = max(round(_EDGE * sound.rate), 1)
    ends = (sound.samples[:edge], sound.samples[-edge:])
    loudest = max(waves.level(Sound(end, sound.rate)) for end in ends)
    return loudest > level + _INSIDE


def _edition(paths: Iterable[Path]) -> str:
    state = hashlib.sha256()
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        state.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return state.hexdigest()[:16]

"""The office's own recordings as a voice: ``recorded:FOLDER``.

Its texts are not words but names of recordings (`clips.Clips`), one after another;
which of them say a text is decided where it is known which are there.
"""

from functools import lru_cache
from pathlib import Path

from server.voice import waves

PREFIX = "recorded:"
PAUSE = 0.03
"""Seconds between two recordings, beside the breath that trimming leaves on each."""


class Recorded:
    """Recordings of one folder after another, each levelled as all speech is."""

    def find(self, name: str) -> str | None:
        """Return the folder, None if there is none."""
        folder = name.removeprefix(PREFIX)
        return folder if Path(folder).is_dir() else None

    def speak(self, text: str, voice: str, rate: float, draft: Path) -> waves.Sound:
        """Join the recordings named in `text`; their pace is the speaker's own."""
        names = text.split()
        return waves.join(
            *(_ready(Path(voice) / f"{n}.wav") for n in names), pause=PAUSE
        )


def _ready(path: Path) -> waves.Sound:
    try:
        return _polished(path, path.stat().st_mtime_ns)
    except FileNotFoundError as gone:
        raise waves.WaveError(f"{path.name} is gone") from gone


@lru_cache(maxsize=200)
def _polished(path: Path, _changed: int) -> waves.Sound:
    return waves.polish(waves.read(path))

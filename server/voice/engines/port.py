"""What every speech engine can do."""

from pathlib import Path
from typing import Protocol

from server.voice.waves import Sound


class SpeechError(Exception):
    """A phrase was not rendered; `reason` is a key of ``voice.toml``."""

    def __init__(self, reason: str, detail: str) -> None:
        """Hold what staff read and what the technician reads."""
        super().__init__(detail)
        self.reason = reason


class Engine(Protocol):
    """A speech engine. Making one raises SpeechError when it is not installed."""

    def find(self, name: str) -> str | None:
        """Return the engine's id of the voice called `name`, None if it has none."""

    def speak(self, text: str, voice: str, rate: float, draft: Path) -> Sound:
        """Speak `text` with the voice of id `voice`, ready to be joined.

        `rate` is a factor of the normal speed, `draft` a file that may be written
        on the way. Raises WaveError, RuntimeError, OSError: it did not work.
        """

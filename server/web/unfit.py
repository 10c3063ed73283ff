"""Why a picture or a video of the office cannot be shown."""

from __future__ import annotations

from assets.lang import texts


class PictureProblem(Exception):
    """A picture cannot be shown; ``say`` tells why in a language."""

    def __init__(self, file: str, why: str, **values: object) -> None:
        super().__init__(f"{file}: {why} {values or ''}".strip())
        self._file, self._why, self._values = file, why, values

    def say(self, language: str) -> str:
        """Give the sentence for people."""
        said = texts("server", language)(f"picture.{self._why}", **self._values)
        return f"{self._file}: {said}"

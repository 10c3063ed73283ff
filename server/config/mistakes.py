"""A mistake in the settings: where it stands, and its sentence in every language."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from assets.lang import texts

At = tuple[str | int, ...]
"""The way to a value: names, and places in lists from 0 on."""


class Mistake:
    """One mistake.

    Args:
        at: the way to the value that is wrong.
        key: its sentence in the area ``config`` of the texts.
        near: what was probably meant.
        values: what the sentence names.
    """

    def __init__(self, at: At, key: str, near: str = "", **values: object) -> None:
        self.at = at
        self._key = key
        self._near = near
        self._values = values

    def say(self, language: str) -> str:
        """Give the sentence, without the place."""
        t = texts("config", language)
        said = t(self._key, **self._values)
        return said + t("meant", near=self._near) if self._near else said

    def __str__(self) -> str:
        """Give place and sentence for the technician."""
        said = self.say("en")
        return f"{_place(self.at)}: {said}" if self.at else said


def _place(at: At) -> str:
    """Write the way as people count: ``services[2].prefix``."""
    return "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in at
    ).lstrip(".")


def nearest(name: str, known: Iterable[str], nearness: float = 0.6) -> str:
    """Give the nearest of the known names; empty if none is near.

    ``nearness`` is from 0 to 1, the same name (``difflib.SequenceMatcher.ratio``).
    """
    return "".join(get_close_matches(name, list(known), 1, nearness))


def doubles(at: At, field: str, values: Iterable[object]) -> Iterable[Mistake]:
    """Say which values of a list's field stand there before already."""
    seen: set[str] = set()
    for n, value in enumerate(map(str, values)):
        if value in seen:
            yield Mistake((*at, n, field), "doubled", value=value)
        seen.add(value)

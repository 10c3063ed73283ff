# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The beginning of a text that leads to the whole of it, where room is short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assets.look.text import Text
from kiosk.screens.place import Rect


def teaser(texts: Sequence[str], room: Rect, role: str) -> str:
    """Return the first of `texts` that is whole in `room`, or the last one's beginning.

    An ellipsis stands for the words that have no room.
    """
    found = (text for text in _shorter(texts) if _whole(text, room, role))
    return next(found, "…")


def _shorter(texts: Sequence[str]) -> Iterator[str]:
    yield from texts
    words = texts[-1].split()
    for most in range(len(words) - 1, 0, -1):
        yield " ".join(words[:most]) + " …"


def _whole(text: str, room: Rect, role: str) -> bool:
    size = {"size_hint": (None, None), "size": (room.w, room.h)}
    return bool(Text(text=text, role=role, **size).whole)

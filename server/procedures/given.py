"""Taking fields out of JSON that somebody else wrote, with a sentence for what is off.

A field that is missing or null is empty; one of another type is a mistake that names
the record and the field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from .records import RecordProblem


class Given:
    """One JSON object.

    Args:
        given: the object.
        record: what to call the record in a sentence.
        path: where in the record the object lies, with a dot at its end.
    """

    def __init__(self, given: Mapping[str, Any], record: str, path: str = "") -> None:
        self._given = given
        self._record = record
        self._path = path

    def _take(self, key: str, kind: type | tuple[type, ...], otherwise: Any) -> Any:
        value = self._given.get(key)
        if value is None:
            return otherwise
        right = isinstance(value, kind) and (kind is bool or type(value) is not bool)
        if not right:
            raise RecordProblem(self._record, self._path + key, "type")
        return value

    def text(self, key: str) -> str:
        """Give a text, tidied; empty if there is none."""
        return tidy(self._take(key, str, ""))

    def texts(self, key: str) -> list[str]:
        """Give a list's texts that are not empty."""
        values = self._take(key, list, [])
        return [
            text
            for value in values
            if (text := Given({key: value}, *self._at).text(key))
        ]

    @property
    def _at(self) -> tuple[str, str]:
        return self._record, self._path

    def whole(self, key: str) -> int | None:
        """Give a whole number from 0; None if there is none."""
        value = self._take(key, int, None)
        if value is not None and value < 0:
            raise RecordProblem(self._record, self._path + key, "negative")
        return None if value is None else int(value)

    def flag(self, key: str) -> bool:
        """Give a yes or no; no if it is not said."""
        return bool(self._take(key, bool, False))

    def inner(self, key: str) -> Given:
        """Give an object within this one; an empty one if there is none."""
        return Given(self._take(key, dict, {}), self._record, f"{self._path}{key}.")

    def inners(self, key: str) -> list[Given]:
        """Give a list's objects."""
        values = self._take(key, list, [])
        return [Given({key: value}, *self._at).inner(key) for value in values]


def tidy(text: str) -> str:
    """Give composed letters, no invisible signs, single blanks."""
    seen = (c for c in unicodedata.normalize("NFC", text) if _visible(c))
    return " ".join("".join(seen).split())


def _visible(c: str) -> bool:
    return c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")

"""What is wrong with an added language: read as a whole, before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from assets.lang import FIRST, areas, languages, own_texts, texts


@dataclass(frozen=True)
class Found:
    """What one file of a language says, held against the Vietnamese one.

    Attributes:
        area: the file's name without its end.
        absent: there is no such file: all of it is shown in Vietnamese.
        missing: keys that it leaves out: shown in Vietnamese.
        unknown: keys that nothing asks for, as a rule misspelt.
        wrong: keys whose placeholders are not those of the Vietnamese text.
        broken: why the file cannot be read at all; empty if it can.
    """

    area: str
    absent: bool = False
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    broken: str = ""


def added() -> tuple[str, ...]:
    """Return the languages that are not ours."""
    return tuple(one for one in languages() if one not in FIRST)


def examine(language: str) -> Iterator[Found]:
    """Look at each file of an added language, and at each that it should have."""
    known = areas(FIRST[0])
    there = areas(language)
    for area in sorted({*known, *there}):
        if area not in there:
            yield Found(area, absent=True)
        else:
            yield _examined(area, language, area in known)


def _examined(area: str, language: str, known: bool) -> Found:
    try:
        own = own_texts(area, language)
    except ValueError as broken:  # no TOML, no UTF-8, or not only texts
        return Found(area, broken=str(broken))
    right = texts(area, FIRST[0]).entries if known else {}
    return Found(
        area,
        missing=tuple(key for key in right if key not in own),
        unknown=tuple(key for key in own if key not in right),
        wrong=tuple(
            key
            for key, text in own.items()
            if key in right and _placeholders(text) != _placeholders(right[key])
        ),
    )


def _placeholders(text: str) -> set[str] | None:
    """Return the names in braces; None where a brace is open or empty."""
    try:
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None
    return found

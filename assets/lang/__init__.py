"""Every text a person sees, by area and language.

A text lives in ``assets/lang/LANGUAGE/AREA.toml``; nested tables become dotted
keys. Vietnamese comes first and is always complete; a test holds the other
languages to the same keys and placeholders.

>>> t = texts("common", "vi")
>>> t("wait.range", low=5, high=15)
'5–15 phút'
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

FIRST = ("vi", "en")
"""The languages that are complete, the one to show first at the front."""

_home = files(__name__)


def _found() -> tuple[str, ...]:
    """Return the languages with a folder: the complete ones, then by name."""
    folders = (f.name for f in _home.iterdir() if f.joinpath("kiosk.toml").is_file())
    return (*FIRST, *sorted(set(folders) - set(FIRST)))


LANGUAGES = FIRST
"""The languages that everything is written in: a third one may leave texts out."""


def languages() -> tuple[str, ...]:
    """Return the languages with a folder here, Vietnamese first."""
    return _found()


class Texts:
    """The texts of one area in one language: call it with a key.

    ``t("home.question")`` gives the text, ``t("wait.range", low=5, high=15)``
    fills its placeholders (``str.format``). Nothing is ever shown in place of
    a missing text: an unknown key is a ``KeyError``.
    """

    def __init__(self, area: str, language: str, entries: Mapping[str, str]) -> None:
        """Hold `entries`, dotted key to text, of `area` in `language`."""
        self.area = area
        self.language = language
        self.entries = MappingProxyType(dict(entries))

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of `key` with its placeholders filled.

        Raises KeyError for an unknown key and for a missing placeholder.
        """
        try:
            text = self.entries[key]
        except KeyError:
            raise KeyError(f"{self.language}/{self.area}.toml: {key}") from None
        return text.format(**values)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a text with that key."""
        return key in self.entries

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in the order of the file."""
        return iter(self.entries)

    def __repr__(self) -> str:
        """Name the file the texts came from."""
        return f"Texts({self.language}/{self.area}, {len(self.entries)} texts)"


@cache
def texts(area: str, language: str) -> Texts:
    """Return the texts of `area` in `language`, read once.

    What a third language leaves out is Vietnamese. Raises LookupError when there is
    no such language or area, ValueError when the file holds anything but texts.
    """
    if language not in FIRST and language not in _found():
        raise LookupError(f"no texts in the language {language!r}")
    own = own_texts(area, language)
    if language in FIRST:
        if not own:
            raise LookupError(f"no texts for {area!r} in {language!r}")
        return Texts(area, language, own)
    return Texts(area, language, {**texts(area, FIRST[0]).entries, **own})


def own_texts(area: str, language: str) -> dict[str, str]:
    """Return what the language itself says; nothing where it has no such file.

    Raises ValueError when the file is no TOML or holds anything but texts.
    """
    source = _home / language / f"{area}.toml"
    if not source.is_file():
        return {}
    return dict(_flatten(tomllib.loads(source.read_text(encoding="utf-8")), ""))


def areas(language: str) -> tuple[str, ...]:
    """Return the names of the areas with texts in `language`, sorted."""
    names = (item.name for item in (_home / language).iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def _flatten(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value
        else:
            raise ValueError(f"{key} is not a text: {value!r}")

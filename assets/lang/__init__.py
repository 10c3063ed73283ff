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

LANGUAGES = ("vi", "en")
"""The languages there are, the one to show first at the front."""


def languages() -> tuple[str, ...]:
    """Return the languages with texts, Vietnamese first."""
    return LANGUAGES


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

    Raises LookupError when there is no such language or area, ValueError when
    the file holds anything but texts.
    """
    if language not in LANGUAGES:
        raise LookupError(f"no texts in the language {language!r}")
    source = files(__name__) / language / f"{area}.toml"
    if not source.is_file():
        raise LookupError(f"no texts for {area!r} in {language!r}")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return Texts(area, language, dict(_flatten(table, "")))


def areas(language: str) -> tuple[str, ...]:
    """Return the names of the areas with texts in `language`, sorted."""
    folder = files(__name__) / language
    names = (item.name for item in folder.iterdir())
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

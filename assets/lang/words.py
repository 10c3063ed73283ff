"""The office's own words: a text in several languages, as the protocol carries it."""

from __future__ import annotations

from collections.abc import Mapping


def word(words: Mapping[str, str] | None, language: str) -> str:
    """Return the text in `language`, else the Vietnamese one, else none."""
    return "" if not words else words.get(language) or words.get("vi", "")


def line(text: str) -> str:
    """Return a text without the line breaks that the office set."""
    return " ".join(text.split())

"""Moments on the wire: RFC 3339 with offset and milliseconds."""

from __future__ import annotations

from datetime import datetime


def stamp(at: datetime) -> str:
    """Write an aware moment as ``2026-11-23T08:01:02.345+07:00``."""
    return at.isoformat(timespec="milliseconds")


def moment(text: str) -> datetime:
    """Read what ``stamp`` wrote.

    Raises:
        ValueError: the text is no moment, or it has no offset.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return at

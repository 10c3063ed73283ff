"""Moments on the wire: RFC 3339 with offset and milliseconds."""

from __future__ import annotations

from datetime import datetime, time


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


def read_moment(text: str) -> datetime | None:
    """Read what ``stamp`` wrote; None for what is no moment."""
    try:
        return moment(text)
    except ValueError:
        return None


def span(text: str) -> tuple[time, time]:
    """Read a part of a day, "07:30-12:00": its first moment and the one it ends at.

    "24:00" is the day's end, which no time of day reaches.
    """
    first, last = text.split("-")
    end = time.max if last == "24:00" else time.fromisoformat(last)
    return time.fromisoformat(first), end


class OfficeClock:
    """The office's time of day, whatever this machine's own clock says.

    The server's moments set it. Until the first one came, this machine's clock
    stands in for it, in the office's zone as soon as that is known.

    Args:
        at: what this machine's clock says, with its zone.
        now: the steady clock at the same moment, seconds.
    """

    def __init__(self, at: datetime, now: float) -> None:
        self._at = at
        self._now = now

    def hear(self, stamp: str, now: float) -> None:
        """Set it by a moment that the server has just written."""
        at = read_moment(stamp)
        if at is not None:
            self._at, self._now = at, now

    def hear_zone(self, stamp: str) -> None:
        """Learn the office's zone from any moment of it, however old."""
        at = read_moment(stamp)
        if at is not None:
            self._at = self._at.astimezone(at.tzinfo)

    def at(self, now: float) -> datetime:
        """Return the office's time."""
        return datetime.fromtimestamp(
            self._at.timestamp() + now - self._now, self._at.tzinfo
        )

"""Addresses that open once, soon, and for nobody but whom they were given to."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

LIVES = 60.0
"""Seconds in which an address can be opened."""


class Addresses:
    """Gives such addresses for files.

    Args:
        steady: seconds that nobody can set.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._given: dict[str, tuple[str, Path, float]] = {}

    def give(self, name: str, path: Path) -> str:
        """Give somebody what opens a file; ``name`` is whom."""
        now = self._steady()
        self._given = {t: one for t, one in self._given.items() if one[2] > now}
        ticket = secrets.token_urlsafe(24)
        self._given[ticket] = name, path, now + LIVES
        return ticket

    def take(self, ticket: str, name: str) -> Path | None:
        """Open it, once; None to everybody else, and too late."""
        who, path, until = self._given.get(ticket, ("", Path(), 0.0))
        if who != name or self._steady() > until:
            return None
        del self._given[ticket]
        return path

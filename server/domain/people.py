"""Who works with the office's server: its staff, its kiosks and displays."""

from __future__ import annotations

from dataclasses import dataclass

ADMIN = "admin"
"""The role of those who may change everything; one of them always stays."""


class LastAdmin(Exception):
    """Nobody would be left who could take a change back."""


@dataclass(frozen=True)
class User:
    """A member of staff; ``name`` is what they sign in with."""

    name: str
    display_name: str
    role: str


@dataclass(frozen=True)
class Device:
    """A kiosk or a display.

    ``name`` is what it is known by for ever; ``called`` is what people call it, empty
    if that is the same.
    """

    name: str
    role: str
    called: str = ""

    @property
    def shown(self) -> str:
        """What pages call it."""
        return self.called or self.name

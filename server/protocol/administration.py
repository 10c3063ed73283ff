"""What administrators are answered: the office's settings, and the log of changes."""

from __future__ import annotations

from typing import Any

from .hall import Words
from .shape import Shape


class Person(Shape):
    """A member of staff."""

    name: str
    display_name: str
    role: str


class KnownDevice(Shape):
    """A kiosk or a display that has a token."""

    name: str
    role: str


class Backup(Shape):
    """A backup, ``size`` in bytes; one that cannot be read says no more."""

    name: str
    size: int
    made: str | None
    events: int | None


class BackupTested(Shape):
    """Whether all of a backup is whole, and how many events were checked."""

    ok: bool
    events: int


class BackupHanded(Shape):
    """Where the backup can be fetched: once, within a minute, by the same person."""

    address: str


class Asked(Shape):
    """The digits to show, the secret to ask with, and for how long both live."""

    code: str
    secret: str
    seconds: int


class Claimed(Shape):
    """Whether the device was let in; a browser's token is its cookie instead."""

    paired: bool
    token: str | None = None


class Settings(Shape):
    """``office.toml`` as a tree, dates as texts; ``version`` names its content."""

    version: str
    office: dict[str, Any]


class SettingsVersion(Shape):
    """The settings after a change."""

    version: str


class Problem(Shape):
    """What is wrong with one value; ``at`` is the way to it: ``services.2.prefix``."""

    at: str
    text: Words


class Checked(Shape):
    """Everything that is wrong, nothing if it can be saved."""

    problems: list[Problem]


class Difference(Shape):
    """One value that another file has otherwise; null: it is not there."""

    at: str
    before: Any
    after: Any


class Compared(Shape):
    """What would change, and what would be wrong with it."""

    changes: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()


class Picture(Shape):
    """A picture as PNG, in Base64."""

    png: str


class AuditEntry(Shape):
    """One change: ``name`` is the user's to be shown, ``detail`` what it was and is."""

    seq: int
    at: str
    by: str
    name: str
    area: str
    what: str
    subject: str
    detail: dict[str, str]

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
    """A kiosk or a display that has a token; ``called``: by people, if not by name."""

    name: str
    role: str
    called: str = ""


class Backup(Shape):
    """A backup, ``size`` in bytes; one that cannot be read says no more.

    ``own``: of this office's present history, which it can go back to without losing
    what came since. ``sent``: an administrator brought it in.
    """

    name: str
    size: int
    made: str | None
    events: int | None
    own: bool = False
    sent: bool = False


class BackupTested(Shape):
    """Whether a backup can be gone back to, what was found in it, or what is wrong."""

    ok: bool
    events: int
    tickets: int = 0
    people: int = 0
    procedures: int = 0
    problem: Words | None = None


class BackupHanded(Shape):
    """Where a backup is fetched or sent: once, within a minute, by the same person."""

    address: str


class Confirmed(Shape):
    """For how many seconds the password need not be given again."""

    seconds: int


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

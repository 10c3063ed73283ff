"""The shapes of answers that are more than one shape of the hall or the office."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from .hall import Because, Queue, Ticket, Wait
from .posted import Procedure
from .shape import Shape


class Issued(Shape):
    """A new ticket, the people ahead of it, its wait, and its secret."""

    ticket: Ticket
    ahead: int
    wait: Wait | None
    secret: str


class PhoneCode(Shape):
    """What a display shows to those who take a number by phone.

    ``code`` counts until ``until``; from ``changes`` on there is a newer one. ``qr``
    are the rows of the code of ``address`` with ``#`` and ``code``, 1 is dark, without
    its quiet zone.
    """

    code: str
    changes: str
    until: str
    address: str
    qr: list[str]


class Followed(Shape):
    """A ticket's place: also what the notification ``ticket`` carries.

    ``may`` is what its holder can do now: ``ticket.cancel``, ``ticket.return``,
    ``rating.give``. ``missing`` are the papers that were not ticked. ``near``: the
    turn comes soon. ``rated``: the visit was rated, here or at a kiosk.
    """

    ticket: Ticket
    ahead: int
    wait: Wait | None
    may: list[Literal["cancel", "return", "rate"]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    near: bool = False
    rated: bool = False


class Called(Shape):
    """The ticket called, or null when nobody waits, and why."""

    ticket: Ticket | None
    because: Because


class Subscribed(Shape, omit_defaults=True):
    """Where the events start; ``queue`` unless they are sent again from ``after``."""

    seq: int
    queue: Queue | None = None


class Bundle(Shape, omit_defaults=True):
    """A kiosk's copy of the procedures; ``procedures`` only when they changed."""

    version: str
    procedures: list[Procedure] | None = None


class SignedIn(Shape, omit_defaults=True):
    """A session. ``token`` is absent for browsers, which get a cookie."""

    role: str
    display_name: str
    token: str | None = None


class Rendered(Shape):
    """Where the sentence can be fetched; null: it cannot be said now."""

    voice: str | None


class Empty(Shape):
    """An answer that says only that it is done."""

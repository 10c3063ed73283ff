"""The shapes of what clients are told unasked: events and notifications."""

from __future__ import annotations

from typing import Any, Literal

from .answers import Followed
from .hall import Because, Desk, Printed, Queue, Ticket, TicketState, Wait, Words
from .shape import Shape

Topic = Literal["queue", "office", "devices"]
EventKind = Literal[
    "ticket.issued",
    "ticket.called",
    "ticket.started",
    "ticket.done",
    "ticket.no_show",
    "ticket.held",
    "ticket.transferred",
    "ticket.restored",
    "ticket.prioritised",
    "ticket.cancelled",
    "ticket.expired",
    "ticket.printed",
    "counter.opened",
    "counter.paused",
    "counter.resumed",
    "counter.closed",
    "counter.undone",
    "day.opened",
    "day.closed",
    "office.changed",
    "rating.given",
]


class Event(Shape, omit_defaults=True):
    """One change, numbered without gaps; what an audience may not see is left out."""

    seq: int
    at: str
    kind: EventKind
    ticket: int | None = None
    number: str | None = None
    service: str | None = None
    counter: str | None = None
    priority: bool | None = None
    n: int | None = None
    voice: Words | None = None
    clerk: str | None = None
    day: str | None = None
    to: str | None = None
    undone: str | None = None
    state: TicketState | None = None
    # staff only
    by: str | None = None
    note: str | None = None
    reason: str | None = None
    missing: list[str] | None = None
    printed: Printed | None = None
    detail: str | None = None
    outcome: str | None = None
    because: Because | None = None
    area: str | None = None
    what: str | None = None
    subject: str | None = None


class Tick(Shape):
    """The line lives; ``seq`` shows a missed last event."""

    seq: int
    at: str


class Snapshot(Shape):
    """Replaces everything up to ``seq`` for a client that could not keep up."""

    seq: int
    queue: Queue


class ServiceWait(Shape):
    """How many wait for a service and how long it takes."""

    waiting: int
    wait: Wait | None


class Waits(Shape):
    """The waits of all services at one moment."""

    at: str
    services: dict[str, ServiceWait]


class Slip(Shape):
    """An order to print a ticket again. ``id`` names this order, for ever."""

    id: str
    ticket: Ticket
    ahead: int
    wait: Wait | None
    secret: str
    missing: list[str]


class Print(Shape):
    """Tells one kiosk to print a slip again."""

    ticket: int
    slip: Slip


class Assistance(Shape):
    """Somebody asks for help: a citizen at ``device``, or ``clerk`` at ``counter``.

    ``by`` is who goes there; null while nobody has said so. The same ``id`` again
    replaces what was told before.
    """

    device: str | None
    reason: str | None
    at: str
    id: int = 0
    counter: str | None = None
    clerk: str | None = None
    by: str | None = None


class Device(Shape):
    """The state that a device last reported, or ``{"online": false}``."""

    device: str
    state: dict[str, Any]


Notification = (
    Event | Tick | Snapshot | Waits | Followed | Desk | Print | Assistance | Device
)
NOTIFICATIONS: dict[str, type[Shape]] = {
    "event": Event,
    "tick": Tick,
    "snapshot": Snapshot,
    "waits": Waits,
    "ticket": Followed,
    "desk": Desk,
    "print": Print,
    "assistance": Assistance,
    "device": Device,
}
"""The notifications by their JSON-RPC method name."""

"""What happened. Events are the only truth: the journal keeps them, the desk is
rebuilt from them, and every client is told of them.

An event carries all that its audiences need, so that it can be sent again years
later without looking anything up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .model import Because, CounterId, Printed, ServiceId, TicketId, Wait


@dataclass(frozen=True, kw_only=True)
class Event:
    """One change at one moment, numbered without gaps for ever."""

    kind: ClassVar[str]
    seq: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    """A change of one ticket."""

    ticket: TicketId
    number: str
    service: ServiceId


@dataclass(frozen=True, kw_only=True)
class TicketIssued(TicketEvent):
    """A ticket was given. ``wait`` is what the citizen was told."""

    kind = "ticket.issued"
    procedures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    priority: bool = False
    lang: str = "vi"
    device: str | None = None
    wait: Wait | None = None


@dataclass(frozen=True, kw_only=True)
class TicketCalled(TicketEvent):
    """A ticket was called to a counter; ``n`` > 1 is a recall."""

    kind = "ticket.called"
    counter: CounterId
    n: int
    because: Because | None = None


@dataclass(frozen=True, kw_only=True)
class TicketStarted(TicketEvent):
    """The citizen has come to the counter."""

    kind = "ticket.started"
    counter: CounterId


@dataclass(frozen=True, kw_only=True)
class TicketDone(TicketEvent):
    """The visit is over."""

    kind = "ticket.done"
    counter: CounterId
    outcome: str | None = None
    dossier: str | None = None


@dataclass(frozen=True, kw_only=True)
class TicketNoShow(TicketEvent):
    """The citizen did not come when called."""

    kind = "ticket.no_show"
    counter: CounterId


@dataclass(frozen=True, kw_only=True)
class TicketExpired(TicketEvent):
    """The day ended before the ticket's turn did."""

    kind = "ticket.expired"
    counter: CounterId | None = None


@dataclass(frozen=True, kw_only=True)
class TicketPrinted(TicketEvent):
    """What is known of the slip has changed."""

    kind = "ticket.printed"
    printed: Printed
    detail: str | None = None


@dataclass(frozen=True, kw_only=True)
class CounterEvent(Event):
    """A change of one counter."""

    counter: CounterId


@dataclass(frozen=True, kw_only=True)
class CounterOpened(CounterEvent):
    """A clerk sat down."""

    kind = "counter.opened"
    clerk: str


@dataclass(frozen=True, kw_only=True)
class CounterClosed(CounterEvent):
    """The clerk left."""

    kind = "counter.closed"


@dataclass(frozen=True, kw_only=True)
class DayOpened(Event):
    """A business day began; its tickets are numbered from ``first_ticket`` on."""

    kind = "day.opened"
    day: str
    first_ticket: TicketId


@dataclass(frozen=True, kw_only=True)
class DayClosed(Event):
    """A business day is over; nothing of it waits any more."""

    kind = "day.closed"
    day: str


EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        TicketIssued,
        TicketCalled,
        TicketStarted,
        TicketDone,
        TicketNoShow,
        TicketExpired,
        TicketPrinted,
        CounterOpened,
        CounterClosed,
        DayOpened,
        DayClosed,
    )
}
"""Every event's type by its kind."""

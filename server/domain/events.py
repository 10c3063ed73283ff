"""What happened. Events are the only truth: the journal keeps them, the desk is
rebuilt from them, and every client is told of them.

An event carries all that its audiences need, so that it can be sent again years
later without looking anything up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from .model import (
    Appointment,
    Because,
    CounterId,
    Credit,
    Printed,
    ServiceId,
    State,
    TicketId,
    Wait,
)


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
    """A ticket was given.

    Attributes:
        ahead: how many people the citizen was told are before them.
        wait: the range that the citizen was told; ``expected`` the same in seconds.
        issued_at: when a kiosk gave it that the server was away for; else ``at``.
        adopted_day: the business day of such a ticket, an ISO date.
        secret: a digest of the secret of such a ticket.
    """

    kind = "ticket.issued"
    procedures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    priority: bool = False
    credit: Credit = 0
    lang: str = "vi"
    device: str | None = None
    appointment: Appointment | None = None
    ahead: int = 0
    wait: Wait | None = None
    expected: int | None = None
    issued_at: datetime | None = None
    adopted_day: str | None = None
    secret: str | None = None


@dataclass(frozen=True, kw_only=True)
class TicketCalled(TicketEvent):
    """A ticket was called to a counter.

    Attributes:
        n: which call of this ticket it is.
        streak: the counter's priority calls in a row after this one.
        waited: seconds from the issue to the ticket's first call, on that call.
        expected: seconds that were expected at issue, on that call.
    """

    kind = "ticket.called"
    counter: CounterId
    n: int
    priority: bool = False
    because: Because | None = None
    streak: int = 0
    waited: int | None = None
    expected: int | None = None


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
class TicketHeld(TicketEvent):
    """The ticket was set aside until its citizen comes back."""

    kind = "ticket.held"
    counter: CounterId
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketTransferred(TicketEvent):
    """The ticket waits again, in the line of ``service``, with its time of issue.

    Attributes:
        counter: where it was in hand.
        before: the service that it had.
        to: the one counter that shall call it, if it is for one.
    """

    kind = "ticket.transferred"
    counter: CounterId
    before: ServiceId
    to: CounterId | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class TicketRestored(TicketEvent):
    """The ticket waits again, with its time of issue. ``by``: who restored it."""

    kind = "ticket.restored"
    by: str


@dataclass(frozen=True, kw_only=True)
class TicketPrioritised(TicketEvent):
    """A priority was granted or withdrawn. ``by``: who did; the reason is not here."""

    kind = "ticket.prioritised"
    priority: bool
    credit: Credit
    by: str


@dataclass(frozen=True, kw_only=True)
class TicketCancelled(TicketEvent):
    """The ticket was given back. ``by``: who did."""

    kind = "ticket.cancelled"
    by: str


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
class RatingGiven(TicketEvent):
    """A citizen said how the visit was; nobody is shown which ticket it was.

    Attributes:
        score: 1 (not satisfied) to 4 (very satisfied).
        reasons: ids of the office's reasons.
    """

    kind = "rating.given"
    score: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CounterEvent(Event):
    """A change of one counter."""

    counter: CounterId


@dataclass(frozen=True, kw_only=True)
class CounterOpened(CounterEvent):
    """A clerk sat down; ``before`` is the clerk whose counter was taken over."""

    kind = "counter.opened"
    clerk: str
    before: str | None = None


@dataclass(frozen=True, kw_only=True)
class CounterPaused(CounterEvent):
    """The counter calls nobody for a while."""

    kind = "counter.paused"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class CounterResumed(CounterEvent):
    """The counter calls again."""

    kind = "counter.resumed"


@dataclass(frozen=True, kw_only=True)
class CounterClosed(CounterEvent):
    """The clerk left."""

    kind = "counter.closed"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class CounterUndone(TicketEvent):
    """A counter's last step was taken back.

    Attributes:
        undone: the kind of the event that was that step.
        service: the ticket's, after the undo.
        state: the ticket's, after the undo.
    """

    kind = "counter.undone"
    counter: CounterId
    undone: str
    state: State


@dataclass(frozen=True, kw_only=True)
class DayOpened(Event):
    """A business day began.

    Attributes:
        first_ticket: its tickets are numbered from here on.
        given: the last number of each prefix on the newest days before it, and of this
            day if a clock had shown it too early.
        means: what one visit of a service took on the days before, in seconds.
    """

    kind = "day.opened"
    day: str
    first_ticket: TicketId
    given: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    means: Mapping[ServiceId, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DayClosed(Event):
    """A business day is over; nothing of it waits any more."""

    kind = "day.closed"
    day: str


@dataclass(frozen=True, kw_only=True)
class OfficeChanged(Event):
    """Somebody changed how the office is run: the line of the audit log.

    Attributes:
        by: the user's name.
        area: what part of the office: ``services``, ``staff``, ``devices`` …
        what: what was done to it: ``added``, ``changed``, ``removed``, ``confirmed`` …
        subject: which one, by its id or name; the whole area if it is empty.
        detail: what it was and is, in the administrator's terms; never a secret.
        owed: names the line where the change was made before (``record.Owed``).
    """

    kind = "office.changed"
    by: str
    area: str
    what: str
    subject: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    owed: str = ""


EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        TicketIssued,
        TicketCalled,
        TicketStarted,
        TicketDone,
        TicketNoShow,
        TicketHeld,
        TicketTransferred,
        TicketRestored,
        TicketPrioritised,
        TicketCancelled,
        TicketExpired,
        TicketPrinted,
        RatingGiven,
        CounterOpened,
        CounterPaused,
        CounterResumed,
        CounterClosed,
        CounterUndone,
        DayOpened,
        DayClosed,
        OfficeChanged,
    )
}
"""Every event's type by its kind."""

"""The shapes of the protocol: tickets, counters, the queue, the office, the events.

Every moment in a shape is a string, RFC 3339 with offset and milliseconds
(``times.stamp`` writes it, ``times.moment`` reads it). Durations are seconds. A
``Words`` maps a language code to a text; ``vi`` is always there.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import field

from .shape import Shape

Words = dict[str, str]
TicketState = Literal[
    "waiting", "called", "serving", "held", "done", "no_show", "cancelled", "expired"
]
CounterState = Literal["closed", "open", "paused"]
Printed = Literal["yes", "no", "unknown", "pending"]
Received = Literal["here", "police", "military", "reception"]
AppointmentState = Literal["booked", "here", "cancelled", "gone"]
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


class Wait(Shape):
    """A range of seconds in multiples of 300; ``low == high == 0`` is "at once"."""

    low: int
    high: int


class Ticket(Shape):
    """A ticket as everybody may see it. ``number`` is what is printed and spoken."""

    id: int
    number: str
    service: str
    procedures: list[str]
    priority: bool
    lang: str
    state: TicketState
    counter: str | None
    issued_at: str
    called_at: str | None
    started_at: str | None
    ended_at: str | None
    calls: int


class StaffTicket(Ticket):
    """A ticket as staff see it. ``waited`` is seconds, ``wait`` the first estimate.

    ``to`` is the one counter it was transferred to, ``appointment`` the time that it
    has a right to.
    """

    reason: str | None
    missing: list[str]
    note: str | None
    hold_reason: str | None
    outcome: str | None
    dossier: str | None
    printed: Printed
    waited: int
    wait: Wait | None
    to: str | None = None
    appointment: str | None = None


class Because(Shape):
    """Why a ticket was called: the rule's name, a sentence, the figures behind it."""

    rule: str
    text: Words
    data: dict[str, Any]


class Next(Shape):
    """Who would be called next at a counter, and why."""

    ticket: StaffTicket
    because: Because


class Undo(Shape):
    """The step of a counter that can still be undone; ``kind`` is its event's."""

    kind: str
    until: str


class Counter(Shape):
    """One counter. ``services`` empty means all; ``ticket`` is the one in hand.

    ``reason`` is why it is paused, for staff.
    """

    id: str
    number: int
    name: Words
    state: CounterState
    clerk: str | None
    services: list[str]
    ticket: Ticket | None
    reason: str | None = None


class Desk(Shape):
    """A clerk's view: the ticket in hand, who is next and why, who waits.

    ``aside`` are the tickets that this counter may call again: held ones, and those
    whose citizen had not come. ``absent``: the ticket in hand was called so often that
    "absent" is proposed.
    """

    counter: Counter
    ticket: StaffTicket | None
    next: Next | None
    waiting: list[StaffTicket]
    undo: Undo | None
    aside: list[StaffTicket] = field(default_factory=list)
    absent: bool = False


class Waiting(Shape):
    """One ticket in a service's line."""

    ticket: int
    number: str
    priority: bool
    issued_at: str


class Call(Shape):
    """A call that the wall shows; ``n`` is 1 for the first, more for a recall."""

    ticket: int
    number: str
    counter: str
    called_at: str
    n: int


class Queue(Shape):
    """The whole hall at ``seq``: counters, who waits for what, the newest calls."""

    seq: int
    day: str
    open: bool
    counters: list[Counter]
    waiting: dict[str, list[Waiting]]
    calls: list[Call]


class Hours(Shape):
    """Opening hours: ``week`` maps ``monday``… to ranges such as ``07:30-12:00``."""

    always: bool
    week: dict[str, list[str]]
    holidays: list[Holiday]


class Holiday(Shape):
    """A day the office is closed. ``date`` is ISO 8601."""

    date: str
    name: Words


class Page(Shape):
    """A notice or a house rule that the office shows."""

    title: Words
    body: Words


class Service(Shape):
    """A service of the office with its line.

    ``closed_because`` is a sentence per language, ``opens_at`` a moment; both are
    null while the service is open. ``wait`` is null while no counter is open for it.
    ``name`` may hold line breaks that the office set, ``short`` is one line.
    """

    id: str
    prefix: str
    name: Words
    short: Words
    fields: list[str]
    icon: str
    open: bool
    closed_because: Words | None
    opens_at: str | None
    waiting: int
    wait: Wait | None


class Priority(Shape):
    """A reason for priority. ``credit`` is seconds, or ``"absolute"``."""

    id: str
    name: Words
    proof: str
    credit: int | Literal["absolute"]


class Office(Shape):
    """The office as clients need it to draw themselves.

    ``appointments``: it takes them, so the kiosk asks for their codes.
    """

    name: str
    unit: str
    languages: list[str]
    services: list[Service]
    priorities: list[Priority]
    counters: list[Counter]
    hours: Hours
    notices: list[Page]
    rules: list[Page]
    public_url: str | None
    wifi: str | None
    appointments: bool = False


class Paper(Shape):
    """A paper a procedure needs: handed in (``submit``) or only shown (``show``)."""

    id: str
    name: Words
    kind: Literal["submit", "show"]
    note: Words | None


class ProcedureHead(Shape):
    """A procedure in a list. ``short`` may hold the office's line breaks."""

    code: str
    name: Words
    short: Words
    field: str
    service: str | None
    fee: Words
    time: Words
    received: Received
    confirmed: bool


class Procedure(ProcedureHead):
    """A posted procedure whole. ``updated`` is an ISO date, ``legal`` are numbers."""

    papers: list[Paper]
    steps: list[str]
    result: Words
    who_must_come: Words
    legal: list[str]
    forms: list[str]
    details: str
    source: str
    updated: str
    status: Literal["new", "changed", "withdrawn", "same"]
    words: list[str]
    rank: int | None


class Appointment(Shape):
    """A right to a time. ``code`` is six digits, ``at`` its moment.

    ``here``: its ticket was given. ``gone``: its time is past, with the grace; who
    comes now waits as everybody does.
    """

    code: str
    at: str
    service: str
    state: AppointmentState


# Answers that are more than one of the shapes above


class Issued(Shape):
    """A new ticket, the people ahead of it, its wait, and its secret."""

    ticket: Ticket
    ahead: int
    wait: Wait | None
    secret: str


class Followed(Shape):
    """A ticket's place: also what the notification ``ticket`` carries."""

    ticket: Ticket
    ahead: int
    wait: Wait | None


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


class Empty(Shape):
    """An answer that says only that it is done."""


# Notifications


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
    """Somebody at a kiosk asks for a member of staff."""

    device: str
    reason: str | None
    at: str


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

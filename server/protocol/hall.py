"""The shapes of the hall: tickets, counters, who waits for what.

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
    service: str = ""


class Queue(Shape):
    """The whole hall at ``seq``: counters, who waits for what, the newest calls."""

    seq: int
    day: str
    open: bool
    counters: list[Counter]
    waiting: dict[str, list[Waiting]]
    calls: list[Call]

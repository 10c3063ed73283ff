"""The hall as the display knows it: the last snapshot and every event since. PURE.

It never asks anything. Where an event alone does not tell the new state, ``event``
says what must be asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from server.protocol import messages as m
from server.protocol.times import span

CALLS_KEPT = 24
"""As many of the newest calls as the server's snapshot carries."""

Ask = Literal["office", "queue"]

_TELLS_TOO_LITTLE = frozenset(("counter.undone", "ticket.restored"))
_TURNS = {
    "counter.opened": "open",
    "counter.resumed": "open",
    "counter.paused": "paused",
    "counter.closed": "closed",
}
_ENDS_THE_VISIT = frozenset(
    (
        "ticket.done",
        "ticket.no_show",
        "ticket.held",
        "ticket.transferred",
        "ticket.restored",
        "ticket.cancelled",
        "ticket.expired",
    )
)


@dataclass(frozen=True)
class InHand:
    """The ticket at a counter; ``started``: its citizen has come."""

    ticket: int
    number: str
    service: str
    priority: bool
    started: bool


@dataclass(frozen=True)
class AtCounter:
    """One counter as the hall sees it; ``services`` empty means all.

    ``clerk`` is who sits there, where the office shows names; ``reason`` why it is
    paused, if the clerk said.
    """

    id: str
    number: int
    state: m.CounterState
    services: tuple[str, ...]
    hand: InHand | None
    clerk: str = ""
    reason: str = ""


class Hall:
    """The hall, folded from what the server told.

    Attributes:
        seq: the last event that is in it; -1 before the first snapshot.
        day: the business day, an ISO date; "" before the first one.
        counters: every counter by its id, in the order of the office.
        calls: the newest calls, newest first, one for each ticket.
        waits: who waits for what, newest figures, by service.
        office: names, services and notices; None until it was heard.
        quiet: the parts of each day at which no display of the office sounds.
    """

    def __init__(self) -> None:
        self.seq = -1
        self.day = ""
        self.counters: dict[str, AtCounter] = {}
        self.calls: list[m.Call] = []
        self.waits: dict[str, m.ServiceWait] = {}
        self.office: m.Office | None = None
        self.quiet: tuple[tuple[time, time], ...] = ()
        self._priority: set[int] = set()

    @property
    def known(self) -> bool:
        """Whether a snapshot was ever heard."""
        return self.seq >= 0

    def counter(self, number: int) -> AtCounter | None:
        """Return the counter with that number over it."""
        found = (c for c in self.counters.values() if c.number == number)
        return next(found, None)

    def number_of(self, counter: str) -> int | None:
        """Return the number over a counter; None if the office has no such one."""
        known = self.counters.get(counter)
        return known.number if known else None

    def is_called(self, ticket: int, counter: str) -> bool:
        """Tell whether a ticket is called to a counter and has not come there yet."""
        known = self.counters.get(counter)
        hand = known.hand if known else None
        return hand is not None and hand.ticket == ticket and not hand.started

    # What is heard

    def hear_office(self, office: m.Office) -> None:
        """Take the office anew, with the waits it carries."""
        self.office = office
        self.quiet = tuple(map(span, office.quiet))
        for service in office.services:
            wait = m.ServiceWait(waiting=service.waiting, wait=service.wait)
            self.waits[service.id] = wait
        if not self.counters:
            self._take_counters(office.counters)

    def hear_waits(self, waits: m.Waits) -> None:
        """Take the newest waits."""
        self.waits.update(waits.services)

    def hear_queue(self, queue: m.Queue) -> None:
        """Take a snapshot in place of all that was known."""
        self.seq, self.day = queue.seq, queue.day
        self._priority = {
            ticket.ticket
            for line in queue.waiting.values()
            for ticket in line
            if ticket.priority
        }
        self._priority |= {
            counter.ticket.id
            for counter in queue.counters
            if counter.ticket is not None and counter.ticket.priority
        }
        self._take_counters(queue.counters)
        self.calls = list(queue.calls)

    def hear_event(self, event: m.Event) -> Ask | None:
        """Take one event; return what must be asked because of it, if anything."""
        if event.seq <= self.seq:
            return None  # it is in a snapshot that was asked for meanwhile
        self.seq = event.seq
        if event.kind == "office.changed":
            return "office"
        if event.kind == "day.opened":
            self._new_day(event.day or "")
        elif event.kind in _TURNS:
            self._turn(event)
        elif event.ticket is not None:
            self._ticket(event)
        return "queue" if event.kind in _TELLS_TOO_LITTLE else None

    # Inside

    def _take_counters(self, counters: Iterable[m.Counter]) -> None:
        self.counters = {
            c.id: AtCounter(
                c.id,
                c.number,
                c.state,
                tuple(c.services),
                _hand(c.ticket),
                c.clerk or "",
                c.reason or "" if c.state == "paused" else "",
            )
            for c in counters
        }

    def _new_day(self, day: str) -> None:
        self.day = day
        self.calls = []
        self._priority.clear()
        self.counters = {id: replace(c, hand=None) for id, c in self.counters.items()}

    def _turn(self, event: m.Event) -> None:
        counter = self.counters.get(event.counter or "")
        if counter is None:
            return
        state: m.CounterState = _TURNS[event.kind]  # type: ignore[assignment]
        hand = None if state == "closed" else counter.hand
        clerk = {"open": event.clerk or counter.clerk, "closed": ""}.get(state)
        self.counters[counter.id] = replace(
            counter,
            state=state,
            hand=hand,
            clerk=counter.clerk if clerk is None else clerk,
            reason=event.reason or "" if state == "paused" else "",
        )

    def _ticket(self, event: m.Event) -> None:
        assert event.ticket is not None
        if event.priority is not None:
            mark = self._priority.add if event.priority else self._priority.discard
            mark(event.ticket)
        if event.kind == "ticket.called":
            self._called(event, event.ticket)
        elif event.kind == "ticket.started":
            self._started(event, event.ticket)
        elif event.kind == "ticket.prioritised":
            self._mark(event.ticket)
        elif event.kind == "counter.undone":
            self._undone(event, event.ticket)
        elif event.kind in _ENDS_THE_VISIT:
            self._let_go(event.ticket)

    def _undone(self, event: m.Event, ticket: int) -> None:
        """Put a ticket where it was before a counter's last step."""
        number, counter = event.number or "", event.counter or ""
        self._let_go(ticket)
        if event.undone == "ticket.called":
            self.calls = [c for c in self.calls if c.ticket != ticket]
        if event.state in ("called", "serving") and counter in self.counters:
            priority, started = ticket in self._priority, event.state == "serving"
            hand = InHand(ticket, number, event.service or "", priority, started)
            self.counters[counter] = replace(self.counters[counter], hand=hand)

    def _called(self, event: m.Event, ticket: int) -> None:
        number, counter, n = event.number or "", event.counter or "", event.n or 1
        self._let_go(ticket)
        call = m.Call(
            ticket=ticket,
            number=number,
            counter=counter,
            called_at=event.at,
            n=n,
            service=event.service or "",
        )
        others = [c for c in self.calls if c.ticket != ticket]
        self.calls = [call, *others][:CALLS_KEPT]
        if counter in self.counters:
            priority = ticket in self._priority
            hand = InHand(ticket, number, event.service or "", priority, False)
            self.counters[counter] = replace(self.counters[counter], hand=hand)

    def _started(self, event: m.Event, ticket: int) -> None:
        """A citizen has come; who walked up without a ticket was never called."""
        counter = self.counters.get(event.counter or "")
        if counter is None:
            return
        hand = counter.hand
        if hand is None or hand.ticket != ticket:
            number, service = event.number or "", event.service or ""
            hand = InHand(ticket, number, service, ticket in self._priority, True)
        self.counters[counter.id] = replace(counter, hand=replace(hand, started=True))

    def _mark(self, ticket: int) -> None:
        for id, counter in self.counters.items():
            if counter.hand is not None and counter.hand.ticket == ticket:
                hand = replace(counter.hand, priority=ticket in self._priority)
                self.counters[id] = replace(counter, hand=hand)

    def _let_go(self, ticket: int) -> None:
        for id, counter in self.counters.items():
            if counter.hand is not None and counter.hand.ticket == ticket:
                self.counters[id] = replace(counter, hand=None)


def _hand(ticket: m.Ticket | None) -> InHand | None:
    if ticket is None:
        return None
    return InHand(
        ticket.id,
        ticket.number,
        ticket.service,
        ticket.priority,
        ticket.state == "serving",
    )

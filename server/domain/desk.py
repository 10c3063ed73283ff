"""The desk: one business day in memory, built from events and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from . import estimate, events, order
from .errors import NothingCalled, UnknownCounter, UnknownTicket
from .model import (
    Because,
    Call,
    Counter,
    CounterId,
    CounterState,
    Office,
    ServiceId,
    State,
    Ticket,
    TicketId,
    Wait,
)
from .transitions import ENDED

CALLS_SHOWN = 12
"""How many of the newest calls a snapshot carries."""


class Desk:
    """One office's day.

    Attributes:
        office: as the administrator set it up.
        seq: the last event applied.
        day: the business day; None before the first one.
        first_seq: the event that opened the day.
        next_ticket: the id that the next ticket gets.
        tickets: today's tickets by id, in the order of their issue.
        counters: every counter of the office by id.
        calls: the newest calls, newest first, one for each ticket.
        reasons: the priority reasons of today's tickets. Health data: never in an
            event; the journal keeps them in a table that is emptied when the day
            closes.
    """

    def __init__(self, office: Office, seq: int = 0, next_ticket: TicketId = 1) -> None:
        self.office = office
        self.seq = seq
        self.next_ticket = next_ticket
        self.day: date | None = None
        self.first_seq = seq + 1
        self.tickets: dict[TicketId, Ticket] = {}
        self.waiting: dict[TicketId, Ticket] = {}
        self.counters = {id: Counter(id) for id in office.counters}
        self.calls: list[Call] = []
        self.reasons: dict[TicketId, str] = {}
        self._last_number: dict[str, int] = {}
        self._finished: dict[ServiceId, deque[timedelta]] = {}

    # Questions

    def ticket(self, id: TicketId) -> Ticket:
        """Give a ticket of today.

        Raises:
            UnknownTicket: there is none with this id.
        """
        try:
            return self.tickets[id]
        except KeyError:
            raise UnknownTicket(ticket=id) from None

    def counter(self, id: CounterId) -> Counter:
        """Give a counter.

        Raises:
            UnknownCounter: the office has none with this id.
        """
        try:
            return self.counters[id]
        except KeyError:
            raise UnknownCounter(counter=id) from None

    def in_hand(self, id: CounterId) -> Ticket:
        """Give the ticket in hand at a counter.

        Raises:
            NothingCalled: it has none.
        """
        ticket = self.counter(id).ticket
        if ticket is None:
            raise NothingCalled(counter=id)
        return self.tickets[ticket]

    def counter_of(self, clerk: str) -> Counter | None:
        """Give the counter that a clerk has open."""
        for counter in self.counters.values():
            if counter.clerk == clerk:
                return counter
        return None

    def next_number(self, service: ServiceId) -> str:
        """Give the next number of a service's prefix; after A999 comes A1000."""
        prefix = self.office.services[service].prefix
        return f"{prefix}{self._last_number.get(prefix, 0) + 1:03d}"

    def line(self, counter: CounterId) -> list[Ticket]:
        """Give the waiting tickets of a counter in the order it will call them."""
        return order.line(self.waiting.values(), self.office.counters[counter])

    @staticmethod
    def because(line: list[Ticket]) -> Because:
        """Say why the first of a line is first."""
        return order.because(line[0], line)

    def place(self, service: ServiceId, ticket: Ticket | None = None) -> int:
        """Count the people who will be called before a ticket, or before a new one.

        Each counter calls everybody in its own line who came earlier; the counter
        with the fewest of them gets to the ticket first.
        """
        return min((ahead for ahead, _ in self._lines(service, ticket)), default=0)

    def wait(self, service: ServiceId, ticket: Ticket | None = None) -> Wait | None:
        """Estimate how long a ticket, or a new one, waits until it is called."""
        lines = [
            (ahead, counter)
            for ahead, counter in self._lines(service, ticket)
            if counter.state is not CounterState.CLOSED
        ]
        free = sum(
            ahead == 0 and counter.ticket is None and counter.state is CounterState.OPEN
            for ahead, counter in lines
        )
        usual = self.office.services[service].usual
        mean = estimate.mean_service(usual, self._finished.get(service, ()))
        ahead = min((ahead for ahead, _ in lines), default=0)
        return estimate.expected(ahead, mean, len(lines), free)

    def _lines(
        self, service: ServiceId, ticket: Ticket | None
    ) -> list[tuple[int, Counter]]:
        """Give who is ahead at each counter that serves a service.

        The open counters count, or all of them while none is open.
        """
        earlier = [
            other
            for other in self.waiting.values()
            if ticket is None
            or (other.issued_at, other.id) < (ticket.issued_at, ticket.id)
        ]
        lines = [
            (sum(setup.serves(t.service) for t in earlier), self.counters[setup.id])
            for setup in self.office.counters.values()
            if setup.serves(service)
        ]
        opened = [pair for pair in lines if pair[1].state is not CounterState.CLOSED]
        return opened or lines

    def unfinished(self) -> list[Ticket]:
        """Give the tickets whose life has not ended."""
        return [t for t in self.tickets.values() if t.state not in ENDED]

    # Changes

    def apply_all(self, happened: Iterable[events.Event]) -> None:
        """Apply events in order."""
        for event in happened:
            self.apply(event)

    def apply(self, event: events.Event) -> None:
        """Let one event happen. Events were decided by the rules: none is refused."""
        assert event.seq == self.seq + 1, f"event {event.seq} after {self.seq}"
        _APPLY[type(event)](self, event)
        self.seq = event.seq

    def _issued(self, event: events.TicketIssued) -> None:
        ticket = Ticket(
            id=event.ticket,
            number=event.number,
            service=event.service,
            issued_at=event.at,
            procedures=event.procedures,
            missing=event.missing,
            priority=event.priority,
            lang=event.lang,
            device=event.device,
            wait=event.wait,
        )
        prefix = self.office.services[event.service].prefix
        self._last_number[prefix] = int(event.number.removeprefix(prefix))
        self.next_ticket = event.ticket + 1
        self.tickets[ticket.id] = self.waiting[ticket.id] = ticket

    def _called(self, event: events.TicketCalled) -> None:
        ticket = self._change(
            event.ticket,
            state=State.CALLED,
            counter=event.counter,
            called_at=event.at,
            calls=event.n,
        )
        self._hand(event.counter, ticket.id)
        call = Call(ticket.id, ticket.number, event.counter, event.at, event.n)
        others = [c for c in self.calls if c.ticket != ticket.id]
        self.calls = [call, *others][:CALLS_SHOWN]

    def _started(self, event: events.TicketStarted) -> None:
        self._change(event.ticket, state=State.SERVING, started_at=event.at)

    def _done(self, event: events.TicketDone) -> None:
        before = self.tickets[event.ticket]
        began = before.started_at or before.called_at or event.at
        lengths = self._finished.setdefault(
            event.service, deque(maxlen=2 * estimate.LAST)
        )
        lengths.append(event.at - began)
        self._change(
            event.ticket,
            state=State.DONE,
            ended_at=event.at,
            outcome=event.outcome,
            dossier=event.dossier,
        )
        self._hand(event.counter, None)

    def _no_show(self, event: events.TicketNoShow) -> None:
        self._change(event.ticket, state=State.NO_SHOW, ended_at=event.at)
        self._hand(event.counter, None)

    def _expired(self, event: events.TicketExpired) -> None:
        self._change(event.ticket, state=State.EXPIRED, ended_at=event.at)
        if event.counter is not None:
            self._hand(event.counter, None)

    def _printed(self, event: events.TicketPrinted) -> None:
        self._change(event.ticket, printed=event.printed)

    def _opened(self, event: events.CounterOpened) -> None:
        self.counters[event.counter] = replace(
            self.counters[event.counter], state=CounterState.OPEN, clerk=event.clerk
        )

    def _closed(self, event: events.CounterClosed) -> None:
        self.counters[event.counter] = Counter(event.counter)

    def _day_opened(self, event: events.DayOpened) -> None:
        self.day = date.fromisoformat(event.day)
        self.first_seq = event.seq
        self.next_ticket = event.first_ticket
        self.tickets.clear()
        self.waiting.clear()
        self.calls = []
        self.reasons.clear()
        self._last_number.clear()
        self._finished.clear()

    def _day_closed(self, event: events.DayClosed) -> None:
        self.reasons.clear()

    def _change(self, id: TicketId, **changed: Any) -> Ticket:
        ticket = replace(self.tickets[id], **changed)
        self.tickets[id] = ticket
        if ticket.state is State.WAITING:
            self.waiting[id] = ticket
        else:
            self.waiting.pop(id, None)
        return ticket

    def _hand(self, counter: CounterId, ticket: TicketId | None) -> None:
        self.counters[counter] = replace(self.counters[counter], ticket=ticket)


_APPLY: dict[type[events.Event], Callable[[Desk, Any], None]] = {
    events.TicketIssued: Desk._issued,
    events.TicketCalled: Desk._called,
    events.TicketStarted: Desk._started,
    events.TicketDone: Desk._done,
    events.TicketNoShow: Desk._no_show,
    events.TicketExpired: Desk._expired,
    events.TicketPrinted: Desk._printed,
    events.CounterOpened: Desk._opened,
    events.CounterClosed: Desk._closed,
    events.DayOpened: Desk._day_opened,
    events.DayClosed: Desk._day_closed,
}

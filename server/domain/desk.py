"""The desk: one business day in memory, built from events and nothing else.

``apply`` (beside this) changes it; here stands what it holds and what it can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from . import estimate
from .answers import Standing
from .calendar import reach
from .errors import NothingCalled, UnknownCounter, UnknownTicket
from .model import (
    Call,
    Counter,
    CounterId,
    CounterState,
    Office,
    ServiceId,
    State,
    Ticket,
    TicketId,
    Undo,
    Wait,
)
from .order import Line
from .outlook import Outlook, Post
from .transitions import UNFINISHED

CALLS_SHOWN = 24
"""How many of the newest calls a snapshot carries."""
FRESH = timedelta(seconds=10)
"""How long an outlook may be used while nothing moves the line."""


class Desk:
    """One office's day.

    Attributes:
        office: as the administrator set it up.
        seq: the last event applied; ``at`` is when it happened.
        day: the business day; None before the first one.
        given: the last number of each prefix on the days before it, and on days that a
            clock had shown too early.
        first_seq: the event that opened the day.
        next_ticket: the id that the next ticket gets.
        tickets: today's tickets by id, in the order in which they came.
        waiting: those of them that wait.
        counters: every counter of the office by id.
        calls: the newest calls, newest first, one for each ticket.
        undo: the last step of each counter, while nothing came after it.
        adopted: today's tickets that a kiosk gave itself, by kiosk, day and number.
        appointments: the codes that have a ticket.
        last_number: the last number given of each prefix.
        visits: how long visits take.
        reasons: the priority reasons of today's tickets. Health data: never in an
            event; the journal keeps them in a table that is emptied when the day
            closes.
    """

    def __init__(self, office: Office, seq: int = 0, next_ticket: TicketId = 1) -> None:
        self.office = office
        self.seq = seq
        self.at: datetime | None = None
        self.next_ticket = next_ticket
        self.day: date | None = None
        self.given: dict[date, dict[str, int]] = {}
        self.first_seq = seq + 1
        self.tickets: dict[TicketId, Ticket] = {}
        self.waiting: dict[TicketId, Ticket] = {}
        self.counters = {id: Counter(id) for id in office.counters}
        self.calls: list[Call] = []
        self.undo: dict[CounterId, Undo] = {}
        self.adopted: dict[tuple[str, str, str], TicketId] = {}
        self.appointments: set[str] = set()
        self.last_number: dict[str, int] = {}
        self.visits = estimate.Visits(office.services.values(), {})
        self.reasons: dict[TicketId, str] = {}
        self._outlook: Outlook | None = None

    def furnish(self, office: Office) -> None:
        """Go on with another shape of the office; counters that it adds are closed.

        Those that it no longer has stay as they are for the events of this day.
        """
        self.office = office
        self.counters = {
            **{id: Counter(id) for id in office.counters},
            **self.counters,
        }
        self.visits.furnish(office.services.values())
        self.moved()

    # Tickets and counters

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
        if id not in self.office.counters:
            raise UnknownCounter(counter=id)
        return self.counters[id]

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

    def newest_of(self, device: str) -> datetime | None:
        """Give when a device was last given a ticket by the server."""
        own = (t for t in self.tickets.values() if t.device == device and not t.secret)
        return max((ticket.issued_at for ticket in own), default=None)

    def next_number(self, service: ServiceId) -> str:
        """Give the next number of a service's prefix; after A999 comes A1000."""
        prefix = self.office.services[service].prefix
        return f"{prefix}{self.last_number.get(prefix, 0) + 1:03d}"

    def unfinished(self) -> list[Ticket]:
        """Give the tickets that end with the day."""
        return [t for t in self.tickets.values() if t.state in UNFINISHED]

    def someone_inside(self) -> bool:
        """Whether a counter is at work while somebody waits or is served."""
        at_work = any(
            counter.state is not CounterState.CLOSED
            for counter in self.counters.values()
        )
        inside = (State.WAITING, State.CALLED, State.SERVING)
        return at_work and any(t.state in inside for t in self.tickets.values())

    def can_undo(self, counter: CounterId, now: datetime) -> Undo | None:
        """Give the step of a counter that can be taken back at this moment."""
        undo = self.undo.get(counter)
        if undo is None or now > undo.until:
            return None
        ticket = self.tickets[undo.after.id]
        return undo if _where(ticket) == _where(undo.after) else None

    def absence_is_likely(self, counter: CounterId) -> bool:
        """Whether the ticket in hand was called so often that "absent" is proposed."""
        state = self.counters[counter]
        if state.ticket is None:
            return False
        called = self.tickets[state.ticket].state is State.CALLED
        return called and state.recalls >= self.office.recalls_before_absent

    # The order

    def order_of(self, counter: CounterId, now: datetime) -> Line:
        """Give how a counter orders whom it may call.

        Raises:
            UnknownCounter: the office has none with this id (any more).
        """
        streak = self.counter(counter).streak
        setup = self.office.counters[counter]
        return Line(setup, self.office.order_rules, streak, now)

    def waiting_for(self, counter: CounterId) -> Iterable[Ticket]:
        """Give the tickets that wait for a counter, in no order.

        A ticket that was transferred to a counter waits for that one alone; when it
        closes, the ticket is back in its service's line.
        """
        setup = self.office.counters[counter]
        for ticket in self.waiting.values():
            if ticket.to is not None and self._is_signed_in(ticket.to):
                if ticket.to == counter:
                    yield ticket
            elif setup.serves(ticket.service):
                yield ticket

    def line(self, counter: CounterId, now: datetime) -> list[Ticket]:
        """Give the waiting tickets of a counter in the order it will call them."""
        return self.order_of(counter, now).order(self.waiting_for(counter))

    def standing(self, counter: CounterId, now: datetime) -> Standing:
        """Give a counter whole, as its clerk sees it."""
        hand = self.counter(counter).ticket
        line = tuple(self.line(counter, now))
        setup, undo = self.office.counters[counter], self.can_undo(counter, now)
        aside = tuple(
            ticket
            for ticket in self.tickets.values()
            if ticket.state in (State.HELD, State.NO_SHOW)
            and (counter in (ticket.counter, ticket.to) or setup.serves(ticket.service))
        )
        return Standing(
            counter=self.counters[counter],
            at=now,
            hand=self.tickets[hand] if hand is not None else None,
            line=line,
            because=self.order_of(counter, now).because(list(line)) if line else None,
            aside=aside,
            absent=self.absence_is_likely(counter),
            undo=(undo.kind, undo.until) if undo else None,
        )

    def _is_signed_in(self, counter: CounterId) -> bool:
        found = self.counters.get(counter)
        return found is not None and found.state is not CounterState.CLOSED

    # The wait

    def outlook(self, now: datetime) -> Outlook:
        """Give everybody's place and wait."""
        known = self._outlook
        if known is None or not timedelta() <= now - known.at < FRESH:
            posts = [self._post(id, now) for id in self.office.counters]
            known = self._outlook = Outlook(posts, self.visits.means(), now)
        return known

    def wait(self, seconds: float | None, now: datetime) -> Wait | None:
        """Tell an expected wait as a range; hours in which the office is shut add up.

        None when no counter is open for it.
        """
        if seconds is None:
            return None

        def lasts(open_time: float) -> float:
            until = reach(self.office, now, open_time)
            return (until - now).total_seconds() if until else open_time

        return estimate.told(seconds, lasts)

    def would_be(self, service: ServiceId, now: datetime) -> Ticket:
        """Give the ticket that the next citizen of a service would get."""
        return Ticket(self.next_ticket, self.next_number(service), service, now)

    def _post(self, id: CounterId, now: datetime) -> Post:
        counter = self.counters[id]
        hand = self.tickets[counter.ticket] if counter.ticket is not None else None
        order = self.order_of(id, now)
        return Post(
            counter,
            order,
            order.order(self.waiting_for(id)),
            hand.called_at or hand.started_at if hand else None,
            hand.service if hand else None,
        )

    # For ``apply`` alone

    def joined(self, ticket: Ticket) -> None:
        """Note that a ticket came last into the line, or that the line has moved."""
        if self._outlook is not None and self._outlook.ends_with(ticket):
            self._outlook.append(ticket)
        else:
            self.moved()

    def moved(self) -> None:
        """Note that the line or a counter has moved."""
        self._outlook = None


def _where(ticket: Ticket) -> tuple[object, ...]:
    return ticket.state, ticket.counter, ticket.service, ticket.to, ticket.calls

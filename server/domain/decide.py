"""The rules: what a command makes happen on a desk, or why it is refused.

``decide`` changes nothing. Whoever calls it applies the events, and then asks
``answer`` what to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from . import answers, calendar, commands, events, order
from .desk import Desk
from .errors import (
    Busy,
    CounterNotOpen,
    CounterTaken,
    ServiceClosed,
    UnknownPriority,
    UnknownService,
)
from .model import Counter, CounterState, Printed, Ticket
from .transitions import Step, after

Happened = Sequence[events.Event]
E = TypeVar("E", bound=events.Event)

_PRINTED = {True: Printed.YES, False: Printed.NO, None: Printed.UNKNOWN}


class _Pen:
    """Writes events down: numbers them from the desk's last and dates them."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._seq = desk.seq
        self._now = now
        self.written: list[events.Event] = []

    def write(self, kind: type[E], **fields: Any) -> None:
        self._seq += 1
        self.written.append(kind(seq=self._seq, at=self._now, **fields))

    def of(self, kind: type[E], ticket: Ticket, **fields: Any) -> None:
        self.write(
            kind,
            ticket=ticket.id,
            number=ticket.number,
            service=ticket.service,
            **fields,
        )


def turn(desk: Desk, now: datetime) -> Happened:
    """Close the old business day and open the new one, if the calendar says so.

    A day that was opened never opens again: a clock that runs back keeps the day.
    """
    today = calendar.business_day(desk.office, now)
    if desk.day is not None and today <= desk.day:
        return ()
    pen = _Pen(desk, now)
    if desk.day is not None:
        for ticket in desk.unfinished():
            pen.of(events.TicketExpired, ticket, counter=ticket.counter)
        for counter in desk.counters.values():
            if counter.state is not CounterState.CLOSED:
                pen.write(events.CounterClosed, counter=counter.id)
        pen.write(events.DayClosed, day=desk.day.isoformat())
    pen.write(events.DayOpened, day=today.isoformat(), first_ticket=desk.next_ticket)
    return pen.written


def decide(desk: Desk, command: commands.Command, now: datetime) -> Happened:
    """Say what a command makes happen.

    Raises:
        Refusal: a rule says no.
    """
    pen = _Pen(desk, now)
    _RULES[type(command)](desk, command, now, pen)
    return pen.written


def _issue(desk: Desk, asked: commands.Issue, now: datetime, pen: _Pen) -> None:
    if asked.service not in desk.office.services:
        raise UnknownService(service=asked.service)
    if asked.priority is not None and asked.priority not in desk.office.priorities:
        raise UnknownPriority(priority=asked.priority)
    if not calendar.is_open(desk.office, now):
        until = calendar.opens_at(desk.office, now)
        raise ServiceClosed(until=until.isoformat() if until else None)
    pen.write(
        events.TicketIssued,
        ticket=desk.next_ticket,
        number=desk.next_number(asked.service),
        service=asked.service,
        procedures=asked.procedures,
        missing=asked.missing,
        priority=asked.priority is not None,
        lang=asked.lang,
        device=asked.device,
        wait=desk.wait(asked.service),
    )


def _report_printed(
    desk: Desk, asked: commands.ReportPrinted, now: datetime, pen: _Pen
) -> None:
    ticket = desk.ticket(asked.ticket)
    printed = _PRINTED[asked.ok]
    if ticket.printed is Printed.YES or ticket.printed is printed:
        return  # a slip that is known to be out stays so
    pen.of(events.TicketPrinted, ticket, printed=printed, detail=asked.detail)


def _reprint(desk: Desk, asked: commands.Reprint, now: datetime, pen: _Pen) -> None:
    desk.ticket(asked.ticket)


def _open(desk: Desk, asked: commands.OpenCounter, now: datetime, pen: _Pen) -> None:
    counter = desk.counter(asked.counter)
    if counter.clerk == asked.clerk:
        return
    if counter.clerk is not None:
        raise CounterTaken(counter=counter.id)
    before = desk.counter_of(asked.clerk)
    if before is not None:
        _free(desk, before)
        pen.write(events.CounterClosed, counter=before.id)
    pen.write(events.CounterOpened, counter=counter.id, clerk=asked.clerk)


def _close(desk: Desk, asked: commands.CloseCounter, now: datetime, pen: _Pen) -> None:
    counter = _free(desk, _opened(desk, asked))
    pen.write(events.CounterClosed, counter=counter.id)


def _call_next(desk: Desk, asked: commands.CallNext, now: datetime, pen: _Pen) -> None:
    counter = _free(desk, _opened(desk, asked))
    ordered = desk.line(counter.id)
    if not ordered:
        return
    first = ordered[0]
    after(first.state, "call")
    pen.of(
        events.TicketCalled,
        first,
        counter=counter.id,
        n=1,
        because=order.because(first, ordered),
    )


def _recall(desk: Desk, asked: commands.Recall, now: datetime, pen: _Pen) -> None:
    counter, ticket = _step(desk, asked, "recall")
    pen.of(events.TicketCalled, ticket, counter=counter.id, n=ticket.calls + 1)


def _start(desk: Desk, asked: commands.Start, now: datetime, pen: _Pen) -> None:
    counter, ticket = _step(desk, asked, "start")
    pen.of(events.TicketStarted, ticket, counter=counter.id)


def _finish(desk: Desk, asked: commands.Finish, now: datetime, pen: _Pen) -> None:
    counter, ticket = _step(desk, asked, "finish")
    pen.of(
        events.TicketDone,
        ticket,
        counter=counter.id,
        outcome=asked.outcome,
        dossier=asked.dossier,
    )


def _no_show(desk: Desk, asked: commands.NoShow, now: datetime, pen: _Pen) -> None:
    counter, ticket = _step(desk, asked, "no_show")
    pen.of(events.TicketNoShow, ticket, counter=counter.id)


def _opened(desk: Desk, asked: commands.AtCounter) -> Counter:
    """Give the counter that a step is for: the one named, or the clerk's own."""
    if asked.counter is None:
        found = desk.counter_of(asked.clerk)
    else:
        found = desk.counter(asked.counter)
    if found is None or found.state is CounterState.CLOSED:
        raise CounterNotOpen(counter=asked.counter)
    return found


def _free(desk: Desk, counter: Counter) -> Counter:
    if counter.ticket is not None:
        raise Busy(ticket=counter.ticket, number=desk.tickets[counter.ticket].number)
    return counter


def _step(desk: Desk, asked: commands.AtCounter, step: Step) -> tuple[Counter, Ticket]:
    """Give the counter and the ticket in hand that may take this step."""
    counter = _opened(desk, asked)
    ticket = desk.in_hand(counter.id)
    after(ticket.state, step)
    return counter, ticket


_RULES: dict[type[Any], Callable[[Desk, Any, datetime, _Pen], None]] = {
    commands.Issue: _issue,
    commands.ReportPrinted: _report_printed,
    commands.Reprint: _reprint,
    commands.OpenCounter: _open,
    commands.CloseCounter: _close,
    commands.CallNext: _call_next,
    commands.Recall: _recall,
    commands.Start: _start,
    commands.Finish: _finish,
    commands.NoShow: _no_show,
}


def answer(desk: Desk, command: commands.Command, happened: Happened) -> answers.Answer:
    """Say what a command is answered with, once its events are applied."""
    match command:
        case commands.Issue():
            issued = next(e for e in happened if isinstance(e, events.TicketIssued))
            ticket = desk.tickets[issued.ticket]
            return answers.Issued(
                ticket, desk.place(ticket.service, ticket), issued.wait
            )
        case commands.CallNext():
            called = [e for e in happened if isinstance(e, events.TicketCalled)]
            if not called:
                return answers.Called(None, order.NOBODY)
            return answers.Called(
                desk.tickets[called[0].ticket], called[0].because or order.NOBODY
            )
        case commands.CloseCounter():
            closed = next(e for e in happened if isinstance(e, events.CounterEvent))
            return answers.OneCounter(desk.counters[closed.counter], None)
        case commands.OpenCounter():
            counter = desk.counters[command.counter]
            hand = desk.tickets.get(counter.ticket) if counter.ticket else None
            return answers.OneCounter(counter, hand)
        case (
            commands.Recall() | commands.Start() | commands.Finish() | commands.NoShow()
        ):
            moved = next(e for e in happened if isinstance(e, events.TicketEvent))
            return answers.OneTicket(desk.tickets[moved.ticket])
        case _:
            return answers.Accepted()

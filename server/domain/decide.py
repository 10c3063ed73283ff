"""From a command to what it makes happen, and to what it is answered with.

``decide`` changes nothing. Whoever calls it applies the events, and then asks
``answer`` what to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from . import (
    answers,
    commands,
    counter_rules,
    events,
    office_rules,
    order,
    ticket_rules,
)
from .desk import Desk
from .events import CounterEvent
from .model import State, Ticket
from .pen import Pen

Happened = Sequence[events.Event]

_RULES: dict[type[Any], Callable[[Desk, Any, datetime, Pen], None]] = {
    commands.Issue: ticket_rules.issue,
    commands.Adopt: ticket_rules.adopt,
    commands.Prioritise: ticket_rules.prioritise,
    commands.ReportPrinted: ticket_rules.report_printed,
    commands.Reprint: ticket_rules.reprint,
    commands.Cancel: ticket_rules.cancel,
    commands.Restore: ticket_rules.restore,
    commands.Return: ticket_rules.come_back,
    commands.Rate: ticket_rules.rate,
    commands.OpenCounter: counter_rules.open_counter,
    commands.TakeOver: counter_rules.take_over,
    commands.CloseCounter: counter_rules.close,
    commands.Pause: counter_rules.pause,
    commands.Resume: counter_rules.resume,
    commands.CallNext: counter_rules.call_next,
    commands.Call: counter_rules.call,
    commands.Recall: counter_rules.recall,
    commands.Start: counter_rules.start,
    commands.WalkIn: counter_rules.walk_in,
    commands.Finish: counter_rules.finish,
    commands.NoShow: counter_rules.no_show,
    commands.Hold: counter_rules.hold,
    commands.Transfer: counter_rules.transfer,
    commands.Undo: counter_rules.undo,
    commands.ChangeOffice: office_rules.change,
}


def decide(desk: Desk, command: commands.Command, now: datetime) -> Happened:
    """Say what a command makes happen.

    Events are dated ``now``, but never before the last one of the day: while a clock
    that was set back catches up, time stands still in the queue.

    Raises:
        Refusal: a rule says no.
    """
    pen = Pen(desk, max(now, desk.at or now))
    _RULES[type(command)](desk, command, now, pen)
    return pen.written


def answer(desk: Desk, command: commands.Command, happened: Happened) -> answers.Answer:
    """Say what a command is answered with, once its events are applied."""
    match command:
        case commands.Issue():
            issued = next(e for e in happened if isinstance(e, events.TicketIssued))
            return answers.Issued(
                desk.tickets[issued.ticket], issued.ahead, issued.wait
            )
        case commands.Adopt():
            return _adopted(desk, command)
        case commands.CallNext() | commands.Call():
            return _called(desk, happened)
        case commands.OpenCounter() | commands.TakeOver():
            return _counter(desk, command.counter)
        case commands.CloseCounter() | commands.Pause() | commands.Resume():
            return _counter(desk, _which(desk, command, happened))
        case (
            commands.ReportPrinted()
            | commands.Reprint()
            | commands.Rate()
            | commands.ChangeOffice()
        ):
            return answers.Accepted()
        case (
            commands.Prioritise()
            | commands.Cancel()
            | commands.Restore()
            | commands.Return()
        ):
            return answers.OneTicket(desk.tickets[command.ticket])
        case commands.Undo():
            undone = next(e for e in happened if isinstance(e, events.CounterUndone))
            return desk.standing(undone.counter, undone.at)
        case _:
            moved = next(e for e in happened if isinstance(e, events.TicketEvent))
            return answers.OneTicket(desk.tickets[moved.ticket])


def _called(desk: Desk, happened: Happened) -> answers.Called:
    called = [event for event in happened if isinstance(event, events.TicketCalled)]
    if not called:
        return answers.Called(None, order.NOBODY)
    ticket = desk.tickets[called[0].ticket]
    return answers.Called(ticket, called[0].because or order.NOBODY)


def _which(desk: Desk, command: commands.AtCounter, happened: Happened) -> str:
    """Give the counter that a step was for, also if nothing had to happen."""
    told = [event.counter for event in happened if isinstance(event, CounterEvent)]
    own = desk.counter_of(command.clerk)
    return next(iter(told), command.counter or (own.id if own else ""))


def _counter(desk: Desk, id: str) -> answers.OneCounter:
    counter = desk.counters[id]
    hand = desk.tickets[counter.ticket] if counter.ticket is not None else None
    return answers.OneCounter(counter, hand)


def _adopted(desk: Desk, command: commands.Adopt) -> answers.Issued:
    booked = desk.adopted.get(ticket_rules.adoption(desk, command))
    if booked is None:  # on a day before this one: it is over
        assert command.known is not None
        ticket = Ticket(
            id=command.known,
            number=command.number,
            service=command.issue.service,
            issued_at=command.issued_at,
            state=State.EXPIRED,
        )
        return answers.Issued(ticket, 0, None)
    ticket = desk.tickets[booked]
    at = desk.at or command.issued_at
    outlook = desk.outlook(at)
    wait = desk.wait(outlook.seconds(ticket), at)
    return answers.Issued(ticket, outlook.ahead(ticket), wait)

"""The rules of a counter: who sits there, whom it calls, what becomes of them."""

from __future__ import annotations

from datetime import datetime

from . import commands, events, order, ticket_rules
from .desk import Desk
from .errors import (
    Busy,
    CounterNotOpen,
    CounterTaken,
    NothingToUndo,
    UnknownService,
)
from .model import Because, Counter, CounterState, Ticket
from .pen import Pen
from .transitions import Step, after

# Who sits there


def open_counter(
    desk: Desk, asked: commands.OpenCounter, now: datetime, pen: Pen
) -> None:
    """Sit down; the counter that the clerk had before is left."""
    counter = desk.counter(asked.counter)
    if counter.clerk == asked.clerk:
        return
    if counter.clerk is not None:
        raise CounterTaken(counter=counter.id)
    _leave_other(desk, asked.clerk, pen)
    pen.write(events.CounterOpened, counter=counter.id, clerk=asked.clerk)


def take_over(desk: Desk, asked: commands.TakeOver, now: datetime, pen: Pen) -> None:
    """Sit down where another clerk has been; the ticket in hand stays in hand."""
    counter = desk.counter(asked.counter)
    if counter.clerk == asked.clerk:
        return
    _leave_other(desk, asked.clerk, pen)
    pen.write(
        events.CounterOpened,
        counter=counter.id,
        clerk=asked.clerk,
        before=counter.clerk,
    )


def close(desk: Desk, asked: commands.CloseCounter, now: datetime, pen: Pen) -> None:
    """Leave the counter."""
    counter = _free(desk, _signed_in(desk, asked))
    pen.write(events.CounterClosed, counter=counter.id, reason=asked.reason)


def pause(desk: Desk, asked: commands.Pause, now: datetime, pen: Pen) -> None:
    """Stop calling for a while."""
    counter = _free(desk, _signed_in(desk, asked))
    if counter.state is CounterState.PAUSED and counter.reason == asked.reason:
        return
    pen.write(events.CounterPaused, counter=counter.id, reason=asked.reason)


def resume(desk: Desk, asked: commands.Resume, now: datetime, pen: Pen) -> None:
    """Call again."""
    counter = _signed_in(desk, asked)
    if counter.state is CounterState.PAUSED:
        pen.write(events.CounterResumed, counter=counter.id)


# Whom it calls


def call_next(desk: Desk, asked: commands.CallNext, now: datetime, pen: Pen) -> None:
    """Call whoever the order says is next; nothing happens when nobody waits."""
    counter = _free(desk, _at_work(desk, asked))
    ordered = desk.line(counter.id, pen.at)
    if ordered:
        because = desk.order_of(counter.id, pen.at).because(ordered)
        _call(desk, counter, ordered[0], because, pen)


def call(desk: Desk, asked: commands.Call, now: datetime, pen: Pen) -> None:
    """Call the ticket that the clerk has picked."""
    counter = _free(desk, _at_work(desk, asked))
    ticket = desk.ticket(asked.ticket)
    after(ticket.state, "call")
    _call(desk, counter, ticket, order.CHOSEN, pen)


def recall(desk: Desk, asked: commands.Recall, now: datetime, pen: Pen) -> None:
    """Call the ticket in hand again, as often as the clerk likes."""
    counter, ticket = _step(desk, asked, "recall")
    pen.of(
        events.TicketCalled,
        ticket,
        counter=counter.id,
        n=ticket.calls + 1,
        priority=ticket.priority,
        streak=counter.streak,
    )


def walk_in(desk: Desk, asked: commands.WalkIn, now: datetime, pen: Pen) -> None:
    """Serve somebody who walked up."""
    counter = _free(desk, _at_work(desk, asked))
    ticket_rules.walk_in(desk, asked, counter.id, pen)


def _call(
    desk: Desk, counter: Counter, ticket: Ticket, because: Because, pen: Pen
) -> None:
    line = desk.order_of(counter.id, pen.at)
    first = ticket.calls == 0
    waited = int((pen.at - ticket.issued_at).total_seconds())
    pen.of(
        events.TicketCalled,
        ticket,
        counter=counter.id,
        n=ticket.calls + 1,
        priority=ticket.priority,
        because=because,
        streak=line.streak_after(ticket, desk.waiting_for(counter.id)),
        waited=max(waited, 0) if first else None,
        expected=ticket.expected if first else None,
    )


# What becomes of them


def start(desk: Desk, asked: commands.Start, now: datetime, pen: Pen) -> None:
    """The citizen has come."""
    counter, ticket = _step(desk, asked, "start")
    pen.of(events.TicketStarted, ticket, counter=counter.id)


def finish(desk: Desk, asked: commands.Finish, now: datetime, pen: Pen) -> None:
    """The visit is over."""
    counter, ticket = _step(desk, asked, "finish")
    pen.of(
        events.TicketDone,
        ticket,
        counter=counter.id,
        outcome=asked.outcome,
        dossier=asked.dossier,
    )


def no_show(desk: Desk, asked: commands.NoShow, now: datetime, pen: Pen) -> None:
    """The citizen did not come."""
    counter, ticket = _step(desk, asked, "no_show")
    pen.of(events.TicketNoShow, ticket, counter=counter.id)


def hold(desk: Desk, asked: commands.Hold, now: datetime, pen: Pen) -> None:
    """Set the ticket aside until its citizen comes back."""
    counter, ticket = _step(desk, asked, "hold")
    pen.of(events.TicketHeld, ticket, counter=counter.id, reason=asked.reason)


def transfer(desk: Desk, asked: commands.Transfer, now: datetime, pen: Pen) -> None:
    """Send the ticket on; it keeps its time of issue.

    To one counter, that counter alone calls it; else every counter of the service.
    """
    counter, ticket = _step(desk, asked, "transfer")
    service = asked.service or ticket.service
    if service not in desk.office.services:
        raise UnknownService(service=service)
    if asked.to is not None:
        target = desk.counter(asked.to)
        if target.state is CounterState.CLOSED:
            raise CounterNotOpen(counter=target.id)
    pen.of(
        events.TicketTransferred,
        ticket,
        service=service,
        before=ticket.service,
        counter=counter.id,
        to=asked.to,
        note=asked.note,
    )


def undo(desk: Desk, asked: commands.Undo, now: datetime, pen: Pen) -> None:
    """Take the last step back, while nothing has come after it."""
    counter = _signed_in(desk, asked)
    step = desk.can_undo(counter.id, pen.at)
    if step is None:
        raise NothingToUndo(counter=counter.id)
    pen.of(
        events.CounterUndone,
        step.before,
        counter=counter.id,
        undone=step.kind,
        state=step.before.state,
    )


# Pieces


def _signed_in(desk: Desk, asked: commands.AtCounter) -> Counter:
    """Give the counter that a step is for: the one named, or the clerk's own."""
    if asked.counter is None:
        found = desk.counter_of(asked.clerk)
    else:
        found = desk.counter(asked.counter)
    if found is None or found.state is CounterState.CLOSED:
        raise CounterNotOpen(counter=asked.counter)
    return found


def _at_work(desk: Desk, asked: commands.AtCounter) -> Counter:
    """Give the counter, which must not be paused."""
    counter = _signed_in(desk, asked)
    if counter.state is CounterState.PAUSED:
        raise CounterNotOpen(counter=counter.id, state=counter.state.value)
    return counter


def _free(desk: Desk, counter: Counter) -> Counter:
    if counter.ticket is not None:
        raise Busy(ticket=counter.ticket, number=desk.tickets[counter.ticket].number)
    return counter


def _leave_other(desk: Desk, clerk: str, pen: Pen) -> None:
    before = desk.counter_of(clerk)
    if before is not None:
        _free(desk, before)
        pen.write(events.CounterClosed, counter=before.id)


def _step(desk: Desk, asked: commands.AtCounter, step: Step) -> tuple[Counter, Ticket]:
    """Give the counter and the ticket in hand that may take this step."""
    counter = _signed_in(desk, asked)
    ticket = desk.in_hand(counter.id)
    after(ticket.state, step)
    return counter, ticket

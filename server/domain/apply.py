"""What each event does to the desk. The rules have decided it: none is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from . import estimate, events
from .desk import CALLS_SHOWN, Desk
from .model import (
    CITIZEN,
    Call,
    Counter,
    CounterId,
    CounterState,
    State,
    Ticket,
    TicketId,
    Undo,
)


def apply_all(desk: Desk, happened: Iterable[events.Event]) -> None:
    """Apply events in order."""
    for event in happened:
        apply(desk, event)


def apply(desk: Desk, event: events.Event) -> None:
    """Let one event happen."""
    assert event.seq == desk.seq + 1, f"event {event.seq} after {desk.seq}"
    _APPLY[type(event)](desk, event)
    desk.seq, desk.at = event.seq, event.at


# Tickets


def _issued(desk: Desk, event: events.TicketIssued) -> None:
    ticket = Ticket(
        id=event.ticket,
        number=event.number,
        service=event.service,
        issued_at=event.issued_at or event.at,
        procedures=event.procedures,
        missing=event.missing,
        priority=event.priority,
        credit=event.credit,
        lang=event.lang,
        device=event.device,
        appointment=event.appointment,
        wait=event.wait,
        expected=event.expected,
        secret=event.secret,
    )
    desk.next_ticket = event.ticket + 1
    desk.tickets[ticket.id] = desk.waiting[ticket.id] = ticket
    if event.appointment is not None:
        desk.appointments.add(event.appointment.code)
    if event.adopted_day is not None:
        assert event.device is not None
        desk.adopted[event.device, event.adopted_day, event.number] = ticket.id
        desk.moved()
        return
    # The number says its prefix; the office may have another one by now.
    desk.last_number[event.number[0]] = int(event.number[1:])
    desk.joined(ticket)


def _called(desk: Desk, event: events.TicketCalled) -> None:
    counter, before = _counter(desk, event.counter), desk.tickets[event.ticket]
    if counter.ticket == event.ticket:
        _change(desk, before, calls=event.n)
        _set(desk, counter, recalls=counter.recalls + 1)
    else:
        _change(
            desk,
            before,
            state=State.CALLED,
            counter=event.counter,
            called_at=event.at,
            started_at=None,
            ended_at=None,
            calls=event.n,
        )
        _can_undo(desk, event, before)
        _set(desk, counter, ticket=before.id, recalls=0, streak=event.streak)
    service = before.service
    call = Call(before.id, before.number, event.counter, event.at, event.n, service)
    desk.calls = [call, *_other_calls(desk, before.id)][:CALLS_SHOWN]


def _started(desk: Desk, event: events.TicketStarted) -> None:
    before = desk.tickets[event.ticket]
    _change(
        desk, before, state=State.SERVING, counter=event.counter, started_at=event.at
    )
    if before.state is State.WAITING:  # a walk-in: there is no line to go back to
        desk.undo.pop(event.counter, None)
    else:
        _can_undo(desk, event, before)
    _set(desk, _counter(desk, event.counter), ticket=event.ticket)


def _done(desk: Desk, event: events.TicketDone) -> None:
    _leave(
        desk,
        event,
        state=State.DONE,
        ended_at=event.at,
        outcome=event.outcome,
        dossier=event.dossier,
    )


def _no_show(desk: Desk, event: events.TicketNoShow) -> None:
    _leave(desk, event, state=State.NO_SHOW, ended_at=event.at)


def _held(desk: Desk, event: events.TicketHeld) -> None:
    _leave(desk, event, state=State.HELD, hold_reason=event.reason)


def _transferred(desk: Desk, event: events.TicketTransferred) -> None:
    _leave(
        desk,
        event,
        state=State.WAITING,
        service=event.service,
        counter=None,
        to=event.to,
        note=event.note,
        started_at=None,
    )


def _leave(desk: Desk, event: Any, **changed: Any) -> None:
    """A ticket leaves the counter's hand."""
    before = desk.tickets[event.ticket]
    began = before.called_at or before.started_at or event.at
    visit = (event.at - began).total_seconds()
    desk.visits.add(before.service, visit)
    _change(desk, before, **changed)
    _can_undo(desk, event, before, visit)
    _set(desk, _counter(desk, event.counter), ticket=None, recalls=0)


def _restored(desk: Desk, event: events.TicketRestored) -> None:
    before = desk.tickets[event.ticket]
    returned = before.returned + (event.by == CITIZEN)
    _change(
        desk,
        before,
        state=State.WAITING,
        counter=None,
        ended_at=None,
        returned=returned,
    )


def _prioritised(desk: Desk, event: events.TicketPrioritised) -> None:
    before = desk.tickets[event.ticket]
    _change(desk, before, priority=event.priority, credit=event.credit)


def _cancelled(desk: Desk, event: events.TicketCancelled) -> None:
    before = desk.tickets[event.ticket]
    _change(desk, before, state=State.CANCELLED, ended_at=event.at)
    if before.appointment is not None:
        desk.appointments.discard(before.appointment.code)


def _expired(desk: Desk, event: events.TicketExpired) -> None:
    before = desk.tickets[event.ticket]
    _change(desk, before, state=State.EXPIRED, ended_at=event.at)
    for counter in list(desk.counters.values()):
        if counter.ticket == event.ticket:
            _set(desk, counter, ticket=None)


def _printed(desk: Desk, event: events.TicketPrinted) -> None:
    ticket = replace(desk.tickets[event.ticket], printed=event.printed)
    desk.tickets[ticket.id] = ticket
    if ticket.id in desk.waiting:
        desk.waiting[ticket.id] = ticket


def _rated(desk: Desk, event: events.RatingGiven) -> None:
    ticket = desk.tickets[event.ticket]
    desk.tickets[ticket.id] = replace(ticket, rated=True)


# Counters


def _opened(desk: Desk, event: events.CounterOpened) -> None:
    counter = _counter(desk, event.counter)
    _set(desk, counter, state=CounterState.OPEN, clerk=event.clerk, reason=None)
    desk.undo.pop(event.counter, None)


def _paused(desk: Desk, event: events.CounterPaused) -> None:
    counter = _counter(desk, event.counter)
    _set(desk, counter, state=CounterState.PAUSED, reason=event.reason)
    desk.undo.pop(event.counter, None)


def _resumed(desk: Desk, event: events.CounterResumed) -> None:
    counter = _counter(desk, event.counter)
    _set(desk, counter, state=CounterState.OPEN, reason=None)


def _closed(desk: Desk, event: events.CounterClosed) -> None:
    desk.counters[event.counter] = Counter(event.counter)
    desk.undo.pop(event.counter, None)
    desk.moved()


def _undone(desk: Desk, event: events.CounterUndone) -> None:
    undo = desk.undo.pop(event.counter)
    before = undo.before
    if undo.visit is not None:
        desk.visits.take_back(before.service, undo.visit)
    ticket = _change(
        desk,
        desk.tickets[before.id],
        state=before.state,
        service=before.service,
        counter=before.counter,
        to=before.to,
        called_at=before.called_at,
        started_at=before.started_at,
        ended_at=before.ended_at,
        note=before.note,
        hold_reason=before.hold_reason,
        outcome=before.outcome,
        dossier=before.dossier,
    )
    in_hand = ticket.state in (State.CALLED, State.SERVING)
    hand = ticket.id if in_hand else None
    counter = _counter(desk, event.counter)
    _set(desk, counter, ticket=hand, recalls=0, streak=undo.streak)
    if event.undone == events.TicketCalled.kind:
        desk.calls = _other_calls(desk, ticket.id)


# The day


def _day_opened(desk: Desk, event: events.DayOpened) -> None:
    fresh = Desk(desk.office, event.seq - 1, event.first_ticket)
    vars(desk).update(vars(fresh))
    desk.day = date.fromisoformat(event.day)
    desk.given = {
        date.fromisoformat(day): dict(last) for day, last in event.given.items()
    }
    desk.last_number = desk.given.pop(desk.day, {})
    desk.visits = estimate.Visits(desk.office.services.values(), event.means)


def _day_closed(desk: Desk, event: events.DayClosed) -> None:
    desk.reasons.clear()


def _office_changed(desk: Desk, event: events.OfficeChanged) -> None:
    """Change nothing: the desk is given the office's new shape, not its history."""


# Pieces


def _change(desk: Desk, ticket: Ticket, **changed: Any) -> Ticket:
    ticket = replace(ticket, **changed)
    desk.tickets[ticket.id] = ticket
    if ticket.state is State.WAITING:
        desk.waiting[ticket.id] = ticket
    else:
        desk.waiting.pop(ticket.id, None)
    desk.moved()
    return ticket


def _counter(desk: Desk, id: CounterId) -> Counter:
    """Give a counter, also one that the office had this morning and has no more."""
    return desk.counters.get(id) or Counter(id)


def _set(desk: Desk, counter: Counter, **changed: Any) -> None:
    desk.counters[counter.id] = replace(counter, **changed)
    desk.moved()


def _can_undo(
    desk: Desk, event: Any, before: Ticket, visit: float | None = None
) -> None:
    counter = _counter(desk, event.counter)
    desk.undo[counter.id] = Undo(
        event.kind,
        event.at + desk.office.undo_within,
        before,
        desk.tickets[before.id],
        counter.streak,
        visit,
    )


def _other_calls(desk: Desk, ticket: TicketId) -> list[Call]:
    return [call for call in desk.calls if call.ticket != ticket]


_APPLY: dict[type[events.Event], Callable[[Desk, Any], None]] = {
    events.TicketIssued: _issued,
    events.TicketCalled: _called,
    events.TicketStarted: _started,
    events.TicketDone: _done,
    events.TicketNoShow: _no_show,
    events.TicketHeld: _held,
    events.TicketTransferred: _transferred,
    events.TicketRestored: _restored,
    events.TicketPrioritised: _prioritised,
    events.TicketCancelled: _cancelled,
    events.TicketExpired: _expired,
    events.TicketPrinted: _printed,
    events.RatingGiven: _rated,
    events.CounterOpened: _opened,
    events.CounterPaused: _paused,
    events.CounterResumed: _resumed,
    events.CounterClosed: _closed,
    events.CounterUndone: _undone,
    events.DayOpened: _day_opened,
    events.DayClosed: _day_closed,
    events.OfficeChanged: _office_changed,
}

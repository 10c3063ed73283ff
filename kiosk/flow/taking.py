"""Taking a number, its slip, and calling staff. PURE."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow.state import HOME, Place, Screen, State, at_home
from kiosk.flow.wishes import Calling, Given, Message, Pending, Slip, Wish
from kiosk.receiving import elsewhere


def take(state: State, touch: i.Take, now: float) -> i.Stepped:
    """Ask for a number, or say why there is none now."""
    return ask(state, touch, _wish(state, touch), now)


def ask(state: State, touch: i.Take, wish: Wish, now: float) -> i.Stepped:
    """Ask for a number with this wish, or say why there is none now."""
    if state.given is not None:
        return state, ()
    if (hindrance := _hindrance(state, touch, now)) is not None:
        return replace(state, message=hindrance), ()
    before = state.unanswered
    same = before is not None and before.wish == wish
    key = before.key if before is not None and same else touch.key
    pending = Pending(key, wish, now)
    # A wish of another kind is another intention; the old one is forgotten.
    return replace(state, pending=pending, unanswered=None), (i.Issue(key, wish),)


def _hindrance(state: State, touch: i.Take, now: float) -> Message | None:
    service = state.hall.service(touch.service)
    if service is None:
        return Message("message.gone", since=now)
    if not state.hall.online and not state.gives_own:
        return Message("message.away", since=now)
    if not service.open:
        words = service.closed_because
        return Message("" if words else "message.closed", words, now)
    if touch.procedure is None:
        return None
    procedure = state.hall.catalog.get(touch.procedure)
    if procedure is None or procedure.service != touch.service:
        return Message("message.gone", since=now)
    if not elsewhere(procedure):
        return None
    unnamed = procedure.where is None
    key = f"elsewhere.{procedure.received}" if unnamed else "procedure.not_here"
    return Message(key, since=now)


def _wish(state: State, touch: i.Take) -> Wish:
    code = touch.procedure
    missing = state.missing(code) if code is not None else ()
    return Wish(touch.service, code, missing, state.language, priority=state.proved)


def given(state: State, answer: i.TicketGiven, now: float) -> i.Stepped:
    """Show the number at once, before the paper; print its slip."""
    pending = state.pending
    if pending is None or pending.key != answer.key:
        return state, ()
    ticket = Given(answer.issued, pending.wish)
    return shown(replace(state, pending=None), ticket, now)


def shown(state: State, ticket: Given, now: float) -> i.Stepped:
    """Put a number that was just given on the glass, and print its slip."""
    path = (*HOME, Place(Screen.TICKET))
    state = replace(state, given=ticket, path=path, message=None, counting=None)
    return replace(state, shown_at=now, touched_at=now), (i.Print(ticket),)


def refused(state: State, answer: i.TicketRefused, now: float) -> i.Stepped:
    """Say the server's sentence."""
    pending = state.pending
    if pending is None or pending.key != answer.key:
        return state, ()
    key = "" if answer.words else "message.failed"
    message = Message(key, answer.words, now)
    state = replace(state, pending=None, message=message, touched_at=now)
    # The office is not as we thought (closed, full): ask again.
    return state, (i.Refresh(),)


def slip_ended(state: State, news: i.SlipEnded, now: float) -> i.Stepped:
    """Note how the slip came out; a failed one keeps the number on the glass."""
    slip = _slip(news)
    if (ticket := state.given) is not None and _is(ticket, news):
        known = replace(ticket, slip=slip)
        if slip is Slip.PRINTED:
            return replace(state, given=known), ()
        return _fault(state, known, now), ()
    awaited, state = state.awaited, _no_longer_awaited(state, news)
    if awaited is None or not _is(awaited, news) or slip is Slip.PRINTED:
        return state, ()
    if state.path != HOME or state.message or state.underway:
        return state, ()
    # Nobody touched anything since: they still stand there for their paper.
    state = replace(state, language=awaited.wish.language)
    return _fault(state, replace(awaited, slip=slip), now), ()


def _slip(news: i.SlipEnded) -> Slip:
    if news.ok:
        return Slip.PRINTED
    return Slip.NO_PRINTER if news.no_printer else Slip.FAILED


def _is(ticket: Given, news: i.SlipEnded) -> bool:
    return ticket.issued.ticket.id == news.ticket and ticket.slip is Slip.PRINTING


def _no_longer_awaited(state: State, news: i.SlipEnded) -> State:
    if state.awaited is not None and _is(state.awaited, news):
        return replace(state, awaited=None)
    return state


def _fault(state: State, ticket: Given, now: float) -> State:
    # Who chooses a reason for priority goes on, and comes back to the fault.
    path = (*HOME, Place(Screen.FAULT), *state.path[2:])
    return replace(state, given=ticket, path=path, shown_at=now)


def done(state: State, _: i.Done, __: float) -> i.Stepped:
    """Close the page of the number, given now or scanned."""
    if state.given is None and state.presented is None:
        return state, ()
    return closed(state), ()


def closed(state: State) -> State:
    """Return the state at home after a ticket: the next citizen's."""
    ticket = state.given
    printing = ticket is not None and ticket.slip is Slip.PRINTING
    return replace(at_home(state), awaited=ticket if printing else None)


def call_staff(state: State, touch: i.CallStaff, now: float) -> i.Stepped:
    """Ask for staff; without a line say at once how else to find them."""
    if not state.hall.online:
        return replace(state, message=Message("help.away", since=now)), ()
    calling = Calling(touch.key, now)
    return replace(state, calling=calling), (i.Assist(touch.key, state.screen),)


def staff_called(state: State, answer: i.StaffCalled, now: float) -> i.Stepped:
    """Confirm that staff know."""
    if state.calling is None or state.calling.key != answer.key:
        return state, ()
    key = "help.called" if answer.ok else "help.away"
    return replace(state, calling=None, message=Message(key, since=now)), ()


TOUCHES: i.Table = {i.Take: take, i.Done: done, i.CallStaff: call_staff}

NEWS: i.Table = {
    i.TicketGiven: given,
    i.TicketRefused: refused,
    i.StaffCalled: staff_called,
    i.SlipEnded: slip_ended,
}

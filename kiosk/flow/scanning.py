"""A code was scanned: a ticket's, an appointment's, a citizen card's. PURE."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import meeting, priority, returning
from kiosk.flow.state import Screen, State
from kiosk.flow.wishes import Message
from kiosk.scanning.codes import (
    AppointmentCode,
    BrokenCard,
    Card,
    Code,
    TicketCode,
)


class Scanned(i.News):
    """A code before the scanner; the key is that of what it wishes."""

    key: str
    code: Code


class ScannerThere(i.News):
    """The scanner can be used, or was unplugged."""

    there: bool


def scanner_there(state: State, news: ScannerThere, _: float) -> i.Stepped:
    """Tell of the scanner on the pages while it is there."""
    return replace(state, hall=replace(state.hall, scanner=news.there)), ()


def scanned(state: State, news: Scanned, now: float) -> i.Stepped:
    """Do what the code stands for, on whichever page.

    A code counts as a touch: somebody is there. What lies over the page gives way,
    but not what was asked and has no answer yet.
    """
    if state.underway is not None:
        return replace(state, touched_at=now), ()
    state = replace(
        state, touched_at=now, shown_at=now, awaited=None, message=None, counting=None
    )
    state = replace(state, comfort=replace(state.comfort, open=False))
    match news.code:
        case TicketCode(ticket, secret):
            return returning.presented(state, ticket, secret, news.key, now)
        case AppointmentCode(code):
            return _appointment(state, code, news.key, now)
        case Card(years):
            return priority.card(state, years, news.key, now)
        case BrokenCard():
            return _said(state, "scan.broken_card", now)
    return _said(state, "scan.foreign", now)


def _appointment(state: State, code: str, key: str, now: float) -> i.Stepped:
    """Do as if the code had been typed."""
    if not state.hall.appointments:
        return _said(state, "scan.foreign", now)
    state = returning.without_number(state)
    if state.screen is not Screen.APPOINTMENT:
        state, _ = meeting.opened(state, i.OpenAppointment(), now)
    state, _ = meeting.typed(state, i.TypeCode(code), now)
    return meeting.check_in(state, i.CheckIn(key), now)


def _said(state: State, key: str, now: float) -> i.Stepped:
    return replace(state, message=Message(key, since=now)), ()


NEWS: i.Table = {Scanned: scanned, ScannerThere: scanner_there}

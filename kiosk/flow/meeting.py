"""Checking in with an appointment's code. PURE."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import moving, taking
from kiosk.flow.state import HOME, Place, Screen, State
from kiosk.flow.wishes import Checking, Message, Wish
from server.protocol.messages import Appointment
from server.protocol.times import moment

DIGITS = 6
"""Digits of an appointment's code."""


def opened(state: State, _: i.OpenAppointment, __: float) -> i.Stepped:
    """Show the pad, empty."""
    if not state.hall.appointments:
        return state, ()
    return moving.to(replace(state, code=""), Place(Screen.APPOINTMENT)), ()


def typed(state: State, touch: i.TypeCode, _: float) -> i.Stepped:
    """Take the digits; whatever else a hand or a scanner sends is dropped."""
    if state.screen is not Screen.APPOINTMENT:
        return state, ()
    digits = "".join(one for one in touch.code if one in "0123456789")
    return replace(state, code=digits[:DIGITS]), ()


def check_in(state: State, touch: i.CheckIn, now: float) -> i.Stepped:
    """Ask what the code stands for."""
    if state.screen is not Screen.APPOINTMENT or len(state.code) < DIGITS:
        return state, ()
    if not state.hall.online:
        return replace(state, message=Message("message.away", since=now)), ()
    checking = Checking(touch.key, state.code, now)
    return replace(state, checking=checking), (i.Check(touch.key, state.code),)


def found(state: State, answer: i.AppointmentFound, now: float) -> i.Stepped:
    """Ask for the number of an appointment that stands; else say how it is."""
    checking = state.checking
    if checking is None or checking.key != answer.key:
        return state, ()
    state = replace(state, checking=None, touched_at=now)
    booked = answer.found
    if (key := _hindrance(booked, answer.today)) is None:
        code, proved = checking.code, state.proved
        wish = Wish(booked.service, None, (), state.language, code, proved)
        return taking.ask(state, i.Take(answer.key, booked.service), wish, now)
    if key != "appointment.here" and state.hall.service(booked.service) is not None:
        # They came for it: where they can take a number as everybody does.
        place = Place(Screen.SERVICE, service=booked.service)
        state = replace(state, path=(*HOME, place))
    return replace(state, message=Message(key, since=now, at=booked.at)), ()


def _hindrance(booked: Appointment, today: date) -> str | None:
    day = moment(booked.at).date()
    if day < today and booked.state in ("booked", "gone"):
        return "appointment.past"
    if booked.state == "booked":
        return None if day == today else "appointment.early"
    if booked.state == "gone":
        return "appointment.late"
    return f"appointment.{booked.state}"


def refused(state: State, answer: i.AppointmentRefused, now: float) -> i.Stepped:
    """Say that there is no such code, or the server's sentence."""
    if state.checking is None or state.checking.key != answer.key:
        return state, ()
    if answer.reason == "unknown_appointment":
        message = Message("appointment.unknown", since=now)
    else:
        message = Message("" if answer.words else "message.failed", answer.words, now)
    return replace(state, checking=None, message=message, touched_at=now), ()


TOUCHES: i.Table = {i.OpenAppointment: opened, i.TypeCode: typed, i.CheckIn: check_in}

NEWS: i.Table = {i.AppointmentFound: found, i.AppointmentRefused: refused}

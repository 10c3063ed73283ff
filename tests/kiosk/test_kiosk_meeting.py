"""Checking in with an appointment's code, the flow alone."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.catalog import Catalog
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.state import HOME, Hall, Place, Screen
from kiosk.flow.wishes import Message, Wish
from server.protocol.messages import Appointment
from tests.kiosk.kiosk_office import closed_office, issued, office, procedures

CATALOG = Catalog(procedures())
KEY, CODE = "key-one-1", "407152"
TODAY = date(2026, 11, 23)


def start(**changes: Any) -> State:
    state = State(hall=Hall(catalog=CATALOG))
    state = after(state, i.OfficeKnown(office(appointments=True)), i.LineUp())
    return replace(state, **changes)


def after(state: State, *inputs: i.Input, now: float = 0.0) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def typed(code: str = CODE) -> State:
    return after(start(), i.OpenAppointment(), i.TypeCode(code))


def booked(state: str = "booked", at: str = "2026-11-23T09:30", **more: Any) -> i.Input:
    known: dict[str, Any] = {"service": "ho-tich", **more}
    found = Appointment(code=CODE, at=f"{at}:00.000+07:00", state=state, **known)  # type: ignore[arg-type]
    return i.AppointmentFound(KEY, found, TODAY)


def test_a_code_gives_the_number_of_its_appointment() -> None:
    state, effects = step(typed(), i.CheckIn(KEY), 1)
    assert effects == (i.Check(KEY, CODE),)
    state, effects = step(state, booked(), 2)
    assert effects == (i.Issue(KEY, Wish("ho-tich", None, (), "vi", CODE)),)
    state, effects = step(state, i.TicketGiven(KEY, issued()), 3)
    assert state.screen is Screen.TICKET
    assert [type(one) for one in effects] == [i.Print]
    state = after(state, i.SlipEnded(87, True), i.Done(), now=4)
    assert (state.path, state.code) == (HOME, "")


def test_the_page_is_only_there_where_appointments_are_taken() -> None:
    plain = after(start(), i.OfficeKnown(office()), i.OpenAppointment())
    assert plain.path == HOME
    assert after(typed(), i.OfficeKnown(office())).path == HOME
    assert not State().hall.appointments


def test_only_six_digits_are_taken() -> None:
    assert typed("40-71 a52999").code == CODE
    assert after(start(), i.TypeCode(CODE)).code == ""
    assert after(typed(), i.GoHome()).code == ""
    assert after(typed(), i.GoBack(), i.OpenAppointment()).code == ""


@pytest.mark.parametrize("code", ["", "40715"])
def test_an_unfinished_code_is_not_asked_about(code: str) -> None:
    state, effects = step(typed(code), i.CheckIn(KEY), 1)
    assert (state.checking, effects) == (None, ())
    elsewhere = after(start(code=CODE), i.CheckIn(KEY))
    assert elsewhere.checking is None


def test_without_a_line_it_says_so() -> None:
    state, effects = step(after(typed(), i.LineDown()), i.CheckIn(KEY), 1)
    assert (state.message, effects) == (Message("message.away", since=1), ())
    assert state.code == CODE


def test_while_a_code_is_looked_up_nothing_else_can_be_struck() -> None:
    state = after(typed(), i.CheckIn(KEY))
    for touch in (i.CheckIn("key-two-2"), i.GoHome(), i.TypeCode("1")):
        following, effects = step(state, touch, 1)
        assert (following.checking, following.code) == (state.checking, CODE)
        assert effects == ()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (booked(at="2026-11-24T09:30"), "appointment.early"),
        (booked(at="2026-11-20T09:30"), "appointment.past"),
        (booked("gone"), "appointment.late"),
        (booked("gone", at="2026-11-20T09:30"), "appointment.past"),
        (booked("cancelled"), "appointment.cancelled"),
    ],
)
def test_who_has_no_right_to_the_time_is_shown_where_else(
    answer: i.AppointmentFound, said: str
) -> None:
    state, effects = step(after(typed(), i.CheckIn(KEY)), answer, 2)
    assert effects == ()
    assert state.message == Message(said, since=2, at=answer.found.at)
    assert state.path == (*HOME, Place(Screen.SERVICE, service="ho-tich"))


def test_a_service_that_is_gone_is_not_shown() -> None:
    state = after(typed(), i.CheckIn(KEY), booked("gone", service="none"))
    assert state.screen is Screen.APPOINTMENT
    state = after(typed(), i.CheckIn(KEY), booked(service="none"))
    assert state.message == Message("message.gone", since=0)


def test_a_code_that_was_used_stays_on_the_pad() -> None:
    state = after(typed(), i.CheckIn(KEY), booked("here"))
    assert state.message is not None
    assert state.message.key == "appointment.here"
    assert (state.screen, state.code) == (Screen.APPOINTMENT, CODE)


def test_no_number_is_asked_for_outside_the_hours() -> None:
    shut = after(typed(), i.OfficeKnown(closed_office(appointments=True)))
    state, effects = step(after(shut, i.CheckIn(KEY)), booked(), 2)
    assert effects == ()
    assert state.message is not None
    assert state.message.words == {"vi": "Ngoài giờ làm việc.", "en": "Closed now."}


@pytest.mark.parametrize(
    ("reason", "words", "said"),
    [
        ("unknown_appointment", {"vi": "x"}, Message("appointment.unknown")),
        ("too_many_attempts", {"vi": "Chờ."}, Message("", {"vi": "Chờ."})),
        ("", None, Message("message.failed")),
    ],
)
def test_a_refusal_is_said_and_the_code_stays(
    reason: str, words: dict[str, str] | None, said: Message
) -> None:
    asked = after(typed(), i.CheckIn(KEY))
    state = after(asked, i.AppointmentRefused(KEY, reason, words))
    assert (state.message, state.checking, state.code) == (said, None, CODE)


def test_answers_to_another_question_change_nothing() -> None:
    asked = after(typed(), i.CheckIn("key-two-2"))
    for answer in (booked(), i.AppointmentRefused(KEY, "", None)):
        assert step(asked, answer, 1) == (asked, ())
        assert step(typed(), answer, 1) == (typed(), ())


def test_a_question_without_an_answer_is_given_up() -> None:
    asked = after(typed(), i.CheckIn(KEY))
    assert after(asked, i.Passed(), now=14.9).checking is not None
    state, effects = step(asked, i.Passed(), 15.0)
    assert effects == (i.GiveUp(KEY),)
    assert (state.checking, state.message) == (None, Message("message.away", since=15))

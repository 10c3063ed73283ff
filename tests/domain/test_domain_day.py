"""The day and its room: midnight, clocks that jump, closing time, quotas, adoption."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from server.domain import answers, commands, errors
from server.domain.events import DayOpened, TicketIssued
from server.domain.model import Appointment, Hours, Office, Quota, State
from tests.domain.desks import Driven
from tests.offices import MONDAY, WEEK, ZONE, office


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def days(driven: Driven) -> list[str]:
    return [event.day for event in driven.happened if isinstance(event, DayOpened)]


# Midnight


def test_midnight_with_people_inside_waits_until_they_have_gone() -> None:
    driven = Driven(now=at(23, 23, 50))
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    driven.issue()
    driven.now = at(24, 0, 10)
    assert driven.issue() == "A003"  # no second 001
    for _ in range(3):
        driven.do(commands.CallNext("hoai"))
        driven.do(commands.Finish("hoai"))
    assert days(driven) == ["2026-11-23"]
    driven.turn()
    assert days(driven) == ["2026-11-23", "2026-11-24"]
    states = {t.state for t in driven.desk.tickets.values()}
    assert states == set()


def test_a_counter_left_open_does_not_keep_the_day_for_ever() -> None:
    driven = Driven(now=at(23, 16, 0))
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    driven.now = at(24, 3, 59)
    driven.turn()
    assert driven.desk.day == date(2026, 11, 23)
    driven.now = at(24, 4, 0)
    driven.turn()
    assert driven.desk.day == date(2026, 11, 24)


def test_who_still_waits_when_all_have_left_has_gone_too() -> None:
    driven = Driven(now=at(23, 16, 0))
    driven.issue()
    driven.now = at(24, 0, 0)
    assert driven.issue() == "A001"


# Clocks


def test_a_clock_that_had_run_ahead_finds_back_to_the_next_real_day() -> None:
    driven = Driven(now=at(23, 10))
    driven.issue()
    driven.now = datetime(2030, 1, 1, 8, tzinfo=ZONE)
    driven.issue()
    driven.now = at(23, 11)  # set right the same day: it goes on with its numbers
    assert driven.issue() == "A002"
    driven.now = at(24, 8)
    assert driven.issue() == "A001"
    assert days(driven) == ["2026-11-23", "2030-01-01", "2026-11-23", "2026-11-24"]
    driven.now = datetime(2030, 1, 1, 9, tzinfo=ZONE)
    assert driven.issue() == "A002"  # years later it is that day


def test_a_clock_that_was_ahead_for_days_finds_back() -> None:
    driven = Driven(now=at(23, 10))
    driven.issue()
    for false in (datetime(2026, 12, 23, 9, tzinfo=ZONE), at(24, 9)):
        driven.now = false
        driven.issue()
    driven.now = datetime(2026, 12, 24, 9, tzinfo=ZONE)
    driven.issue()
    for day in (25, 26, 27):
        driven.now = at(day, 8)
        assert driven.issue() == "A001"
    assert driven.desk.day == date(2026, 11, 27)


def test_a_day_shown_one_day_early_goes_on_when_it_comes() -> None:
    driven = Driven(now=at(23, 10))
    driven.issue()
    driven.now = at(24, 11)
    assert [driven.issue(), driven.issue()] == ["A001", "A002"]
    driven.now = at(23, 12)
    assert driven.issue() == "A002"
    driven.now = at(24, 8)
    assert driven.issue() == "A003"  # A001 and A002 of that day are in somebody's hand


def test_a_clock_set_right_waits_until_all_have_gone() -> None:
    driven = Driven(now=at(23, 10))
    driven.turn()
    driven.now = at(30, 10)
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    driven.now = at(23, 11)
    assert driven.issue() == "A002"
    assert driven.desk.day == date(2026, 11, 30)


def test_a_first_day_that_nobody_came_on_may_have_been_false() -> None:
    driven = Driven(now=datetime(2030, 1, 1, tzinfo=ZONE))
    driven.turn()
    driven.now = at(23, 10)
    assert driven.issue() == "A001"
    assert driven.desk.day == date(2026, 11, 23)


def test_a_clock_that_forgot_the_year_keeps_the_day() -> None:
    driven = Driven(now=at(23, 10))
    driven.turn()
    driven.now = at(24, 10)
    driven.issue()
    driven.now = datetime(2000, 1, 1, tzinfo=ZONE)
    assert driven.issue() == "A002"
    assert days(driven) == ["2026-11-23", "2026-11-24"]


def test_time_never_runs_back_in_the_queue() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    driven.now -= timedelta(hours=1)
    driven.issue()
    moments = [event.at for event in driven.happened]
    assert moments == sorted(moments)
    called = driven.do(commands.CallNext("hoai"))
    assert called.ticket.number == "A001"  # type: ignore[union-attr]


def test_the_next_day_knows_what_visits_took() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    for _ in range(20):
        driven.issue()
        driven.do(commands.CallNext("hoai"))
        driven.do(commands.Finish("hoai"), after=1200)
    driven.now = at(24, 8)
    driven.turn()
    opened = driven.happened[-1]
    assert isinstance(opened, DayOpened)
    assert opened.given == {"2026-11-23": {"A": 20}}
    assert opened.means == driven.desk.visits.means()
    assert opened.means["copies"] == pytest.approx(1050, abs=1)


# Room for more


def limited(**more: Any) -> Office:
    made = office(hours=Hours(WEEK))
    copies = replace(made.services["copies"], **more)
    return replace(made, services={**made.services, "copies": copies})


def test_a_kiosk_gives_no_ticket_whose_wait_ends_after_closing_time() -> None:
    driven = Driven(limited(), at(23, 16, 0))
    driven.do(commands.OpenCounter("q1", "hoai"))
    kiosk = commands.Issue("copies", device="kiosk")
    driven.do(kiosk)
    driven.do(kiosk)  # expected at 16:20, the next one after 16:30
    with pytest.raises(errors.ClosingSoon) as refused:
        driven.do(kiosk)
    assert refused.value.data == {"closes": "2026-11-23T16:30:00+07:00"}
    assert driven.issue() == "A003"  # staff may decide otherwise


def test_the_wait_goes_on_over_lunch() -> None:
    driven = Driven(limited(), at(23, 11, 55))
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    given = driven.do(commands.Issue("copies"))
    assert isinstance(given, answers.Issued)
    assert given.ticket.expected == 1200
    assert given.wait is not None  # twenty minutes of work, and an hour of lunch
    assert given.wait.low <= 4800 <= given.wait.high
    assert given.wait.low >= 2100


def test_a_quota_of_a_part_of_the_day() -> None:
    quotas = (Quota(None, time(12), 1), Quota(time(12), None, 1))
    driven = Driven(limited(quotas=quotas), at(23, 9))
    kiosk = commands.Issue("copies", device="kiosk")
    driven.do(kiosk)
    with pytest.raises(errors.QuotaReached) as refused:
        driven.do(kiosk)
    assert refused.value.data == {"until": "2026-11-23T13:00:00+07:00"}
    assert driven.issue() == "A002"  # by staff; it counts
    driven.now = at(23, 13)
    driven.do(kiosk)
    with pytest.raises(errors.QuotaReached) as over:
        driven.do(kiosk)
    assert over.value.data == {"until": None}


def test_an_appointment_is_used_once_and_has_room() -> None:
    driven = Driven(limited(quotas=(Quota(None, None, 0),)), at(23, 8))
    booked = Appointment("123456", at(23, 9))
    kiosk = commands.Issue("copies", device="kiosk", appointment=booked)
    given = driven.do(kiosk)
    assert isinstance(given, answers.Issued)
    assert given.ticket.appointment == booked
    with pytest.raises(errors.AppointmentUsed):
        driven.do(kiosk)
    driven.now = at(24, 8)
    driven.turn()
    assert driven.desk.appointments == set()


# What a kiosk gave itself


def adopt(
    driven: Driven, number: str = "U001", minutes: int = -30, **more: Any
) -> answers.Issued:
    command = commands.Adopt(
        issue=commands.Issue("copies", device="kiosk", missing=("p1",)),
        device="kiosk",
        number=number,
        issued_at=driven.now + timedelta(minutes=minutes),
        earliest=MONDAY - timedelta(hours=1),
        secret="5e",
    )
    given = driven.do(replace(command, **more))
    assert isinstance(given, answers.Issued)
    return given


def test_an_adopted_ticket_stands_where_it_was_issued() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    given = adopt(driven)
    assert (given.ticket.number, given.ticket.secret) == ("U001", "5e")
    assert given.ahead == 0
    assert given.ticket.missing == ("p1",)
    assert [t.number for t in driven.desk.line("q1", driven.now)] == ["U001", "A001"]
    assert driven.issue() == "A002"


def test_it_is_adopted_once_whatever_the_key() -> None:
    driven = Driven()
    first = adopt(driven)
    again = adopt(driven, issued_at=first.ticket.issued_at)
    assert again.ticket == first.ticket
    assert sum(isinstance(e, TicketIssued) for e in driven.happened) == 1


def test_one_that_was_booked_on_an_earlier_day_is_over() -> None:
    driven = Driven()
    driven.turn()
    given = adopt(driven, known=77)
    assert (given.ticket.id, given.ticket.state) == (77, State.EXPIRED)
    assert sum(isinstance(e, TicketIssued) for e in driven.happened) == 0


def test_one_of_a_past_day_is_booked_there_as_expired() -> None:
    driven = Driven()
    given = adopt(driven, minutes=-26 * 60, earliest=MONDAY - timedelta(days=3))
    assert given.ticket.state is State.EXPIRED
    issued = next(e for e in driven.happened if isinstance(e, TicketIssued))
    assert issued.adopted_day == "2026-11-22"
    assert given.ticket.issued_at == MONDAY - timedelta(hours=26)
    assert driven.desk.waiting == {}


def test_a_kiosk_cannot_have_given_it_before_it_was_lost_nor_in_the_future() -> None:
    driven = Driven()
    early = adopt(driven, minutes=-500)
    assert early.ticket.issued_at == MONDAY - timedelta(hours=1)
    late = adopt(driven, "U002", minutes=60)
    assert late.ticket.issued_at == driven.now


@pytest.mark.parametrize("number", ["A007", "U1", "UU001", "001", "u001"])
def test_a_number_that_is_not_the_kiosks_own_is_refused(number: str) -> None:
    driven = Driven()
    with pytest.raises(errors.Conflict):
        adopt(driven, number)


def test_two_kiosks_with_one_letter_are_refused() -> None:
    driven = Driven()
    adopt(driven)
    with pytest.raises(errors.Conflict):
        adopt(driven, device="other")


def test_a_kiosks_clock_may_run_in_another_zone() -> None:
    driven = Driven()
    given = adopt(driven, issued_at=MONDAY.astimezone(UTC))
    assert given.ticket.issued_at.isoformat() == "2026-11-23T08:00:00+07:00"


def test_an_adopted_ticket_may_have_priority() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    asked = commands.Issue("copies", priority="elderly", device="kiosk")
    given = adopt(driven, minutes=0, issue=asked)
    assert given.ticket.credit == 1800
    assert given.ahead == 0
    with pytest.raises(errors.UnknownService):
        adopt(driven, "U009", issue=commands.Issue("nothing"))


# Instead of one that its citizen does not know of


def test_the_ticket_that_the_citizen_does_not_know_of_is_cancelled_with_it() -> None:
    driven = Driven()
    driven.issue()
    lost = next(iter(driven.desk.tickets))
    given = adopt(driven, instead=lost)
    assert driven.desk.tickets[lost].state is State.CANCELLED
    assert [*driven.desk.waiting] == [given.ticket.id]
    adopt(driven, instead=lost, issued_at=given.ticket.issued_at)
    assert [*driven.desk.waiting] == [given.ticket.id]


def test_one_that_was_called_meanwhile_stays_with_its_counter() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue()
    lost = next(iter(driven.desk.tickets))
    driven.do(commands.CallNext("hoai"))
    given = adopt(driven, instead=lost)
    assert driven.desk.tickets[lost].state is State.CALLED
    assert given.ticket.state is State.WAITING


def test_a_ticket_that_is_not_there_is_no_hindrance() -> None:
    driven = Driven()
    assert adopt(driven, instead=4711).ticket.state is State.WAITING


def test_the_right_to_a_time_goes_over_to_the_adopted_ticket() -> None:
    driven = Driven()
    booked = Appointment("123456", MONDAY)
    asked = commands.Issue("copies", device="kiosk", appointment=booked)
    driven.do(asked)
    lost = next(iter(driven.desk.tickets))
    given = adopt(driven, instead=lost, issue=asked)
    assert given.ticket.appointment == booked
    assert driven.desk.appointments == {"123456"}

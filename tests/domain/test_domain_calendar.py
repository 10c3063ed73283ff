from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from server.domain.calendar import business_day, is_open, opens_at, sessions
from server.domain.model import Hours, Season, Session
from tests.offices import AFTERNOON, MONDAY, MORNING, WEEK, ZONE, office

HOURS = Hours(WEEK, holidays={date(2026, 11, 24): {"vi": "Ngày Văn hóa Việt Nam"}})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_the_business_day_is_that_of_the_office() -> None:
    late_in_london = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert business_day(office(), late_in_london) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, 7, 29), False),
        (at(23, 7, 30), True),
        (at(23, 11, 59), True),
        (at(23, 12, 0), False),
        (at(23, 13, 0), True),
        (at(23, 16, 30), False),
        (at(24, 9, 0), False),
        (at(22, 9, 0), False),
    ],
)
def test_tickets_are_given_within_the_hours(moment: datetime, expected: bool) -> None:
    assert is_open(office(hours=HOURS), moment) is expected


def test_the_next_opening_skips_lunch_nights_holidays_and_weekends() -> None:
    where = office(hours=HOURS)
    assert opens_at(where, at(23, 6)) == at(23, 7, 30)
    assert opens_at(where, at(23, 12)) == at(23, 13)
    assert opens_at(where, at(23, 17, 20)) == at(25, 7, 30)
    assert opens_at(where, at(27, 17)) == at(30, 7, 30)


def test_an_office_without_hours_is_always_open_and_one_without_sessions_never() -> (
    None
):
    assert is_open(office(), at(22, 3))
    never = office(hours=Hours({}))
    assert not is_open(never, MONDAY)
    assert opens_at(never, MONDAY) is None


def test_a_season_replaces_the_week_also_over_the_new_year() -> None:
    summer = Season((4, 16), (10, 15), {0: (Session(time(7), time(11, 30)),)})
    winter = Season((12, 1), (1, 31), {})
    hours = Hours(WEEK, seasons=(summer, winter))
    assert sessions(hours, date(2026, 6, 1)) == (Session(time(7), time(11, 30)),)
    assert sessions(hours, date(2026, 12, 7)) == ()
    assert sessions(hours, date(2027, 1, 4)) == ()
    assert sessions(hours, date(2026, 11, 23)) == (MORNING, AFTERNOON)


def test_a_session_that_closes_before_it_opens_cannot_be() -> None:
    with pytest.raises(ValueError, match="closes before it opens"):
        Session(time(12), time(7))
    assert str(MORNING) == "07:30-12:00"

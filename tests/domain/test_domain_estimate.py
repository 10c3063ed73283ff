"""How long a visit takes here, and how a wait is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.estimate import LAST, RANGE, STEP, Visits, told
from server.domain.model import Wait
from tests.offices import service

COPIES, BIRTHS = service("copies", "A"), service("births", "B")
BOTH = (COPIES, BIRTHS)


def test_without_any_visit_the_office_s_guess_holds() -> None:
    assert Visits(BOTH, {}).means() == {"copies": 600, "births": 600}


def test_what_was_learned_on_the_days_before_beats_the_guess() -> None:
    means = Visits(BOTH, {"copies": 300.0, "gone": 1.0}).means()
    assert means == {"copies": 300, "births": 600}


def test_the_mean_is_shrunk_towards_the_usual() -> None:
    visits = Visits((COPIES,), {})
    for _ in range(20):
        visits.add("copies", 1200)
    # all visits together take 1.5 times as long: (20 x 600 x 1.5 + 20 x 1200) / 40
    assert visits.means()["copies"] == pytest.approx(1050)


def test_a_slow_day_is_slow_for_a_service_that_nobody_came_for() -> None:
    visits = Visits(BOTH, {})
    for _ in range(20):
        visits.add("copies", 1200)
    assert visits.means()["births"] == pytest.approx(900)


def test_a_visit_left_open_by_mistake_is_not_counted() -> None:
    visits = Visits(BOTH, {})
    visits.add("copies", 3 * 3600)
    assert visits == Visits(BOTH, {})


def test_only_the_newest_visits_count() -> None:
    visits, only_new = Visits((COPIES,), {}), Visits((COPIES,), {})
    for _ in range(50):
        visits.add("copies", 3000)
    for _ in range(LAST):
        visits.add("copies", 600)
        only_new.add("copies", 600)
    assert visits.means() == only_new.means() == {"copies": 600}


def test_the_range_is_half_to_one_and_a_half_times_the_estimate() -> None:
    assert told(1200) == Wait(600, 1800)
    assert told(1202) == Wait(600, 2100)
    assert told(1) == Wait(0, 300)
    assert told(0) == Wait(0, 0)


def test_the_range_goes_on_over_lunch() -> None:
    def lunch_after_ten_minutes(seconds: float) -> float:
        return seconds if seconds <= 600 else seconds + 3600

    assert told(1200, lunch_after_ten_minutes) == Wait(600, 5400)


@given(seconds=st.floats(0, 30_000))
def test_a_range_is_honest(seconds: float) -> None:
    low, high = (part * seconds for part in RANGE)
    wait = told(seconds)
    assert wait.low % STEP == wait.high % STEP == 0
    assert wait.low <= low
    assert wait.high >= high
    assert (wait.low < wait.high) is (seconds > 0)


def test_a_visit_whose_end_is_undone_is_forgotten() -> None:
    visits, never = Visits(BOTH, {}), Visits(BOTH, {})
    visits.add("copies", 900)
    visits.take_back("copies", 900)
    visits.take_back("copies", 5)
    assert visits.means() == never.means()
    visits.add("gone", 900)  # a service that the office has no more
    visits.take_back("gone", 900)
    assert visits.means() == never.means()

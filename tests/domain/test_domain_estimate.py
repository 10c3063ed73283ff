from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.estimate import STEP, expected, mean_service
from server.domain.model import Wait

TEN = timedelta(minutes=10)


def test_nobody_knows_the_wait_while_no_counter_is_open() -> None:
    assert expected(3, TEN, counters=0, free=0) is None


def test_a_free_counter_and_nobody_ahead_is_at_once() -> None:
    assert expected(0, TEN, counters=2, free=1) == Wait(0, 0)


def test_somebody_ahead_waits_though_a_counter_is_free() -> None:
    assert expected(1, TEN, counters=2, free=1) == Wait(300, 900)


def test_the_range_is_half_to_one_and_a_half_times_the_formula() -> None:
    # (3 + 1) x 600 s / 2 counters = 1200 s
    assert expected(3, TEN, counters=2, free=0) == Wait(600, 1800)


def test_the_mean_is_shrunk_and_forgets_visits_left_open() -> None:
    assert mean_service(TEN, []) == TEN
    lengths = [timedelta(minutes=20)] * 20
    assert mean_service(TEN, lengths) == timedelta(minutes=15)
    assert mean_service(TEN, [timedelta(hours=3)]) == TEN


def test_only_the_newest_thirty_count() -> None:
    old, new = [timedelta(minutes=60)] * 50, [TEN] * 30
    assert mean_service(TEN, old + new) == TEN


@given(
    ahead=st.integers(0, 500),
    minutes=st.integers(1, 60),
    counters=st.integers(1, 12),
    data=st.data(),
)
def test_a_range_is_honest(
    ahead: int, minutes: int, counters: int, data: st.DataObject
) -> None:
    free = data.draw(st.integers(0, counters))
    wait = expected(ahead, timedelta(minutes=minutes), counters, free)
    assert wait is not None
    assert wait.low % STEP == wait.high % STEP == 0
    if wait != Wait(0, 0):
        middle = (ahead + 1) * minutes * 60 / counters
        assert wait.low <= middle < wait.high + STEP
        assert wait.low < wait.high

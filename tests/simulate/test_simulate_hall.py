"""The hall: every clerk's and citizen's steps make sense, whatever the day."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from server.simulate.hall import play
from server.simulate.world import ABSENT_AFTER, SEVEN, Day, Plan, Visitor, a_day

MORNING = (28_800.0, 36_000.0)
AFTERNOON = (43_200.0, 50_400.0)


class FirstCome:
    """Calls whoever came first and writes everything down."""

    def __init__(self, day: Day) -> None:
        self.told: list[tuple[str, int, float]] = []
        self.waiting: list[int] = []
        self.state = ["closed"] * len(day.breaks)
        self.at = 0.0

    def _tell(self, what: str, who: int, at: float) -> None:
        assert at >= self.at
        self.at = at
        self.told.append((what, who, at))

    def _from(self, counter: int, *states: str) -> None:
        assert self.state[counter] in states, (counter, self.state)

    def open(self, counter: int, at: float) -> None:
        self._from(counter, "closed")
        self.state[counter] = "free"
        self._tell("open", counter, at)

    def issue(self, visitor: int, at: float) -> None:
        self.waiting.append(visitor)
        self._tell("issue", visitor, at)

    def call(self, counter: int, at: float) -> int | None:
        self._from(counter, "free")
        if not self.waiting:
            return None
        self.state[counter] = "called"
        self._tell("call", counter, at)
        return self.waiting.pop(0)

    def start(self, counter: int, at: float) -> None:
        self._from(counter, "called")
        self.state[counter] = "serving"
        self._tell("start", counter, at)

    def finish(self, counter: int, at: float) -> None:
        self._from(counter, "serving")
        self.state[counter] = "free"
        self._tell("finish", counter, at)

    def no_show(self, counter: int, at: float) -> None:
        self._from(counter, "called")
        self.state[counter] = "free"
        self._tell("no_show", counter, at)

    def pause(self, counter: int, at: float) -> None:
        self._from(counter, "free")
        self.state[counter] = "paused"
        self._tell("pause", counter, at)

    def resume(self, counter: int, at: float) -> None:
        self._from(counter, "paused")
        self.state[counter] = "free"
        self._tell("resume", counter, at)

    def close(self, counter: int, at: float) -> None:
        self._from(counter, "free")
        self.state[counter] = "closed"
        self._tell("close", counter, at)

    def count(self, what: str) -> int:
        return sum(told[0] == what for told in self.told)


def played(day: Day) -> FirstCome:
    reception = FirstCome(day)
    play(day, reception)
    return reception


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(0, 120))
def test_a_day_ends_with_everybody_served_and_all_counters_closed(
    seed: int, clerks: int, visits: int
) -> None:
    plan = Plan((MORNING, AFTERNOON), visits, SEVEN, clerks, no_shows=0.2)
    day = a_day(plan, Random(seed))
    told = played(day)
    assert not told.waiting
    assert set(told.state) == {"closed"}
    assert told.count("issue") == told.count("call") == len(day.visitors)
    assert told.count("finish") + told.count("no_show") == len(day.visitors)
    assert told.count("no_show") == sum(not v.comes for v in day.visitors)
    assert told.count("pause") == told.count("resume") <= clerks
    assert told.count("open") == told.count("close") <= 2 * clerks


def test_one_citizen_is_called_at_once_and_leaves_when_the_visit_is_over() -> None:
    visitor = Visitor(30_000.0, "general", 600.0, 10.0, True, False)
    day = Day((MORNING,), [visitor], [28_900.0], 900.0)
    assert played(day).told == [
        ("open", 0, 28_800.0),
        ("pause", 0, 28_900.0),
        ("resume", 0, 29_800.0),
        ("issue", 0, 30_000.0),
        ("call", 0, 30_000.0),
        ("start", 0, 30_010.0),
        ("finish", 0, 30_600.0),
        ("close", 0, 36_000.0),
    ]


def test_a_clerk_waits_for_who_has_left_and_takes_the_break_afterwards() -> None:
    visitor = Visitor(30_000.0, "general", 600.0, 10.0, False, False)
    day = Day((MORNING,), [visitor], [30_010.0], 900.0)
    assert played(day).told[2:6] == [
        ("call", 0, 30_000.0),
        ("no_show", 0, 30_000.0 + ABSENT_AFTER),
        ("pause", 0, 30_000.0 + ABSENT_AFTER),
        ("resume", 0, 30_900.0 + ABSENT_AFTER),
    ]


def test_who_came_before_noon_is_served_before_the_clerk_leaves() -> None:
    late = [Visitor(35_990.0 + n, "general", 700.0, 10.0, True, False) for n in (0, 1)]
    day = Day((MORNING, AFTERNOON), late, [20_000.0], 900.0)
    told = played(day).told
    assert ("finish", 0, 35_990.0 + 1400.0) in told
    assert ("close", 0, 35_990.0 + 1400.0) in told
    assert ("open", 0, 43_200.0) in told


def test_of_two_idle_clerks_the_one_who_has_waited_longer_calls() -> None:
    def visit(at: float, takes: float) -> Visitor:
        return Visitor(at, "general", takes, 1.0, True, False)

    visitors = [visit(29_000, 50), visit(29_010, 20), visit(29_100, 5)]
    told = played(Day((MORNING,), visitors, [20_000.0] * 2, 0.0)).told
    assert [who for what, who, _ in told if what == "call"] == [0, 1, 1]

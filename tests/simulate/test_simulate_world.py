"""The simulated world: what it is made from shows in what comes out."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path
from random import Random

import pytest

from server.simulate import hall, world
from server.simulate.world import Kind, Plan, a_day

EIGHT_HOURS = ((27_000.0, 43_200.0), (46_800.0, 59_400.0))


def test_the_same_chance_gives_the_same_day() -> None:
    plan = Plan(EIGHT_HOURS, 94, world.SEVEN, no_shows=0.05, priority=0.1)
    assert a_day(plan, Random(7)) == a_day(plan, Random(7))
    assert a_day(plan, Random(7)) != a_day(plan, Random(8))


def test_visits_take_as_long_as_they_were_measured_to() -> None:
    chance = Random(1)
    lengths = [world.takes(Kind("general"), chance) for _ in range(100_000)]
    assert statistics.fmean(lengths) == pytest.approx(world.MEAN, rel=0.01)
    assert statistics.median(lengths) == pytest.approx(world.MEDIAN, rel=0.01)


def test_seven_services_take_on_average_what_all_visits_do() -> None:
    assert sum(kind.weight for kind in world.SEVEN) == pytest.approx(1)
    mean = sum(kind.weight * kind.mean for kind in world.SEVEN)
    assert mean == pytest.approx(612, abs=1)


def test_citizens_come_only_while_the_doors_are_open_and_most_before_noon() -> None:
    plan = Plan(EIGHT_HOURS, 94)
    chance = Random(2)
    days = [world.arrivals(plan, chance) for _ in range(300)]
    assert statistics.fmean(len(day) for day in days) == pytest.approx(94, rel=0.02)
    moments = [at for day in days for at in day]
    assert all(any(o <= at < c for o, c in EIGHT_HOURS) for at in moments)
    assert all(day == sorted(day) for day in days)
    busiest = sum(27_000 + 7_200 <= at < 27_000 + 10_800 for at in moments) / 300
    assert busiest == pytest.approx(19, rel=0.05)


def test_shares_of_priority_and_of_those_who_leave_are_as_planned() -> None:
    plan = Plan(EIGHT_HOURS, 30_000, world.SEVEN, no_shows=0.05, priority=0.10)
    visitors = a_day(plan, Random(3)).visitors
    n = len(visitors)
    assert sum(v.priority for v in visitors) / n == pytest.approx(0.10, abs=0.01)
    assert sum(not v.comes for v in visitors) / n == pytest.approx(0.05, abs=0.01)
    general = sum(v.service == "general" for v in visitors) / n
    assert general == pytest.approx(0.36, abs=0.01)
    assert all(0 < v.walk <= v.takes / 2 for v in visitors)


def test_an_office_that_is_shut_has_no_visitors() -> None:
    assert a_day(Plan((), 94, clerks=0), Random(1)).visitors == []
    assert a_day(Plan(EIGHT_HOURS, 0), Random(1)).visitors == []


def test_an_office_of_another_size_is_kept_as_busy_as_the_commune() -> None:
    assert world.usual_visits((Kind("general"),), world.COUNTERS) == world.VISITS
    assert world.usual_visits((Kind("general"),), 2) == world.VISITS // 2
    assert world.usual_visits(world.SEVEN, 4) == pytest.approx(94 * 753 / 612, abs=1)


def test_the_world_knows_nothing_of_the_queue() -> None:
    for module in (world, hall):
        assert module.__file__ is not None
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module in {"world"} or not node.level
                assert not (node.module or "").startswith("server")
            elif isinstance(node, ast.Import):
                assert not any(name.name.startswith("server") for name in node.names)

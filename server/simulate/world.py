"""The world outside: who comes when, for what, for how long, and who does not stay.

It knows nothing of the queue's rules and nothing of how a wait is estimated, so that
what is measured in it is measured fairly. The constants were written down before any
estimator was tuned on them. They come from 26,099 visits of the citizens' office of
Rubí (its public data of 2026, the nearest thing to a commune's reception area that is
published) and from the simulated commune built on them; what is not from there is
marked as assumed.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import NamedTuple

MEAN, MEDIAN = 753.0, 586.0
"""Seconds of a general walk-in's visit, from the call to its end (Rubí)."""
SPREAD = math.sqrt(2 * math.log(MEAN / MEDIAN))
"""Sigma of the lognormal with that mean and median; every service's is taken alike."""
VISITS, COUNTERS = 94, 4
"""Visits a day and counters of the simulated commune; 115 a day is its busy one."""
BUSY_VISITS = 115
NO_SHOWS = 0.05
"""The share of citizens who have left when they are called."""
PRIORITY = 0.10
"""The share of tickets with priority."""
BREAK = 15 * 60.0
"""Seconds of the one break that each clerk takes in a day."""
ABSENT_AFTER = 60.0
"""Seconds that a clerk waits for who does not come (assumed: peers wait 45 s)."""
WALK = (5.0, 25.0)
"""Seconds from the call until the citizen stands at the counter (assumed); they are
a part of the visit."""
PROFILE = (1.2, 1.6, 1.6, 1.6, 0.8, 0.5, 0.4, 0.3)
"""How many come in each eighth of the opening hours, by the average: 19 an hour in the
busiest of a commune with 94 a day (1.6 times the average). The shape beside that is
assumed: most come in the morning; waits then spread about as far as in the simulated
commune (17 minutes beside its 20)."""


@dataclass(frozen=True)
class Kind:
    """A service as the world knows it.

    Attributes:
        id: its name.
        weight: how many come for it, by those of the other services.
        median: seconds of one visit that half of the visits stay below.
    """

    id: str
    weight: float = 1.0
    median: float = MEDIAN

    @property
    def mean(self) -> float:
        """The mean length of a visit in seconds."""
        return self.median * MEAN / MEDIAN


SEVEN = (
    Kind("general", 0.36, MEDIAN),
    Kind("certificate", 0.12, 140.0),
    Kind("information", 0.12, 190.0),
    Kind("fourth", 0.10, 300.0),
    Kind("fifth", 0.10, 415.0),
    Kind("sixth", 0.10, 640.0),
    Kind("seventh", 0.10, 900.0),
)
"""Seven services: the first three are Rubí's; the others are assumed, so that the mean
of all is that of all its visits, 612 s."""


@dataclass(frozen=True)
class Plan:
    """What a day is made from.

    Attributes:
        sessions: when the doors are open, in seconds since midnight.
        visits: how many come on an average day.
        kinds: what they come for.
        clerks: how many clerks work.
        no_shows: the share that has left when called.
        priority: the share with priority.
        break_: seconds of each clerk's break; 0 for none.
    """

    sessions: Sequence[tuple[float, float]]
    visits: float
    kinds: Sequence[Kind] = (Kind("general"),)
    clerks: int = COUNTERS
    no_shows: float = 0.0
    priority: float = 0.0
    break_: float = BREAK


class Visitor(NamedTuple):
    """One citizen.

    Attributes:
        at: when they take a ticket, in seconds since midnight.
        service: what they come for.
        takes: seconds from the call to the end of the visit.
        walk: seconds of those until they stand at the counter.
        comes: whether they are still there when called.
        priority: whether they have priority.
    """

    at: float
    service: str
    takes: float
    walk: float
    comes: bool
    priority: bool


@dataclass(frozen=True)
class Day:
    """One day: its visitors as they come, and when each clerk would like a break."""

    sessions: Sequence[tuple[float, float]]
    visitors: Sequence[Visitor]
    breaks: Sequence[float]
    break_: float


def a_day(plan: Plan, chance: Random) -> Day:
    """Make a day; the same plan and the same ``chance`` give the same one."""
    weights = list(accumulate(kind.weight for kind in plan.kinds))
    visitors = [_visitor(plan, weights, at, chance) for at in arrivals(plan, chance)]
    breaks = [_break(plan, chance) for _ in range(plan.clerks)]
    return Day(plan.sessions, visitors, breaks, plan.break_)


def arrivals(plan: Plan, chance: Random) -> list[float]:
    """Give the moments at which somebody comes: a Poisson stream along the profile.

    Made by thinning: candidates come at the highest rate of all and are kept by what
    the rate is at their moment (Lewis & Shedler 1979).
    """
    open_for = sum(closes - opens for opens, closes in plan.sessions)
    if plan.visits <= 0 or open_for <= 0:
        return []
    average = sum(PROFILE) / len(PROFILE)
    highest = max(PROFILE)
    gap = open_for * average / (plan.visits * highest)
    moments, spent = [], 0.0
    while (spent := spent + chance.expovariate(1.0) * gap) < open_for:
        if chance.random() * highest < PROFILE[int(len(PROFILE) * spent / open_for)]:
            moments.append(_clock(plan.sessions, spent))
    return moments


def takes(kind: Kind, chance: Random) -> float:
    """Give the length of one visit in seconds: lognormal."""
    return kind.median * math.exp(SPREAD * chance.gauss(0.0, 1.0))


def usual_visits(kinds: Sequence[Kind], counters: int) -> int:
    """Give how many visits a day keep so many counters as busy as the commune's."""
    work = VISITS * MEAN / COUNTERS * counters
    mean = sum(k.weight * k.mean for k in kinds) / sum(k.weight for k in kinds)
    return max(1, round(work / mean))


def _visitor(
    plan: Plan, weights: Sequence[float], at: float, chance: Random
) -> Visitor:
    """Make one citizen; ``weights`` are those of the kinds, added up."""
    kind = plan.kinds[bisect(weights, chance.random() * weights[-1])]
    length = takes(kind, chance)
    return Visitor(
        at=at,
        service=kind.id,
        takes=length,
        walk=min(chance.uniform(*WALK), length / 2),
        comes=chance.random() >= plan.no_shows,
        priority=chance.random() < plan.priority,
    )


def _break(plan: Plan, chance: Random) -> float:
    """Give a moment in the middle half of the opening hours."""
    open_for = sum(closes - opens for opens, closes in plan.sessions)
    return _clock(plan.sessions, open_for * chance.uniform(0.25, 0.75))


def _clock(sessions: Sequence[tuple[float, float]], spent: float) -> float:
    """Turn seconds of opening hours into seconds since midnight."""
    for opens, closes in sessions:
        if spent < closes - opens:
            return opens + spent
        spent -= closes - opens
    return sessions[-1][1]

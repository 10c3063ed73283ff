"""The error of the told wait in simulated communes, beside other estimators.

Each commune is played with 20 seeds, five days each. An estimator says at the issue
how long the citizen will wait; the truth is when the citizen is called. The others are
those of Ibrahim & Whitt (2009) and of the systems on the market; each is taken as it
does better in the commune, over all lines or by service. All know that there is no
wait while a counter is free; the fixed mean is the best number that could be chosen
afterwards.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .commune import Commune, Visit, Watch, communes, somebody_is_free, visits

SEEDS = range(20)
CLOSE = 300.0
"""Seconds within which an estimate counts as right."""
OURS = "ours"
RIVALS = ("LES", "HOL", "last 10", "EMA .9/.1")
FIXED = "fixed mean"


@dataclass(frozen=True)
class Error:
    """How far an estimator is off: root mean square and mean, in minutes."""

    rmse: float
    mae: float
    close: float


class Line:
    """What there is to see of one line: who waits since when, and the waits so far."""

    def __init__(self) -> None:
        self.waiting: dict[int, float] = {}
        self.last = 0.0
        self.ten: deque[float] = deque(maxlen=10)
        self.moving = 0.0

    def guess(self, at: float) -> dict[str, float]:
        """Give the estimators' wait."""
        first = min(self.waiting.values(), default=at)
        ten = sum(self.ten) / len(self.ten) if self.ten else 0.0
        return dict(zip(RIVALS, (self.last, at - first, ten, self.moving), strict=True))

    def called(self, visit: Visit) -> None:
        """Note a wait that has ended."""
        assert visit.waited is not None
        self.waiting.pop(id(visit))
        self.last = visit.waited
        self.ten.append(visit.waited)
        self.moving = 0.9 * self.moving + 0.1 * visit.waited


class Others(Watch):
    """The other estimators, over all lines and by service."""

    _all: Line
    _by_service: defaultdict[str, Line]

    def guess(self, service: str, at: float) -> dict[str, float]:
        """Give what each would say."""
        self._lines()
        over_all = self._all.guess(at)
        own = self._by_service[service].guess(at)
        free = somebody_is_free(self.desk, service)
        said = {name: 0.0 if free else over_all[name] for name in RIVALS}
        said |= {_by_service(name): 0.0 if free else own[name] for name in RIVALS}
        return {**said, "free": float(free)}

    def issued(self, visit: Visit) -> None:
        """Note who waits."""
        for line in (self._all, self._by_service[visit.service]):
            line.waiting[id(visit)] = visit.issued

    def called(self, visit: Visit) -> None:
        """Note who was called."""
        for line in (self._all, self._by_service[visit.service]):
            line.called(visit)

    def _lines(self) -> None:
        if not hasattr(self, "_all"):
            self._all, self._by_service = Line(), defaultdict(Line)


def measure(folder: Path) -> Iterator[str]:
    """Give the table, line by line."""
    names = (OURS, *RIVALS, FIXED)
    yield "the told wait in simulated communes: RMSE / MAE in minutes, within 5 min"
    yield f"{'':<30}" + "".join(f"{name:>18}" for name in names) + _head()
    for commune in communes():
        found = [v for seed in SEEDS for v in visits(commune, seed, Others)]
        yield row(commune, found)


def row(commune: Commune, found: Sequence[Visit]) -> str:
    """Give a commune's line of the table."""
    called = [v for v in found if v.waited is not None and v.expected is not None]
    errors = score(called)
    best = min(errors, key=lambda name: errors[name].rmse)
    others = min(error.rmse for name, error in errors.items() if name != OURS)
    told = sum(in_range(visit) for visit in called) / len(called)
    cells = "".join(
        f"{e.rmse:7.2f}/{e.mae:5.2f}{100 * e.close:4.0f}%" for e in errors.values()
    )
    ratio = errors[OURS].rmse / min(others, errors[OURS].rmse)
    verdict = "" if best == OURS else f"  best: {best}"
    return f"{commune.name:<30}{cells}{ratio:9.2f}{100 * told:8.0f}%{verdict}"


def _head() -> str:
    return f"{'by best':>9}{'in range':>9}"


def score(called: Sequence[Visit]) -> Mapping[str, Error]:
    """Give every estimator's error."""
    waits = [visit.waited or 0.0 for visit in called]
    errors = {OURS: _error([visit.expected or 0.0 for visit in called], waits)}
    for name in RIVALS:
        both = (
            _error([visit.others[which] for visit in called], waits)
            for which in (name, _by_service(name))
        )
        errors[name] = min(both, key=lambda error: error.rmse)
    free = [bool(visit.others["free"]) for visit in called]
    busy = [wait for wait, is_free in zip(waits, free, strict=True) if not is_free]
    mean = sum(busy) / len(busy)
    errors[FIXED] = _error([0.0 if is_free else mean for is_free in free], waits)
    return errors


def in_range(visit: Visit) -> bool:
    """Whether the wait lay in the range that was told."""
    assert visit.told is not None
    assert visit.waited is not None
    return visit.told.low <= visit.waited <= visit.told.high


def _error(said: Sequence[float], waits: Sequence[float]) -> Error:
    off = [one - wait for one, wait in zip(said, waits, strict=True)]
    return Error(
        rmse=math.sqrt(sum(error**2 for error in off) / len(off)) / 60,
        mae=sum(map(abs, off)) / len(off) / 60,
        close=sum(abs(error) <= CLOSE for error in off) / len(off),
    )


def _by_service(name: str) -> str:
    return f"{name} by service"

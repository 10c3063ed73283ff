"""The told wait in simulated communes: never far behind the best other estimator."""

from __future__ import annotations

import pytest

from server.domain.model import Wait
from tests.bench import commune, estimate
from tests.bench.commune import Commune, Visit

ALL = list(commune.communes())


@pytest.mark.parametrize("which", ALL, ids=[one.name for one in ALL])
def test_no_other_estimator_is_more_than_a_little_better(which: Commune) -> None:
    found = [v for seed in range(4) for v in commune.visits(which, seed, _Others)]
    called = [v for v in found if v.waited is not None and v.expected is not None]
    assert len(called) >= 0.99 * len(found)
    errors = estimate.score(called)
    best = min(error.rmse for error in errors.values())
    assert errors[estimate.OURS].rmse <= 1.05 * best
    assert sum(map(estimate.in_range, called)) >= 0.8 * len(called)


def test_an_error_is_what_it_is_called() -> None:
    told = [
        _visit(600.0, 300.0, 0.0),
        _visit(0.0, 0.0, 1.0),
        _visit(300.0, 1200.0, 0.0),
    ]
    ours = estimate.score(told)[estimate.OURS]
    assert ours.rmse == pytest.approx(((5**2 + 15**2) / 3) ** 0.5)
    assert ours.mae == pytest.approx(20 / 3)
    assert ours.close == pytest.approx(2 / 3)
    fixed = estimate.score(told)[estimate.FIXED]
    assert fixed.mae == pytest.approx((7.5 + 0 + 7.5) / 3)


def test_the_others_say_what_their_names_promise() -> None:
    line = estimate.Line()
    for n in range(12):
        visit = _visit(0.0, 60.0 * n, 0.0)
        line.waiting[id(visit)] = visit.issued
        line.called(visit)
    line.waiting[1] = 900.0
    said = line.guess(1000.0)
    assert said["LES"] == 660.0
    assert said["HOL"] == 100.0
    assert said["last 10"] == 60.0 * 6.5
    smoothed = 0.0
    for n in range(12):
        smoothed = 0.9 * smoothed + 0.1 * 60.0 * n
    assert said["EMA .9/.1"] == pytest.approx(smoothed)


class _Others(estimate.Others):
    """The estimators, while it is seen that who finds a counter free never waits."""

    def called(self, visit: Visit) -> None:
        super().called(visit)
        if visit.others["free"]:
            assert visit.waited == 0.0


def _visit(expected: float, waited: float, free: float) -> Visit:
    others = dict.fromkeys(estimate.RIVALS, 0.0)
    others |= {f"{name} by service": 0.0 for name in estimate.RIVALS}
    others["free"] = free
    return Visit("s", 0.0, Wait(0, 300), expected, False, waited, others)

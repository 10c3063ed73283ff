"""How long a visit takes here, and how a wait is told: as an honest range.

The mean is shrunk towards what the office expects: ``(n0 x usual + sum of the newest
visits) / (n0 + n)``. One visit lasts from the call to the end of the ticket's time at
the counter, so that the walk to the counter and those who do not come are in it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping

from .model import Service, ServiceId, Wait

STEP = 300
"""Seconds: the range is rounded to five minutes."""
SHRINK = 20
"""How many visits of the usual length the office's own guess counts for."""
LAST = 30
"""How many of the newest visits are looked at, of one service or of all."""
FORGOTTEN = 3600.0
"""Seconds: a visit longer than this was left open by mistake and is not counted."""

RANGE = (0.5, 1.5)
"""A wait is told as half to one and a half times the estimate: of the waits simulated
for such offices four in five end before one and a half times."""
AT_ONCE = Wait(0, 0)


class Visits:
    """What visits took lately.

    Args:
        services: the office's services; each has a usual length.
        means: what one visit took on the days before, in seconds, where known.
    """

    def __init__(
        self, services: Iterable[Service], means: Mapping[ServiceId, float]
    ) -> None:
        self._before = means
        self._lengths: dict[ServiceId, deque[float]] = {}
        self._ratios: deque[float] = deque(maxlen=LAST)
        self.furnish(services)

    def furnish(self, services: Iterable[Service]) -> None:
        """Go on with these services; what was counted stays."""
        self._usual = {
            service.id: self._before.get(service.id) or service.usual.total_seconds()
            for service in services
        }
        self._means = {id: self._mean(id) for id in self._usual}

    def add(self, service: ServiceId, seconds: float) -> None:
        """Count one visit that has ended; a forgotten one is not counted."""
        usual = self._usual.get(service)
        if usual is None or seconds > FORGOTTEN:
            return
        self._lengths.setdefault(service, deque(maxlen=LAST)).append(seconds)
        self._ratios.append(seconds / usual)
        self._means = {id: self._mean(id) for id in self._usual}

    def take_back(self, service: ServiceId, seconds: float) -> None:
        """Forget one visit that was counted: its end was undone."""
        lengths = self._lengths.get(service, ())
        if seconds not in lengths:
            return
        self._lengths[service].remove(seconds)
        ratio = seconds / self._usual[service]
        if ratio in self._ratios:
            self._ratios.remove(ratio)
        self._means = {id: self._mean(id) for id in self._usual}

    def means(self) -> Mapping[ServiceId, float]:
        """Give the shrunk mean length of a visit of each service, in seconds."""
        return self._means

    def _mean(self, service: ServiceId) -> float:
        """Shrink a service's newest visits to its usual length, as the day has it.

        When all services take longer today than usual, so does one that nobody has
        come for yet.
        """
        today = (SHRINK + sum(self._ratios)) / (SHRINK + len(self._ratios))
        lengths = self._lengths.get(service, ())
        total = SHRINK * self._usual[service] * today + sum(lengths)
        return total / (SHRINK + len(lengths))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Visits) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


def told(seconds: float, lasts: Callable[[float], float] = float) -> Wait:
    """Give the range that is told for an expected wait, in steps of five minutes.

    Args:
        seconds: the expected wait, in time in which the office is open.
        lasts: gives how long so much open time lasts, with lunch in it.
    """
    if seconds <= 0:
        return AT_ONCE
    low, high = (lasts(part * seconds) for part in RANGE)
    least = math.floor(low / STEP) * STEP
    return Wait(least, max(math.ceil(high / STEP) * STEP, least + STEP))

"""The office's time: the computer's clock, which does not jump while people wait.

A clock that somebody sets, or that finds the network after hours without it, may jump
by hours or years. While a counter is at work and somebody is inside, such a jump is
held back: the day goes on as it was, and the new time is taken once they have gone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

log = logging.getLogger(__name__)

JUMP = timedelta(minutes=5)
"""A smaller step is a correction and is followed at once."""


def running() -> float:
    """Give the seconds this computer has been running, also while it slept."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class OfficeTime:
    """Gives the time in the office's zone.

    Args:
        zone: the office's zone.
        someone_inside: whether a counter is at work while somebody waits or is served.
        wall: gives the computer's clock, in seconds since 1970.
        steady: gives seconds that nobody can set.
    """

    def __init__(
        self,
        zone: tzinfo,
        someone_inside: Callable[[], bool],
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = running,
    ) -> None:
        self._zone = zone
        self._someone_inside = someone_inside
        self._wall = wall
        self._steady = steady
        self._began = wall() - steady()
        self._held = False

    def __call__(self) -> datetime:
        """Give the time, aware."""
        steady = self._steady()
        begins = self._wall() - steady
        jump = timedelta(seconds=begins - self._began)
        if abs(jump) < JUMP:
            self._began, self._held = begins, False
        elif self._someone_inside():
            if not self._held:
                log.warning(
                    "the clock has jumped by %s; taken once all have gone", jump
                )
            self._held = True
        else:
            log.warning("the clock has jumped by %s", jump)
            self._began, self._held = begins, False
        return datetime.fromtimestamp(self._began + steady, self._zone)

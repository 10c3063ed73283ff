"""How long until a ticket is called: the queue-length estimate as an honest range.

``(ahead + 1) x mean service time / counters``, with the mean shrunk towards what the
office expects: ``(n0 x usual + sum of the last services) / (n0 + n)``. Of the
estimators compared for offices whose visitors stay (Ibrahim & Whitt 2009, M&SOM 11),
this one has the smallest error while its model holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import timedelta

from .model import Wait

STEP = 300
"""Seconds: the range is rounded to five minutes."""
SHRINK = 20
"""How many visits of the usual length the office's own guess counts for."""
LAST = 30
"""How many of the newest finished visits are looked at."""
FORGOTTEN = timedelta(minutes=60)
"""A visit longer than this was left open by mistake and is not counted."""

AT_ONCE = Wait(0, 0)


def mean_service(usual: timedelta, finished: Iterable[timedelta]) -> timedelta:
    """Shrink the mean of the newest finished visits towards the usual length."""
    counted = [length for length in finished if length <= FORGOTTEN][-LAST:]
    total = SHRINK * usual + sum(counted, timedelta())
    return total / (SHRINK + len(counted))


def expected(ahead: int, mean: timedelta, counters: int, free: int) -> Wait | None:
    """Give the range of the wait of somebody who has ``ahead`` people before them.

    Args:
        ahead: people who will be called first.
        mean: the mean length of a visit.
        counters: counters signed in for the service.
        free: those of them that have nobody in hand.

    Returns:
        None when no counter is open for it; ``AT_ONCE`` when a counter is free and
        nobody is ahead; else half to one and a half times the estimate, rounded.
    """
    if counters == 0:
        return None
    if ahead == 0 and free:
        return AT_ONCE
    seconds = (ahead + 1) * mean.total_seconds() / counters
    low = math.floor(0.5 * seconds / STEP) * STEP
    high = math.ceil(1.5 * seconds / STEP) * STEP
    return Wait(low, max(high, low + STEP))

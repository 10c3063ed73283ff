"""Nobody tries out codes: a few wrong ones, then whoever tried must wait."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from server.protocol.errors import Refused

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome

TRIES = 5
"""Wrong codes of one caller within ``WINDOW``: fingers slip more often than once."""
WINDOW = 60.0
"""Seconds. A whole day of trying then finds a code with a chance of some percent, and
it gives no more than a place in the line at somebody's time."""


MOST_CALLERS = 10_000
"""Callers whose wrong codes are remembered; the longest unseen is forgotten first."""


class WrongCodes:
    """Remembers when each caller gave wrong codes.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, caller: str) -> None:
        """Count a wrong code."""
        wrong = self._at.pop(caller, None) or deque(maxlen=TRIES)
        wrong.append(self._clock())
        self._at[caller] = wrong
        while len(self._at) > MOST_CALLERS:
            self._at.popitem(last=False)

    def must_not_wait(self, caller: str) -> None:
        """Refuse a caller who gave too many. Raises Refused."""
        wrong = self._at.get(caller, deque())
        if len(wrong) == TRIES and (left := wrong[0] + WINDOW - self._clock()) > 0:
            raise texts.refused("too_many_attempts", seconds=math.ceil(left))


class Guesses:
    """Counts the wrong codes of each device; staff may err as often as they like.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._wrong = WrongCodes(clock)

    def watch(self, handler: Handler, field: str) -> Handler:
        """Wrap a method's handler; ``field`` of its params is the code, or None.

        The handler tells a wrong code by refusing it as ``unknown_appointment``.
        """

        async def watched(caller: Caller, params: Any, browser: bool) -> Outcome:
            if not caller.is_device or getattr(params, field) is None:
                return await handler(caller, params, browser)
            self._wrong.must_not_wait(caller.id)
            try:
                return await handler(caller, params, browser)
            except Refused as why:
                if why.reason == "unknown_appointment":
                    self._wrong.count(caller.id)
                raise

        return watched

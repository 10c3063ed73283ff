"""Nobody tries out codes at a kiosk: a few wrong ones, then it must wait."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Any

from server.protocol.errors import Refused

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome

TRIES = 5
"""Wrong codes of one device within ``WINDOW``: fingers slip more often than once."""
WINDOW = 60.0
"""Seconds. A whole day of trying then finds a code with a chance of some percent, and
it gives no more than a place in the line at somebody's time."""


class Guesses:
    """Counts the wrong codes of each device; staff may err as often as they like.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._wrong: dict[str, deque[float]] = {}

    def watch(self, handler: Handler, field: str) -> Handler:
        """Wrap a method's handler; ``field`` of its params is the code, or None.

        The handler tells a wrong code by refusing it as ``unknown_appointment``.
        """

        async def watched(caller: Caller, params: Any, browser: bool) -> Outcome:
            if not caller.is_device or getattr(params, field) is None:
                return await handler(caller, params, browser)
            self._must_not_wait(caller.id)
            try:
                return await handler(caller, params, browser)
            except Refused as why:
                if why.reason == "unknown_appointment":
                    self._wrong[caller.id].append(self._clock())
                raise

        return watched

    def _must_not_wait(self, device: str) -> None:
        now = self._clock()
        wrong = self._wrong.setdefault(device, deque(maxlen=TRIES))
        if len(wrong) == TRIES and (left := wrong[0] + WINDOW - now) > 0:
            raise texts.refused("too_many_attempts", seconds=math.ceil(left))

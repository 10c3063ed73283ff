"""Garbage is collected while nobody stands at the kiosk, never in a visit.

A full collection walks every object of the app: 0.6 s where nothing was put aside, in
which neither the glass nor the printer does anything. What one visit leaves takes less
than 0.1 s (both on two cores). Drawing a page keeps the interpreter busy as well; the
spool's thread, which makes many short calls, must get it back soon.
"""

from __future__ import annotations

import gc
import sys

from kiosk.flow.state import HOME, State

REST = 0.5
"""Seconds without a touch on the first page, after which nobody stands there."""

MANY = 100_000
"""New objects that may wait for a rest that never comes: those of about two visits."""

SWITCH = 0.0005
"""Seconds after which a busy thread gives way, ten times as often as is usual."""


class Tidying:
    """Keeps the interpreter's own work out of the start and of every visit."""

    def __init__(self) -> None:
        self._usual = sys.getswitchinterval()
        self._tidied: float | None = None

    def begin(self) -> None:
        """Collect nothing by itself from now on."""
        gc.disable()
        sys.setswitchinterval(SWITCH)

    def pass_by(self, state: State, now: float) -> bool:
        """Collect once in each rest, or if too much waits; tell whether it was now.

        now: seconds of the clock of the state's ``touched_at``.
        """
        rested = _rests(state, now) and self._tidied != state.touched_at
        if not rested and gc.get_count()[0] < MANY:
            return False
        gc.collect()
        if self._tidied is None:
            # What is there now stays: later collections need not walk it.
            gc.freeze()
        self._tidied = state.touched_at
        return True

    def end(self) -> None:
        """Leave the interpreter as it usually is."""
        sys.setswitchinterval(self._usual)
        gc.unfreeze()
        gc.enable()


def _rests(state: State, now: float) -> bool:
    known = state.hall.office is not None
    return known and state.path == HOME and now - state.touched_at >= REST

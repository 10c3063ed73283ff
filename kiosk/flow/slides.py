"""The office's notices, in turns on the first page while nobody is there. PURE.

A touch leaves the one that stands there where it is: nothing moves under a hand.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow.state import Hall, State

EACH = 8.0
"""Seconds for which each notice is shown, and after the last one the question."""


def turned(state: State, alone: float) -> State:
    """Return home as it is after nobody was there for so many seconds."""
    return replace(state, slide=slide_at(state.hall, alone))


def slide_at(hall: Hall, alone: float) -> str | None:
    """Return the id of the notice that is shown then; None: the question is."""
    if hall.closed or not hall.online:
        return None
    shown = [*hall.notices, None]
    return shown[int(alone // EACH) % len(shown)]

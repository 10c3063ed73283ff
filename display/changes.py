"""Which posted procedures changed lately, for the quiet wall. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from server.protocol import messages as m

LATELY = timedelta(days=30)
"""For so long after its day a change is shown."""
MOST = 3
"""So many are shown, the newest; all of them stand on the kiosk."""


def changes(procedures: Iterable[m.Procedure], today: date) -> list[m.Procedure]:
    """Return what is new, changed or withdrawn lately and confirmed, newest first."""
    found = [p for p in procedures if p.status != "same" and p.confirmed]
    lately = [p for p in found if timedelta(0) <= today - _day(p) <= LATELY]
    return sorted(lately, key=lambda p: (p.updated, p.code), reverse=True)[:MOST]


def _day(procedure: m.Procedure) -> date:
    """Return the day of the change; one that is none is long ago."""
    try:
        return date.fromisoformat(procedure.updated)
    except ValueError:
        return date.min

"""An office as the simulated world needs it: its hours, and what people come for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time

from server.domain.calendar import sessions
from server.domain.model import Office
from server.procedures.records import Procedure

from .world import Kind, usual_visits

USUAL = ((27_000.0, 43_200.0), (46_800.0, 59_400.0))
"""The hours of an office that is always open: 07:30-12:00 and 13:00-16:30."""


def hours_of(office: Office, day: date) -> Sequence[tuple[float, float]]:
    """Give a day's opening hours in seconds since midnight."""
    if office.hours.always:
        return USUAL
    return [
        (_seconds(one.opens), _seconds(one.closes))
        for one in sessions(office.hours, day)
    ]


def kinds_of(office: Office) -> tuple[Kind, ...]:
    """Give the office's services, each as long as the office says it takes.

    The k-th of them has a weight of 1/k (assumed: the first are wanted most).
    """
    unit = Kind("")
    return tuple(
        Kind(id, 1 / n, unit.median * service.usual.total_seconds() / unit.mean)
        for n, (id, service) in enumerate(office.services.items(), 1)
    )


def fitted(kinds: Sequence[Kind], counters: int, visits: float) -> tuple[Kind, ...]:
    """Shorten or draw out all visits alike, so that so many fit into a day.

    The counters are then as busy as the simulated commune's.
    """
    fitting = usual_visits(kinds, max(1, counters))
    return tuple(replace(kind, median=kind.median * fitting / visits) for kind in kinds)


def codes_of(office: Office, posted: Iterable[Procedure]) -> dict[str, tuple[str, ...]]:
    """Give the codes of the posted procedures by service."""
    known = list(posted)
    return {
        id: tuple(one.code for one in known if one.service == id)
        for id in office.services
    }


def _seconds(at: time) -> float:
    return at.hour * 3600.0 + at.minute * 60.0 + at.second

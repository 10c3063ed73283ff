"""The office's hours in ``office.toml``: weeks, seasons, holidays, swapped days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from server.domain import model

from .reader import doubles

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
Words = dict[str, str]


@dataclass(frozen=True)
class Holiday:
    """A day on which the office is closed."""

    date: datetime.date
    name: Words


@dataclass(frozen=True)
class Week:
    """The sessions of each weekday, such as ``07:30-12:00``."""

    monday: tuple[str, ...] = ()
    tuesday: tuple[str, ...] = ()
    wednesday: tuple[str, ...] = ()
    thursday: tuple[str, ...] = ()
    friday: tuple[str, ...] = ()
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()


@dataclass(frozen=True)
class Season(Week):
    """Another week for a part of the year; ``first`` and ``last`` are month-day."""

    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Swapped:
    """A working day that follows the plan of another date, which is closed."""

    date: datetime.date
    works_as: datetime.date


@dataclass(frozen=True)
class Given(Week):
    """The section ``[hours]`` as it was written."""

    holidays: tuple[Holiday, ...] = ()
    swapped: tuple[Swapped, ...] = ()
    seasons: tuple[Season, ...] = ()
    always: bool = False


def mistakes(given: Given) -> Iterable[str]:
    """Find swapped days that cannot be meant."""
    swapped = given.swapped
    yield from doubles("hours.swapped: the date", [f"{s.date}" for s in swapped])
    yield from doubles("hours.swapped: works_as", [f"{s.works_as}" for s in swapped])
    for swap in swapped:
        if swap.date == swap.works_as:
            yield f"hours.swapped: {swap.date} is swapped with itself"


def read_hours(given: Given) -> model.Hours:
    """Make the hours.

    Raises:
        ValueError: a text is no time or no day, or two sessions overlap.
    """
    return model.Hours(
        week=_week(given),
        holidays={holiday.date: holiday.name for holiday in given.holidays},
        swapped={swap.date: swap.works_as for swap in given.swapped},
        seasons=tuple(
            model.Season(_day_of_year(s.first), _day_of_year(s.last), _week(s))
            for s in given.seasons
        ),
        always=given.always,
    )


def _week(given: Week) -> dict[int, tuple[model.Session, ...]]:
    return {n: _sessions(name, given) for n, name in enumerate(WEEKDAYS)}


def _sessions(weekday: str, given: Week) -> tuple[model.Session, ...]:
    sessions = sorted(
        (_session(text) for text in getattr(given, weekday)), key=lambda s: s.opens
    )
    for before, after in pairwise(sessions):
        if after.opens < before.closes:
            raise ValueError(f"hours: {weekday}: {before} and {after} overlap")
    return tuple(sessions)


def _session(text: str) -> model.Session:
    opens, _, closes = text.partition("-")
    try:
        return model.Session(
            time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
        )
    except ValueError as problem:
        raise ValueError(f"hours: {text!r} is not like 07:30-12:00") from problem


def _day_of_year(text: str) -> tuple[int, int]:
    try:
        month, day = (int(part) for part in text.split("-"))
        datetime.date(2000, month, day)
    except ValueError as problem:
        raise ValueError(f"hours: {text!r} is not like 04-16") from problem
    return month, day

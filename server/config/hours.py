"""The office's hours in ``office.toml``: weeks, seasons, holidays, swapped days."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Any

from server.domain import model

from .mistakes import At, Mistake, doubles

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


def mistakes(given: Given) -> Iterable[Mistake]:
    """Find what is no time or no day, what overlaps, and days that cannot be meant."""
    yield from _week_mistakes(("hours",), given)
    for n, season in enumerate(given.seasons):
        at = ("hours", "seasons", n)
        for name in ("first", "last"):
            yield from unread(_day_of_year, getattr(season, name), (*at, name), "month")
        yield from _week_mistakes(at, season)
    yield from doubles(("hours", "holidays"), "date", [h.date for h in given.holidays])
    for n, holiday in enumerate(given.holidays):
        if "vi" not in holiday.name:
            yield Mistake(("hours", "holidays", n, "name"), "no_vietnamese")
    yield from _swap_mistakes(given.swapped)


def unread(
    read: Callable[[str], Any], text: str, at: At, like: str
) -> Iterable[Mistake]:
    """Say that a text is not ``like`` it should be, if it cannot be read."""
    try:
        read(text)
    except ValueError:
        yield Mistake(at, f"not_like.{like}", text=text)


def _week_mistakes(at: At, week: Week) -> Iterable[Mistake]:
    for weekday in WEEKDAYS:
        sessions, here = [], (*at, weekday)
        for text in getattr(week, weekday):
            if wrong := [*unread(session, text, here, "session")]:
                yield from wrong
            else:
                sessions.append(session(text))
        for before, after in pairwise(sorted(sessions, key=lambda s: s.opens)):
            if after.opens < before.closes:
                yield Mistake(here, "overlap", before=before, after=after)


def _swap_mistakes(swapped: tuple[Swapped, ...]) -> Iterable[Mistake]:
    at = ("hours", "swapped")
    yield from doubles(at, "date", [swap.date for swap in swapped])
    yield from doubles(at, "works_as", [swap.works_as for swap in swapped])
    for n, swap in enumerate(swapped):
        if swap.date == swap.works_as:
            yield Mistake((*at, n), "swapped_with_itself", date=swap.date)
        elif swap.works_as in {other.date for other in swapped}:
            yield Mistake((*at, n), "swapped_twice", date=swap.works_as)


def read_hours(given: Given) -> model.Hours:
    """Make the hours, in which ``mistakes`` has found none."""
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
    sessions = (session(text) for text in getattr(given, weekday))
    return tuple(sorted(sessions, key=lambda session: session.opens))


def session(text: str) -> model.Session:
    """Read a part of a day such as ``07:30-12:00``. Raises ValueError."""
    opens, _, closes = text.partition("-")
    try:
        return model.Session(time_of_day(opens), time_of_day(closes))
    except ValueError as problem:
        raise ValueError(f"{text!r} is not like 07:30-12:00") from problem


def time_of_day(text: str) -> time:
    """Read a time such as ``07:30``.

    Raises:
        ValueError: it is none.
    """
    try:
        return datetime.datetime.strptime(text.strip(), "%H:%M").time()
    except ValueError as problem:
        raise ValueError(f"{text!r} is not a time like 07:30") from problem


def _day_of_year(text: str) -> tuple[int, int]:
    try:
        month, day = (int(part) for part in text.split("-"))
        datetime.date(2000, month, day)
    except ValueError as problem:
        raise ValueError(f"{text!r} is not like 04-16") from problem
    return month, day

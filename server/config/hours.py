"""The office's hours in ``office.toml``: weeks, seasons, holidays, swapped days."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Any

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
    """Find what is no time or no day, what overlaps, and days that cannot be meant."""
    yield from _week_mistakes("hours", given)
    for n, season in enumerate(given.seasons, 1):
        where = f"hours.seasons[{n}]"
        yield from problems(_day_of_year, season.first, f"{where}.first")
        yield from problems(_day_of_year, season.last, f"{where}.last")
        yield from _week_mistakes(where, season)
    holidays = [f"{holiday.date}" for holiday in given.holidays]
    yield from doubles("hours.holidays: the date", holidays)
    for holiday in given.holidays:
        if "vi" not in holiday.name:
            yield f"hours.holidays: {holiday.date}: the Vietnamese name is missing"
    yield from _swap_mistakes(given.swapped)


def problems(read: Callable[[str], Any], text: str, where: str) -> Iterable[str]:
    """Say why a text cannot be read, if it cannot."""
    try:
        read(text)
    except ValueError as problem:
        yield f"{where}: {problem}"


def _week_mistakes(where: str, week: Week) -> Iterable[str]:
    for weekday in WEEKDAYS:
        sessions, place = [], f"{where}.{weekday}"
        for text in getattr(week, weekday):
            if wrong := [*problems(session, text, place)]:
                yield from wrong
            else:
                sessions.append(session(text))
        for before, after in pairwise(sorted(sessions, key=lambda s: s.opens)):
            if after.opens < before.closes:
                yield f"{place}: {before} and {after} overlap"


def _swap_mistakes(swapped: tuple[Swapped, ...]) -> Iterable[str]:
    yield from doubles("hours.swapped: the date", [f"{s.date}" for s in swapped])
    yield from doubles("hours.swapped: works_as", [f"{s.works_as}" for s in swapped])
    for swap in swapped:
        if swap.date == swap.works_as:
            yield f"hours.swapped: {swap.date} is swapped with itself"
        elif swap.works_as in {other.date for other in swapped}:
            yield f"hours.swapped: {swap.works_as} is given away and worked"


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

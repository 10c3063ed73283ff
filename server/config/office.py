"""The office's own file, ``office.toml``: names, services, counters, hours, pages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.domain import model

from .reader import ConfigError, fill

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
class _Service:
    id: str
    prefix: str
    icon: str
    name: Words
    short: Words
    fields: tuple[str, ...] = ()
    minutes: int = 10


@dataclass(frozen=True)
class _Counter:
    id: str
    number: int
    name: Words
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Holiday:
    date: date
    name: Words


@dataclass(frozen=True)
class _Week:
    monday: tuple[str, ...] = ()
    tuesday: tuple[str, ...] = ()
    wednesday: tuple[str, ...] = ()
    thursday: tuple[str, ...] = ()
    friday: tuple[str, ...] = ()
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Season(_Week):
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class _Hours(_Week):
    holidays: tuple[_Holiday, ...] = ()
    seasons: tuple[_Season, ...] = ()
    always: bool = False


@dataclass(frozen=True)
class _Priority:
    id: str
    name: Words
    proof: str = ""
    credit_minutes: int = 30
    absolute: bool = False


@dataclass(frozen=True)
class _Page:
    title: Words
    body: Words


@dataclass(frozen=True)
class _Office:
    id: str
    name: str
    unit: str
    services: tuple[_Service, ...]
    counters: tuple[_Counter, ...]
    timezone: str = "Asia/Ho_Chi_Minh"
    languages: tuple[str, ...] = ("vi", "en")
    public_url: str = ""
    wifi: str = ""
    show_clerk_names: bool = False
    hours: _Hours = field(default_factory=_Hours)
    priorities: tuple[_Priority, ...] = ()
    notices: tuple[_Page, ...] = ()
    rules: tuple[_Page, ...] = ()


def read_office(text: str, source: str = "office.toml") -> model.Office:
    """Read the office.

    Raises:
        ConfigError: with every mistake at once.
    """
    wrong: list[str] = []
    try:
        given = fill(_Office, tomllib.loads(text), "", wrong)
    except tomllib.TOMLDecodeError as broken:
        raise ConfigError(source, [str(broken)]) from broken
    if not wrong:
        wrong = list(_mistakes(given))
    if not wrong:
        try:
            return _office(given)
        except (ValueError, ZoneInfoNotFoundError) as problem:
            wrong = [str(problem)]
    raise ConfigError(source, wrong)


def always_open(office: model.Office) -> model.Office:
    """Give the same office without hours."""
    return replace(office, hours=replace(office.hours, always=True))


def _mistakes(given: _Office) -> Iterable[str]:
    """Find what no single value shows: doubles, and names that name nothing."""
    services = [service.id for service in given.services]
    yield from _doubles("services: the id", services)
    yield from _doubles("services: the prefix", [s.prefix for s in given.services])
    yield from _doubles("counters: the id", [c.id for c in given.counters])
    yield from _doubles("counters: the number", [str(c.number) for c in given.counters])
    for service in given.services:
        if not (len(service.prefix) == 1 and service.prefix.isalpha()):
            yield f"services: the prefix {service.prefix!r} must be one letter"
    for counter in given.counters:
        for id in counter.services:
            if id not in services:
                yield f"counters: {counter.id} serves {id!r}, which is no service"
    named = [
        *((service.id, service.name) for service in given.services),
        *((counter.id, counter.name) for counter in given.counters),
        *((reason.id, reason.name) for reason in given.priorities),
    ]
    for id, name in named:
        if "vi" not in name:
            yield f"{id}: the Vietnamese name is missing"


def _doubles(what: str, values: list[str]) -> Iterable[str]:
    for value in sorted({v for v in values if values.count(v) > 1}):
        yield f"{what} {value!r} stands twice"


def _office(given: _Office) -> model.Office:
    return model.Office(
        id=given.id,
        name=given.name,
        unit=given.unit,
        zone=ZoneInfo(given.timezone),
        languages=given.languages,
        services={service.id: _service(service) for service in given.services},
        counters={
            counter.id: model.CounterSetup(
                counter.id, counter.number, counter.name, counter.services
            )
            for counter in given.counters
        },
        hours=_hours(given.hours),
        priorities={reason.id: _priority(reason) for reason in given.priorities},
        notices=tuple(model.Page(page.title, page.body) for page in given.notices),
        rules=tuple(model.Page(page.title, page.body) for page in given.rules),
        public_url=given.public_url.rstrip("/") or None,
        wifi=given.wifi or None,
        shows_clerks=given.show_clerk_names,
    )


def _service(given: _Service) -> model.Service:
    return model.Service(
        id=given.id,
        prefix=given.prefix,
        name=given.name,
        short=given.short,
        icon=given.icon,
        fields=given.fields,
        usual=timedelta(minutes=given.minutes),
    )


def _priority(given: _Priority) -> model.PriorityReason:
    credit = given.credit_minutes * 60
    return model.PriorityReason(
        given.id, given.name, given.proof, "absolute" if given.absolute else credit
    )


def _hours(given: _Hours) -> model.Hours:
    return model.Hours(
        week=_week(given),
        holidays={holiday.date: holiday.name for holiday in given.holidays},
        seasons=tuple(
            model.Season(_day_of_year(s.first), _day_of_year(s.last), _week(s))
            for s in given.seasons
        ),
        always=given.always,
    )


def _week(given: _Week) -> dict[int, tuple[model.Session, ...]]:
    return {
        n: tuple(_session(text) for text in getattr(given, name))
        for n, name in enumerate(WEEKDAYS)
    }


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
        date(2000, month, day)
    except ValueError as problem:
        raise ValueError(f"hours: {text!r} is not like 04-16") from problem
    return month, day

"""The office's own file, ``office.toml``: names, services, counters, hours, pages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from server.domain import model

from . import calls, hours, posts, rooms
from .hours import time_of_day
from .mistakes import At, Mistake, doubles, nearest
from .reader import ConfigError, fill, shallow

REASONS = ("rating_reasons", "hold_reasons", "pause_reasons")
"""The office's lists of reasons, by their names in the file."""
MODES: tuple[str, ...] = get_args(model.Mode)
A_DAY, LAST_COUNTER = 1440, 999
"""The longest span, in minutes, and the largest number that a call can speak of."""
LONGEST_ADDRESS = 200
"""Characters: with what is added, a slip's code can still be read by a phone."""
SPANS = {"undo_seconds": 60}
"""Into how much of a minute a value is given; else in minutes."""
Words = dict[str, str]


@dataclass(frozen=True)
class _Quota:
    tickets: int
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True)
class _Service:
    id: str
    prefix: str
    icon: str
    name: Words
    short: Words
    fields: tuple[str, ...] = ()
    minutes: int = 10
    quotas: tuple[_Quota, ...] = ()
    colour: str = ""


@dataclass(frozen=True)
class _Counter:
    id: str
    number: int
    name: Words
    services: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Priority:
    id: str
    name: Words
    proof: str = ""
    credit_minutes: int = 30
    absolute: bool = False
    age: int | None = None


@dataclass(frozen=True)
class _Order:
    mode: str = "credit"
    cap: int = 2
    preference_minutes: int = 10
    appointment_grace_minutes: int = 15
    recalls_before_absent: int = 3
    undo_seconds: int = 60


@dataclass(frozen=True)
class _Returning:
    allowed: bool = True
    minutes: int = 30
    times: int = 1


@dataclass(frozen=True)
class _Phone:
    tickets: bool = False


@dataclass(frozen=True)
class _Reason:
    id: str
    name: Words


@dataclass(frozen=True)
class _Row:
    label: Words
    text: Words


@dataclass(frozen=True)
class _OfficePage:
    id: str
    title: Words
    icon: str = "file-text"
    body: Words = field(default_factory=dict)
    rows: tuple[_Row, ...] = ()
    picture: Words = field(default_factory=dict)


@dataclass(frozen=True)
class OfficeFile:
    """The file as it was written."""

    id: str
    name: str
    unit: str
    services: tuple[_Service, ...]
    counters: tuple[_Counter, ...]
    timezone: str = "Asia/Ho_Chi_Minh"
    languages: tuple[str, ...] = ("vi", "en")
    public_url: str = ""
    wifi: str = ""
    portal: str = ""
    emblem: str = ""
    show_clerk_names: bool = False
    appointments: bool = False
    general: str = ""
    hours: hours.Given = field(default_factory=hours.Given)
    priorities: tuple[_Priority, ...] = ()
    order: _Order = field(default_factory=_Order)
    call: calls.Given = field(default_factory=calls.Given)
    notices: tuple[posts.Notice, ...] = ()
    rules: tuple[posts.Notice, ...] = ()
    slides: tuple[posts.Slide, ...] = ()
    ticker: tuple[posts.Line, ...] = ()
    pages: tuple[_OfficePage, ...] = ()
    rooms: tuple[rooms.Given, ...] = ()
    returning: _Returning = field(default_factory=_Returning)
    phone: _Phone = field(default_factory=_Phone)
    rating_reasons: tuple[_Reason, ...] = ()
    hold_reasons: tuple[_Reason, ...] = ()
    pause_reasons: tuple[_Reason, ...] = ()


def read_office(text: str, source: str = "office.toml") -> model.Office:
    """Read the office.

    Raises:
        ConfigError: with every mistake at once.
    """
    return read_tables(tables_of(text, source), source)


def tables_of(text: str, source: str = "office.toml") -> dict[str, Any]:
    """Read a file as its tables.

    Raises:
        ConfigError: it is no TOML.
    """
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as broken:  # a number of too many digits, too
        raise ConfigError(source, [Mistake((), "other", problem=broken)]) from broken
    shallow(tables, source)
    return tables


def read_tables(tables: dict[str, Any], source: str = "office.toml") -> model.Office:
    """Read the office from what a file's text gave.

    Raises:
        ConfigError: with every mistake at once.
    """
    wrong: list[Mistake] = []
    given = fill(OfficeFile, tables, (), wrong)
    if not wrong:
        wrong = list(_mistakes(given))
    if wrong:
        raise ConfigError(source, wrong)
    return _office(given)


def always_open(office: model.Office) -> model.Office:
    """Give the same office without hours, quotas or closing time."""
    return replace(
        office,
        hours=replace(office.hours, always=True),
        services={id: replace(s, quotas=()) for id, s in office.services.items()},
    )


def _mistakes(given: OfficeFile) -> Iterable[Mistake]:
    """Find what no single value shows: doubles, and names that name nothing."""
    yield from _zone_mistakes(given.timezone)
    if not given.languages:
        yield Mistake(("languages",), "no_language")
    for name in ("public_url", "portal"):
        if len(getattr(given, name)) > LONGEST_ADDRESS:
            yield Mistake((name,), "long_address", most=LONGEST_ADDRESS)
    services = [service.id for service in given.services]
    if given.general and given.general not in services:
        near = nearest(given.general, services)
        yield Mistake(("general",), "no_service", near, id=given.general)
    yield from _double_mistakes(given)
    yield from _service_mistakes(given.services)
    yield from _counter_mistakes(given.counters, services)
    yield from rooms.mistakes(given.rooms, [c.id for c in given.counters], services)
    yield from _page_mistakes(given.pages)
    if given.emblem:
        yield from posts.file_mistakes(("emblem",), given.emblem)
    for area in ("notices", "rules", "slides", "ticker"):
        yield from posts.mistakes(area, getattr(given, area))
    yield from _order_mistakes(given.order)
    yield from calls.mistakes(given.call, given.languages)
    yield from _priority_mistakes(given.priorities)
    if given.returning.minutes < 0 or given.returning.times < 0:
        yield Mistake(("returning",), "returning_negative")
    yield from _long_mistakes(("returning", "minutes"), given.returning.minutes)
    if given.phone.tickets and not given.public_url:
        yield Mistake(("phone", "tickets"), "phone_without_address")
    yield from hours.mistakes(given.hours)
    yield from _unnamed(given)


def _double_mistakes(given: OfficeFile) -> Iterable[Mistake]:
    for area in ("services", "counters", "priorities", "pages", *REASONS):
        yield from doubles((area,), "id", [one.id for one in getattr(given, area)])
    prefixes = [service.prefix for service in given.services]
    yield from doubles(("services",), "prefix", prefixes)
    numbers = [counter.number for counter in given.counters]
    yield from doubles(("counters",), "number", numbers)


def _unnamed(given: OfficeFile) -> Iterable[Mistake]:
    """Find what has no Vietnamese name."""
    named = {
        "services": "name",
        "counters": "name",
        "priorities": "name",
        **dict.fromkeys(REASONS, "name"),
        "rooms": "name",
        "pages": "title",
    }
    for area, words in named.items():
        for n, one in enumerate(getattr(given, area)):
            if "vi" not in getattr(one, words):
                yield Mistake((area, n, words), "no_vietnamese")


def _service_mistakes(services: tuple[_Service, ...]) -> Iterable[Mistake]:
    for n, service in enumerate(services):
        at = ("services", n)
        if not (len(service.prefix) == 1 and service.prefix.isalpha()):
            yield Mistake((*at, "prefix"), "one_letter", prefix=service.prefix)
        if service.minutes < 1:
            yield Mistake((*at, "minutes"), "under_a_minute")
        yield from _long_mistakes((*at, "minutes"), service.minutes)
        if service.colour and service.colour not in model.COLOURS:
            near, known = (
                nearest(service.colour, model.COLOURS),
                ", ".join(model.COLOURS),
            )
            yield Mistake(
                (*at, "colour"), "unknown_mode", near, mode=service.colour, known=known
            )
        for place, quota in enumerate(service.quotas):
            yield from _quota_mistakes((*at, "quotas", place), quota)


def _long_mistakes(at: At, minutes: int) -> Iterable[Mistake]:
    """Refuse a span that no day has: moments reckoned with it would not exist."""
    if minutes > A_DAY:
        yield Mistake(at, "over_a_day", most=A_DAY)


def _counter_mistakes(
    counters: tuple[_Counter, ...], services: list[str]
) -> Iterable[Mistake]:
    for n, counter in enumerate(counters):
        if not 1 <= counter.number <= LAST_COUNTER:
            at = ("counters", n, "number")
            yield Mistake(at, "counter_number", last=LAST_COUNTER)
        for id in counter.services:
            if id not in services:
                at = ("counters", n, "services")
                yield Mistake(at, "no_service", nearest(id, services), id=id)
        served = counter.services or services
        for id in counter.prefers:
            if id not in served:
                at = ("counters", n, "prefers")
                yield Mistake(at, "not_served", nearest(id, served), id=id)


def _order_mistakes(order: _Order) -> Iterable[Mistake]:
    if order.mode not in MODES:
        near, known = nearest(order.mode, MODES), ", ".join(MODES)
        yield Mistake(
            ("order", "mode"), "unknown_mode", near, mode=order.mode, known=known
        )
    for name in ("cap", "recalls_before_absent"):
        if getattr(order, name) < 1:
            yield Mistake(("order", name), "at_least_one", given=getattr(order, name))
    for name in ("preference_minutes", "appointment_grace_minutes", "undo_seconds"):
        yield from _long_mistakes(
            ("order", name), getattr(order, name) // SPANS.get(name, 1)
        )
        if getattr(order, name) < 0:
            yield Mistake(("order", name), "negative")


def _priority_mistakes(priorities: tuple[_Priority, ...]) -> Iterable[Mistake]:
    for n, reason in enumerate(priorities):
        if reason.credit_minutes < 0:
            yield Mistake(("priorities", n, "credit_minutes"), "negative")
        at = ("priorities", n, "credit_minutes")
        yield from _long_mistakes(at, reason.credit_minutes)
        if reason.age is not None and not 1 <= reason.age <= 120:
            yield Mistake(("priorities", n, "age"), "no_age")


def _page_mistakes(pages: tuple[_OfficePage, ...]) -> Iterable[Mistake]:
    """Find pages that say nothing, and pictures that are none."""
    for n, page in enumerate(pages):
        if not page.rows and not page.body.get("vi", "").strip():
            yield Mistake(("pages", n), "empty_page")
        yield from posts.picture_mistakes(("pages", n, "picture"), page.picture)


def _quota_mistakes(at: At, quota: _Quota) -> Iterable[Mistake]:
    if quota.tickets < 0:
        yield Mistake((*at, "tickets"), "negative")
    given = {"opens": quota.opens, "closes": quota.closes}
    wrong = [
        mistake
        for name, text in given.items()
        if text
        for mistake in hours.unread(time_of_day, text, (*at, name), "time")
    ]
    yield from wrong
    if not wrong and quota.opens and quota.closes:
        opens, closes = map(time_of_day, given.values())
        if opens >= closes:
            yield Mistake(at, "quota_ends_before")


def _zone_mistakes(name: str) -> Iterable[Mistake]:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):  # OSError: a part of a name
        near = nearest(name, available_timezones(), 0.9)
        yield Mistake(("timezone",), "no_zone", near, name=name)


def _office(given: OfficeFile) -> model.Office:
    return model.Office(
        id=given.id,
        name=given.name,
        unit=given.unit,
        zone=ZoneInfo(given.timezone),
        languages=given.languages,
        services={service.id: _service(service) for service in given.services},
        counters={
            counter.id: model.CounterSetup(
                counter.id,
                counter.number,
                counter.name,
                counter.services,
                counter.prefers,
            )
            for counter in given.counters
        },
        hours=hours.read_hours(given.hours),
        priorities={reason.id: _priority(reason) for reason in given.priorities},
        notices=posts.pages(given.notices),
        rules=posts.pages(given.rules),
        slides=posts.pages(given.slides),
        ticker=posts.pages(given.ticker),
        pages=tuple(_office_page(page) for page in given.pages),
        rooms=rooms.rooms(given.rooms),
        public_url=given.public_url.rstrip("/") or None,
        wifi=given.wifi or None,
        portal=given.portal or None,
        emblem=given.emblem or None,
        shows_clerks=given.show_clerk_names,
        order_rules=_order(given.order),
        calls=calls.read_calls(given.call),
        recalls_before_absent=given.order.recalls_before_absent,
        undo_within=timedelta(seconds=given.order.undo_seconds),
        appointments=given.appointments,
        phone_tickets=given.phone.tickets,
        general=given.general or None,
        returning=model.Returning(
            given.returning.allowed,
            timedelta(minutes=given.returning.minutes),
            given.returning.times,
        ),
        rating_reasons=_names(given.rating_reasons),
        hold_reasons=_names(given.hold_reasons),
        pause_reasons=_names(given.pause_reasons),
    )


def _names(reasons: tuple[_Reason, ...]) -> dict[str, Words]:
    return {reason.id: reason.name for reason in reasons}


def _office_page(given: _OfficePage) -> model.OfficePage:
    rows = tuple(model.Row(row.label, row.text) for row in given.rows)
    return model.OfficePage(
        given.id, given.title, given.icon, given.body, rows, given.picture
    )


def _order(given: _Order) -> model.OrderRules:
    return model.OrderRules(
        mode=given.mode,  # type: ignore[arg-type]  # looked at in _order_mistakes
        cap=given.cap,
        head_start=timedelta(minutes=given.preference_minutes),
        grace=timedelta(minutes=given.appointment_grace_minutes),
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
        quotas=tuple(_quota(quota) for quota in given.quotas),
        colour=given.colour,
    )


def _quota(given: _Quota) -> model.Quota:
    return model.Quota(
        opens=time_of_day(given.opens) if given.opens else None,
        closes=time_of_day(given.closes) if given.closes else None,
        tickets=given.tickets,
    )


def _priority(given: _Priority) -> model.PriorityReason:
    return model.PriorityReason(
        given.id,
        given.name,
        given.proof,
        "absolute" if given.absolute else given.credit_minutes * 60,
        given.age,
    )

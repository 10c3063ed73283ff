"""The office's own file, ``office.toml``: names, services, counters, hours, pages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import PurePath
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from server.domain import model

from . import calls, hours, rooms
from .hours import time_of_day
from .reader import ConfigError, doubles, fill, meant

MODES: tuple[str, ...] = get_args(model.Mode)
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
class _RatingReason:
    id: str
    name: Words


@dataclass(frozen=True)
class _Page:
    title: Words
    body: Words
    first: date | None = None
    last: date | None = None


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
    show_clerk_names: bool = False
    appointments: bool = False
    general: str = ""
    hours: hours.Given = field(default_factory=hours.Given)
    priorities: tuple[_Priority, ...] = ()
    order: _Order = field(default_factory=_Order)
    call: calls.Given = field(default_factory=calls.Given)
    notices: tuple[_Page, ...] = ()
    rules: tuple[_Page, ...] = ()
    pages: tuple[_OfficePage, ...] = ()
    rooms: tuple[rooms.Given, ...] = ()
    returning: _Returning = field(default_factory=_Returning)
    rating_reasons: tuple[_RatingReason, ...] = ()


def read_office(text: str, source: str = "office.toml") -> model.Office:
    """Read the office.

    Raises:
        ConfigError: with every mistake at once.
    """
    wrong: list[str] = []
    try:
        given = fill(OfficeFile, tomllib.loads(text), "", wrong)
    except tomllib.TOMLDecodeError as broken:
        raise ConfigError(source, [str(broken)]) from broken
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


def _mistakes(given: OfficeFile) -> Iterable[str]:
    """Find what no single value shows: doubles, and names that name nothing."""
    yield from _zone_mistakes(given.timezone)
    services = [service.id for service in given.services]
    yield from doubles("services: the id", services)
    yield from doubles("services: the prefix", [s.prefix for s in given.services])
    yield from doubles("counters: the id", [c.id for c in given.counters])
    yield from doubles("counters: the number", [str(c.number) for c in given.counters])
    for service in given.services:
        if not (len(service.prefix) == 1 and service.prefix.isalpha()):
            yield f"services: the prefix {service.prefix!r} must be one letter"
    if given.general and given.general not in services:
        near = meant(given.general, services)
        yield f"general: {given.general!r} is no service{near}"
    for counter in given.counters:
        for id in counter.services:
            if id not in services:
                wrong = f"counters: {counter.id} serves {id!r}, which is no service"
                yield wrong + meant(id, services)
        for id in counter.prefers:
            if id not in (counter.services or services):
                wrong = f"{counter.id} prefers {id!r}, which it does not serve"
                yield f"counters: {wrong}{meant(id, counter.services or services)}"
    yield from rooms.mistakes(given.rooms, [c.id for c in given.counters], services)
    yield from doubles("pages: the id", [page.id for page in given.pages])
    yield from _page_mistakes(given)
    yield from doubles("rating_reasons: the id", [r.id for r in given.rating_reasons])
    yield from _order_mistakes(given.order)
    yield from calls.mistakes(given.call, given.languages)
    yield from _limit_mistakes(given)
    named = [
        *((service.id, service.name) for service in given.services),
        *((counter.id, counter.name) for counter in given.counters),
        *((reason.id, reason.name) for reason in given.priorities),
        *((reason.id, reason.name) for reason in given.rating_reasons),
        *((page.id, page.title) for page in given.pages),
    ]
    for id, name in named:
        if "vi" not in name:
            yield f"{id}: the Vietnamese name is missing"


def _order_mistakes(order: _Order) -> Iterable[str]:
    if order.mode not in MODES:
        wrong = f"the mode {order.mode!r} is none of {', '.join(MODES)}"
        yield f"order: {wrong}{meant(order.mode, MODES)}"
    if order.cap < 1:
        yield f"order: the cap must be at least 1, not {order.cap}"
    for name in ("preference_minutes", "appointment_grace_minutes", "undo_seconds"):
        if getattr(order, name) < 0:
            yield f"order: {name} must not be negative"
    if order.recalls_before_absent < 1:
        yield "order: recalls_before_absent must be at least 1"


def _limit_mistakes(given: OfficeFile) -> Iterable[str]:
    """Find lengths, quotas, credits and swapped days that cannot be meant."""
    for service in given.services:
        if service.minutes < 1:
            yield f"services: {service.id} must take at least a minute"
        for quota in service.quotas:
            yield from _quota_mistakes(service.id, quota)
    for reason in given.priorities:
        if reason.credit_minutes < 0:
            yield f"priorities: the credit of {reason.id} is negative"
        if reason.age is not None and not 1 <= reason.age <= 120:
            yield f"priorities: the age of {reason.id} must be from 1 to 120 years"
    if given.returning.minutes < 0 or given.returning.times < 0:
        yield "returning: minutes and times must not be negative"
    yield from hours.mistakes(given.hours)


def _page_mistakes(given: OfficeFile) -> Iterable[str]:
    """Find pages that say nothing, and notices that are never shown."""
    for page in given.pages:
        if not page.rows and not page.body.get("vi", "").strip():
            yield f"pages: {page.id} has neither a Vietnamese text nor rows"
        yield from _picture_mistakes(page)
    for notice in (*given.notices, *given.rules):
        first, last = notice.first, notice.last
        if first is not None and last is not None and last < first:
            title = notice.title.get("vi", "")
            yield f"notices: {title!r} ends on {last} before it begins on {first}"


def _picture_mistakes(page: _OfficePage) -> Iterable[str]:
    """Find names that are no picture's, or lie elsewhere than beside this file."""
    where = f"pages: the picture of {page.id}"
    if page.picture and "vi" not in page.picture:
        yield f"{where} is missing for Vietnamese"
    for file in page.picture.values():
        if PurePath(file).name != file or "\\" in file:
            yield f"{where}: {file!r} must be a file beside this one"
        elif not file.lower().endswith(model.PICTURES):
            yield f"{where}: {file!r} must end in {', '.join(model.PICTURES)}"


def _quota_mistakes(service: str, quota: _Quota) -> Iterable[str]:
    where = f"services: a quota of {service}"
    if quota.tickets < 0:
        yield f"{where} is negative"
    times = [text for text in (quota.opens, quota.closes) if text]
    wrong = [p for text in times for p in hours.problems(time_of_day, text, where)]
    yield from wrong
    if not wrong and len(times) == 2:
        opens, closes = map(time_of_day, times)
        if opens >= closes:
            yield f"{where} from {opens:%H:%M} ends before it begins"


def _zone_mistakes(name: str) -> Iterable[str]:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):  # OSError: a part of a name
        near = meant(name, available_timezones(), 0.9)
        yield f"timezone: there is no time zone {name!r}{near}"


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
        notices=tuple(_page(page) for page in given.notices),
        rules=tuple(_page(page) for page in given.rules),
        pages=tuple(_office_page(page) for page in given.pages),
        rooms=rooms.rooms(given.rooms),
        public_url=given.public_url.rstrip("/") or None,
        wifi=given.wifi or None,
        portal=given.portal or None,
        shows_clerks=given.show_clerk_names,
        order_rules=_order(given.order),
        calls=calls.read_calls(given.call),
        recalls_before_absent=given.order.recalls_before_absent,
        undo_within=timedelta(seconds=given.order.undo_seconds),
        appointments=given.appointments,
        general=given.general or None,
        returning=model.Returning(
            given.returning.allowed,
            timedelta(minutes=given.returning.minutes),
            given.returning.times,
        ),
        rating_reasons={reason.id: reason.name for reason in given.rating_reasons},
    )


def _page(given: _Page) -> model.Page:
    return model.Page(given.title, given.body, given.first, given.last)


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

"""What stands on the wall at one moment, in words. PURE: time comes in.

``show_wall`` looks at what the display has heard and gives a ``Wall``: plain values
that compare equal as long as nothing on the glass has to change. The large place
(the *hero*) follows the announcer: the number there is the one being spoken. The
rows follow the calls at once. When nothing has been called for ``QUIET`` seconds,
pages (closed, welcome, the office's notices) take the large place in turns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assets.lang import texts
from assets.lang.manner import clock, long_date, people, people_waiting, wait_range
from assets.lang.words import word
from display import pages
from display.announcer import Spoken, of_snapshot
from display.by_phone import ByPhone, by_phone
from display.hall import Hall
from display.hearing import Hearing
from display.pages import PageHero, SideNote
from display.rules import (
    EMPHASIS,
    EMPHASIS_PERIOD,
    FOOT_SERVICES,
    FOOT_TURN,
    QUIET,
    ROWS,
    STALE,
    UPDATING,
)
from display.scope import served
from server.protocol import messages as m
from server.protocol.times import read_moment

Connection = Literal["ok", "updating", "stale"]


@dataclass(frozen=True)
class CallHero:
    """A number in the large place.

    ``calling``: it is being spoken, or its citizen has not come yet; else it is the
    last call. ``pressed``: the darker of the two colours of a new call.
    """

    ticket: int
    number: str
    counter: str
    caption: str
    counter_words: str
    calling: bool
    pressed: bool


@dataclass(frozen=True)
class Row:
    """One of the last calls."""

    ticket: int
    number: str
    counter: str


@dataclass(frozen=True)
class FootService:
    """A service in the foot.

    ``free``: its line invites to go in at once; ``people``: it counts people.
    """

    name: str
    line: str
    free: bool
    people: bool = True


@dataclass(frozen=True)
class Wall:
    """All that stands on the wall.

    ``side`` fills what the rows leave free; ``line`` is one of the office's lines,
    which take turns with the services in the ``foot``; ``by_phone`` has one of their
    places. ``emblem`` is the file of the
    office's own mark; "" while there is none.
    """

    office: str
    date: str
    clock: str
    connection: Connection
    strip: str
    hero: CallHero | PageHero
    rows_title: str
    counter_title: str
    rows: tuple[Row, ...]
    side: SideNote | None
    foot: tuple[FootService, ...]
    line: str
    emblem: str
    by_phone: ByPhone | None = None


def connection(age: float) -> Connection:
    """Name what the age of the line in seconds means."""
    if age < UPDATING:
        return "ok"
    return "updating" if age <= STALE else "stale"


def stopped_at(heard: Hearing, now: float) -> str:
    """Return the office's time of day since when the board has been out of date."""
    return clock(heard.clock.at(now) - timedelta(seconds=heard.line.age(now)))


def is_pressed(elapsed: float) -> bool:
    """Tell whether a call that is ``elapsed`` seconds new shows its darker colour."""
    return 0 <= elapsed < EMPHASIS and elapsed % EMPHASIS_PERIOD >= EMPHASIS_PERIOD / 2


def show_wall(
    heard: Hearing, now: float, language: str, services: int = FOOT_SERVICES
) -> Wall:
    """Return what stands on the wall now. ``services``: how many the foot holds."""
    t = texts("display", language)
    at = heard.clock.at(now)
    state = connection(heard.line.age(now))
    stale = state == "stale"
    hero = _hero(heard, now, at, language, stale)
    rows = _rows(heard, hero)
    phone = None if stale else by_phone(heard, at, language)
    places = services - (phone is not None)
    foot, line = ((), "") if stale else _foot(heard, now, language, places)
    strip = t("line.stale", time=stopped_at(heard, now)) if stale else ""
    before = stale and isinstance(hero, CallHero)
    return Wall(
        office=heard.hall.office.name if heard.hall.office else "",
        date=t("line.updating") if state == "updating" else long_date(at, language),
        clock=clock(at),
        connection=state,
        strip=strip,
        hero=hero,
        rows_title=t("wall.rows_before") if before else t("wall.rows"),
        counter_title=t("wall.counter"),
        rows=rows,
        side=pages.beside(heard, hero, now, at, language, stale=stale),
        foot=foot,
        line=line,
        emblem=_emblem(heard),
        by_phone=phone,
    )


def _emblem(heard: Hearing) -> str:
    office = heard.hall.office
    file = heard.pictures.get(office.emblem or "") if office else None
    return str(file) if file else ""


# The large place


def _hero(
    heard: Hearing, now: float, at: datetime, language: str, stale: bool
) -> CallHero | PageHero:
    call = _last_call(heard)
    if not heard.hall.known or heard.hall.office is None:
        return pages.starting(language)
    if call is not None and (stale or not _is_quiet(heard, call, now, at)):
        return _call(heard, call, now, language, stale)
    quiet = pages.in_turns(heard, now, at, language, called=call is not None)
    if quiet is None:
        assert call is not None  # before the first call there is always a page
        return _call(heard, call, now, language, stale)
    return quiet


def _last_call(heard: Hearing) -> Spoken | None:
    """Return the call that has the large place: the last one that was announced."""
    if heard.announcer.hero is not None:
        return heard.announcer.hero
    waiting = {(call.ticket, call.n) for call in heard.announcer.waiting}
    for call in _ours(heard):
        if (call.ticket, call.n) not in waiting:
            return of_snapshot(call)
    return None


def _is_quiet(heard: Hearing, call: Spoken, now: float, at: datetime) -> bool:
    if heard.announcer.busy or heard.announcer.waiting:
        return False
    if heard.announcer.hero is call and heard.announcer.ended is not None:
        return now - heard.announcer.ended >= QUIET
    called = read_moment(call.called_at)
    return called is None or (at - called).total_seconds() >= QUIET


def _call(
    heard: Hearing, call: Spoken, now: float, language: str, stale: bool
) -> CallHero:
    t = texts("display", language)
    announced = heard.announcer.hero is call
    spoken = announced and heard.announcer.busy
    calling = not stale and (spoken or heard.hall.is_called(call.ticket, call.counter))
    called = read_moment(call.called_at)
    time = clock(called) if called else ""
    return CallHero(
        ticket=call.ticket,
        number=call.number,
        counter=_over(heard.hall, call.counter),
        caption=t("wall.now") if calling else t("wall.last", time=time),
        counter_words=t("wall.to_counter") if calling else t("wall.at_counter"),
        calling=calling,
        pressed=calling and announced and is_pressed(now - heard.announcer.since),
    )


# Beside and below it


def _ours(heard: Hearing) -> list[m.Call]:
    """Return the newest calls of this display's room, newest first."""
    scope = heard.scope
    return [c for c in heard.hall.calls if scope.has(c.counter, c.service)]


def _rows(heard: Hearing, hero: CallHero | PageHero) -> tuple[Row, ...]:
    large = hero.ticket if isinstance(hero, CallHero) else None
    calls = [call for call in _ours(heard) if call.ticket != large][:ROWS]
    return tuple(
        Row(call.ticket, call.number, _over(heard.hall, call.counter)) for call in calls
    )


def _foot(
    heard: Hearing, now: float, language: str, places: int
) -> tuple[tuple[FootService, ...], str]:
    """Return the services or the line whose turn it is.

    The last turn of the services is filled from the first.
    """
    hall, office = heard.hall, heard.hall.office
    if office is None:
        return (), ""
    services = served(office, heard.scope)
    of_services = -(-len(services) // places)
    turn = int(now // FOOT_TURN) % max(of_services + len(office.ticker), 1)
    if turn >= of_services:
        lines = [word(line.title, language) for line in office.ticker]
        return (), "".join(lines[turn - of_services :][:1])
    if of_services > 1:
        first = turn * places
        services = [*services, *services][first : first + places]
    return tuple(_foot_service(hall, service, language) for service in services), ""


def _foot_service(hall: Hall, service: m.Service, language: str) -> FootService:
    t = texts("display", language)
    name = word(service.short, language).replace("\n", " ")
    told = hall.waits[service.id]
    if told.waiting == 0 and not service.open:
        return FootService(name, t("wall.no_numbers"), False, False)
    if told.wait is None and told.waiting == 0:
        return FootService(name, t("wall.no_counter"), False, False)
    if told.wait is None:
        return FootService(name, people_waiting(told.waiting, language), False)
    line = wait_range(told.wait.low, told.wait.high, language)
    if told.wait.high <= 0:
        return FootService(name, line, free=True, people=False)
    if told.waiting == 0:
        return FootService(name, t("wall.nobody_waits"), free=False)
    shown = t("wall.people", people=people(told.waiting, language), wait=line)
    return FootService(name, shown, free=False)


def _over(hall: Hall, counter: str) -> str:
    """Return the number over a counter, or its id where the office has no such one."""
    number = hall.number_of(counter)
    return counter if number is None else str(number)

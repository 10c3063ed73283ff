"""What the wall shows: a frozen view, made from the hall and the time. PURE.

``now`` is monotonic seconds, ``clock`` the time of day. Every text is whole: the
screen only draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assets.lang import manner, texts
from display.announcer import Announcement, Announcer
from display.hall import Hall
from server.protocol import messages as m
from server.protocol.times import moment

BLINK = 4.0
"""Seconds for which a new call alternates, at 1 Hz; then it stays still."""

QUIET_AFTER = 180.0
"""Seconds after the last call from which the notices of the office show."""

NOTICE_EVERY = 12.0
"""Seconds that one notice stands."""

FOOT_EVERY = 8.0
"""Seconds that the foot stays with the same services."""

UPDATING_AFTER, STALE_AFTER = 10.0, 60.0
"""Seconds without news after which the wall says so, small and then large."""


@dataclass(frozen=True)
class Hero:
    """The large number. ``flash``: the darker half of a blink; ``key`` names it."""

    key: tuple[int, int]
    number: str
    counter: str
    above: str
    towards: str
    flash: bool = False


@dataclass(frozen=True)
class Row:
    """A call in the list; ``key`` is its ticket."""

    key: int
    number: str
    counter: str


@dataclass(frozen=True)
class Notice:
    """What stands in the hero's place while nothing is called."""

    label: str
    title: str
    body: str
    page: int = 0
    pages: int = 1
    official: bool = False


@dataclass(frozen=True)
class Line:
    """A service in the foot; ``at_once``: nobody waits and a counter is free."""

    name: str
    wait: str
    at_once: bool


@dataclass(frozen=True)
class Board:
    """All that the wall shows.

    ``stale`` is the sentence of the strip, "" while the board can be trusted;
    either ``hero`` or ``notice`` is there, never neither.
    """

    office: str
    date: str
    clock: str
    updating: str
    stale: str
    hero: Hero | None
    notice: Notice | None
    rows_title: str
    counter_title: str
    rows: tuple[Row, ...]
    no_rows: str
    foot: tuple[Line, ...]


def blinks(since: float, now: float) -> bool:
    """Tell whether a call is in the darker half of its blink: 1 Hz for 4 s."""
    age = now - since
    return 0 <= age < BLINK and int(age * 2) % 2 == 1


def board(
    hall: Hall,
    announcer: Announcer,
    now: float,
    own: datetime,
    language: str,
    rows: int = 4,
    foot: int = 3,
) -> Board:
    """Make the wall's view.

    Args:
        hall: what is known.
        announcer: whose call is the large number.
        now: monotonic seconds.
        own: this machine's time of day, until the server says its own.
        language: of the texts.
        rows: how many calls fit under each other.
        foot: how many services fit beside each other.
    """
    t = texts("display", language)
    clock = hall.clock(now, own)
    age = hall.age(now)
    stale = age is not None and age > STALE_AFTER
    calls = _todays(hall, clock)
    hero, called = _hero(hall, announcer, calls, now, clock, stale, language)
    office = hall.office
    return Board(
        office=office.name if office else "",
        date=manner.long_date(clock.date(), language),
        clock=manner.clock(clock),
        updating=t("wall.updating") if _is_updating(age) else "",
        stale=t("wall.stale", time=_ago(clock, age)) if stale else "",
        hero=hero,
        notice=None if hero else notice(hall, now, language),
        rows_title=t("wall.rows_stale" if stale else "wall.rows"),
        counter_title=t("wall.counter"),
        rows=_rows(hall, calls, called, rows),
        no_rows="" if calls else t("quiet.rows"),
        foot=_foot(hall, now, language, foot),
    )


def number_of(hall: Hall, counter: str) -> str:
    """Give the number over a counter; its id while the office is not known."""
    counters = hall.office.counters if hall.office else []
    return next((str(c.number) for c in counters if c.id == counter), counter)


def notice(hall: Hall, now: float, language: str) -> Notice:
    """Give what stands there in a quiet moment: a notice, or a calm welcome."""
    t = texts("display", language)
    office = hall.office
    if office is None:
        return Notice(
            t("quiet.welcome"), t("quiet.starting_title"), t("quiet.starting_body")
        )
    if office.notices:
        pages = len(office.notices)
        page = int(now // NOTICE_EVERY) % pages
        shown = office.notices[page]
        title, body = word(shown.title, language), word(shown.body, language)
        return Notice(t("quiet.notice"), title, body, page, pages, True)
    kind = "welcome" if all(s.open for s in office.services) else "closed"
    return Notice(office.unit, t(f"quiet.{kind}_title"), t(f"quiet.{kind}_body"))


def word(words: m.Words, language: str) -> str:
    """Give a text in the language, else in Vietnamese."""
    return words.get(language) or words["vi"]


def _todays(hall: Hall, clock: datetime) -> list[m.Call]:
    """Give the calls unless they are of a day that is over."""
    return [] if hall.day is not None and hall.day < clock.date() else hall.calls


def _is_updating(age: float | None) -> bool:
    return age is not None and UPDATING_AFTER <= age <= STALE_AFTER


def _ago(clock: datetime, seconds: float | None) -> str:
    return manner.clock(clock - timedelta(seconds=seconds or 0.0))


def _hero(
    hall: Hall,
    announcer: Announcer,
    calls: list[m.Call],
    now: float,
    clock: datetime,
    stale: bool,
    language: str,
) -> tuple[Hero | None, int | None]:
    """Give the large number and its ticket; none in a quiet moment."""
    shown = announcer.shown
    call = _call_of(shown, calls)
    if call is None or shown is None:
        return None, None
    if not (stale or announcer.speaking) and now - announcer.since > QUIET_AFTER:
        return None, None
    t = texts("display", language)
    at = manner.clock(moment(call.called_at).astimezone(clock.tzinfo))
    hero = Hero(
        key=(shown.ticket, shown.n),
        number=shown.number,
        counter=number_of(hall, shown.counter),
        above=t("wall.last", time=at) if stale else t("wall.call"),
        towards=t("wall.at_counter" if stale else "wall.to_counter"),
        flash=not stale and blinks(announcer.since, now),
    )
    return hero, shown.ticket


def _call_of(shown: Announcement | None, calls: list[m.Call]) -> m.Call | None:
    if shown is None:
        return None
    return next((call for call in calls if call.ticket == shown.ticket), None)


def _rows(
    hall: Hall, calls: list[m.Call], called: int | None, most: int
) -> tuple[Row, ...]:
    others = [call for call in calls if call.ticket != called]
    return tuple(
        Row(call.ticket, call.number, number_of(hall, call.counter))
        for call in others[:most]
    )


def _foot(hall: Hall, now: float, language: str, most: int) -> tuple[Line, ...]:
    services = hall.office.services if hall.office else []
    pages = max(1, -(-len(services) // most))
    first = int(now // FOOT_EVERY) % pages * most
    # The last page is filled up from the one before it: no gap in the foot.
    first = max(0, min(first, len(services) - most))
    return tuple(_line(hall, s, language) for s in services[first : first + most])


def _line(hall: Hall, service: m.Service, language: str) -> Line:
    name = word(service.short, language).replace("\n", " ")
    known = hall.waits.get(service.id)
    waiting, wait = (known.waiting, known.wait) if known else (0, None)
    low, high = (wait.low, wait.high) if wait else (None, None)
    how_long = manner.wait_range(low, high, language)
    if wait is not None and wait.high == 0:
        return Line(name, how_long, True)
    if not how_long:
        return Line(name, manner.people_waiting(waiting, language), False)
    t = texts("display", language)
    people = manner.people(waiting, language)
    return Line(name, t("wall.wait", people=people, range=how_long), False)

"""The pages of a quiet wall, and the note beside few calls. PURE.

A page takes the large place when nothing has been called for a while; a call takes
it back at once. The note stands where the rows of the first calls leave room, so that
the wall of an early morning says something too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assets.lang import texts
from assets.lang.manner import clock, long_date, short_date
from assets.lang.words import line, word
from display.changes import changes
from display.hearing import Hearing
from display.rules import PAGE_TURN
from server.protocol import messages as m
from server.protocol.times import read_moment

Kind = Literal[
    "starting",
    "closed",
    "no_counter",
    "welcome",
    "notice",
    "slide",
    "procedure",
    "wait",
]


@dataclass(frozen=True)
class PageHero:
    """A page in the large place. ``kind`` decides its sign; ``place`` of ``count``.

    ``picture`` and ``video`` are a slide's files; "" where it has none.
    """

    kind: Kind
    head: str
    title: str
    body: str
    place: int
    count: int
    picture: str = ""
    video: str = ""


@dataclass(frozen=True)
class SideNote:
    """A note beside few calls, or a page that stands for some seconds.

    ``kind`` decides its sign.
    """

    kind: Kind
    title: str
    body: str
    picture: str = ""
    video: str = ""
    stands: float = PAGE_TURN


def starting(language: str) -> PageHero:
    """Return the page of a display that knows nothing yet."""
    t = texts("display", language)
    return PageHero(
        "starting", "", t("line.starting"), t("line.starting_body"), place=0, count=1
    )


def in_turns(
    heard: Hearing, now: float, at: datetime, language: str, *, called: bool
) -> PageHero | None:
    """Return the page whose turn it is.

    None only after the first call (``called``), when there is nothing to be said.
    """
    office = heard.hall.office
    assert office is not None
    state = _state(heard, at, language)
    welcome = state.kind == "welcome"
    found = [] if welcome and called else [state]
    found += [*_notices(office, language), *_slides(heard, office, language)]
    found += _changes(heard, at, language)
    if not found:
        return None
    place = _turn(found, now)
    page = found[place]
    t = texts("display", language)
    procedure = t("page.procedure")
    heads = {"notice": t("page.notice"), "slide": "", "procedure": procedure}
    head = heads.get(page.kind, office.unit)
    words = page.kind, head, page.title, page.body
    return PageHero(*words, place, len(found), page.picture, page.video)


def _turn(found: list[SideNote], now: float) -> int:
    """Return the place of the page whose turn it is: each stands its own time."""
    past = now % sum(page.stands for page in found)
    for place, page in enumerate(found):
        if past < page.stands:
            return place
        past -= page.stands
    return 0


def beside(
    heard: Hearing,
    hero: object,
    now: float,
    at: datetime,
    language: str,
    *,
    stale: bool,
) -> SideNote | None:
    """Return what stands where the rows leave room.

    Beside a page only what those who wait should do, so that nothing stands twice.
    """
    t = texts("display", language)
    office = heard.hall.office
    if not heard.hall.known or office is None:
        return None
    if stale:
        return SideNote("wait", t("side.stale"), t("side.stale_body"))
    wait = SideNote("wait", t("side.wait"), t("side.wait_body"))
    if isinstance(hero, PageHero):
        return wait
    state = _state(heard, at, language)
    first = wait if state.kind == "welcome" else state
    found = [first, *_notices(office, language)]
    return found[int(now // PAGE_TURN) % len(found)]


def is_closed(office: m.Office) -> bool:
    """Tell whether no service gives out numbers now."""
    return bool(office.services) and not any(s.open for s in office.services)


def _state(heard: Hearing, at: datetime, language: str) -> SideNote:
    """Say how the office is: closed, without an open counter, or there for all."""
    office, scope = heard.hall.office, heard.scope
    assert office is not None
    t = texts("display", language)
    if is_closed(office):
        until = _closed_until(office, at, language)
        return SideNote("closed", t("page.closed"), until)
    counters = [c for c in heard.hall.counters.values() if scope.has_counter(c.id)]
    if counters and all(c.state == "closed" for c in counters):
        return SideNote("no_counter", t("page.no_counter"), t("page.no_counter_body"))
    return SideNote("welcome", t("page.welcome"), t("page.welcome_body"))


def _closed_until(office: m.Office, at: datetime, language: str) -> str:
    t = texts("display", language)
    moments = (read_moment(s.opens_at) for s in office.services if s.opens_at)
    opens = min((moment for moment in moments if moment), default=None)
    if opens is None:
        return t("page.closed_body")
    if opens.date() == at.date():
        return t("page.closed_until", time=clock(opens))
    day = long_date(opens, language)
    return t("page.closed_until_day", time=clock(opens), day=day)


def _notices(office: m.Office, language: str) -> list[SideNote]:
    return [
        SideNote("notice", word(n.title, language), word(n.body, language))
        for n in office.notices
    ]


def _changes(heard: Hearing, at: datetime, language: str) -> list[SideNote]:
    t = texts("display", language)
    shown = []
    for one in changes(heard.procedures, at.date()):
        day = short_date(date.fromisoformat(one.updated), language)
        body = t(f"change.{one.status}", date=day)
        title = line(word(one.short, language))
        shown.append(SideNote("procedure", title, body))
    return shown


def _slides(heard: Hearing, office: m.Office, language: str) -> list[SideNote]:
    """Return the slides that can be shown: with words, or with what came to be seen."""
    shown = []
    for slide in office.slides:
        title, body = word(slide.title, language), word(slide.body, language)
        picture = _file(heard, slide.picture, language)
        video = _file(heard, slide.video, language)
        if title or picture or video:
            # Without its video it stands no longer than any page.
            stands = float((slide.seconds or 0) if video or not slide.video else 0)
            files = picture, video
            shown.append(SideNote("slide", title, body, *files, stands or PAGE_TURN))
    return shown


def _file(heard: Hearing, named: m.Words, language: str) -> str:
    path = heard.pictures.get(word(named, language))
    return str(path) if path else ""

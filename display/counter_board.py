"""What the small display over one counter shows. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assets.lang import manner, texts
from display.board import STALE_AFTER, blinks, word
from display.hall import Hall, Hand
from server.protocol import messages as m

State = Literal["calling", "serving", "open", "paused", "closed", "stale"]


@dataclass(frozen=True)
class CounterBoard:
    """One counter's view.

    ``number`` is shown as large as the panel allows; without one ``title`` and
    ``line`` stand there. ``away``: the foot sends people to another counter.
    """

    name: str
    state: State
    words: str
    number: str = ""
    title: str = ""
    line: str = ""
    foot: str = ""
    away: bool = False
    priority: str = ""
    flash: bool = False


def counter_board(
    hall: Hall, number: int, now: float, own: datetime, language: str
) -> CounterBoard:
    """Make the view of the counter with that ``number``."""
    t = texts("display", language)
    name = t("counter.name", number=number)
    clock, age = hall.clock(now, own), hall.age(now)
    counter = _counter(hall, number)
    if hall.office is None or age is None:
        title, line = t("quiet.starting_title"), t("quiet.starting_body")
        words = t("counter.never")
        return CounterBoard(name, "closed", words, title=title, line=line)
    if counter is None:
        line = t("counter.unknown_line", number=number)
        words, title = t("counter.closed"), t("counter.unknown_title")
        return CounterBoard(name, "closed", words, title=title, line=line)
    hand = hall.hands.get(counter.id)
    if hall.day is not None and hall.day < clock.date():
        hand = None
    if age > STALE_AFTER:
        since = manner.clock(clock - timedelta(seconds=age))
        return _stale(name, hand, t("counter.stale", time=since), language)
    if hand is not None:
        return _busy(hall, name, hand, now, language)
    return _empty(hall, name, counter, clock, language)


def _counter(hall: Hall, number: int) -> m.Counter | None:
    counters = hall.office.counters if hall.office else []
    return next((c for c in counters if c.number == number), None)


def _stale(name: str, hand: Hand | None, words: str, language: str) -> CounterBoard:
    listen = texts("display", language)("counter.listen")
    if hand is None:
        return CounterBoard(name, "stale", words, title=listen)
    return CounterBoard(name, "stale", words, number=hand.number, foot=listen)


def _busy(hall: Hall, name: str, hand: Hand, now: float, language: str) -> CounterBoard:
    t = texts("display", language)
    calling = hand.state == "called"
    return CounterBoard(
        name=name,
        state="calling" if calling else "serving",
        words=t("counter.calling" if calling else "counter.serving"),
        number=hand.number,
        foot=_short(hall, hand.service, language),
        priority=t("counter.priority") if hand.priority else "",
        flash=calling and blinks(hand.since, now),
    )


def _empty(
    hall: Hall, name: str, counter: m.Counter, clock: datetime, language: str
) -> CounterBoard:
    t = texts("display", language)
    state = hall.states.get(counter.id, "closed")
    title, line = t(f"counter.{state}"), t(f"counter.{state}_line")
    if state == "open":
        names = [_short(hall, s, language) for s in counter.services]
        foot = " · ".join(names) or t("counter.all_services")
        title = t("counter.open_title")
        return CounterBoard(name, state, t("counter.open"), "", title, line, foot)
    since = hall.since.get(counter.id)
    shown = since.astimezone(clock.tzinfo) if since else clock
    other = _elsewhere(hall, counter)
    if other is None:
        foot = t("counter.wait_here") if state == "paused" else ""
        return CounterBoard(name, state, manner.clock(shown), "", title, line, foot)
    foot = t("counter.elsewhere", number=other)
    return CounterBoard(name, state, manner.clock(shown), "", title, line, foot, True)


def _elsewhere(hall: Hall, counter: m.Counter) -> int | None:
    """Give an open counter that serves all that this one does, else None."""
    counters = hall.office.counters if hall.office else []
    services = [s.id for s in hall.office.services] if hall.office else []
    here = set(counter.services or services)
    for other in counters:
        is_open = hall.states.get(other.id) == "open" and other.id != counter.id
        if is_open and here <= set(other.services or services):
            return other.number
    return None


def _short(hall: Hall, service: str, language: str) -> str:
    services = hall.office.services if hall.office else []
    names = (word(s.short, language) for s in services if s.id == service)
    return next(names, "").replace("\n", " ")

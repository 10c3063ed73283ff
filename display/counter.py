"""What stands on the display over one counter at one moment. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assets.lang import texts
from assets.lang.manner import clock
from assets.lang.words import word
from display.board import Connection, connection, is_pressed, stopped_at
from display.hall import AtCounter, Hall, InHand
from display.hearing import Hearing

Kind = Literal["starting", "unknown", "calling", "serving", "open", "paused", "closed"]


@dataclass(frozen=True)
class CounterBoard:
    """All that stands on one counter's display.

    Attributes:
        title: which counter it is.
        state: the words beside the title.
        number: the ticket in hand; "" shows ``headline`` and ``body`` instead.
        foot: the service in hand, or where to go instead.
        clerk: who serves there, where the office shows names.
        elsewhere: the foot sends to another counter.
        pressed: the darker of the two colours of a new call.
    """

    kind: Kind
    connection: Connection
    title: str
    state: str
    number: str
    headline: str
    body: str
    foot: str
    clerk: str
    elsewhere: bool
    priority: bool
    pressed: bool


def show_counter(
    heard: Hearing, number: int, now: float, language: str
) -> CounterBoard:
    """Return what stands over counter ``number`` now."""
    t = texts("display", language)
    counter = heard.hall.counter(number)
    line = connection(heard.line.age(now))
    kind = _kind(heard.hall, counter)
    hand = counter.hand if counter and kind in ("calling", "serving") else None
    shut = counter if kind in ("paused", "closed") else None
    other = _elsewhere(heard.hall, shut) if shut else None
    state = t(f"counter.{kind}") if hand else clock(heard.clock.at(now))
    if line != "ok":
        state = _line_words(heard, line, now, language)
    return CounterBoard(
        kind=kind,
        connection=line,
        title=t("counter.title", number=number),
        state=state,
        number=hand.number if hand else "",
        headline="" if hand else _headline(kind, number, language),
        body="" if hand else _body(kind, counter, line, language),
        foot=_foot(heard.hall, counter, hand, other, language),
        clerk=counter.clerk if counter and not shut else "",
        elsewhere=other is not None,
        priority=bool(hand and hand.priority),
        pressed=kind == "calling" and line != "stale" and _is_new(heard, counter, now),
    )


def _kind(hall: Hall, counter: AtCounter | None) -> Kind:
    if counter is None:
        return "unknown" if hall.known else "starting"
    if counter.hand is not None:
        return "serving" if counter.hand.started else "calling"
    return counter.state


def _is_new(heard: Hearing, counter: AtCounter | None, now: float) -> bool:
    since = heard.called_since.get(counter.id) if counter else None
    return since is not None and is_pressed(now - since)


def _line_words(heard: Hearing, line: Connection, now: float, language: str) -> str:
    t = texts("display", language)
    if line == "updating":
        return t("line.updating")
    return t("counter.stale", time=stopped_at(heard, now))


def _headline(kind: Kind, number: int, language: str) -> str:
    t = texts("display", language)
    if kind == "starting":
        return t("line.starting")
    return t(f"counter.{kind}", **({"number": number} if kind == "unknown" else {}))


def _body(
    kind: Kind, counter: AtCounter | None, line: Connection, language: str
) -> str:
    t = texts("display", language)
    if kind == "starting" or line == "stale":
        return t("counter.stale_body")
    if kind == "paused" and counter is not None and counter.reason:
        return t("counter.paused_because", reason=counter.reason)
    return t(f"counter.{kind}_body")


def _foot(
    hall: Hall,
    counter: AtCounter | None,
    hand: InHand | None,
    other: int | None,
    language: str,
) -> str:
    t = texts("display", language)
    if other is not None:
        return t("counter.elsewhere", number=other)
    if counter is None or (hand is None and counter.state != "open"):
        return ""
    if hand is not None:
        return _services(hall, (hand.service,), language)
    if not counter.services:
        return t("counter.every_service")
    return _services(hall, counter.services, language)


def _services(hall: Hall, ids: tuple[str, ...], language: str) -> str:
    services = hall.office.services if hall.office else ()
    names = (word(s.short, language) for s in services if s.id in ids)
    return " · ".join(name.replace("\n", " ") for name in names)


def _elsewhere(hall: Hall, counter: AtCounter) -> int | None:
    """Return the first open counter that serves something of this one's."""
    for other in hall.counters.values():
        shared = not (counter.services and other.services) or (
            set(counter.services) & set(other.services)
        )
        if other.state == "open" and other.id != counter.id and shared:
            return other.number
    return None

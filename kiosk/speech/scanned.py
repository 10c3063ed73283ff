"""What is said of the reasons for priority, and of a ticket that was scanned. PURE."""

from __future__ import annotations

from kiosk.flow.priority import ages_of, may_claim
from kiosk.flow.returning import missed
from kiosk.flow.state import State
from kiosk.flow.wishes import Presented
from kiosk.speech import words
from kiosk.speech.sight import Sentences, Sight
from kiosk.speech.ticket import line
from server.protocol.messages import Followed


def priority(sight: Sight) -> Sentences:
    """Say the office's reasons, each with how it is proved."""
    hall = sight.state.hall
    yield sight.written("priority.title")
    yield sight.written("priority.hint")
    if hall.scanner and ages_of(hall):
        yield sight.written("priority.scan")
    shown, rest = sight.shown(hall.reasons)
    for n, reason in enumerate(shown, 1):
        yield sight.say("list.item", n=n, name=sight.word(reason.name))
        if sight.language == "vi":
            # It is written by the office for those who read Vietnamese.
            yield reason.proof
    if rest:
        yield sight.say("home.more", n=rest)
    yield from sight.foot()


def scanned(sight: Sight) -> Sentences:
    """Say the number, what is the matter with it, and the one thing to do."""
    shown = sight.state.presented
    if shown is None or shown.place is None:
        return
    place = shown.place
    spelt = words.number(place.ticket.number, sight.language)
    yield sight.say("ticket.number", number=spelt)
    yield from _matter(sight, shown, place)
    service = sight.state.hall.service(place.ticket.service)
    if service is not None:
        yield sight.say("ticket.matter", name=sight.word(service.name))
    if place.ticket.state == "waiting":
        yield from line(sight, place.ahead, place.wait)
    if place.ticket.priority:
        yield sight.say("ticket.priority")
    elif may_claim(sight.state):
        yield sight.button("priority.button")
    yield sight.button("scan.come_back" if missed(shown) else "ticket.done")
    yield from sight.foot()


def _matter(sight: Sight, shown: Presented, place: Followed) -> Sentences:
    kind = place.ticket.state
    if kind == "waiting":
        yield sight.written("scan.back" if shown.back else "scan.waiting")
    elif kind == "no_show":
        yield sight.written("scan.missed")
        yield sight.written("scan.missed_how")
    elif kind == "held":
        yield sight.written("scan.held")
    elif counter := _counter(sight, sight.state, place.ticket.counter):
        yield sight.written(f"scan.{kind}", counter=counter)
    else:
        yield sight.written(f"scan.{kind}_short")


def _counter(sight: Sight, state: State, id: str | None) -> str:
    counters = state.hall.office.counters if state.hall.office else []
    return next((sight.word(one.name) for one in counters if one.id == id), "")

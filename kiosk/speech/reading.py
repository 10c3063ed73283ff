"""What is said of a procedure, its details, notices, help and appointments. PURE."""

from __future__ import annotations

from datetime import date

from assets.lang import manner, texts
from kiosk import receiving
from kiosk.catalog import gone
from kiosk.flow import language
from kiosk.flow.meeting import DIGITS
from kiosk.speech.lists import status
from kiosk.speech.sight import Sentences, Sight
from server.protocol.messages import Paper, Procedure


def procedure(sight: Sight) -> Sentences:
    """Say what it costs, how long it takes, its papers with their ticks, and how on."""
    one = _one(sight)
    if one is None:
        yield from sight.foot()
        return
    yield sight.word(one.short)
    if not gone(one):
        yield from status(sight, one)
    if not one.confirmed:
        yield sight.say("list.unconfirmed")
    yield sight.say("list.fee", fee=sight.word(one.fee))
    yield sight.say("list.time", time=sight.word(one.time))
    yield from _papers(sight, one)
    yield from _take(sight, one)
    yield sight.button("procedure.details")
    yield from sight.foot()


def _one(sight: Sight) -> Procedure | None:
    return sight.state.hall.catalog.get(sight.state.place.procedure or "")


def _papers(sight: Sight, one: Procedure) -> Sentences:
    yield sight.written("procedure.papers")
    if not one.papers:
        yield sight.written("procedure.no_papers")
        return
    yield sight.say("paper.count", n=len(one.papers))
    for n, paper in enumerate(one.papers, 1):
        yield sight.say("paper.item", n=n, name=sight.word(paper.name))
        yield sight.word(paper.note) or sight.written(f"procedure.{paper.kind}")
        ticked = (one.code, paper.id) in sight.state.ticked
        yield sight.say("paper.ticked" if ticked else "paper.unticked")
    yield sight.written("procedure.tick")


def _take(sight: Sight, one: Procedure) -> Sentences:
    if gone(one):
        yield from _no_more(sight, one)
        return
    service = sight.state.hall.service(one.service)
    if sight.takes(one) and service is not None:
        yield sight.say("button.take", button=sight.written("procedure.take"))
        yield sight.wait(service)
    elif away := sight.elsewhere(one):
        yield away
    elif service is not None:
        yield sight.wait(service)
    else:
        yield sight.written("procedure.not_here")


def _no_more(sight: Sight, one: Procedure) -> Sentences:
    """Say that it is no more, and which button leads to what it is done by now."""
    catalog = sight.state.hall.catalog
    yield receiving.no_more(sight.written, one, catalog)
    following = receiving.successor(one, catalog)
    if following is not None:
        yield sight.say("button.touch", button=sight.word(following.short))


def tick(sight: Sight, paper: str) -> Sentences:
    """Say what a touch on a paper has done."""
    one = _one(sight)
    found: Paper | None = next(
        (p for p in (one.papers if one else ()) if p.id == paper), None
    )
    if one is None or found is None:
        return
    key = "have" if (one.code, paper) in sight.state.ticked else "not"
    yield sight.say(f"paper.{key}", name=sight.word(found.name))


def details(sight: Sight) -> Sentences:
    """Say everything that is known of a procedure."""
    one = _one(sight)
    if one is not None:
        yield sight.word(one.short)
        for heading, block in _blocks(sight, one):
            if any(block):
                yield sight.written(f"details.{heading}")
                yield from block
        yield sight.button("printout.print_short")
    yield from sight.foot()


def _blocks(sight: Sight, one: Procedure) -> list[tuple[str, list[str]]]:
    steps = [
        said
        for n, step in enumerate(one.steps, 1)
        for said in (sight.say("list.step", n=n), step)
    ]
    return [
        ("name", [sight.word(one.name)]),
        ("fee", [sight.word(one.fee)]),
        ("time", [sight.word(one.time)]),
        ("result", [sight.word(one.result)]),
        ("who", [sight.word(one.who_must_come)]),
        ("steps", steps),
        ("notes", [one.details]),
        ("forms", list(one.forms)),
        ("legal", list(one.legal)),
        ("source", [_source(sight, one)]),
    ]


def _source(sight: Sight, one: Procedure) -> str:
    try:
        day = date.fromisoformat(one.updated)
    except ValueError:
        return one.source
    shown = manner.short_date(day, sight.language)
    if not one.source:
        return shown
    return sight.written("details.updated", source=one.source, date=shown)


def pages(sight: Sight) -> Sentences:
    """Say what the office has posted, as buttons."""
    posts = list(sight.state.hall.posts.values())
    yield sight.written("pages.title")
    if not posts:
        yield sight.written("pages.nothing")
    shown, rest = sight.shown(posts)
    for n, one in enumerate(shown, 1):
        yield sight.say("list.item", n=n, name=sight.word(one.title))
    if rest:
        yield sight.say("home.more", n=rest)
    yield from sight.foot()


def post(sight: Sight) -> Sentences:
    """Say one of the posted pages."""
    place = sight.state.place.group
    found = sight.state.hall.post(place.id) if place else None
    if found is not None:
        yield f"{sight.word(found.title)}."
        for heading, text in found.blocks:
            yield f"{sight.word(heading)}." if heading else ""
            yield sight.word(text)
    yield from sight.foot()


def languages(sight: Sight) -> Sentences:
    """Say the languages, each by its own name."""
    yield sight.written("languages.title")
    shown, rest = sight.shown(language.offered(sight.state))
    for n, one in enumerate(shown, 1):
        name = texts("kiosk", one)("home.own")
        yield sight.say("rating.face", n=n, name=name)
    if rest:
        yield sight.say("home.more", n=rest)
    yield from sight.foot()


def staff(sight: Sight) -> Sentences:
    """Say that a page is the staff's: whoever comes upon it only needs the way home.

    Nothing that is typed or shown there is ever said aloud.
    """
    yield texts("upkeep", sight.language)("pin.title")
    yield sight.button("foot.home")


def helping(sight: Sight) -> Sentences:
    """Say what the small panel has behind "Trợ giúp"."""
    yield sight.written("help.title")
    yield from sight.buttons("home.staff", "home.pages", "home.rating")
    yield from sight.foot()


def appointment(sight: Sight) -> Sentences:
    """Say what is asked for, and how much of it is there."""
    yield sight.written("appointment.title")
    yield sight.written("appointment.hint")
    yield from code(sight)
    yield from sight.foot()


def code(sight: Sight) -> Sentences:
    """Say how many digits of the code are typed."""
    n = len(sight.state.code)
    if n < DIGITS:
        yield sight.say("code.typed", n=n, most=DIGITS)
        return
    button = sight.written("appointment.take")
    yield sight.say("code.full", most=DIGITS, button=button)

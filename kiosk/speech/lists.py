"""What is said of home, of a service, of a search, and while the office is closed.

PURE.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from assets.lang import manner, texts
from kiosk.flow import away, language
from kiosk.speech.sight import Sentences, Sight
from server.protocol.messages import WEEK, Office, Procedure
from server.protocol.times import moment

SUGGESTED = 22
"""Procedures that are offered before anything is typed."""


def home(sight: Sight) -> Sentences:
    """Say the services with their lines, and the other buttons."""
    hall = sight.state.hall
    yield from sight.office()
    if not hall.services:
        yield sight.written("home.starting")
        return
    notice = hall.notices.get(sight.state.slide or "")
    if notice is not None:
        yield sight.say("home.notice", title=sight.word(notice.title))
    yield sight.written("home.question")
    if not hall.online:
        yield sight.written(away.sentence(sight.state))
    yield from _services(sight)
    yield sight.say("home.touch")
    booked = ("home.booked",) if hall.appointments else ()
    yield from sight.buttons(
        *("home.search", *booked, "home.pages", "home.rating"),
        *("comfort.button", "home.staff"),
    )
    yield _other_language(sight)
    yield sight.say("home.stop")


def _other_language(sight: Sight) -> str:
    return sight.say("home.language", button=language.button(sight.state))


def _services(sight: Sight) -> Sentences:
    shown, rest = sight.shown(sight.state.hall.services)
    key = "services" if len(shown) > 1 else "service_one"
    yield sight.say(f"home.{key}", n=len(shown))
    for n, service in enumerate(shown, 1):
        yield sight.say("list.item", n=n, name=sight.word(service.name))
        yield sight.wait(service)
    if rest:
        yield sight.say("home.more", n=rest)


def closed(sight: Sight) -> Sentences:
    """Say when numbers are given again, and what can be read until then."""
    office = sight.state.hall.office
    yield from sight.office()
    yield sight.written("closed.title")
    yield from _opens(sight, office) if office else ()
    yield sight.written("closed.preview")
    for n, service in enumerate(sight.state.hall.services, 1):
        yield sight.say("list.item", n=n, name=sight.word(service.name))
    yield from sight.buttons(
        "closed.search", "home.pages", "comfort.button", "foot.staff"
    )
    yield _other_language(sight)
    yield sight.say("home.stop")


def _opens(sight: Sight, office: Office) -> Sentences:
    at = next((s.opens_at for s in office.services if s.opens_at), None)
    if at is None:
        yield sight.written("closed.no_time")
        return
    opens = moment(at)
    weekday = texts("common", sight.language)(f"weekday.{opens.isoweekday()}")
    day = manner.short_date(opens.date(), sight.language)
    clock = manner.clock(opens)
    yield f"{sight.written('closed.again')} {clock}, {weekday}, {day}"
    yield from _holiday(sight, office, opens.date())
    yield from _hours(sight, office, opens.weekday())


def _holiday(sight: Sight, office: Office, opens: date) -> Sentences:
    """Say the holiday that lies before the opening, if one does."""
    near = [opens - timedelta(days=n) for n in range(1, 15)]
    for holiday in office.hours.holidays:
        day = date.fromisoformat(holiday.date)
        if day in near:
            shown = manner.short_date(day, sight.language)
            name = sight.word(holiday.name)
            yield sight.written("closed.holiday", date=shown, name=name)
            return


def _hours(sight: Sight, office: Office, weekday: int) -> Sentences:
    if office.hours.always:
        return
    spans = office.hours.week.get(WEEK[weekday], [])
    for key, span in zip(("morning", "afternoon"), spans, strict=False):
        name = sight.written(f"closed.{key}")
        yield sight.say("closed.span", name=name, span=span)


def service(sight: Sight) -> Sentences:
    """Say what a service receives, each with what it needs."""
    place = sight.state.place.service
    found = sight.state.hall.service(place)
    if found is not None:
        yield sight.word(found.name)
        yield sight.wait(found)
    received = sight.state.hall.catalog.of_service(place or "")
    if not received:
        yield sight.written("service.nothing")
    else:
        yield from procedures(sight, received)
    if found is not None and found.open:
        yield sight.written("service.how")
        yield sight.say("list.take")
        yield sight.button("service.other")
    yield sight.written("service.how_read")
    yield from sight.foot()


def search(sight: Sight) -> Sentences:
    """Say what is typed for, how, and what was found."""
    state = sight.state
    yield sight.written("search.prompt")
    yield sight.written("search.hint")
    yield sight.say("search.keys")
    if not state.typed.strip():
        codes = state.hall.catalog.commonest(SUGGESTED)
        yield sight.written("search.suggest")
    else:
        codes = state.found
        if not codes:
            yield from _nothing(sight)
    yield from procedures(sight, _known(sight, codes))
    yield from sight.buttons("browse.open", "comfort.button", "foot.back")
    yield sight.say("button.staff")


def typing(sight: Sight, name: str) -> Sentences:
    """Say the letter that was typed last, and what is found by all of them.

    Not the whole text: sentences are kept, and nobody's search is.
    """
    state = sight.state
    yield name or sight.say("search.erased")
    if not state.typed.strip():
        yield sight.say("search.empty")
        return
    if not state.found:
        yield from _nothing(sight)
        return
    yield _count(sight, len(state.found))
    for one in _known(sight, state.found[:1]):
        yield sight.say("search.first", name=sight.word(one.short))


def _nothing(sight: Sight) -> Sentences:
    yield sight.written("search.none")
    if sight.state.hall.general is None:
        yield sight.written("search.none_help")
        return
    yield sight.written("search.none_ask")
    yield sight.button("search.ask")


def _count(sight: Sight, n: int) -> str:
    key = "procedures" if n > 1 else "procedure_one"
    return sight.say(f"list.{key}", n=n)


def _known(sight: Sight, codes: Sequence[str]) -> list[Procedure]:
    catalog = sight.state.hall.catalog
    return [one for code in codes if (one := catalog.get(code)) is not None]


def procedures(sight: Sight, found: Sequence[Procedure]) -> Sentences:
    """Say a list of procedures, each with what its row says."""
    shown, rest = sight.shown(found)
    first = len(found) - rest - len(shown) + 1
    if found:
        yield _count(sight, len(found))
    for n, one in enumerate(shown, first):
        yield sight.say("list.item", n=n, name=sight.word(one.short))
        yield from facts(sight, one)
    if rest:
        yield sight.say("list.more", n=rest)


def status(sight: Sight, one: Procedure) -> Sentences:
    """Say that a procedure is new, has changed or is no more, and since when."""
    if one.status == "same":
        return
    yield sight.say(f"status.{one.status}")
    try:
        day = date.fromisoformat(one.updated)
    except ValueError:
        return
    yield sight.say("status.since", date=manner.short_date(day, sight.language))


def facts(sight: Sight, one: Procedure) -> Sentences:
    """Say of a procedure in a list what its row says. No unconfirmed promises."""
    yield from status(sight, one)
    if away := sight.elsewhere(one):
        yield away
        return
    count = len(one.papers)
    key = "service.papers" if count else "service.papers_none"
    yield sight.written(key, n=count)
    if not one.confirmed:
        yield sight.written("service.unconfirmed")
        return
    yield sight.say("list.fee", fee=sight.word(one.fee))
    yield sight.say("list.time", time=sight.word(one.time))

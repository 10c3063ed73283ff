"""From what stands on the glass to the sentences that are read aloud. PURE.

In the language that is shown; what lies over a page is read instead of it, for only
that can be touched.
"""

from __future__ import annotations

from collections.abc import Callable

from assets.lang import manner
from kiosk.flow import aloud
from kiosk.flow.modes import LOUDEST
from kiosk.flow.state import Screen, State
from kiosk.flow.waiting import COUNTDOWN
from kiosk.flow.wishes import Message
from kiosk.speech import browsing, lists, ratings, reading, scanned, ticket, words
from kiosk.speech.sight import Sentences, Sight
from server.protocol.times import moment

PAGES: dict[Screen, Callable[[Sight], Sentences]] = {
    Screen.HOME: lists.home,
    Screen.SERVICE: lists.service,
    Screen.PROCEDURE: reading.procedure,
    Screen.DETAILS: reading.details,
    Screen.SEARCH: lists.search,
    Screen.BROWSE: browsing.browse,
    Screen.GROUP: browsing.group,
    Screen.PAGES: reading.pages,
    Screen.LANGUAGES: reading.languages,
    Screen.POST: reading.post,
    Screen.HELP: reading.helping,
    Screen.APPOINTMENT: reading.appointment,
    Screen.TICKET: ticket.ticket,
    Screen.FAULT: ticket.fault,
    Screen.PRIORITY: scanned.priority,
    Screen.SCANNED: scanned.scanned,
    Screen.RATE_NUMBER: ratings.number,
    Screen.RATE: ratings.faces,
    Screen.RATE_WHY: ratings.why,
    Screen.RATED: ratings.thanks,
    Screen.PIN: reading.staff,
    Screen.UPKEEP: reading.staff,
}

UNDERWAY = {
    "pending": "pending.title",
    "calling": "help.calling",
    "checking": "appointment.checking",
    "claim": "priority.asking",
    "presented": "scan.looking",
    "rating": "rating.sending",
    "printout": "printout.printing",
}
"""What is said while something was asked and has no answer yet."""


def of(state: State, topic: aloud.Topic, rows: int = 0) -> list[words.Sentence]:
    """Return what is said of `topic`; `rows` of a list have room, 0: all."""
    sight = Sight(state, rows)
    said = _of(sight, topic)
    return [s for one in said for s in words.sentences(one, state.language)]


def _of(sight: Sight, topic: aloud.Topic) -> Sentences:
    match topic:
        case aloud.Whole():
            yield from over(sight) or page(sight)
        case aloud.Tick(of=of):
            rating = sight.state.screen is Screen.RATE_WHY
            yield from (ratings.reason if rating else reading.tick)(sight, of)
        case aloud.Typing(last=last):
            yield from _typing(sight, last)
        case aloud.Loudness():
            volume = sight.state.aloud.volume
            yield sight.say("volume.now", n=volume, most=LOUDEST)
        case _:
            yield topic.name


def _typing(sight: Sight, last: str) -> Sentences:
    name = words.letter(last, sight.language)
    pads = {Screen.APPOINTMENT: reading.code, Screen.RATE_NUMBER: ratings.typed}
    if (pad := pads.get(sight.state.screen)) is not None:
        yield name or sight.say("search.erased")
        yield from pad(sight)
    else:
        yield from lists.typing(sight, name)


def page(sight: Sight) -> Sentences:
    """Say the page of the state."""
    screen = sight.state.screen
    if screen is Screen.HOME and sight.state.hall.closed:
        return lists.closed(sight)
    return PAGES.get(screen, _by_title)(sight)


def _by_title(sight: Sight) -> Sentences:
    """Say at least what a page is, and where it is left."""
    key = f"{sight.state.screen}.title"
    if key in sight.written:
        yield sight.written(key)
    yield from sight.foot()


def over(sight: Sight) -> Sentences | None:
    """Say what lies over the page, None if nothing does."""
    state = sight.state
    if state.message is not None:
        return _message(sight, state.message)
    if state.underway is not None:
        return _waiting(sight, UNDERWAY.get(state.underway[0], "pending.title"))
    if state.counting is not None:
        return _countdown(sight)
    return comfort(sight) if state.comfort.open else None


def _message(sight: Sight, message: Message) -> Sentences:
    if not message.key:
        yield sight.word(message.words)
    elif not message.at:
        yield sight.written(message.key)
    else:
        at = moment(message.at)
        date = manner.short_date(at.date(), sight.language)
        yield sight.written(message.key, time=manner.clock(at), date=date)
    yield sight.button("message.ok")


def comfort(sight: Sight) -> Sentences:
    """Say what can be set, and how it is set now."""
    set_to = sight.state.comfort
    yield sight.written("comfort.title")
    for key, on in (
        ("text", set_to.large),
        ("contrast", set_to.contrast),
        ("reach", set_to.low),
    ):
        name = sight.written(f"comfort.{key}")
        yield sight.say("comfort.on" if on else "comfort.off", name=name)
    yield from sight.buttons(
        "aloud.repeat", "aloud.softer", "aloud.louder", "aloud.off", "comfort.done"
    )


def _waiting(sight: Sight, title: str) -> Sentences:
    yield sight.written(title)
    yield sight.written("pending.wait")


def _countdown(sight: Sight) -> Sentences:
    yield sight.written("countdown.title")
    yield sight.button("countdown.more")
    yield sight.written("countdown.back", n=round(COUNTDOWN))

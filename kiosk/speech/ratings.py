"""What is said while a visit is rated. PURE."""

from __future__ import annotations

from kiosk.flow.rating import whole
from kiosk.speech import words
from kiosk.speech.sight import Sentences, Sight
from server.protocol.messages import Reason

SCORES = (4, 3, 2, 1)
"""The faces from the first place on."""


def number(sight: Sight) -> Sentences:
    """Ask for the number on the ticket."""
    yield sight.written("rating.which")
    yield sight.written("rating.which_hint")
    yield from typed(sight)
    yield from sight.foot()


def typed(sight: Sight) -> Sentences:
    """Say the number as far as it is typed."""
    rating = sight.state.rating
    if rating.number:
        signs = " ".join(words.letter(one, sight.language) for one in rating.number)
        yield sight.written("rating.number", number=signs)
    if whole(rating):
        yield sight.button("rating.next")


def faces(sight: Sight) -> Sentences:
    """Say the question and the four answers."""
    yield sight.written("rating.title_line")
    spelt = words.number(sight.state.rating.number, sight.language)
    yield sight.written("rating.number", number=spelt)
    for n, score in enumerate(SCORES, 1):
        name = sight.written(f"rating.score_{score}")
        yield sight.say("rating.face", n=n, name=name)
    yield sight.written("rating.promise_line")
    yield from _leave(sight)


def why(sight: Sight) -> Sentences:
    """Say the reasons with their ticks, and how it is sent."""
    yield sight.written("rating.why")
    yield sight.written("rating.why_hint")
    for one in _reasons(sight):
        ticked = one.id in sight.state.rating.reasons
        yield f"{sight.word(one.name)}."
        yield sight.say("paper.ticked" if ticked else "paper.unticked")
    yield sight.button("rating.send")
    yield from _leave(sight)


def _reasons(sight: Sight) -> list[Reason]:
    office = sight.state.hall.office
    return list(office.rating_reasons) if office else []


def reason(sight: Sight, touched: str) -> Sentences:
    """Say what a touch on a reason has done."""
    key = "have" if touched in sight.state.rating.reasons else "not"
    for one in _reasons(sight):
        if one.id == touched:
            yield sight.say(f"paper.{key}", name=sight.word(one.name))


def thanks(sight: Sight) -> Sentences:
    """Say thanks."""
    yield sight.written("rating.thanks")
    yield sight.written("rating.thanks_hint")
    yield sight.button("rating.done")
    yield from sight.buttons("comfort.button")


def _leave(sight: Sight) -> Sentences:
    yield from sight.buttons("foot.back", "comfort.button", "rating.leave")

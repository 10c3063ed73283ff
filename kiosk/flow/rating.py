"""Rating a visit: whose, which face, why not better. PURE.

Once for a visit that is over, and anonymous: the kiosk sends the mark, and nothing of
who gave it. A low mark may say why; a face that is content is sent at once.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import moving
from kiosk.flow.state import HOME, Place, Screen, State, at_home
from kiosk.flow.wishes import Message, Rating
from server.protocol.messages import Ticket, Words

LONGEST = 5
"""Signs of a number: a letter and up to four digits."""
LOW = 2
"""Marks up to this one are asked why."""
THANKS_SHOWN = 5.0
"""Seconds for which the thanks stay when nobody closes them."""
NO_SUCH = ("unknown_ticket", "not_served", "already_rated", "forbidden")
"""Refusals of the number itself: no other face would do better."""

# A finger


class OpenRating(i.Touch):
    """ "Đánh giá"."""


class TypeNumber(i.Touch):
    """The ticket's number is now this."""

    number: str


class ToFaces(i.Touch):
    """ "Tiếp tục", for the number that is typed."""


class GiveScore(i.Touch):
    """A face: 1 (not satisfied) to 4 (very satisfied)."""

    key: str
    score: int


class TouchReason(i.Touch):
    """A reason: it is one, or it is none after all."""

    reason: str


class SendRating(i.Touch):
    """ "Gửi đánh giá", under the reasons."""

    key: str


# The answers


class RatingTaken(i.News):
    """The answer to ``Rate``."""

    key: str


class RatingRefused(i.News):
    """The refusal of ``Rate``; no words: a fault, said in general."""

    key: str
    reason: str
    words: Words | None


# What is to be done


class Rate(i.Effect):
    """Send a rating, with this key and no other."""

    key: str
    rating: Rating


def opened(state: State, _: OpenRating, now: float) -> i.Stepped:
    """Ask for the number."""
    if not state.hall.online:
        return replace(state, message=Message("rating.away", since=now)), ()
    fresh = replace(state, rating=Rating())
    return moving.to(fresh, Place(Screen.RATE_NUMBER)), ()


def letters(state: State) -> tuple[str, ...]:
    """Return what a number may begin with: the services' letters, then our own."""
    own = (state.away.series,) if state.gives_own else ()
    return tuple(dict.fromkeys((*(s.prefix for s in state.hall.services), *own)))


def of_ticket(state: State, ticket: Ticket, secret: str) -> State:
    """Return the state that asks about a visit whose ticket was scanned."""
    rating = Rating(number=ticket.number, of=ticket, secret=secret)
    return replace(state, rating=rating, path=(*HOME, Place(Screen.RATE)))


def typed(state: State, touch: TypeNumber, _: float) -> i.Stepped:
    """Take a letter and digits; whatever else a hand sends is dropped."""
    if state.screen is not Screen.RATE_NUMBER:
        return state, ()
    number = _number(touch.number)
    return replace(state, rating=replace(state.rating, number=number)), ()


def _number(text: str) -> str:
    signs = [c for c in text.upper() if c.isascii() and c.isalnum()]
    letter = "".join(c for c in signs[:1] if c.isalpha())
    digits = "".join(c for c in signs[len(letter) :] if c.isdigit())
    return (letter + digits)[:LONGEST] if letter else ""


def whole(rating: Rating) -> bool:
    """Tell whether a number can be one: a letter and three digits at least."""
    return len(rating.number) >= 4


def to_faces(state: State, _: ToFaces, __: float) -> i.Stepped:
    """Show the faces for the number that is typed."""
    if state.screen is not Screen.RATE_NUMBER or not whole(state.rating):
        return state, ()
    return moving.to(state, Place(Screen.RATE)), ()


def scored(state: State, touch: GiveScore, now: float) -> i.Stepped:
    """Send a content face at once; ask an unhappy one why."""
    if state.screen is not Screen.RATE or not 1 <= touch.score <= 4:
        return state, ()
    rating = replace(state.rating, score=touch.score, reasons=frozenset())
    state = replace(state, rating=rating)
    office = state.hall.office
    if touch.score <= LOW and office is not None and office.rating_reasons:
        return moving.to(state, Place(Screen.RATE_WHY)), ()
    return _send(state, touch.key, now)


def reason(state: State, touch: TouchReason, _: float) -> i.Stepped:
    """Note a reason, or take it back."""
    office = state.hall.office
    known = {one.id for one in office.rating_reasons} if office else set()
    if state.screen is not Screen.RATE_WHY or touch.reason not in known:
        return state, ()
    reasons = state.rating.reasons ^ {touch.reason}
    return replace(state, rating=replace(state.rating, reasons=reasons)), ()


def sent(state: State, touch: SendRating, now: float) -> i.Stepped:
    """Send it, with or without reasons."""
    if state.screen is not Screen.RATE_WHY:
        return state, ()
    return _send(state, touch.key, now)


def _send(state: State, key: str, now: float) -> i.Stepped:
    if not state.hall.online:
        return replace(state, message=Message("rating.away", since=now)), ()
    rating = replace(state.rating, asked=key, since=now)
    return replace(state, rating=rating), (Rate(key, rating),)


def taken(state: State, answer: RatingTaken, now: float) -> i.Stepped:
    """Give thanks; the number and the mark are forgotten at once."""
    if state.rating.asked != answer.key:
        return state, ()
    path = (*HOME, Place(Screen.RATED))
    state = replace(state, rating=Rating(), path=path, counting=None)
    return replace(state, shown_at=now, touched_at=now), ()


def refused(state: State, answer: RatingRefused, now: float) -> i.Stepped:
    """Say why; a number that cannot be rated is asked for anew."""
    rating = state.rating
    if rating.asked != answer.key:
        return state, ()
    key = "" if answer.words else "rating.failed"
    state = replace(
        state,
        rating=replace(rating, asked=None),
        message=Message(key, answer.words, now),
        touched_at=now,
    )
    if answer.reason not in NO_SUCH:
        return state, ()
    again = () if rating.of else (Place(Screen.RATE_NUMBER),)
    return replace(state, rating=Rating(), path=(*HOME, *again)), ()


def unanswered(state: State, now: float) -> State:
    """Return the state after a rating that nobody answered."""
    message = Message("rating.failed", since=now)
    rating = replace(state.rating, asked=None)
    return replace(state, rating=rating, message=message, touched_at=now)


def thanked(state: State, now: float) -> State:
    """Return the state at home once the thanks were seen."""
    return at_home(state) if now - state.shown_at >= THANKS_SHOWN else state


TOUCHES: i.Table = {
    OpenRating: opened,
    TypeNumber: typed,
    ToFaces: to_faces,
    GiveScore: scored,
    TouchReason: reason,
    SendRating: sent,
}

NEWS: i.Table = {RatingTaken: taken, RatingRefused: refused}

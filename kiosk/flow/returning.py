"""A ticket that was scanned: where it stands, or "tôi đã quay lại". PURE.

Who was called and did not come is restored by the rule that the office set; the
server knows it.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import rating
from kiosk.flow.state import HOME, Place, Screen, State
from kiosk.flow.taking import closed
from kiosk.flow.wishes import Message, Presented
from server.protocol.messages import Followed, Ticket, Words

GONE = ("unknown_ticket", "forbidden")
"""Refusals for a ticket of another day, or of another office."""

# A finger


class ComeBack(i.Touch):
    """ "Tôi đã quay lại"."""

    key: str


# The answers


class TicketFound(i.News):
    """The answer to ``Look``: where the ticket stands."""

    key: str
    place: Followed


class TicketNotFound(i.News):
    """The refusal of ``Look``; ``reason`` is the protocol's, empty for a fault."""

    key: str
    reason: str


class TicketMoved(i.News):
    """A ticket that was looked at stands elsewhere now."""

    place: Followed


class CameBack(i.News):
    """The answer to ``Return``: the ticket waits again."""

    key: str
    ticket: Ticket


class ComeBackRefused(i.News):
    """The refusal of ``Return``; no words: a fault, said in general."""

    key: str
    words: Words | None


# What is to be done


class Look(i.Effect):
    """Ask where a ticket stands, by its id or number; the key names the question."""

    key: str
    ticket: int | str
    secret: str


class Return(i.Effect):
    """Say that the citizen of a ticket that was called is here again."""

    key: str
    ticket: int
    secret: str


def presented(
    state: State, ticket: int | str, secret: str, key: str, now: float
) -> i.Stepped:
    """Ask where a ticket stands that was scanned."""
    if not state.hall.online:
        return replace(state, message=Message(_away(ticket), since=now)), ()
    state = without_number(state)
    shown = Presented(ticket, secret, asked=key, since=now)
    return replace(state, presented=shown), (Look(key, ticket, secret),)


def _away(ticket: int | str) -> str:
    """Return what is said of a ticket that cannot be looked up now."""
    # What a kiosk gave itself is called by voice as long as the server is away.
    return "scan.own_away" if isinstance(ticket, str) else "scan.away"


def without_number(state: State) -> State:
    """Return the state with no number on the glass; its slip goes on.

    The citizen is the same: language, reading, comfort and what a card proved stay.
    """
    if state.given is None and state.presented is None:
        return state
    kept = replace(closed(state), language=state.language, right=state.right)
    return replace(kept, aloud=state.aloud, comfort=state.comfort)


def found(state: State, answer: TicketFound, now: float) -> i.Stepped:
    """Show where it stands; what is over is only said."""
    shown = _asked(state, answer.key)
    if shown is None:
        return state, ()
    if answer.place.ticket.state == "done":
        without = replace(state, presented=None, touched_at=now)
        return rating.of_ticket(without, answer.place.ticket, shown.secret), ()
    if (over := _over(answer.place)) is not None:
        return _said(state, over, now), ()
    shown = replace(shown, asked=None, place=answer.place)
    path = (*HOME, Place(Screen.SCANNED))
    return replace(state, presented=shown, path=path, touched_at=now), ()


def _over(place: Followed) -> str | None:
    """Return what is said of a ticket that nobody waits with any more."""
    if place.ticket.state in ("cancelled", "expired"):
        return "scan.over"
    return "scan.done" if place.ticket.state == "done" else None


def not_found(state: State, answer: TicketNotFound, now: float) -> i.Stepped:
    """Say that the ticket is not of today, or not of here."""
    shown = _asked(state, answer.key)
    if shown is None:
        return state, ()
    return _said(state, _not_found(shown.ticket, answer.reason), now), ()


def _not_found(ticket: int | str, reason: str) -> str:
    if reason in GONE:
        # A kiosk that was cut off has perhaps not handed it in yet.
        return "scan.own_unknown" if isinstance(ticket, str) else "scan.unknown"
    return "scan.away" if reason else _away(ticket)


def moved(state: State, news: TicketMoved, now: float) -> i.Stepped:
    """Follow the ticket while its page is shown."""
    shown = state.presented
    if shown is None or shown.place is None:
        return state, ()
    if shown.place.ticket.id != news.place.ticket.id:
        return state, ()
    if (over := _over(news.place)) is not None:
        return _said(state, over, now), ()
    return replace(state, presented=replace(shown, place=news.place)), ()


def came(state: State, touch: ComeBack, now: float) -> i.Stepped:
    """Say to the server that they are here again."""
    shown = state.presented
    if state.screen is not Screen.SCANNED or shown is None or shown.place is None:
        return state, ()
    if not missed(shown):
        return state, ()
    if not state.hall.online:
        return replace(state, message=Message("scan.away", since=now)), ()
    asked = replace(shown, asked=touch.key, since=now)
    effect = Return(touch.key, shown.place.ticket.id, shown.secret)
    return replace(state, presented=asked), (effect,)


def missed(shown: Presented) -> bool:
    """Tell whether the ticket was called and its citizen had not come."""
    return shown.place is not None and shown.place.ticket.state == "no_show"


def back(state: State, answer: CameBack, now: float) -> i.Stepped:
    """Show that they wait again, and ask for how long."""
    shown = _asked(state, answer.key)
    if shown is None or shown.place is None:
        return state, ()
    place = replace(shown.place, ticket=answer.ticket)
    shown = replace(shown, place=place, back=True, since=now)
    look = Look(answer.key, answer.ticket.id, shown.secret)
    return replace(state, presented=shown, touched_at=now), (look,)


def refused(state: State, answer: ComeBackRefused, now: float) -> i.Stepped:
    """Say the server's sentence, such as that they come too late."""
    shown = _asked(state, answer.key)
    if shown is None or shown.place is None:
        return state, ()
    key = "" if answer.words else "scan.not_back"
    message = Message(key, answer.words, now)
    asked = replace(shown, asked=None)
    return replace(state, presented=asked, message=message, touched_at=now), ()


def unanswered(state: State, now: float) -> State:
    """Return the state after a question that nobody answered."""
    shown = state.presented
    if shown is None:
        return state
    if shown.place is None:
        return _said(state, _away(shown.ticket), now)
    message = Message("scan.not_back", since=now)
    asked = replace(shown, asked=None)
    return replace(state, presented=asked, message=message, touched_at=now)


def _asked(state: State, key: str) -> Presented | None:
    shown = state.presented
    return shown if shown is not None and shown.asked == key else None


def _said(state: State, key: str, now: float) -> State:
    """Return the state without the ticket, under a sentence about it."""
    of_it = (Screen.SCANNED, Screen.PRIORITY)
    path = tuple(p for p in state.path if p.screen not in of_it)
    message = Message(key, since=now)
    state = replace(state, presented=None, path=path, counting=None)
    return replace(state, message=message, touched_at=now)


TOUCHES: i.Table = {ComeBack: came}

NEWS: i.Table = {
    TicketFound: found,
    TicketNotFound: not_found,
    TicketMoved: moved,
    CameBack: back,
    ComeBackRefused: refused,
}

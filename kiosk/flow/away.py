"""Numbers of the kiosk's own, while the server is away. PURE.

One citizen, one number: a wish that was sent keeps its key. When the kiosk no longer
waits for its answer, the own number that is given instead carries that key along, and
the server, when it takes it in, cancels in the same step what it may have given for
that key. So an answer that comes late is neither shown nor printed.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import taking
from kiosk.flow.state import State
from kiosk.flow.wishes import Given, Message, Pending, Wish
from server.protocol.messages import Issued

UNANSWERED = 10.0
"""Seconds without an answer on a line that seems to stand, as before a server that
hangs; the line itself counts as cut only after 25."""
LOOK_EVERY = 30.0
"""Seconds after which the kiosk looks anew whether the office is open."""


class OwnGiven(i.News):
    """The answer to ``GiveOwn``: it is on disk."""

    key: str
    issued: Issued


class OwnFailed(i.News):
    """The answer to ``GiveOwn``: there is no number, for the disk failed."""

    key: str


class GiveOwn(i.Effect):
    """Give a number of the kiosk's own instead of what was asked with this key."""

    key: str
    wish: Wish


class LookAtHours(i.Effect):
    """See by the own copy of the office whether its services are open now."""


def sentence(state: State) -> str:
    """Return the key of what is said at home while the server is away."""
    return "own.home" if state.gives_own else "home.away"


def short_sentence(state: State) -> str:
    """Return the key of the same in a few words."""
    return "own.home_short" if state.gives_own else "home.away_short"


def lasts(state: State, now: float) -> bool:
    """Tell whether the server has been away for so long that it counts."""
    since = state.away.since
    return since is not None and now - since >= state.away.after


def followed(stepped: i.Stepped, now: float) -> i.Stepped:
    """Turn a wish that gets no answer from the server into one for an own number."""
    state, effects = stepped
    pending = state.pending
    if pending is None or not _hopeless(state, pending, now):
        return stepped
    asking = i.Issue(pending.key, pending.wish)
    rest = tuple(effect for effect in effects if effect != asking)
    if rest == effects:  # it was sent before
        rest = (*rest, i.GiveUp(pending.key))
    away = replace(state.away, asked=replace(pending, since=now))
    state = replace(state, pending=None, away=away)
    return state, (*rest, GiveOwn(pending.key, pending.wish))


def _hopeless(state: State, pending: Pending, now: float) -> bool:
    unanswered = now - pending.since >= UNANSWERED
    return state.gives_own and (unanswered or lasts(state, now))


def given(state: State, answer: OwnGiven, now: float) -> i.Stepped:
    """Show the number, and print its slip."""
    asked = state.away.asked
    if asked is None or asked.key != answer.key:
        return state, ()
    state = replace(state, away=replace(state.away, asked=None))
    return taking.shown(state, Given(answer.issued, asked.wish), now)


def failed(state: State, answer: OwnFailed, now: float) -> i.Stepped:
    """Say that there is no number now."""
    asked = state.away.asked
    if asked is None or asked.key != answer.key:
        return state, ()
    away = replace(state.away, asked=None)
    message = Message("message.away", since=now)
    # The server may have given one after all: the same wish keeps its key.
    state = replace(state, away=away, unanswered=asked, message=message)
    return replace(state, touched_at=now), ()


def begun(state: State, now: float) -> State:
    """Return the state when the line is lost."""
    return replace(state, away=replace(state.away, since=now, look_at=now))


def over(state: State) -> State:
    """Return the state when the server is back."""
    return replace(state, away=replace(state.away, since=None))


def passed(state: State, now: float) -> i.Stepped:
    """Look at the office's hours when it is time: no server tells them."""
    away = state.away
    if not state.gives_own or not lasts(state, now) or now < away.look_at:
        return state, ()
    away = replace(away, look_at=now + LOOK_EVERY)
    return replace(state, away=away), (LookAtHours(),)


NEWS: i.Table = {OwnGiven: given, OwnFailed: failed}

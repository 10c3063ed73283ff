"""What time does: countdowns, closing pages, giving up. PURE."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import printout, priority, rating, returning, service_page, slides
from kiosk.flow.state import READING, Screen, State, at_home
from kiosk.flow.taking import closed
from kiosk.flow.wishes import Message

TAKING_IDLE = 45.0
"""Seconds without a touch on the way to a number."""
READING_IDLE = 90.0
"""Seconds without a touch while reading or searching."""
COUNTDOWN = 20.0
"""Seconds of the visible countdown after that."""
TICKET_SHOWN = 15.0
FAULT_SHOWN = 30.0
"""Seconds for which the number stays when nobody closes it."""
SIGN_AFTER = 0.2
"""Seconds after which a wish without an answer shows that it is on its way."""
SLOW_AFTER = 5.0
"""Seconds after which the kiosk says honestly that there is no answer."""
GIVE_UP_AFTER = 60.0
"""Seconds after which it stops asking."""
CHECK_FOR = 15.0
"""Seconds after which the kiosk no longer asks about an appointment's code."""
MESSAGE_SHOWN = 20.0
"""Seconds for which a message stays when nobody closes it."""


def passed(state: State, now: float) -> i.Stepped:
    """Do what is due at `now`."""
    if state.pending is not None:
        return _pending(state, now)
    if state.calling is not None:
        return _calling(state, now)
    if state.checking is not None:
        return _checking(state, now)
    if state.away.asked is not None:
        return state, ()  # its own disk answers, sooner or later
    if state.underway is not None:
        return _overdue(state, now), ()
    if _closes_itself(state):
        return _shown(state, now), ()
    if state.message is not None:
        return _message(state, now), ()
    if state.screen is Screen.RATED and not state.comfort.open:
        return rating.thanked(state, now), ()
    return _idle(state, now), ()


def _closes_itself(state: State) -> bool:
    """Tell whether a number stands alone on the glass, with nothing left to set."""
    if state.screen is Screen.PRIORITY or state.comfort.open:
        return False
    return state.given is not None


def _pending(state: State, now: float) -> i.Stepped:
    pending = state.pending
    if pending is None or now - pending.since < GIVE_UP_AFTER:
        return state, ()
    message = Message("message.no_answer", since=now)
    state = replace(state, pending=None, unanswered=pending, message=message)
    return replace(state, touched_at=now), (i.GiveUp(pending.key),)


def _calling(state: State, now: float) -> i.Stepped:
    calling = state.calling
    if calling is None or now - calling.since < SLOW_AFTER:
        return state, ()
    message = Message("help.away", since=now)
    state = replace(state, calling=None, message=message, touched_at=now)
    return state, (i.GiveUp(calling.key),)


def _checking(state: State, now: float) -> i.Stepped:
    checking = state.checking
    if checking is None or now - checking.since < CHECK_FOR:
        return state, ()
    message = Message("message.away", since=now)
    state = replace(state, checking=None, message=message, touched_at=now)
    return state, (i.GiveUp(checking.key),)


UNANSWERED = {
    "claim": priority.unanswered,
    "presented": returning.unanswered,
    "rating": rating.unanswered,
    "printout": printout.unanswered,
}
"""What giving up means for each question about a ticket that somebody has already."""


def _overdue(state: State, now: float) -> State:
    """Give up what was asked about a ticket that somebody has already."""
    if state.underway is None:
        return state
    what, since = state.underway
    return state if now - since < CHECK_FOR else UNANSWERED[what](state, now)


def _shown(state: State, now: float) -> State:
    """Close the number's page; a message over it waits for its own end."""
    if _stays(state, now):
        return state
    return closed(state) if left(state, now) <= 0 else replace(state, message=None)


def _message(state: State, now: float) -> State:
    return state if _stays(state, now) else replace(state, message=None)


def _stays(state: State, now: float) -> bool:
    """Tell whether a message has its time yet; while it is read aloud it has."""
    if state.message is None:
        return False
    heard = state.aloud.reading is not None
    return heard or now - state.message.since < MESSAGE_SHOWN


def _idle(state: State, now: float) -> State:
    if state.screen in service_page.SCREENS:
        return service_page.idle(state, now)
    if state.counting is not None:
        return _left(state) if now - state.counting >= COUNTDOWN else state
    alone = now - state.touched_at - idle_limit(state)
    if alone < 0:
        return state
    if state.screen is Screen.HOME:
        # Nothing to lose: the next citizen finds the page as it always is.
        return slides.turned(at_home(state), alone)
    return replace(state, counting=now)


def _left(state: State) -> State:
    """Return the state at home after a citizen who went away."""
    return at_home(state) if state.given is None else closed(state)


def idle_limit(state: State) -> float:
    """Return the seconds without a touch that the page on the glass allows."""
    return READING_IDLE if state.screen in READING else TAKING_IDLE


def left(state: State, now: float) -> float:
    """Return the seconds until the ticket's or the fault's page closes."""
    return shown_for(state) - (now - state.shown_at)


def shown_for(state: State) -> float:
    """Return for how many seconds that page stays."""
    return FAULT_SHOWN if state.screen is Screen.FAULT else TICKET_SHOWN


def more_time(state: State, _: i.MoreTime, __: float) -> i.Stepped:
    """Stop the countdown; the touch itself was noted."""
    return replace(state, counting=None), ()


def dismiss(state: State, _: i.Dismiss, now: float) -> i.Stepped:
    """Take the message away; the number below gets its time again."""
    return replace(state, message=None, shown_at=now), ()


TOUCHES: i.Table = {i.MoreTime: more_time, i.Dismiss: dismiss}

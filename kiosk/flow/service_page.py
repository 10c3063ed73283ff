"""The service page: a hidden corner, a PIN, and what staff may do there. PURE.

Five strikes on the upper left corner of the home page within five seconds ask for the
PIN. Where the office set none, the corner does nothing. The page closes by itself.
"""

from __future__ import annotations

from enum import StrEnum
from math import ceil

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow.modes import Upkeep
from kiosk.flow.state import HOME, Place, Screen, State, at_home

STRIKES = 5
STRIKES_WITHIN = 5.0
"""How often the corner is struck, in how many seconds."""
IDLE = 60.0
"""Seconds without a touch after which the service page goes home."""
LONGEST_PIN = 12
SCREENS = (Screen.PIN, Screen.UPKEEP)


class Task(StrEnum):
    """What staff may ask for."""

    PRINT = "print"
    SOUND = "sound"
    PAPER = "paper"
    RESTART = "restart"
    QUIT = "quit"


# A finger


class StrikeCorner(i.Touch):
    """A finger on the hidden corner."""


class TypePin(i.Touch):
    """The PIN is now this."""

    pin: str

    def __repr__(self) -> str:
        """Say nothing of the PIN: this may stand in a log."""
        return f"{type(self).__name__}()"


class EnterPin(i.Touch):
    """ "Mở" under the PIN."""


class Ask(i.Touch):
    """A button of the service page."""

    task: Task


# The answers


class PinChecked(i.News):
    """Whether it was right, and the seconds until the next may be tried."""

    right: bool
    wait: float


class Done(i.News):
    """What came of a task: a key of the texts."""

    task: Task
    said: str


class Known(i.News):
    """What is known of the kiosk: values by key of the texts."""

    facts: tuple[tuple[str, str], ...]


# What is to be done


class CheckPin(i.Effect):
    """Check a PIN; each counts as a try."""

    pin: str

    def __repr__(self) -> str:
        """Say nothing of the PIN: this may stand in a log."""
        return f"{type(self).__name__}()"


class Perform(i.Effect):
    """Do a task of the service page."""

    task: Task


class LookAround(i.Effect):
    """Gather what is known of the kiosk."""


def struck(state: State, _: StrikeCorner, now: float) -> i.Stepped:
    """Count the strikes; the last opens the PIN's page."""
    if not state.upkeep.offered or state.screen is not Screen.HOME:
        return state, ()
    lately = tuple(at for at in state.upkeep.taps if now - at < STRIKES_WITHIN)
    if len(lately) + 1 < STRIKES:
        return _with(state, taps=(*lately, now)), ()
    opened = replace(at_home(state), language=state.language)
    return replace(opened, path=(*HOME, Place(Screen.PIN))), ()


def typed(state: State, touch: TypePin, _: float) -> i.Stepped:
    """Type digits while nothing is being checked."""
    if state.screen is not Screen.PIN or state.upkeep.checking:
        return state, ()
    digits = "".join(d for d in touch.pin if d in "0123456789")[:LONGEST_PIN]
    return _with(state, pin=digits, wrong=False), ()


def entered(state: State, _: EnterPin, now: float) -> i.Stepped:
    """Hand the PIN in, if one may be tried now."""
    upkeep = state.upkeep
    if state.screen is not Screen.PIN or upkeep.checking or not upkeep.pin:
        return state, ()
    if now < upkeep.until:
        return _with(state, pin=""), ()
    state = _with(state, pin="", checking=True, wrong=False)
    return state, (CheckPin(upkeep.pin),)


def asked(state: State, touch: Ask, _: float) -> i.Stepped:
    """Do one task at a time."""
    if state.screen is not Screen.UPKEEP or state.upkeep.doing is not None:
        return state, ()
    return _with(state, doing=touch.task.value, said=""), (Perform(touch.task),)


def checked(state: State, news: PinChecked, now: float) -> i.Stepped:
    """Open the page, or say that the PIN was wrong; who went home stays there."""
    until = now + news.wait
    if state.screen is not Screen.PIN or not state.upkeep.checking:
        return _with(state, until=until), ()
    if not news.right:
        return _with(state, checking=False, wrong=True, until=until), ()
    state = replace(state, path=(*HOME, Place(Screen.UPKEEP)), touched_at=now)
    return replace(state, upkeep=state.upkeep.reset()), (LookAround(),)


def done(state: State, news: Done, _: float) -> i.Stepped:
    """Say what came of it; it may have changed what is known."""
    if state.upkeep.doing != news.task.value:
        return state, ()
    return _with(state, doing=None, said=news.said), (LookAround(),)


def known(state: State, news: Known, _: float) -> i.Stepped:
    """Show what is known."""
    if state.screen is not Screen.UPKEEP:
        return state, ()
    return _with(state, facts=news.facts), ()


def idle(state: State, now: float) -> State:
    """Go home in time, without a countdown: staff lose nothing by it."""
    return at_home(state) if now - state.touched_at >= IDLE else state


def pause_left(state: State, now: float) -> int:
    """Return the whole seconds until a PIN may be tried; 0: now."""
    return max(0, ceil(state.upkeep.until - now))


def _with(state: State, **changes: object) -> State:
    upkeep: Upkeep = replace(state.upkeep, **changes)
    return replace(state, upkeep=upkeep)


TOUCHES: i.Table = {
    StrikeCorner: struck,
    TypePin: typed,
    EnterPin: entered,
    Ask: asked,
}

NEWS: i.Table = {PinChecked: checked, Done: done, Known: known}

"""Reading aloud what stands on the glass. PURE.

By the rules for machines that let nobody bring their own aids (EN 301 549, 5.1.3):
what is heard stops at any touch, can be heard again, is as loud as one wants, speaks
the language that is shown, and is off and at its usual volume for the next citizen.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow.modes import LOUDEST
from kiosk.flow.record import Record
from kiosk.flow.state import State
from kiosk.flow.wishes import Message

UNHEARD = 40.0
"""Seconds after which a sentence that began and did not end is given up."""

# A finger or a key


class ReadAloud(i.Touch):
    """ "Đọc to": read this page, and then each that opens."""


class Repeat(i.Touch):
    """ "Đọc lại": read this page once more."""


class StopReading(i.Touch):
    """ "Thôi đọc"."""


class Volume(i.Touch):
    """ "To hơn", "Nhỏ hơn": the volume is to be this step, 1 to `LOUDEST`."""

    step: int


class Focused(i.Touch):
    """The keypad's focus stands on what is called so: heard while pages are read."""

    name: str


# What the voice tells


class Heard(i.News):
    """A sentence of that reading begins to be heard."""

    number: int


class ReadingEnded(i.News):
    """Everything of that reading was heard."""

    number: int


class ReadingFailed(i.News):
    """That reading cannot be heard: no server, no voice or no loudspeaker."""

    number: int


# What is read


class Whole(Record):
    """All that stands on the glass."""


class Tick(Record):
    """A paper or a reason that was just ticked, or whose tick was taken away."""

    of: str


class Typing(Record):
    """What was typed finds something else; `last` is what was added, empty: erased."""

    last: str


class Loudness(Record):
    """How loud it is now."""


class Name(Record):
    """What is called so."""

    name: str


Topic = Whole | Tick | Typing | Loudness | Name

# What is to be done


class Read(i.Effect):
    """Read this aloud instead of what is heard now; `volume` is a step."""

    number: int
    topic: Topic
    volume: int


class Hush(i.Effect):
    """Be silent at once."""


def on(state: State, _: ReadAloud, now: float) -> i.Stepped:
    """Read this page, and from now on each that opens."""
    if not state.aloud.usual:
        return state, ()
    aloud = replace(state.aloud, on=True)
    return _read(replace(state, aloud=aloud), Whole(), now)


def repeat(state: State, _: Repeat, now: float) -> i.Stepped:
    """Read this page once more."""
    return _read(state, Whole(), now) if state.aloud.on else (state, ())


def off(state: State, _: StopReading, __: float) -> i.Stepped:
    """Read nothing more; the touch itself has stopped what was heard."""
    return replace(state, aloud=replace(state.aloud, on=False)), ()


def volume(state: State, touch: Volume, now: float) -> i.Stepped:
    """Set the volume, and let it be heard."""
    step = min(max(touch.step, 1), LOUDEST)
    state = replace(state, aloud=replace(state.aloud, volume=step))
    return _read(state, Loudness(), now) if state.aloud.on else (state, ())


def focused(state: State, touch: Focused, now: float) -> i.Stepped:
    """Say what the focus stands on."""
    if not state.aloud.on or not touch.name.strip():
        return state, ()
    return _read(state, Name(touch.name), now)


def heard(state: State, news: Heard, now: float) -> i.Stepped:
    """Note that it is really heard: no time-out runs meanwhile."""
    if news.number != state.aloud.reading:
        return state, ()
    return replace(state, aloud=replace(state.aloud, heard_at=now)), ()


def ended(state: State, news: ReadingEnded, now: float) -> i.Stepped:
    """Note the silence; a message that was read has its whole time from now on."""
    if news.number != state.aloud.reading:
        return state, ()
    if state.message is not None:
        state = replace(state, message=replace(state.message, since=now))
    return silent(state), ()


def failed(state: State, news: ReadingFailed, now: float) -> i.Stepped:
    """Say kindly that it cannot be now; a message that stands there goes first."""
    if news.number != state.aloud.reading:
        return state, ()
    state = silent(state)
    state = replace(state, aloud=replace(state.aloud, on=False), touched_at=now)
    if state.message is not None or state.counting is not None:
        return state, ()
    return replace(state, message=Message("aloud.away", since=now)), ()


def silent(state: State) -> State:
    """Return the state in which nothing is heard."""
    if state.aloud.reading is None:
        return state
    return replace(state, aloud=replace(state.aloud, reading=None))


def held(state: State, now: float) -> State:
    """Return the state at `now`: no time-out runs while the page is being read.

    Who listens cannot touch, for that would stop it (WCAG 2.2.1).
    """
    aloud = state.aloud
    if aloud.reading is None:
        return state
    if now - aloud.heard_at >= UNHEARD:
        return silent(state)
    counting = None if state.counting is None else now
    return replace(state, touched_at=now, shown_at=now, counting=counting)


def followed(
    before: State, happened: i.Input, stepped: i.Stepped, now: float
) -> i.Stepped:
    """Read what came on the glass; be silent where nothing is to be heard any more."""
    state, effects = stepped
    aloud = state.aloud
    if aloud.on and aloud.readings == before.aloud.readings:
        topic = _news(before, state)
        if topic is not None:
            state, read = _read(state, topic, now)
            return state, (*effects, *read)
    was_heard = before.aloud.reading is not None
    if was_heard and aloud.reading is None and type(happened) not in _SILENCES:
        effects = (*effects, Hush())
    return state, effects


def _read(state: State, topic: Topic, now: float) -> i.Stepped:
    number = state.aloud.readings + 1
    aloud = replace(state.aloud, readings=number, reading=number, heard_at=now)
    return replace(state, aloud=aloud), (Read(number, topic, aloud.volume),)


def _news(before: State, state: State) -> Topic | None:
    """Return what is to be heard of what changed on the glass; None if nothing."""
    was, now = _typed(before), _typed(state)
    if was != now and _page(before) == _page(state):
        return Typing(_last(was, now))
    if _shown(before) != _shown(state):
        return Whole()
    if changed := before.ticked ^ state.ticked:
        return Tick(min(changed)[1])
    if chosen := before.rating.reasons ^ state.rating.reasons:
        return Tick(min(chosen))
    return None


def _typed(state: State) -> str:
    """Return what was typed: only one of them stands on the glass at a time."""
    return state.typed + state.code + state.rating.number


def _last(before: str, now: str) -> str:
    """Return the letter that was typed last, empty when one was taken away."""
    return now[-1] if len(now) >= len(before) and now else ""


def _shown(state: State) -> object:
    """Return what stands on the glass, as far as it is read anew when it changes.

    Not the lines of the services: they move while somebody listens.
    """
    return _page(state), state.place.page


def _page(state: State) -> object:
    """Return the same however far its list was turned: each letter turns it back."""
    over = (
        replace(state.message, since=0.0) if state.message else None,
        state.underway[0] if state.underway else None,
        state.counting is not None,
        state.comfort,
    )
    number = state.given.issued.ticket.number if state.given else None
    shown = state.presented
    stands = shown and shown.place and shown.place.ticket.state
    place = replace(state.place, page=0)
    return over, place, state.language, number, stands, state.hall.closed


TOUCHES: i.Table = {
    ReadAloud: on,
    Repeat: repeat,
    StopReading: off,
    Volume: volume,
    Focused: focused,
}

_SILENCES = (ReadingEnded, ReadingFailed)
"""News of a voice that is already silent."""

NEWS: i.Table = {Heard: heard, ReadingEnded: ended, ReadingFailed: failed}

"""The flow: one input, the next state, what is to be done. PURE.

Each module of the flow says in its tables ``TOUCHES`` and ``NEWS`` what it takes.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import (
    aloud,
    away,
    browsing,
    comfort,
    language,
    meeting,
    moving,
    posted,
    printout,
    priority,
    rating,
    returning,
    scanning,
    service_page,
    taking,
    waiting,
)
from kiosk.flow import inputs as i
from kiosk.flow.state import Hall, State
from server.protocol.messages import ServiceWait, Waits

REFRESH_EVERY = 30.0
"""Seconds after which the office is asked for again: hours begin and end."""


def step(state: State, happened: i.Input, now: float) -> i.Stepped:
    """Return what follows. `now` in seconds, never going back.

    A touch while something hides the page (a countdown, a message, a wish on
    its way) can only be one of what hides it; everything else is a finger that
    was too late.
    """
    stepped = away.followed(_step(state, happened, now), now)
    return aloud.followed(state, happened, stepped, now)


def _step(state: State, happened: i.Input, now: float) -> i.Stepped:
    if isinstance(happened, i.Touch):
        # What is read aloud stops at any touch, wherever it is.
        return _touched(aloud.silent(state), happened, now)
    return _NEWS[type(happened)](state, happened, now)


def _touched(state: State, touch: i.Touch, now: float) -> i.Stepped:
    if touch == i.Touched():
        # Beside the buttons: somebody is there, but a countdown is only
        # stopped by its button, which says so.
        return replace(state, touched_at=now), ()
    if not _may(state, touch):
        return replace(state, touched_at=now), ()
    state = replace(state, touched_at=now, awaited=None)
    return _TOUCHES[type(touch)](state, touch, now)


def _may(state: State, touch: i.Touch) -> bool:
    """Tell whether what is touched can be seen, or is no part of any page."""
    if type(touch) in aloud.TOUCHES:
        return True
    if state.message is not None:
        return isinstance(touch, i.Dismiss)
    if state.underway:
        return False
    if state.counting is not None:
        return isinstance(touch, i.MoreTime)
    if state.comfort.open:
        return type(touch) in comfort.WITHIN
    return True


def _line_up(state: State, _: i.LineUp, now: float) -> i.Stepped:
    state = away.over(replace(state, hall=replace(state.hall, online=True)))
    return replace(state, refresh_at=now + REFRESH_EVERY), (i.Refresh(),)


def _line_down(state: State, _: i.LineDown, now: float) -> i.Stepped:
    state = replace(state, hall=replace(state.hall, online=False))
    return away.begun(state, now), ()


def _office_known(state: State, news: i.OfficeKnown, _: float) -> i.Stepped:
    waits = (
        {
            s.id: ServiceWait(waiting=s.waiting, wait=s.wait)
            for s in news.office.services
        }
        if news.fresh
        else {}
    )
    hall = replace(state.hall, office=news.office, waits=waits)
    return moving.held(replace(state, hall=hall)), ()


def _procedures_known(state: State, news: i.ProceduresKnown, _: float) -> i.Stepped:
    hall = replace(state.hall, catalog=news.catalog)
    found = news.catalog.search(state.typed)
    return moving.held(replace(state, hall=hall, found=found)), ()


def _office_changed(state: State, _: i.OfficeChanged, now: float) -> i.Stepped:
    return replace(state, refresh_at=now + REFRESH_EVERY), (i.Refresh(),)


def _waits(state: State, news: Waits, _: float) -> i.Stepped:
    hall: Hall = replace(state.hall, waits={**state.hall.waits, **news.services})
    return replace(state, hall=hall), ()


def _passed(state: State, _: i.Passed, now: float) -> i.Stepped:
    state, effects = waiting.passed(aloud.held(state, now), now)
    if state.hall.online and now >= state.refresh_at:
        state = replace(state, refresh_at=now + REFRESH_EVERY)
        effects = (*effects, i.Refresh())
    state, looked = away.passed(state, now)
    return state, (*effects, *looked)


_TOUCHES: i.Table = {
    **moving.TOUCHES,
    **browsing.TOUCHES,
    **posted.TOUCHES,
    **language.TOUCHES,
    **taking.TOUCHES,
    **meeting.TOUCHES,
    **priority.TOUCHES,
    **rating.TOUCHES,
    **printout.TOUCHES,
    **returning.TOUCHES,
    **waiting.TOUCHES,
    **aloud.TOUCHES,
    **comfort.TOUCHES,
    **service_page.TOUCHES,
}

_NEWS: i.Table = {
    **taking.NEWS,
    **meeting.NEWS,
    **priority.NEWS,
    **posted.NEWS,
    **rating.NEWS,
    **printout.NEWS,
    **returning.NEWS,
    **scanning.NEWS,
    **aloud.NEWS,
    **away.NEWS,
    **service_page.NEWS,
    i.Passed: _passed,
    i.LineUp: _line_up,
    i.LineDown: _line_down,
    i.OfficeKnown: _office_known,
    i.ProceduresKnown: _procedures_known,
    i.OfficeChanged: _office_changed,
    Waits: _waits,
}

"""Going from page to page, ticking and typing. PURE."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow.state import HOME, POST, Browsed, Place, Screen, State, at_home

LONGEST_SEARCH = 60
"""Letters of a search; more is a hand lying on the glass."""

DEEPEST = 12
"""Pages on the way back: more would be a way that nobody remembers."""


def home(state: State, _: i.GoHome, __: float) -> i.Stepped:
    """Go home; language, reading and comfort stay: the citizen may still be there."""
    kept = replace(at_home(state), language=state.language, aloud=state.aloud)
    return replace(kept, comfort=replace(state.comfort, open=False)), ()


def back(state: State, _: i.GoBack, now: float) -> i.Stepped:
    """Go one page back; a ticket's page gets its time again."""
    if len(state.path) < 3:
        return home(state, i.GoHome(), now)
    return replace(state, path=state.path[:-1], shown_at=now), ()


def service(state: State, touch: i.OpenService, _: float) -> i.Stepped:
    """Show what a service receives."""
    if state.hall.service(touch.service) is None:
        return state, ()
    return to(state, Place(Screen.SERVICE, service=touch.service)), ()


def procedure(state: State, touch: i.OpenProcedure, _: float) -> i.Stepped:
    """Show a procedure."""
    if state.hall.catalog.get(touch.code) is None:
        return state, ()
    return to(state, Place(Screen.PROCEDURE, procedure=touch.code)), ()


def details(state: State, _: i.OpenDetails, __: float) -> i.Stepped:
    """Show the details of the procedure that is shown."""
    if state.screen is not Screen.PROCEDURE:
        return state, ()
    return to(state, Place(Screen.DETAILS, procedure=state.place.procedure)), ()


def search(state: State, _: i.OpenSearch, __: float) -> i.Stepped:
    """Show the search, empty."""
    return to(replace(state, typed="", found=()), Place(Screen.SEARCH)), ()


def pages(state: State, _: i.OpenPages, __: float) -> i.Stepped:
    """Show notices and house rules."""
    return to(state, Place(Screen.PAGES)), ()


def help_page(state: State, _: i.OpenHelp, __: float) -> i.Stepped:
    """Show what the small panel has no room for at home."""
    return to(state, Place(Screen.HELP)), ()


def turn(state: State, touch: i.TurnTo, _: float) -> i.Stepped:
    """Turn the list that is shown."""
    turned = replace(state.place, page=max(touch.page, 0))
    return replace(state, path=(*state.path[:-1], turned)), ()


def tick(state: State, touch: i.TickPaper, _: float) -> i.Stepped:
    """Tick a paper of the procedure that is shown, or take the tick away."""
    code = state.place.procedure
    shown = state.hall.catalog.get(code) if code else None
    if shown is None or touch.paper not in {p.id for p in shown.papers}:
        return state, ()
    return replace(state, ticked=state.ticked ^ {(shown.code, touch.paper)}), ()


def typed(state: State, touch: i.Type, _: float) -> i.Stepped:
    """Search while the citizen types."""
    if state.screen is not Screen.SEARCH:
        return state, ()
    text = touch.text[:LONGEST_SEARCH]
    first = (*state.path[:-1], replace(state.place, page=0))
    found = state.hall.catalog.search(text)
    return replace(state, typed=text, found=found, path=first), ()


def to(state: State, place: Place) -> State:
    """Return the state one page further."""
    if state.given is not None:
        return state
    # Home stays the first, however far the way went.
    way = (*state.path[1:], place)[1 - DEEPEST :]
    return replace(state, path=(state.path[0], *way))


def held(state: State) -> State:
    """Return the state without pages of what the office has taken away."""
    standing = [p for p in state.path[1:] if _stands(state, p)]
    return replace(state, path=(*HOME, *standing)) if state.path[1:] else state


def _stands(state: State, place: Place) -> bool:
    if place.screen is Screen.APPOINTMENT and not state.hall.appointments:
        return False
    if place.screen is Screen.PRIORITY and not state.hall.reasons:
        return False
    if place.service is not None and state.hall.service(place.service) is None:
        return False
    if place.group is not None and not _has(state, place.group):
        return False
    code = place.procedure
    return code is None or state.hall.catalog.get(code) is not None


def _has(state: State, browsed: Browsed) -> bool:
    """Tell whether a group or a posted page is still there."""
    if browsed.kind == POST:
        return state.hall.post(browsed.id) is not None
    found = state.hall.catalog.group(browsed.kind, browsed.id)
    return not browsed.id or found is not None


TOUCHES: i.Table = {
    i.GoHome: home,
    i.GoBack: back,
    i.OpenService: service,
    i.OpenProcedure: procedure,
    i.OpenDetails: details,
    i.OpenSearch: search,
    i.OpenPages: pages,
    i.OpenHelp: help_page,
    i.TurnTo: turn,
    i.TickPaper: tick,
    i.Type: typed,
}

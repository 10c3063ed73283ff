"""Browsing the posted procedures by life event and by field. PURE."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import moving
from kiosk.flow.state import Browsed, Place, Screen, State


class OpenBrowse(i.Touch):
    """ "Tra cứu thủ tục"; on that page: its other half ("event", "field")."""

    kind: str = "event"


class OpenGroup(i.Touch):
    """A life event or a field, by its id."""

    kind: str
    id: str


def browse(state: State, touch: OpenBrowse, _: float) -> i.Stepped:
    """Show the events or the fields; one turns into the other on the same page."""
    if touch.kind not in ("event", "field"):
        return state, ()
    place = Place(Screen.BROWSE, group=Browsed(touch.kind))
    if state.screen is Screen.BROWSE:
        return replace(state, path=(*state.path[:-1], place)), ()
    return moving.to(state, place), ()


def group(state: State, touch: OpenGroup, _: float) -> i.Stepped:
    """Show the procedures of one of them."""
    if state.hall.catalog.group(touch.kind, touch.id) is None:
        return state, ()
    place = Place(Screen.GROUP, group=Browsed(touch.kind, touch.id))
    return moving.to(state, place), ()


TOUCHES: i.Table = {OpenBrowse: browse, OpenGroup: group}

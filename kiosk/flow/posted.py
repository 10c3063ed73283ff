"""The pages that the office posts: notices, house rules, and those of its own. PURE."""

from __future__ import annotations

from kiosk.flow import inputs as i
from kiosk.flow import moving
from kiosk.flow.state import POST, Browsed, Place, Screen, State


class OpenPost(i.Touch):
    """One of the posted pages, by its id."""

    id: str


def opened(state: State, touch: OpenPost, _: float) -> i.Stepped:
    """Show it."""
    if state.hall.post(touch.id) is None:
        return state, ()
    return moving.to(state, Place(Screen.POST, group=Browsed(POST, touch.id))), ()


TOUCHES: i.Table = {OpenPost: opened}

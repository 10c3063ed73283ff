"""The pages that the office posts: notices, house rules, and those of its own. PURE."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow import moving
from kiosk.flow.state import POST, Browsed, Place, Screen, State


class OpenPost(i.Touch):
    """One of the posted pages, by its id."""

    id: str


class PicturesKnown(i.News):
    """The own copies of the posted pages' pictures: address to file."""

    files: Mapping[str, str]


def opened(state: State, touch: OpenPost, _: float) -> i.Stepped:
    """Show it."""
    if state.hall.post(touch.id) is None:
        return state, ()
    return moving.to(state, Place(Screen.POST, group=Browsed(POST, touch.id))), ()


def pictures_known(state: State, news: PicturesKnown, _: float) -> i.Stepped:
    """Show them on their pages from now on."""
    return replace(state, hall=replace(state.hall, pictures=news.files)), ()


TOUCHES: i.Table = {OpenPost: opened}

NEWS: i.Table = {PicturesKnown: pictures_known}

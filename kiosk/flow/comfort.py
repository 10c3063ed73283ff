"""What makes the glass easier to use: contrast, large text, low reach. PURE.

All three are the citizen's who asked for them: they stay while that citizen goes from
page to page and home, and are forgotten with everything else when they have left.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow.state import State


class OpenComfort(i.Touch):
    """ "Dễ dùng": show what can be set, over any page."""


class CloseComfort(i.Touch):
    """ "Xong" under what can be set."""


class ChangeContrast(i.Touch):
    """ "Tương phản cao": black, white and one yellow, or back to paper."""


class ChangeText(i.Touch):
    """ "Chữ to": larger texts, or back."""


class ChangeReach(i.Touch):
    """ "Hạ thấp": all that is touched within a sitting person's reach, or back."""


def opened(state: State, _: OpenComfort, __: float) -> i.Stepped:
    """Show what can be set."""
    return _changed(state, open=True), ()


def closed(state: State, _: CloseComfort, now: float) -> i.Stepped:
    """Go back to the page below; a ticket's page gets its time again."""
    return replace(_changed(state, open=False), shown_at=now), ()


def contrast(state: State, _: ChangeContrast, __: float) -> i.Stepped:
    """Change the colours."""
    return _changed(state, contrast=not state.comfort.contrast), ()


def text(state: State, _: ChangeText, __: float) -> i.Stepped:
    """Change the size of the texts; fewer rows have room, so lists start anew."""
    return _first_rows(_changed(state, large=not state.comfort.large)), ()


def reach(state: State, _: ChangeReach, __: float) -> i.Stepped:
    """Move the page down, or up again; lists start anew as above."""
    return _first_rows(_changed(state, low=not state.comfort.low)), ()


def _changed(state: State, **changes: bool) -> State:
    return replace(state, comfort=replace(state.comfort, **changes))


def _first_rows(state: State) -> State:
    path = (*state.path[:-1], replace(state.place, page=0))
    return replace(state, path=path)


TOUCHES: i.Table = {
    OpenComfort: opened,
    CloseComfort: closed,
    ChangeContrast: contrast,
    ChangeText: text,
    ChangeReach: reach,
}

WITHIN = (*TOUCHES, i.OtherLanguage)
"""What may be touched while what can be set is shown."""

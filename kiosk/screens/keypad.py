# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The keypad: arrows move a ring, Enter strikes, Escape goes back, F1 reads aloud.

The first key only shows the ring; a finger hides it. A real keyboard's letters are
typed all the same: they are no keys of the keypad.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.graphics import Color, InstructionGroup, Line
from kivy.uix.widget import Widget

from assets.lang import texts
from assets.lang.words import line
from assets.look.current import look
from assets.look.text import IconText, Text
from assets.look.touch import AGAIN_AFTER, Touchable, strikes
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.aloud import Focused, ReadAloud
from kiosk.flow.comfort import CloseComfort
from kiosk.flow.state import Screen
from kiosk.screens.focus import Way, in_order, moved, nearest
from kiosk.screens.place import Rect
from kiosk.screens.stage import Do

ARROWS = {273: Way.UP, 274: Way.DOWN, 275: Way.RIGHT, 276: Way.LEFT}
ENTER = (13, 271)
ESCAPE, ALOUD = 27, 282
"""Kivy's key codes; 271 is the Enter of a number pad, 282 is F1: it types nothing."""

RING, AWAY = 6.0, 4.0
"""Grid pixels: how thick the ring is, and how far from what it is around."""


class Keypad:
    """The focus on what lies on the glass.

    Args:
        glass: where the ring is drawn.
        do: tells the flow.
        top: gives what may be struck: the page, or what lies over it.
    """

    def __init__(self, glass: Widget, do: Do, top: Callable[[], Any]) -> None:
        self._do, self._top = do, top
        self.focus: Any = None
        self._place: Rect | None = None
        self._of: Any = None
        self._state: State | None = None
        self._held: set[int] = set()
        self._struck_at = float("-inf")
        self._ring = InstructionGroup()
        self._drawn: object = None
        glass.canvas.after.add(self._ring)

    # What happens

    def down(self, key: int) -> bool:
        """Take a key; tell whether it is one of the keypad's."""
        if key not in ARROWS and key not in (*ENTER, ESCAPE, ALOUD):
            return False
        again = key in self._held
        self._held.add(key)
        if key == ALOUD and again:
            return True  # who leans on it would silence what it began
        self._do(i.Touched())
        if key == ESCAPE:
            self._back(again)
        elif key == ALOUD:
            self._do(ReadAloud())
        elif self.focus is None:
            self._first()
        elif key in ARROWS:
            self._move(ARROWS[key])
        elif not again:
            self._strike()
        return True

    def up(self, key: int) -> None:
        """Note that a key was let go: a key held down strikes once."""
        self._held.discard(key)

    def hide(self) -> None:
        """Take the ring away: a finger is there."""
        self.focus = self._place = None
        self._draw()

    def follow(self, state: State) -> None:
        """Keep the focus on something that is there, after every step."""
        self._state = state
        if self.focus is None:
            return
        top = self._top()
        targets = self._targets()
        if not targets:
            self.focus = None
            self._draw()
            return
        if top is not self._of:
            self._first()
        elif not any(self.focus is one for one in targets):
            self._on(targets[nearest(_places(targets), self._place or _place(top))])
        else:
            self._place = _place(self.focus)
            self._draw()

    # What a key does

    def _first(self) -> None:
        targets = self._targets()
        if targets:
            self._of = self._top()
            self._on(targets[in_order(_places(targets))[0]])

    def _move(self, way: Way) -> None:
        targets = self._targets()
        at = next((n for n, one in enumerate(targets) if one is self.focus), None)
        if at is None:
            self._first()
            return
        self._on(targets[moved(_places(targets), at, way)])

    def _on(self, widget: Any) -> None:
        self.focus, self._place = widget, _place(widget)
        self._draw()
        if self._state is not None and self._state.aloud.on:
            self._do(Focused(self._name(widget)))

    def _strike(self) -> None:
        """Strike as a finger does: twice within half a second counts once."""
        focus, now = self.focus, strikes.clock()
        if now - self._struck_at < min(focus.again_after, AGAIN_AFTER):
            return
        self._struck_at = now
        focus.strike(focus.to_window(*focus.center))

    def _back(self, again: bool) -> None:
        state = self._state
        if again or state is None:
            return
        if state.message is not None:
            self._do(i.Dismiss())
        elif state.counting is not None:
            self._do(i.MoreTime())
        elif state.comfort.open:
            self._do(CloseComfort())
        elif state.screen not in (Screen.HOME, Screen.TICKET, Screen.FAULT):
            # A number is only put away by its own button.
            self._do(i.GoBack())

    # What is there

    def _targets(self) -> list[Any]:
        top = self._top()
        found = [] if top is None else list(top.walk())
        return [
            one
            for one in found
            if isinstance(one, Touchable) and not one.disabled and one.opacity > 0
        ]

    def _name(self, widget: Any) -> str:
        """Return what a button is called: its word, or the words that lie on it."""
        if own := line(getattr(widget, "text", "") or ""):
            return own
        said = [
            line(one.text)
            for one in widget.walk(restrict=True)
            if isinstance(one, Text) and not isinstance(one, IconText)
        ]
        if any(said):
            return ", ".join(text for text in said if text)
        # The one button without a word is the search's bell.
        language = self._state.language if self._state else "vi"
        return texts("kiosk", language)("foot.staff")

    # The ring

    def _draw(self) -> None:
        solid = getattr(self.focus, "kind", "") == "solid"
        wanted = (self._place, solid, look.theme, look.scale) if self.focus else None
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self._ring.clear()
        if self._place is None or self.focus is None:
            return
        if solid:
            self._line(self._place, AWAY / 2, RING / 2, (0, 0, 0, 1))
            self._line(self._place, (AWAY + RING) / 2, RING, (1, 1, 1, 1))
        else:
            self._line(self._place, AWAY, RING, look.rgba("accent"))

    def _line(
        self, spot: Rect, away: float, thick: float, colour: tuple[float, ...]
    ) -> None:
        """Draw a line so thick, that many grid pixels away from `spot`."""
        grow = look.u(away + thick / 2)
        radius = look.u(getattr(self.focus, "radius_u", 24)) + grow
        box = spot.inset(-grow)
        self._ring.add(Color(*colour))
        outline = (box.x, box.y, box.w, box.h, radius)
        self._ring.add(Line(rounded_rectangle=outline, width=look.u(thick / 2)))


def _place(widget: Any) -> Rect:
    x, y = widget.to_window(*widget.pos)
    return Rect(x, y, widget.width, widget.height)


def _places(widgets: list[Any]) -> list[Rect]:
    return [_place(one) for one in widgets]

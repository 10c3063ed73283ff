# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""What a finger may do: one strike at a time, never the same one twice.

A button fires once, when the finger leaves the glass inside it. A second
strike on the same button, or on whatever lies at that place after the page has
changed, does nothing for half a second. While one finger presses a button, a
second finger or a palm presses nothing.
"""

from math import hypot
from time import monotonic
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.widget import Widget

from assets.look.current import look

AGAIN_AFTER = 0.5
"""Seconds in which the same strike counts once."""

SAME_PLACE_MM = 12.0
"""Two strikes nearer than this are at the same place."""

STUCK_AFTER = 5.0
"""Seconds after which a finger that never left blocks the others no more."""


class Strikes:
    """What was struck last on the glass, and the finger that presses now."""

    def __init__(self) -> None:
        """Start with a glass that nobody touched."""
        self.clock = monotonic
        self.forget()

    def forget(self) -> None:
        """Forget every strike and finger (a new window, a new citizen)."""
        self._last_at = float("-inf")
        self._last_pos = (0.0, 0.0)
        self._finger: object | None = None
        self._finger_since = 0.0

    def take(self, finger: object) -> bool:
        """Let `finger` press if no other finger presses; tell whether it may."""
        stuck = self.clock() - self._finger_since > STUCK_AFTER
        if self._finger is not None and self._finger is not finger and not stuck:
            return False
        self._finger, self._finger_since = finger, self.clock()
        return True

    def release(self, finger: object) -> None:
        """Note that `finger` left the glass."""
        if self._finger is finger:
            self._finger = None

    def again(self, pos: tuple[float, float]) -> bool:
        """Tell whether a strike at `pos` (pixels) is the last one once more."""
        near = hypot(pos[0] - self._last_pos[0], pos[1] - self._last_pos[1])
        soon = self.clock() - self._last_at < AGAIN_AFTER
        return soon and look.scale.mm(near) < SAME_PLACE_MM

    def note(self, pos: tuple[float, float]) -> None:
        """Note a strike that counted."""
        self._last_at, self._last_pos = self.clock(), pos


strikes = Strikes()
"""The glass of this process's window."""


class Touchable(Widget):
    """Anything that can be struck: dispatches `on_release` once a strike.

    `pressed` is True while the finger is on it, and shows in the next frame.
    A finger that slides off does not fire. `again_after` is how long the same
    widget stays deaf after a strike, in seconds.
    """

    pressed = BooleanProperty(False)
    again_after = NumericProperty(AGAIN_AFTER)
    __events__ = ("on_release",)

    def __init__(self, **kwargs: Any) -> None:
        """Make it; properties as in the class."""
        self._fired_at = float("-inf")
        super().__init__(**kwargs)

    def on_release(self) -> None:
        """Do what the button is for: bound by the screen."""

    def on_touch_down(self, touch: Any) -> bool:
        """Take the finger if it may press here."""
        if not self.collide_point(*touch.pos) or not self.get_root_window():
            return False
        if super().on_touch_down(touch):
            return True
        if not _strikes(touch):
            return False
        if self.disabled or not strikes.take(touch):
            return True
        if self._deaf(touch.pos):
            strikes.release(touch)
            return True
        touch.grab(self)
        self.pressed = True
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """Show whether lifting the finger now would fire."""
        if touch.grab_current is not self:
            return bool(super().on_touch_move(touch))
        self.pressed = self.collide_point(*touch.pos)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        """Fire if the finger leaves the glass inside."""
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        strikes.release(touch)
        inside = self.pressed and self.collide_point(*touch.pos)
        self.pressed = False
        if inside and not self.disabled and self.get_root_window():
            self.strike(touch.pos)
        return True

    def strike(self, pos: tuple[float, float] | None = None) -> None:
        """Fire as a finger at `pos` does (a keypad strikes at the middle)."""
        self._fired_at = strikes.clock()
        strikes.note(pos or self.center)
        self.dispatch("on_release")

    def _deaf(self, pos: tuple[float, float]) -> bool:
        recently = strikes.clock() - self._fired_at < self.again_after
        return recently or (self.again_after >= AGAIN_AFTER and strikes.again(pos))


def _strikes(touch: Any) -> bool:
    """Tell whether it is a finger or the left button, not a wheel."""
    return "button" not in touch.profile or touch.button == "left"

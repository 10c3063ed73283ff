# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""The buttons, and every other name a screen needs, in one place.

Raised = starts a task; flat outline = reading and help; tint = call staff;
solid = the next thing to do, once on a page.
"""

from typing import Any

from kivy.properties import (
    BooleanProperty,
    NumericProperty,
    OptionProperty,
    StringProperty,
)

from assets.look.current import look
from assets.look.shapes import Bar, Card, OpenDoor, Pill, Plate, Rule, Shape
from assets.look.text import IconText, NumberBox, Text
from assets.look.tokens import ICON_BUTTON, PRESS_DROP, RADIUS
from assets.look.touch import Touchable, strikes

__all__ = (
    "Bar",
    "Card",
    "FlatButton",
    "IconText",
    "KeyCap",
    "NumberBox",
    "OpenDoor",
    "Pill",
    "Plate",
    "Pressable",
    "RaisedButton",
    "Rule",
    "Shape",
    "SolidButton",
    "Text",
    "TintButton",
    "Touchable",
    "look",
    "strikes",
)


class Pressable(Touchable, Shape):
    """A shape that can be struck, without a text of its own.

    For rows that hold several texts: add children and lay them out; they move
    down with the press. `kind` says what it is for (look.md, principle 4);
    `selected` is a ticked row.
    """

    kind = OptionProperty("raised", options=("raised", "solid", "flat", "tint"))
    selected = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        """Make it; `kind` and the properties of Shape."""
        super().__init__(**kwargs)
        for name in ("kind", "pressed", "selected", "disabled"):
            self.fbind(name, self._restyle)
        self._restyle()

    @property
    def ink(self) -> str:
        """The colour of a text on it, as it is now."""
        if self.disabled:
            return "ink2"
        if self.kind == "solid":
            return "on_press" if self.pressed else "on_accent"
        return "on_tint" if self.kind == "tint" else "ink"

    @property
    def sign_ink(self) -> str:
        """The colour of an icon on it, as it is now."""
        return self.ink if self.kind == "solid" or self.disabled else "accent"

    def _restyle(self, *_: object) -> None:
        theme, pressed = look.theme, self.pressed and not self.disabled
        self.outline_u = theme.outline
        self.down_u = PRESS_DROP if pressed else 0
        if self.disabled:
            self.fill, self.edge, self.shade = "paper", "line", ""
            self.outline_u = 2
        elif self.kind == "solid":
            self.fill, self.edge = ("press" if pressed else "accent"), ""
            self.shade = "press" if theme.raised and not pressed else ""
        else:
            self._restyle_light(pressed)
        self._draw()

    def _restyle_light(self, pressed: bool) -> None:
        tinted = pressed or self.selected or self.kind == "tint"
        ground = "card" if self.kind == "raised" else "paper"
        self.fill = "tint" if tinted else ground
        marked = self.selected or self.kind == "tint"
        self.edge = "help_edge" if marked else "edge"
        if pressed and self.kind == "tint":
            # Tinted already: a line twice as wide shows the press.
            self.outline_u = 2 * look.theme.outline
        if pressed and not look.theme.raised:
            # No tint to show the press with: the outline takes the accent.
            self.edge = "accent"
        casts = self.kind == "raised" and not pressed and not self.selected
        self.shade = "shadow" if casts and look.theme.raised else ""


class _Button(Pressable):
    """A button with a word and, beside or above it, an icon."""

    text = StringProperty("")
    icon = StringProperty("")
    role = StringProperty("button")
    size_u = NumericProperty(0)
    least_u = NumericProperty(0)
    icon_u = NumericProperty(ICON_BUTTON)
    icon_at = OptionProperty("left", options=("left", "right", "top"))
    align = OptionProperty("center", options=("left", "center"))
    pad_u = NumericProperty(16)
    gap_u = NumericProperty(18)

    def __init__(self, **kwargs: Any) -> None:
        """Make the button: `text`, `icon`, `icon_at`, `role`, `align`."""
        self.label = Text(halign="center")
        self.sign = IconText()
        super().__init__(**kwargs)
        self.add_widget(self.sign)
        self.add_widget(self.label)
        again = ("pos", "size", "text", "icon", "role", "size_u", "least_u")
        more = ("icon_u", "icon_at", "align", "pad_u", "gap_u", "down_u")
        for name in again + more:
            self.fbind(name, self._arrange)
        self._arrange()

    def _restyle(self, *_: object) -> None:
        super()._restyle()
        self.label.tone, self.sign.tone = self.ink, self.sign_ink
        self._arrange()

    def _arrange(self, *_: object) -> None:
        label, sign = self.label, self.sign
        label.role, label.text = self.role, self.text
        label.size_u, label.least_u = self.size_u, self.least_u
        sign.icon, sign.size_u = self.icon, self.icon_u
        if self.icon and not self.text:
            sign.size, sign.center = self.size, self.center
        elif self.icon and self.icon_at == "top":
            self._arrange_above()
        else:
            self._arrange_beside()
        down = round(look.u(self.down_u))
        label.y -= down
        sign.y -= down

    def _arrange_above(self) -> None:
        label, sign, side = self.label, self.sign, look.u(self.icon_u)
        pad = look.u(min(self.pad_u, 8))
        label.width = self.width - 2 * pad
        label.halign = "center"
        size = label.role_px() * 1.35
        label.height = min(size, self.height - side)
        room = (self.height - side - label.height) / 2
        label.pos = (self.x + pad, self.y + room)
        sign.size = (side, side)
        sign.center_x, sign.y = self.center_x, label.top

    def _arrange_beside(self) -> None:
        label, sign = self.label, self.sign
        side = look.u(self.icon_u) if self.icon else 0
        gap = look.u(self.gap_u) if self.icon and self.text else 0
        pad = look.u(self.pad_u)
        room = max(self.width - 2 * pad - side - gap, 1)
        label.height, label.y = self.height, self.y
        label.width = min(label.natural_width() + 1, room)
        label.halign = "center" if self.align == "center" else "left"
        spare = room - label.width if self.align == "center" else 0
        left = self.x + pad + spare / 2
        sign.size, sign.y = (side, self.height), self.y
        if self.icon_at == "right":
            label.x = left
            sign.x = left + label.width + gap
        else:
            sign.x, label.x = left, left + side + gap


class RaisedButton(_Button):
    """A card that starts a task."""


class SolidButton(_Button):
    """The next thing to do: the only solid colour on a page."""

    def __init__(self, **kwargs: Any) -> None:
        """Make it; `role` is "main_action" for the page's one great button."""
        super().__init__(**{"kind": "solid", **kwargs})


class FlatButton(_Button):
    """Reading and help: an outline."""

    def __init__(self, **kwargs: Any) -> None:
        """Make it."""
        super().__init__(**{"kind": "flat", **kwargs})


class TintButton(_Button):
    """Call staff."""

    def __init__(self, **kwargs: Any) -> None:
        """Make it."""
        super().__init__(**{"kind": "tint", **kwargs})


class KeyCap(_Button):
    """A key of the on-screen keyboard; `kind` "tint" for tones and commands.

    Fires again sooner than other buttons, because a word may hold a letter
    twice; a bouncing finger is still one strike.
    """

    def __init__(self, **kwargs: Any) -> None:
        """Make it: `text` or `icon`."""
        defaults = {"radius_u": RADIUS["key"], "pad_u": 6, "again_after": 0.15}
        super().__init__(**{"size_u": 48, **defaults, **kwargs})

    def _restyle_light(self, pressed: bool) -> None:
        super()._restyle_light(pressed)
        if self.kind == "tint" and not pressed:
            # A key among keys: raised like the others, only tinted.
            self.edge = "edge"
            self.shade = "shadow" if look.theme.raised else ""

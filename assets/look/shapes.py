# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""Cards, plates, bars and the mark: what is seen but not touched."""

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.properties import (
    BooleanProperty,
    NumericProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.widget import Widget

from assets.look.corners import Rounded, open_door
from assets.look.current import look
from assets.look.text import IconText, Text
from assets.look.tokens import RADIUS, SHADOW_DROP


class Shape(Widget):
    """A rounded rectangle: shadow, outline, fill.

    `fill`, `edge` and `shade` are colours of the theme ("" = not drawn);
    `radius_u`, `outline_u` and `drop_u` are in grid pixels. `down_u` moves the
    shape down, as a press does. An outline is two filled shapes, one inside
    the other: crisper than a line.
    """

    fill = StringProperty("card")
    edge = StringProperty("")
    shade = StringProperty("")
    radius_u = NumericProperty(RADIUS["card"])
    outline_u = NumericProperty(2)
    drop_u = NumericProperty(SHADOW_DROP)
    down_u = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        """Make the shape; properties as in the class."""
        super().__init__(**kwargs)
        with self.canvas.before:
            self._shade = Color(), Rounded()
            self._edge = Color(), Rounded()
            self._fill = Color(), Rounded()
        self._draw_soon = Clock.create_trigger(self._draw, -1)
        watched = ("pos", "size", "radius_u", "outline_u", "drop_u")
        for name in watched:
            self.fbind(name, self._draw_soon)
        for name in ("fill", "edge", "shade", "down_u"):
            self.fbind(name, self._draw)
        look.follow(self)
        self._draw()

    def relook(self) -> None:
        """Take up the theme and the scale in force."""
        self._restyle()

    def _restyle(self, *_: object) -> None:
        self._draw()

    def _draw(self, *_: object) -> None:
        outline = look.u(self.outline_u) if self.edge else 0.0
        outline = max(round(outline), 1) if outline else 0
        self._one(self._shade, self.shade, 0, look.u(self.drop_u))
        self._one(self._edge, self.edge, 0, look.u(self.down_u))
        self._one(self._fill, self.fill, outline, look.u(self.down_u))

    def _one(self, drawn: Any, token: str, inset: float, down: float) -> None:
        colour, shape = drawn
        colour.rgba = look.rgba(token) if token else (0, 0, 0, 0)
        width, height = self.width - 2 * inset, self.height - 2 * inset
        if not token:
            width = height = 0
        radius = max(look.u(self.radius_u) - inset, 0)
        x, y = self.x + inset, self.y + inset - round(down)
        shape.place(x, y, width, height, radius)


class Card(Shape):
    """A white card. `raised`: it starts a task and casts the offset shadow.

    Not raised it has the quiet line of what can not be touched.
    """

    raised = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        """Make the card; `fill` and `edge` may be given."""
        self._own_edge = kwargs.get("edge")
        super().__init__(**kwargs)
        self.fbind("raised", self._restyle)
        self._restyle()

    def _restyle(self, *_: object) -> None:
        theme = look.theme
        self.edge = self._own_edge or ("edge" if self.raised else "line")
        self.shade = "shadow" if self.raised and theme.raised else ""
        self.outline_u = theme.outline if self.raised else 2
        self._draw()


class Plate(Shape):
    """The tinted plate with a service's icon, in its colour if it has one."""

    icon = StringProperty("")
    icon_u = NumericProperty(72)
    colour = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        """Make the plate; `icon` by name, `icon_u` its size, `colour` of a service."""
        super().__init__(**{"fill": "tint", "radius_u": RADIUS["plate"], **kwargs})
        self.sign = IconText(icon=self.icon, size_u=self.icon_u)
        self.add_widget(self.sign)
        self.bind(icon=self.sign.setter("icon"), icon_u=self.sign.setter("size_u"))
        self.bind(pos=self.sign.setter("pos"), size=self.sign.setter("size"))
        self.sign.pos, self.sign.size = self.pos, self.size
        self.fbind("colour", self._paint)
        self._paint()

    def _paint(self, *_: object) -> None:
        name = f"service_{self.colour}"
        if name in look.theme.services:  # not one that only a newer server knows
            self.fill, self.sign.tone = f"{name}.ground", f"{name}.ink"


class OpenDoor(Shape):
    """The mark of the office until it sets its own: a door that stands open."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the mark; it is drawn into the square in its middle."""
        self._door: tuple[Any, Any] | None = None
        super().__init__(**{"fill": "accent", "radius_u": 22, **kwargs})
        with self.canvas:
            self._door = Color(), Rectangle()
        self._draw()

    def _draw(self, *_: object) -> None:
        super()._draw()
        side = round(min(self.size))
        if self._door is None or side < 1:
            return
        colour, door = self._door
        colour.rgba = look.rgba("on_accent")
        door.texture, door.size = open_door(side), (side, side)
        door.pos = (round(self.center_x - side / 2), round(self.center_y - side / 2))


class Bar(Shape):
    """A countdown: `share` of it (1 to 0) is still left, from the left.

    The screen sets `share` once a second; nothing moves in between.
    """

    share = NumericProperty(1.0)

    def __init__(self, **kwargs: Any) -> None:
        """Make the bar, full."""
        super().__init__(**{"fill": "line", "radius_u": 8, **kwargs})
        with self.canvas.before:
            self._left = Color(), Rounded()
        self.fbind("share", self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        super()._draw()
        if not hasattr(self, "_left"):
            return
        colour, shape = self._left
        colour.rgba = look.rgba("accent")
        share = min(max(self.share, 0.0), 1.0)
        radius = look.u(self.radius_u)
        shape.place(self.x, self.y, self.width * share, self.height, radius)


class Rule(Widget):
    """A thin separator: fills its box with the line's colour."""

    tone = StringProperty("line")

    def __init__(self, **kwargs: Any) -> None:
        """Make the rule; give it a height (or width) of 2 grid pixels."""
        super().__init__(**kwargs)
        with self.canvas:
            self._colour = Color()
            self._body = Rectangle()
        self.bind(pos=self._draw, size=self._draw, tone=self._draw)
        look.follow(self)
        self._draw()

    def relook(self) -> None:
        """Take up the theme in force."""
        self._draw()

    def _draw(self, *_: object) -> None:
        self._colour.rgba = look.rgba(self.tone)
        self._body.pos, self._body.size = self.pos, self.size


class Pill(Shape):
    """A state as sign, word and colour: ``Pill(state="priority", text="Ưu tiên")``.

    As wide as it needs with `hug` (then give only its height); without, the
    word shrinks into the width given.
    """

    state = OptionProperty("good", options=tuple(look.theme.states))
    text = StringProperty("")
    role = StringProperty("second")
    icon_u = NumericProperty(44)
    hug = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        """Make the pill; `state` gives sign and colours, `text` the word."""
        super().__init__(**{"size_hint": (None, None), **kwargs})
        self.sign = IconText(size_u=self.icon_u)
        self.label = Text(role=self.role, hug=True, halign="left")
        self.add_widget(self.sign)
        self.add_widget(self.label)
        for name in ("pos", "size", "text", "role", "state", "icon_u", "hug"):
            self.fbind(name, self._arrange)
        self._arrange()

    def _restyle(self, *_: object) -> None:
        self._arrange()
        self._draw()

    def _arrange(self, *_: object) -> None:
        state = look.theme.states[self.state]
        self.fill, self.edge = f"{self.state}.ground", f"{self.state}.line"
        self.sign.icon, self.sign.size_u = state.sign, self.icon_u
        self.sign.tone = self.label.tone = f"{self.state}.ink"
        self.label.text, self.label.role = self.text, self.role
        pad, gap, side = look.u(20), look.u(12), look.u(self.icon_u)
        self.label.hug = self.hug
        if self.hug:
            self.width = 2 * pad + side + gap + self.label.natural_width()
        else:
            self.label.width = max(self.width - 2 * pad - side - gap, 1)
        self.sign.pos, self.sign.size = (self.x + pad, self.y), (side, self.height)
        self.label.x = self.x + pad + side + gap
        self.label.y, self.label.height = self.y, self.height

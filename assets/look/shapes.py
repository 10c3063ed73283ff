# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""Cards, plates, bars and the mark: what is seen but not touched."""

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Ellipse, Quad, Rectangle, SmoothRoundedRectangle
from kivy.properties import (
    BooleanProperty,
    NumericProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.widget import Widget

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
            self._shade = Color(), SmoothRoundedRectangle()
            self._edge = Color(), SmoothRoundedRectangle()
            self._fill = Color(), SmoothRoundedRectangle()
        self._draw_soon = Clock.create_trigger(self._draw, -1)
        watched = ("pos", "size", "radius_u", "outline_u", "drop_u")
        for name in watched:
            self.fbind(name, self._draw_soon)
        for name in ("fill", "edge", "shade", "down_u"):
            self.fbind(name, self._draw)
        look.bind(theme=self._restyle, scale=self._restyle)
        self._draw()

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
        radius = max(min(look.u(self.radius_u), *self.size_half()) - inset, 0)
        shape.pos = (self.x + inset, self.y + inset - round(down))
        shape.size = (max(width, 0), max(height, 0)) if token else (0, 0)
        shape.radius = [radius]

    def size_half(self) -> tuple[float, float]:
        """Return half of width and height: the largest radius there can be."""
        return self.width / 2, self.height / 2


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
    """The tinted plate with a service's icon."""

    icon = StringProperty("")
    icon_u = NumericProperty(72)

    def __init__(self, **kwargs: Any) -> None:
        """Make the plate; `icon` by name, `icon_u` its size."""
        super().__init__(**{"fill": "tint", "radius_u": RADIUS["plate"], **kwargs})
        self.sign = IconText(icon=self.icon, size_u=self.icon_u)
        self.add_widget(self.sign)
        self.bind(icon=self.sign.setter("icon"), icon_u=self.sign.setter("size_u"))
        self.bind(pos=self.sign.setter("pos"), size=self.sign.setter("size"))
        self.sign.pos, self.sign.size = self.pos, self.size


class OpenDoor(Shape):
    """The mark of the office until it sets its own: a door that stands open."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the mark; it is drawn into the square in its middle."""
        super().__init__(**{"fill": "accent", "radius_u": 22, **kwargs})

    def _draw(self, *_: object) -> None:
        super()._draw()
        self.canvas.clear()
        side = min(self.size)
        x0, y0 = self.center_x - side / 2, self.center_y - side / 2

        def at(x: float, y: float) -> tuple[float, float]:
            return x0 + x * side, y0 + (1 - y) * side

        with self.canvas:
            Color(*look.rgba("on_accent"))
            x, y = at(0.29, 0.83)
            SmoothRoundedRectangle(
                pos=(x, y), size=(0.43 * side, 0.63 * side), radius=[0.04 * side]
            )
            Color(*look.rgba(self.fill))
            Quad(
                points=(
                    *at(0.37, 0.83),
                    *at(0.37, 0.26),
                    *at(0.60, 0.33),
                    *at(0.60, 0.83),
                )
            )
            Color(*look.rgba("on_accent"))
            x, y = at(0.535, 0.62)
            Ellipse(pos=(x, y), size=(0.06 * side, 0.06 * side))


class Bar(Shape):
    """A countdown: `share` of it (1 to 0) is still left, from the left.

    The screen sets `share` once a second; nothing moves in between.
    """

    share = NumericProperty(1.0)

    def __init__(self, **kwargs: Any) -> None:
        """Make the bar, full."""
        super().__init__(**{"fill": "line", "radius_u": 8, **kwargs})
        with self.canvas.before:
            self._left = Color(), SmoothRoundedRectangle()
        self.fbind("share", self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        super()._draw()
        if not hasattr(self, "_left"):
            return
        colour, shape = self._left
        colour.rgba = look.rgba("accent")
        share = min(max(self.share, 0.0), 1.0)
        shape.pos = self.pos
        shape.size = (self.width * share, self.height)
        shape.radius = [min(look.u(self.radius_u), self.height / 2)]


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
        look.bind(theme=self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        self._colour.rgba = look.rgba(self.tone)
        self._body.pos, self._body.size = self.pos, self.size


class Pill(Shape):
    """A state as sign, word and colour: ``Pill(state="priority", text="Ưu tiên")``.

    As wide as it needs with `hug` (then give only its height).
    """

    state = OptionProperty("good", options=tuple(look.theme.states))
    text = StringProperty("")
    role = StringProperty("second")
    icon_u = NumericProperty(44)
    hug = BooleanProperty(True)
    sign_shown = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        """Make the pill; `state` gives sign and colours, `text` the word."""
        super().__init__(**{"size_hint": (None, None), **kwargs})
        self.sign = IconText(size_u=self.icon_u)
        self.label = Text(role=self.role, hug=True, halign="left")
        self.add_widget(self.sign)
        self.add_widget(self.label)
        for name in ("pos", "size", "text", "role", "state", "icon_u", "hug"):
            self.fbind(name, self._arrange)
        self.label.fbind("width", self._arrange)
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
        if self.hug:
            self.width = 2 * pad + side + gap + self.label.natural_width()
        self.sign.pos, self.sign.size = (self.x + pad, self.y), (side, self.height)
        self.label.x = self.x + pad + side + gap
        self.label.y, self.label.height = self.y, self.height

# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""Text that is never cut: it wraps, then shrinks, and keeps its marks.

Kivy's own Label gives every line the font's claimed height, which Ễ and Ấ
exceed, and wraps inside words. Here each line is its own texture, as high as
its marks need, set on its own baseline.
"""

from functools import lru_cache
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as Glyphs
from kivy.graphics import Color, Rectangle
from kivy.properties import (
    BooleanProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.widget import Widget

from assets.look import fonts
from assets.look.current import look
from assets.look.fit import Fit, fit
from assets.look.tokens import CAP_HEIGHT, LINE_HEIGHT, ROLES

ASCENT, DESCENT = 1.0, 0.265
"""What the font claims, in em: the line box is centred on these."""


@lru_cache(maxsize=64)
def _ruler(font: str, size: int) -> Any:
    fonts.register()
    return Glyphs(font_name=font, font_size=size)


@lru_cache(maxsize=4096)
def text_width(text: str, font: str, size: int) -> float:
    """Return the width of one line of `text` in pixels."""
    return float(_ruler(font, size).get_extents(text)[0]) if text else 0.0


def line_texture(text: str, font: str, size: int) -> Any:
    """Return `text` drawn in white on nothing, as high as its marks need."""
    fonts.register()
    glyphs = Glyphs(text=text, font_name=font, font_size=size)
    glyphs.refresh()
    return glyphs.texture


class Text(Widget):
    """A text in Be Vietnam Pro.

    `role` (see tokens.ROLES) sets size, weight and least size; `size_u` and
    `least_u` (grid pixels) and `weight` override it when above 0. `tone` is a
    colour of the theme. `grow` makes the widget as high as its text at the
    given width; otherwise the text shrinks into the widget down to the least
    size. `whole` tells whether everything fits; `lines` are the lines drawn.
    """

    text = StringProperty("")
    role = StringProperty("second")
    size_u = NumericProperty(0)
    least_u = NumericProperty(0)
    weight = NumericProperty(0)
    font = StringProperty("")
    tone = StringProperty("ink")
    halign = OptionProperty("left", options=("left", "center", "right"))
    valign = OptionProperty("center", options=("top", "center", "bottom"))
    grow = BooleanProperty(False)
    hug = BooleanProperty(False)
    whole = BooleanProperty(True)
    lines = ListProperty()
    line_boxes = ObjectProperty(())

    def __init__(self, **kwargs: Any) -> None:
        """Make the text; properties as in the class."""
        super().__init__(**kwargs)
        self._lay_out_soon = Clock.create_trigger(self._lay_out, -1)
        self._place_soon = Clock.create_trigger(self._place, -1)
        self._drawn: tuple[Any, ...] = ()
        self._fit = Fit((), 1)
        with self.canvas:
            self._colour = Color(*look.rgba(self.tone))
        again = self._lay_out_soon
        for name in ("text", "role", "size_u", "least_u", "weight", "font"):
            self.fbind(name, again)
        for name in ("size", "grow", "hug"):
            self.fbind(name, again)
        for name in ("pos", "halign", "valign"):
            self.fbind(name, self._place_soon)
        self.fbind("tone", self._repaint)
        look.follow(self)
        self._lay_out()

    @property
    def font_px(self) -> int:
        """The size in pixels that is drawn now."""
        return self._fit.size

    @property
    def text_size(self) -> tuple[float, float]:
        """Width of the longest line and height of all lines, in pixels."""
        widths = [text_width(t, self.font_name(), self._fit.size) for t in self.lines]
        return max(widths, default=0.0), self._fit.height

    def natural_width(self) -> float:
        """Return the width on the text's own lines, at the size its height lets."""
        size, least = self._sizes()
        lines = self.text.split("\n")
        if not self.grow:
            fits = int(self.height / (LINE_HEIGHT * len(lines)))
            size = max(min(size, fits), least)
        return max(text_width(line, self.font_name(), size) for line in lines)

    def role_px(self) -> int:
        """Return the size in pixels before any shrinking."""
        return self._sizes()[0]

    def font_name(self) -> str:
        """Return the name of the font it is drawn with."""
        weight = int(self.weight) or ROLES[self.role].weight
        return self.font or fonts.font_name(weight)

    def _sizes(self) -> tuple[int, int]:
        role = ROLES[self.role]
        size = look.u(self.size_u or role.size) * look.enlarge
        least = look.u(self.least_u or min(role.least, self.size_u or role.least))
        # The least is a length of the panel, whatever the grid is zoomed to.
        least /= look.scale.zoom
        return max(round(size), 1), max(round(min(least, size)), 1)

    def relook(self) -> None:
        """Take up the theme and the scale in force."""
        self._repaint()
        self._lay_out_soon()

    def _repaint(self, *_: object) -> None:
        self._colour.rgba = look.rgba(self.tone)

    def _lay_out(self, *_: object) -> None:
        font = self.font_name()
        size, least = self._sizes()

        def measure(text: str, at: int) -> float:
            return text_width(text, font, at)

        width = self.natural_width() if self.hug else max(self.width, 1)
        height = None if self.grow else self.height
        self._fit = fit(self.text, width, height, size, least, measure)
        self.lines = self._fit.lines
        self.whole = self._fit.whole or not self.text
        if self.hug:
            self.width = width
        if self.grow:
            self.height = self._fit.height
        self._redraw(font)
        self._place()

    def _redraw(self, font: str) -> None:
        for rectangle in self._drawn:
            self.canvas.remove(rectangle)
        drawn = []
        for line in self._fit.lines:
            texture = line_texture(line, font, self._fit.size) if line else None
            size = texture.size if texture else (0, 0)
            drawn.append(Rectangle(texture=texture, size=size))
        for rectangle in drawn:
            self.canvas.add(rectangle)
        self._drawn = tuple(drawn)

    def _place(self, *_: object) -> None:
        size = self._fit.size
        step = size * LINE_HEIGHT
        slack = self.height - self._fit.height
        share = {"top": 0.0, "center": 0.5, "bottom": 1.0}[self.valign]
        top = self.top - slack * share
        # Ascent and descent are centred in the line, as browsers do.
        below = (LINE_HEIGHT - ASCENT - DESCENT) / 2 + DESCENT
        boxes = []
        for n, rectangle in enumerate(self._drawn):
            baseline = top - (n + 1) * step + below * size
            # SDL_ttf always leaves the descent below the baseline, and makes
            # the texture higher, not lower, for marks above the ascent.
            y = baseline - DESCENT * size
            rectangle.pos = (round(self._line_x(rectangle.size[0])), round(y))
            boxes.append((*rectangle.pos, *rectangle.size))
        self.line_boxes = tuple(boxes)

    def _line_x(self, width: float) -> float:
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[self.halign]
        return float(self.x + (self.width - width) * share)


class IconText(Text):
    """An icon of the icon font, by name, centred in its box.

    ``IconText(icon="stamp", size_u=72)``. Icons carry no word of their own, so
    `text` here is the glyph; a screen always sets a word beside it.
    """

    icon = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        """Make the icon; `size_u` is its size in grid pixels."""
        defaults = {"font": fonts.ICON_FONT, "tone": "accent", "halign": "center"}
        super().__init__(**{"size_u": 54, **defaults, **kwargs})
        self.fbind("icon", self._named)
        self._named()

    def _named(self, *_: object) -> None:
        self.text = fonts.icon(self.icon) if self.icon else ""

    def _lay_out(self, *_: object) -> None:
        size = max(round(look.u(self.size_u)), 1)
        self._fit = Fit((self.text,) if self.text else (), size)
        self.lines = self._fit.lines
        if self.hug:
            self.size = (size, size)
        self._redraw(self.font_name())
        self._place()

    def _place(self, *_: object) -> None:
        for rectangle in self._drawn:
            width, height = rectangle.size
            x, y = self._line_x(width), self.center_y - height / 2
            rectangle.pos = (round(x), round(y))


class NumberBox(Text):
    """A ticket's or a counter's number: as large as its box allows.

    One line, weight 800, from the role's size down; centred on its capitals,
    so that the digits may use the whole height of the box and no mark's room
    is wasted. `whole` is False when even the least size is too wide.
    """

    def __init__(self, **kwargs: Any) -> None:
        """Make the number; `role` is "ticket_number", "called_number" …"""
        defaults = {"role": "ticket_number", "halign": "center", "tone": "accent"}
        super().__init__(**{**defaults, **kwargs})

    def _lay_out(self, *_: object) -> None:
        font = self.font_name()
        size, least = self._sizes()
        while size > least and not self._fits(font, size):
            size -= 1
        self._fit = Fit((self.text,) if self.text else (), size)
        self.whole = self._fits(font, size)
        self.lines = self._fit.lines
        self._redraw(font)
        self._place()

    def _fits(self, font: str, size: int) -> bool:
        narrow = text_width(self.text, font, size) <= self.width
        return narrow and size * CAP_HEIGHT <= self.height

    def _place(self, *_: object) -> None:
        size = self._fit.size
        spare = self.height - CAP_HEIGHT * size
        share = {"top": 1.0, "center": 0.5, "bottom": 0.0}[self.valign]
        for rectangle in self._drawn:
            y = self.y + spare * share - DESCENT * size
            rectangle.pos = (round(self._line_x(rectangle.size[0])), round(y))
        self.line_boxes = tuple((*r.pos, *r.size) for r in self._drawn)

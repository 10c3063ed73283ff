# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""What the wall and the counter displays are put together from."""

from __future__ import annotations

from typing import Any

from kivy.uix.widget import Widget

from assets.look.current import look
from assets.look.fit import Fit, fit
from assets.look.fonts import font_name
from assets.look.scale import Scale
from assets.look.text import text_width
from assets.look.widgets import IconText, NumberBox, Shape, Text
from display.screens.layout import Box


class Sheet(Widget):
    """A widget whose parts are placed in grid pixels, counted from its top."""

    def put(self, part: Any, box: Box) -> Any:
        """Place a part; its box is counted from the sheet's upper left corner."""
        part.size_hint = (None, None)
        part.size = (look.u(box.width), look.u(box.height))
        part.pos = (self.x + look.u(box.x), self.top - look.u(box.y + box.height))
        return part

    @property
    def wide(self) -> float:
        """The sheet's width in grid pixels."""
        return float(self.width / look.scale.factor)

    @property
    def high(self) -> float:
        """The sheet's height in grid pixels."""
        return float(self.height / look.scale.factor)


def use_unit(unit: float) -> None:
    """Make a grid pixel ``unit`` pixels large; the panel's millimetres stay."""
    mm = look.scale.mm_per_px
    if abs(look.scale.factor - unit) > 1e-6:
        look.scale = Scale(mm, unit * mm)


def fitting(
    text: str, weight: int, size: float, least: float, width: float, height: float
) -> Fit:
    """Return lines and size (pixels) at which a text fits; lengths in grid pixels."""
    font = font_name(weight)

    def measure(line: str, at: int) -> float:
        return text_width(line, font, at)

    sizes = (max(round(look.u(size)), 1), max(round(look.u(least)), 1))
    return fit(text, look.u(width), look.u(height), *sizes, measure)


def widest(found: Fit, weight: int) -> float:
    """Return the width of the widest line of a fit, in grid pixels."""
    lines = (text_width(x, font_name(weight), found.size) for x in found.lines)
    return max(lines, default=0.0) / float(look.scale.factor)


class CounterPlate(Shape):
    """A counter's number on its plate."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the plate; ``fill`` and ``radius_u`` as a shape's."""
        self.digits = NumberBox(role="row_counter")
        super().__init__(**kwargs)
        self.add_widget(self.digits)
        self.fbind("pos", self._settle)
        self.fbind("size", self._settle)

    def set(self, number: str, tone: str, fill: str) -> None:
        """Show a number; ``tone`` and ``fill`` are colours of the theme."""
        self.digits.text, self.digits.tone, self.fill = number, tone, fill

    def _settle(self, *_: object) -> None:
        self.digits.size_u = self.height / look.scale.factor * 1.06
        self.digits.least_u = 20
        self.digits.size = (self.width * 0.86, self.height * 0.84)
        self.digits.center = self.center


def label(role: str = "waiting", **kwargs: Any) -> Text:
    """Make a text of the wall; any property of ``Text`` may be given."""
    return Text(role=role, **kwargs)


def sign(icon: str, size: float, tone: str) -> IconText:
    """Make an icon."""
    return IconText(icon=icon, size_u=size, tone=tone)

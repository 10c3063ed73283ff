# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The four faces of a rating: a circle, two dots, one line for the mouth.

Only the happiest has a filled mouth; none is told by its colour alone.
"""

from functools import lru_cache
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget
from PIL import Image, ImageDraw

from assets.look.corners import FINER, stencil
from assets.look.current import look

TONES = {1: "fault.ink", 2: "paused.ink", 3: "accent", 4: "accent"}
"""The colour of each score's lines."""
_LINE = 0.052
_EYES = ((0.345, 0.40), (0.655, 0.40))
_EYE = 0.057


class Face(Widget):
    """The face of a score (1 to 4), as large as its box allows."""

    def __init__(self, score: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.score = score
        with self.canvas:
            self._ground = Color(), Rectangle()
            self._lines = Color(), Rectangle()
        self._draw_soon = Clock.create_trigger(self._draw, -1)
        self.fbind("pos", self._draw_soon)
        self.fbind("size", self._draw_soon)
        look.follow(self)
        self._draw()

    def relook(self) -> None:
        """Take up the theme and the scale in force."""
        self._draw()

    def _draw(self, *_: object) -> None:
        side = int(min(self.size))
        if side < 8:
            return
        place = (round(self.center_x - side / 2), round(self.center_y - side / 2))
        ground = "tint" if self.score == 4 else "card"
        for (colour, box), token, texture in (
            (self._ground, ground, _disc(side)),
            (self._lines, TONES[self.score], _lines(self.score, side)),
        ):
            colour.rgba = look.rgba(token)
            box.texture = texture
            box.pos, box.size = place, (side, side)


@lru_cache(maxsize=8)
def _disc(side: int) -> Any:
    large = Image.new("L", (side * FINER, side * FINER), 0)
    ImageDraw.Draw(large).ellipse((0, 0, side * FINER - 1, side * FINER - 1), fill=255)
    return stencil(large)


@lru_cache(maxsize=16)
def _lines(score: int, side: int) -> Any:
    grid = side * FINER
    large = Image.new("L", (grid, grid), 0)
    draw = ImageDraw.Draw(large)
    thick = round(_LINE * grid)
    draw.ellipse((0, 0, grid - 1, grid - 1), outline=255, width=thick)
    for x, y in _EYES:
        _dot(draw, x * grid, y * grid, _EYE * grid)
    _MOUTHS[score](draw, grid, thick)
    return stencil(large.transpose(Image.Transpose.FLIP_TOP_BOTTOM))


def _dot(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _laugh(draw: ImageDraw.ImageDraw, grid: int, thick: int) -> None:
    box = (0.25 * grid, 0.31 * grid, 0.75 * grid, 0.77 * grid)
    draw.pieslice(box, 0, 180, fill=255)


def _smile(draw: ImageDraw.ImageDraw, grid: int, thick: int) -> None:
    _curve(draw, grid, thick, 0.44, (25, 155))


def _flat(draw: ImageDraw.ImageDraw, grid: int, thick: int) -> None:
    y = 0.67 * grid
    draw.line((0.31 * grid, y, 0.69 * grid, y), fill=255, width=thick)
    for x in (0.31, 0.69):
        _dot(draw, x * grid, y, thick / 2)


def _frown(draw: ImageDraw.ImageDraw, grid: int, thick: int) -> None:
    _curve(draw, grid, thick, 0.86, (205, 335))


def _curve(
    draw: ImageDraw.ImageDraw,
    grid: int,
    thick: int,
    middle: float,
    angles: tuple[int, int],
) -> None:
    """Draw a part of a circle round (0.5, `middle`) with round ends."""
    from math import cos, radians, sin

    radius = 0.25 * grid
    x, y = 0.5 * grid, middle * grid
    outer = radius + thick / 2
    draw.arc((x - outer, y - outer, x + outer, y + outer), *angles, 255, thick)
    for angle in map(radians, angles):
        _dot(draw, x + radius * cos(angle), y + radius * sin(angle), thick / 2)


_MOUTHS = {1: _frown, 2: _flat, 3: _smile, 4: _laugh}

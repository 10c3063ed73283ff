# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Rounded rectangles with clean edges, whatever the graphics card can do.

Kivy's RoundedRectangle has hard steps, its smooth sister blurs thin outlines.
Here a corner is drawn once by Pillow, eight times too large and averaged, and
stretched between its corners (a nine-patch) on whole pixels.
"""

from functools import lru_cache
from typing import Any

from kivy.graphics import BorderImage
from kivy.graphics.texture import Texture
from PIL import Image, ImageDraw

FINER = 8
"""Each pixel of a corner is the average of FINER by FINER."""


class Rounded:
    """A rounded rectangle on the canvas that is open when it is made."""

    def __init__(self) -> None:
        """Start as nothing; `place` shows it."""
        self.image = BorderImage(size=(0, 0), auto_scale="off")

    def place(
        self, x: float, y: float, width: float, height: float, radius: float
    ) -> None:
        """Put it there, in pixels; all are rounded to whole ones."""
        left, low = round(x), round(y)
        wide, high = max(round(x + width) - left, 0), max(round(y + height) - low, 0)
        corner = max(min(round(radius), wide // 2, high // 2), 0)
        self.image.texture = _patch(corner) if corner else None
        self.image.border = (corner,) * 4
        self.image.pos, self.image.size = (left, low), (wide, high)


@lru_cache(maxsize=64)
def _patch(radius: int) -> Any:
    """Return a white disc of `radius` with a middle of two pixels."""
    side = 2 * radius + 2
    large = Image.new("L", (side * FINER, side * FINER), 0)
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, side * FINER - 1, side * FINER - 1), radius * FINER, fill=255
    )
    return stencil(large)


def stencil(large: Image.Image) -> Any:
    """Return white with the alpha of `large`, FINER times smaller, as texture."""
    size = (large.width // FINER, large.height // FINER)
    alpha = large.resize(size, Image.Resampling.BOX)
    white = Image.new("L", size, 255)
    picture = Image.merge("RGBA", (white, white, white, alpha))
    texture = Texture.create(size=size, colorfmt="rgba")
    texture.blit_buffer(picture.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.mag_filter = texture.min_filter = "nearest"
    return texture


@lru_cache(maxsize=16)
def open_door(side: int) -> Any:
    """Return the open door in white: frame, leaf (left out) and knob."""
    grid = side * FINER
    large = Image.new("L", (grid, grid), 0)
    draw = ImageDraw.Draw(large)

    def at(*places: float) -> list[float]:
        return [place * grid for place in places]

    draw.rounded_rectangle(at(0.279, 0.202, 0.721, 0.836), 0.05 * grid, fill=255)
    draw.polygon(at(0.375, 0.27, 0.625, 0.345, 0.625, 0.84, 0.375, 0.84), fill=0)
    draw.ellipse(at(0.522, 0.545, 0.603, 0.626), fill=255)
    # Kivy's pictures start at their lowest row.
    return stencil(large.transpose(Image.Transpose.FLIP_TOP_BOTTOM))

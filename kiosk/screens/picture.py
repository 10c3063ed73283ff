# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A picture of the office's, from the kiosk's own copy, on a card."""

from __future__ import annotations

import logging
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget
from PIL import Image

from kiosk.screens.place import Rect

log = logging.getLogger(__name__)


def opened(path: str | None) -> Image.Image | None:
    """Return a picture that is whole, None if there is no such."""
    if path is None:
        return None
    try:
        with Image.open(path) as image:
            return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as broken:
        log.warning("the picture %s cannot be shown: %s", path, broken)
        return None


def fitted(image: Image.Image, room: Rect) -> Rect:
    """Return the largest part of `room` with the picture's shape, in its middle."""
    share = min(room.w / image.width, room.h / image.height)
    return room.middle(image.width * share, image.height * share)


class Picture(Widget):
    """The picture, made smaller once and well: thin lines and letters stay whole."""

    def __init__(self, image: Image.Image, rect: Rect, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        rect.put(self)
        size = (int(self.width), int(self.height))
        small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
        texture = Texture.create(size=size, colorfmt="rgba")
        texture.blit_buffer(small.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
        texture.flip_vertical()
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(texture=texture, pos=self.pos, size=self.size)

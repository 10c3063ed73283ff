# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A picture of the office's, from the kiosk's own copy, on a card."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget
from PIL import Image

from assets.look.images import texture_of
from kiosk.screens.place import Rect


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
        texture = texture_of(image, size)
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(texture=texture, pos=self.pos, size=self.size)

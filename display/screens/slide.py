# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""A picture of the office, whole and in its own shape."""

from __future__ import annotations

import logging
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty
from kivy.uix.widget import Widget
from PIL import Image

log = logging.getLogger(__name__)


class SlidePicture(Widget):
    """Shows a file in the middle of its place, made smaller once and well.

    Attributes:
        file: the picture's path; "" or one that cannot be read shows nothing.
    """

    file = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        """Make the place, empty."""
        super().__init__(**kwargs)
        self._shown: tuple[str, int, int] = ("", 0, 0)
        self._texture: Any = None
        with self.canvas:
            Color(1, 1, 1, 1)
            self._glass = Rectangle(size=(0, 0))
        for what in ("file", "pos", "size"):
            self.fbind(what, self._settle)

    def _settle(self, *_: object) -> None:
        wanted = (self.file, int(self.width), int(self.height))
        if wanted != self._shown:
            self._shown = wanted
            self._texture = _texture(*wanted) if min(wanted[1:]) > 1 else None
            self._glass.texture = self._texture
        # Kivy puts a white texture of its own in the place of none.
        self._glass.size = self._texture.size if self._texture else (0, 0)
        self._glass.pos = (
            self.center_x - self._glass.size[0] / 2,
            self.center_y - self._glass.size[1] / 2,
        )


def _texture(file: str, width: int, height: int) -> Any:
    if not file:
        return None
    try:
        with Image.open(file) as image:
            whole = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as broken:
        log.warning("the picture %s cannot be shown: %s", file, broken)
        return None
    share = min(width / whole.width, height / whole.height)
    size = (max(int(whole.width * share), 1), max(int(whole.height * share), 1))
    small = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    texture = Texture.create(size=size, colorfmt="rgba")
    texture.blit_buffer(small.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture

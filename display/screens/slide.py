# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""A picture of the office, whole and in its own shape."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from assets.look.images import opened, texture_of


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
        # Not asked of the glass: without a texture that has a white one of its own.
        texture = self._texture
        self._glass.size = texture.size if texture else (0, 0)
        self._glass.pos = (
            self.center_x - self._glass.size[0] / 2,
            self.center_y - self._glass.size[1] / 2,
        )


def _texture(file: str, width: int, height: int) -> Any:
    whole = opened(file)
    if whole is None:
        return None
    share = min(width / whole.width, height / whole.height)
    size = (max(int(whole.width * share), 1), max(int(whole.height * share), 1))
    return texture_of(whole, size)

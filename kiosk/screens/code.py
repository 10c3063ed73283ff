# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A QR code on the glass: dark squares on a white card."""

from __future__ import annotations

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from assets.look.current import look

QUIET = 2
"""Free modules in the picture; the white card around it gives the other two of
ISO/IEC 18004."""


class Code(Widget):
    """The code of an address, as large as its box in whole pixels a module."""

    def __init__(self, address: str) -> None:
        super().__init__()
        import segno  # here, for it is large, and the first picture has no code

        matrix = [bytes(row) for row in segno.make(address, error="m").matrix]
        side = len(matrix) + 2 * QUIET
        rows = [bytes(side)] * QUIET
        rows += [bytes(QUIET) + row + bytes(QUIET) for row in matrix]
        rows += [bytes(side)] * QUIET
        self.modules = side
        self._texture = Texture.create(size=(side, side), colorfmt="luminance")
        dots = b"".join(bytes(0 if dark else 255 for dark in r) for r in reversed(rows))
        self._texture.blit_buffer(dots, colorfmt="luminance", bufferfmt="ubyte")
        self._texture.mag_filter = self._texture.min_filter = "nearest"
        with self.canvas:
            Color(*look.theme.rgba("#FFFFFF"))
            self._picture = Rectangle(texture=self._texture)
        self.bind(pos=self._place, size=self._place)

    def _place(self, *_: object) -> None:
        side = max(int(min(self.size)) // self.modules, 1) * self.modules
        self._picture.size = (side, side)
        x, y = self.center_x - side / 2, self.center_y - side / 2
        self._picture.pos = (round(x), round(y))

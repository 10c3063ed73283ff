# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A QR code on the glass: dark squares on a white ground."""

from __future__ import annotations

from collections.abc import Sequence

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from assets.look.current import look


class QrCode(Widget):
    """A code from its rows, as large as its box in whole pixels a module.

    Args:
        quiet: free modules around it; ISO/IEC 18004 wants four of the same white.
    """

    def __init__(self, quiet: int) -> None:
        super().__init__()
        self._quiet = quiet
        self._rows: tuple[bytes, ...] = ()
        self.modules = 0
        with self.canvas:
            Color(*look.theme.rgba("#FFFFFF"))
            self._picture = Rectangle(size=(0, 0))
        self.bind(pos=self._place, size=self._place)

    def set(self, rows: Sequence[bytes]) -> None:
        """Show a code: a byte a module, 1 is dark."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        side, around = len(rows) + 2 * self._quiet, bytes(self._quiet)
        whole = [bytes(side)] * self._quiet
        whole = [*whole, *(around + row + around for row in rows), *whole]
        self.modules = side
        texture = Texture.create(size=(side, side), colorfmt="luminance")
        dots = b"".join(bytes(255 * (1 - cell) for cell in r) for r in whole[::-1])
        texture.blit_buffer(dots, colorfmt="luminance", bufferfmt="ubyte")
        texture.mag_filter = texture.min_filter = "nearest"
        self._picture.texture = texture
        self._place()

    def _place(self, *_: object) -> None:
        if not self.modules:
            return
        side = max(int(min(self.size)) // self.modules, 1) * self.modules
        self._picture.size = (side, side)
        x, y = self.center_x - side / 2, self.center_y - side / 2
        self._picture.pos = (round(x), round(y))

"""Rectangles on the glass, cut from one another. PURE.

Pixels of the window, y upwards as Kivy has it; a cut takes from the top, as
people read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rect:
    """A part of the glass: its lower left corner and its size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y + self.h

    def cut_top(self, height: float, gap: float = 0) -> tuple[Rect, Rect]:
        """Return the upper part, `height` high, and what is left below a gap."""
        rest = max(self.h - height - gap, 0)
        return (
            Rect(self.x, self.top - height, self.w, height),
            Rect(self.x, self.y, self.w, rest),
        )

    def cut_bottom(self, height: float, gap: float = 0) -> tuple[Rect, Rect]:
        """Return the lower part, `height` high, and what is left above a gap."""
        low = Rect(self.x, self.y, self.w, height)
        left = max(self.h - height - gap, 0)
        return low, Rect(self.x, self.y + height + gap, self.w, left)

    def cut_left(self, width: float, gap: float = 0) -> tuple[Rect, Rect]:
        """Return the left part, `width` wide, and what is left beside a gap."""
        rest = max(self.w - width - gap, 0)
        return (
            Rect(self.x, self.y, width, self.h),
            Rect(self.x + width + gap, self.y, rest, self.h),
        )

    def cut_right(self, width: float, gap: float = 0) -> tuple[Rect, Rect]:
        """Return the right part, `width` wide, and what is left beside a gap."""
        rest = max(self.w - width - gap, 0)
        return (
            Rect(self.x + self.w - width, self.y, width, self.h),
            Rect(self.x, self.y, rest, self.h),
        )

    def columns(self, shares: Sequence[float], gap: float) -> list[Rect]:
        """Return parts side by side, as wide as their shares say."""
        room = self.w - gap * (len(shares) - 1)
        left, parts = self.x, []
        for share in shares:
            width = room * share / sum(shares)
            parts.append(Rect(left, self.y, width, self.h))
            left += width + gap
        return parts

    def rows(self, count: int, gap: float) -> list[Rect]:
        """Return `count` equal parts below one another."""
        height = (self.h - gap * (count - 1)) / count
        return [
            Rect(self.x, self.top - n * (height + gap) - height, self.w, height)
            for n in range(count)
        ]

    def inset(self, x: float, y: float | None = None) -> Rect:
        """Return the inner part, `x` from the sides and `y` from top and bottom."""
        y = x if y is None else y
        return Rect(self.x + x, self.y + y, self.w - 2 * x, self.h - 2 * y)

    def middle(self, width: float, height: float) -> Rect:
        """Return a part of that size in the middle."""
        return Rect(
            self.x + (self.w - width) / 2, self.y + (self.h - height) / 2, width, height
        )

    def put(self, widget: Any) -> Any:
        """Give a widget this place; return it."""
        widget.size_hint = (None, None)
        widget.pos = (round(self.x), round(self.y))
        widget.size = (round(self.w), round(self.h))
        return widget

"""Where things stand on the wall. PURE; lengths in grid pixels, y from the top.

The grid is the wall's own picture: 1920 wide lying, 1080 wide standing. It is
stretched over the panel, so that a larger panel has larger digits; only how many
rows there are depends on the panel's millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass

from assets.look.tokens import CAP_HEIGHT, MARGIN

LYING, STANDING = (1920.0, 1080.0), (1080.0, 1920.0)
HEAD, HEAD_STANDING = 116.0, 160.0
"""Standing, a long name of an office has two lines above the date."""
STRIP = 128.0
FOOT = 196.0
ROWS_HEAD = 70.0
ROW_GAP = 12.0
ROWS_MOST, ROWS_LEAST = 6, 2
ROW_CAPITAL_MM = 60.0
"""Rows get fewer rather than lower than this, the height read from 4 m at 50′."""
ROW_SHARE = 0.76
"""How much of a row's height its digits take."""


@dataclass(frozen=True)
class Box:
    """A rectangle; ``y`` is its top, counted downwards."""

    x: float
    y: float
    width: float
    height: float

    def inside(self, x: float, y: float, width: float, height: float) -> Box:
        """Return the box that lies so in this one."""
        return Box(self.x + x, self.y + y, width, height)


@dataclass(frozen=True)
class WallLayout:
    """Every place on the wall.

    ``unit`` is the pixels of one grid pixel; ``alone`` is the large place of a wall
    without rows.
    """

    unit: float
    width: float
    height: float
    head: Box
    strip: Box
    hero: Box
    alone: Box
    rows_head: Box
    rows: tuple[Box, ...]
    foot: tuple[Box, ...]

    def free(self, rows: int) -> Box | None:
        """Return the room that so many rows leave below them, if any."""
        if rows >= len(self.rows):
            return None
        top = self.rows[rows] if rows else self.rows_head
        low = self.rows[-1].y + self.rows[-1].height
        return Box(top.x, top.y, top.width, low - top.y)


def foot_places(width: float, height: float) -> int:
    """Return how many services the foot holds side by side."""
    return 3 if width >= height else 2


def wall_layout(
    pixels: tuple[float, float], mm_per_px: float, *, stale: bool
) -> WallLayout:
    """Lay out a panel of ``pixels``; ``stale`` has a strip and no foot."""
    lying = pixels[0] >= pixels[1]
    grid = LYING if lying else STANDING
    unit = min(pixels[0] / grid[0], pixels[1] / grid[1])
    width, height = pixels[0] / unit, pixels[1] / unit
    inner = width - 2 * MARGIN
    high = HEAD if lying else HEAD_STANDING
    head = Box(MARGIN, 0, inner, high)
    strip = Box(MARGIN, high, inner, STRIP)
    top = high + STRIP + 20 if stale else high
    low = height - 26 if stale else height - FOOT - 20
    if lying:
        large = round(inner * 1112 / 1840)
        hero = Box(MARGIN, top, large, low - top)
        side = Box(MARGIN + large + 28, top, inner - large - 28, low - top)
    else:
        large = round((low - top) * 0.47)
        hero = Box(MARGIN, top, inner, large)
        side = Box(MARGIN, top + large + 16, inner, low - top - large - 16)
    rows_head = Box(side.x, side.y, side.width, ROWS_HEAD)
    rows = _rows(side, unit, mm_per_px)
    return WallLayout(
        unit,
        width,
        height,
        head,
        strip,
        hero,
        Box(MARGIN, top, inner, low - top),
        rows_head,
        rows,
        _foot(width, height),
    )


def _rows(side: Box, unit: float, mm_per_px: float) -> tuple[Box, ...]:
    room = side.height - ROWS_HEAD
    least = ROW_CAPITAL_MM / mm_per_px / unit / ROW_SHARE
    count = int((room + ROW_GAP) // (least + ROW_GAP))
    count = min(max(count, ROWS_LEAST), ROWS_MOST)
    high = (room - (count - 1) * ROW_GAP) / count
    top = side.y + ROWS_HEAD
    return tuple(
        Box(side.x, top + n * (high + ROW_GAP), side.width, high) for n in range(count)
    )


def _foot(width: float, height: float) -> tuple[Box, ...]:
    places = foot_places(width, height)
    step = (width - 2 * MARGIN) / places
    return tuple(
        Box(MARGIN + n * step, height - FOOT, step, FOOT - 26) for n in range(places)
    )


def digits_size(height: float) -> float:
    """Return the font size whose digits take a row's share of ``height``."""
    return height * ROW_SHARE / CAP_HEIGHT

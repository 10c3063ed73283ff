"""Millimetres, grid pixels and the pixels of the panel that is there. PURE."""

from dataclasses import dataclass
from math import hypot

KIOSK_GRID_MM = 0.248
"""The panel the kiosk was drawn for: 21.5 inches, 1080 by 1920."""

WALL_GRID_MM = 0.495
"""The panel the wall was drawn for: 43 inches, 1920 by 1080."""

KIOSK_INCHES = 21.5
WALL_INCHES = 43.0
INCH_MM = 25.4


@dataclass(frozen=True)
class Scale:
    """How large a pixel is on this panel, and on the grid it was drawn for.

    `zoom` makes the grid larger than it was drawn, for large text: millimetres stay
    millimetres.
    """

    mm_per_px: float
    grid_mm: float = KIOSK_GRID_MM
    zoom: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a panel that can not be (ValueError)."""
        if not (0.01 < self.mm_per_px < 10 and 0.01 < self.grid_mm < 10):
            raise ValueError(f"no panel has pixels of {self.mm_per_px} mm")

    @property
    def factor(self) -> float:
        """Pixels of this panel for one pixel of the grid."""
        return self.grid_mm * self.zoom / self.mm_per_px

    def px(self, mm: float) -> float:
        """Return how many pixels of this panel are `mm` long."""
        return mm / self.mm_per_px

    def mm(self, px: float) -> float:
        """Return how long `px` pixels of this panel are, in millimetres."""
        return px * self.mm_per_px

    def u(self, grid_px: float) -> float:
        """Return the pixels here for `grid_px` pixels of the grid."""
        return grid_px * self.factor


def from_diagonal(
    inches: float, size: tuple[int, int], grid_mm: float = KIOSK_GRID_MM
) -> Scale:
    """Return the scale of a panel of `inches` filled by a window of `size` px."""
    if inches <= 0 or min(size) <= 0:
        raise ValueError(f"no panel: {inches} inches, {size} pixels")
    return Scale(inches * INCH_MM / hypot(*size), grid_mm)


def from_width(
    width_mm: float, size: tuple[int, int], grid_mm: float = KIOSK_GRID_MM
) -> Scale:
    """Return the scale of a picture `width_mm` wide in a window of `size` px."""
    if width_mm <= 0 or min(size) <= 0:
        raise ValueError(f"no panel: {width_mm} mm, {size} pixels")
    return Scale(width_mm / size[0], grid_mm)

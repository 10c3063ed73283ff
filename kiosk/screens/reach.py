"""How high a citizen reaches on the panel that hangs there. PURE.

Everything that is touched lies between 380 and 1220 mm above the floor (EN 301 549,
8.3.2.1 and 8.3.2.2, reach to the front with nothing in between); "Hạ thấp" moves it
below 1120 mm, where whoever must reach over something deep still gets (8.3.2.3).
"""

from __future__ import annotations

from dataclasses import dataclass

HIGHEST = 1220.0
LOWEST = 380.0
"""Millimetres above the floor within which everything is touched."""
LOW_HIGHEST = 1120.0
"""The same for somebody who sits and must reach over something."""
UNTOUCHED = 30.0
"""Millimetres of a page's upper end that are only read: its question or title."""


@dataclass(frozen=True)
class Reach:
    """A panel's place on its wall, and who stands before it.

    Attributes:
        mounted: the height of the panel's lower edge above the floor, in mm.
        low: whether the page is to lie within a sitting person's reach.
    """

    mounted: float = 800.0
    low: bool = False

    @property
    def height(self) -> float:
        """Millimetres above the panel's lower edge that a page may take."""
        return self.touched + UNTOUCHED

    @property
    def touched(self) -> float:
        """Millimetres above the panel's lower edge that hands reach."""
        highest = LOW_HIGHEST if self.low else HIGHEST
        return highest - self.mounted

    def helps(self, panel: float) -> bool:
        """Tell whether moving down changes anything on a panel so many mm high."""
        return LOW_HIGHEST - self.mounted < panel

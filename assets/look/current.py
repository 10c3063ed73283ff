# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""The theme and the scale in force, watched by every widget.

One object for one window: ``look.theme = HIGH_CONTRAST`` repaints, ``look.scale
= from_diagonal(...)`` lays out again.
"""

from kivy.event import EventDispatcher
from kivy.properties import ObjectProperty

from assets.look.scale import KIOSK_GRID_MM, Scale
from assets.look.tokens import NORMAL, Rgba


class Look(EventDispatcher):
    """What every widget on the glass follows."""

    theme = ObjectProperty(NORMAL)
    scale = ObjectProperty(Scale(KIOSK_GRID_MM))

    def u(self, grid_px: float) -> float:
        """Return the pixels of this panel for `grid_px` pixels of the grid."""
        return float(self.scale.u(grid_px))

    def mm(self, mm: float) -> float:
        """Return the pixels of this panel for `mm` millimetres."""
        return float(self.scale.px(mm))

    def rgba(self, token: str) -> Rgba:
        """Return a colour of the theme in force ("ink", "fault.ground")."""
        return self.theme.rgba(token)


look = Look()
"""The look of this process's window."""

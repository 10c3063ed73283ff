# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""The theme and the scale in force, watched by every widget.

One object for one window: ``look.theme = HIGH_CONTRAST`` repaints, ``look.scale
= from_diagonal(...)`` lays out again. ``look.enlarge`` makes every text that much
larger where its box has room; the least size stays what it is. ``look.mounted`` is the
height of the panel's lower edge above the floor in millimetres.
"""

from typing import Any
from weakref import WeakSet

from kivy.event import EventDispatcher
from kivy.properties import NumericProperty, ObjectProperty

from assets.look.scale import KIOSK_GRID_MM, Scale
from assets.look.tokens import NORMAL, Rgba


class Look(EventDispatcher):
    """What every widget on the glass follows."""

    theme = ObjectProperty(NORMAL)
    scale = ObjectProperty(Scale(KIOSK_GRID_MM))
    enlarge = NumericProperty(1.0)
    mounted = NumericProperty(800.0)

    def __init__(self, **kwargs: Any) -> None:
        """Start with nobody following."""
        self._followers: WeakSet[Any] = WeakSet()
        super().__init__(**kwargs)
        self.fbind("theme", self._tell)
        self.fbind("scale", self._tell)
        self.fbind("enlarge", self._tell)

    def follow(self, widget: Any) -> None:
        """Call ``widget.relook()`` whenever theme or scale change.

        The widget is held weakly. Kivy's own ``bind`` would keep an entry of
        each widget there ever was until the next change of theme, and a kiosk
        makes some thousands a day.
        """
        self._followers.add(widget)

    @property
    def followers(self) -> int:
        """How many widgets follow now."""
        return len(self._followers)

    def _tell(self, *_: object) -> None:
        for widget in list(self._followers):
            widget.relook()

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

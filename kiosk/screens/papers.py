# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A procedure's papers: rows to tick."""

from __future__ import annotations

from collections.abc import Sequence

from assets.lang.words import word
from assets.look.fit import break_lines
from assets.look.widgets import IconText, Pressable, Shape, Text
from kiosk.flow import inputs as i
from kiosk.screens.lines import ruler
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u
from server.protocol.messages import Paper


class PaperRow(Pressable):
    """A paper to tick: box, name, note."""

    def __init__(self, page: Page, paper: Paper, rect: Rect) -> None:
        super().__init__(kind="raised")
        rect.put(self)
        self.paper = paper.id
        page.on(self, lambda: i.TickPaper(paper.id))
        small = page.stage.small
        side = u(54 if small else 78)
        box, inner = rect.inset(u(16 if small else 22), u(4)).cut_left(
            side, u(14 if small else 20)
        )
        place = box.middle(side, side)
        self._box = place.put(Shape(edge="edge", radius_u=16, outline_u=4))
        self._sign = place.put(
            IconText(icon="check", tone="on_accent", size_u=44 if small else 60)
        )
        self.add_widget(self._box)
        self.add_widget(self._sign)
        name = word(paper.name, page.language)
        note = word(paper.note, page.language) or page.t(f"procedure.{paper.kind}")
        weight = 500 if small else 600
        label = Text(text=name, role="second", size_u=44, weight=weight)
        if small:
            self.add_widget(inner.put(label))
            return
        low, high = inner.cut_bottom(u(57))
        if inner.h > u(128):
            # The two lines stay together in the middle of a high row.
            whole = inner.middle(inner.w, min(inner.h, u(150)))
            low, high = whole.cut_bottom(u(58))
        label.valign = "bottom" if "\n" not in name else "center"
        self.add_widget(high.put(label))
        self.add_widget(low.put(Text(text=note, tone="ink2", valign="top")))

    def tick(self, ticked: bool) -> None:
        """Show whether the citizen has it."""
        self.selected = ticked
        self._box.fill = "accent" if ticked else "card"
        self._box.edge = "accent" if ticked else "edge"
        self._sign.opacity = 1 if ticked else 0


def long_names(page: Page, papers: Sequence[Paper], area: Rect) -> bool:
    """Tell whether a name needs more lines than half of the small panel has."""
    size, measure = ruler(40, 500)
    room = area.w - u(100)
    names = (word(paper.name, page.language) for paper in papers)
    return any(len(break_lines(n, room, size, measure)) > 2 for n in names)

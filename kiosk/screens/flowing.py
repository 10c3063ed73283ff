# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Long texts on as many pages as they need: nothing is cut, nothing scrolls away."""

from __future__ import annotations

from assets.look.widgets import RaisedButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.screens.lines import LEAD_GAP, Line, dense, lines_of, paged
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u

SIDE = 150
"""Grid pixels of the small panel's side that has the buttons of a long text."""


class Flowing(Page):
    """A page of blocks, turned with one button.

    The small panel's head keeps the office's name: titles may be too long for it.
    """

    area: str = ""
    """Where its texts stand in the language file: "details", "pages"."""
    turning: Rect | None = None
    """Where the button stands that turns the page, when that has a place of its own."""

    def blocks(self, state: State) -> list[tuple[str, str]]:
        """Return (heading, paragraph) pairs."""
        raise NotImplementedError

    def title(self, state: State) -> str:
        """Return the page's title."""
        raise NotImplementedError

    def build(self, state: State) -> None:
        """Make the title and the bottom."""
        area = self.foot(self.head(state))
        self._area = area
        if self.stage.small:
            return
        title, self._area = area.cut_top(u(100), u(20))
        self.add(title, Text(text=self.title(state), role="title", size_u=58))

    def content(self, state: State) -> object:
        """Return the blocks and the page."""
        return self.blocks(state), state.place.page

    def pages(self, state: State, area: Rect) -> list[list[Line]]:
        """Return the lines of each page that has `area` for them."""
        layout = dense if self.stage.small else lines_of
        return paged(layout(self.blocks(state), area.w), area.h)

    def room(self, area: Rect) -> Rect:
        """Return what lines may fill: on the small panel they bring their own air."""
        return area.inset(0, -u(8)) if self.stage.small else area

    def draw(self, state: State) -> None:
        """Make this page of the text, and its button."""
        area = self.beside(state, self._area)
        whole = self.pages(state, self.room(area))
        if len(whole) > 1:
            low = self.turning
            if low is None:
                low, area = self._low(area)
                whole = self.pages(state, self.room(area))
            self._turn(low, state.place.page % len(whole), len(whole))
        self.draw_page(state, whole[state.place.page % len(whole)], area)

    def beside(self, state: State, area: Rect) -> Rect:
        """Put what stands beside every page of the text; return what it leaves."""
        return area

    def draw_page(self, state: State, lines: list[Line], area: Rect) -> None:
        """Put the lines of one page."""
        area = self.room(area)
        for line in lines:
            place, area = area.cut_top(line.height)
            self._line(place, line)

    def _low(self, area: Rect) -> tuple[Rect, Rect]:
        """Cut the button's place: at the small panel's side, where lists have it."""
        if self.stage.small:
            return area.cut_right(u(SIDE), u(12))
        return area.cut_bottom(u(112), u(16))

    def _line(self, place: Rect, line: Line) -> None:
        if line.lead:
            lead = Text(text=line.lead, size_u=line.size, weight=700)
            first, place = place.cut_left(lead.natural_width(), u(LEAD_GAP))
            self.put(first, lead)
        weight = 700 if line.heading else 500
        if line.text:
            self.put(place, Text(text=line.text, size_u=line.size, weight=weight))

    def _turn(self, rect: Rect, page: int, pages: int) -> None:
        last = page == pages - 1
        key = f"{self.area}.again" if last else f"{self.area}.more"
        following = i.TurnTo(0 if last else page + 1)
        text = self.t(f"{self.area}.page", page=page + 1, pages=pages)
        if self.stage.small:
            words, button = rect.cut_top(u(112), u(8))
            more = RaisedButton(text=self.t(f"{key}_short"), pad_u=8)
            said = Text(text=text, tone="ink2", halign="center")
        else:
            words, button = rect.columns((1, 1), u(16))
            icon = "arrow-up" if last else "arrow-down"
            alone = self.turning is None
            more = RaisedButton(
                text=self.t(key), icon=icon if alone else "", icon_at="right", pad_u=8
            )
            said = Text(text=text, tone="ink2")
        self.put(words, said)
        self.on(self.put(button, more), lambda: following)

# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Looking procedures up without typing: life events and fields as cards, then lists."""

from __future__ import annotations

from functools import partial

from assets.lang.words import line, word
from assets.look.widgets import FlatButton, Plate, Pressable, Text
from kiosk.flow import State
from kiosk.flow.browsing import OpenBrowse, OpenGroup
from kiosk.groups import Group
from kiosk.screens.place import Rect
from kiosk.screens.rows import ProcedureRow
from kiosk.screens.stage import Page, u
from kiosk.screens.turning import part_of, turned

CARDS = {"tall": (2, 6), "wide": (3, 4), "small": (2, 2)}
"""Columns and rows of cards that have room at once."""
ROWS = {"tall": 6, "wide": 6, "small": 3}
KINDS = ("event", "field")


class GroupCard(Pressable):
    """A life event or a field."""

    def __init__(self, page: Page, group: Group, rect: Rect) -> None:
        super().__init__()
        rect.put(self)
        small = page.stage.small
        inner = rect.inset(u(10 if small else 18), u(2 if small else 8))
        shown = word(group.name, page.language)
        if not small:
            side = min(u(96), inner.h)
            plate, inner = inner.cut_left(side, u(20))
            self.add_widget(plate.middle(side, side).put(Plate(icon=group.icon)))
        # The small panel breaks the lines itself: it has less room than the names had.
        text, size = (line(shown), 40) if small else (shown, 42)
        self.add_widget(inner.put(Text(text=text, role="procedure", size_u=size)))


class BrowsePage(Page):
    """ "Tra cứu thủ tục": the life events or the fields."""

    def build(self, state: State) -> None:
        """Make the title and the two halves' buttons."""
        area = self.foot(self.head(state))
        self.heading = self.t("browse.title")
        form = self.stage.form
        if form == "tall":
            title, area = area.cut_top(u(96), u(8))
            tabs, self._area = area.cut_top(u(110), u(24))
        else:
            bar, self._area = area.cut_top(u(84 if form == "small" else 104), u(14))
            title, tabs = bar.columns((36, 64), u(30))
            tabs = bar if form == "small" else tabs
        if form != "small":
            self.add(title, Text(text=self.heading, role="title", size_u=58))
        self._tabs: dict[str, FlatButton] = {}
        for place, kind in zip(tabs.columns((1, 1), u(14)), KINDS, strict=True):
            tab = FlatButton(text=self.t(f"browse.{kind}"), pad_u=8)
            self._tabs[kind] = self.on(self.add(place, tab), partial(OpenBrowse, kind))

    def show(self, state: State) -> None:
        """Follow which half is shown."""
        super().show(state)
        for kind, tab in self._tabs.items():
            tab.selected = kind == _kind(state)

    def content(self, state: State) -> object:
        """Return what is drawn."""
        return state.hall.catalog, _kind(state), state.place.page

    def draw(self, state: State) -> None:
        """Make the cards."""
        catalog, kind = state.hall.catalog, _kind(state)
        groups = catalog.events if kind == "event" else catalog.fields
        across, down = CARDS[self.stage.form]
        if self.stage.form == "wide" and len(groups) > across * down:
            down -= 1  # for the button that turns the list
        if not groups:
            text = Text(text=self.t("browse.nothing"), role="name", halign="center")
            self.put(self._area, text)
            return
        part = part_of(groups, across * down, state.place.page)
        more = self.t("browse.more", n=part.rest)
        area = turned(self, self._area, part, more)
        gap = u(12 if self.stage.small else 16)
        rows = area.rows(down, gap)
        cells = [c for row in rows for c in row.columns([1] * across, gap)]
        for rect, group in zip(cells, part.shown, strict=False):
            card = self.on(
                GroupCard(self, group, rect), partial(OpenGroup, kind, group.id)
            )
            self.body.add_widget(card)


class GroupPage(Page):
    """The procedures of a life event or a field."""

    def build(self, state: State) -> None:
        """Make the title."""
        browsed = state.place.group
        group = browsed and state.hall.catalog.group(browsed.kind, browsed.id)
        self.heading = line(word(group.name, self.language)) if group else ""
        area = self.foot(self.head(state))
        if not self.stage.small:
            title, area = area.cut_top(u(116), u(18))
            plate, words = title.cut_left(u(100), u(26))
            icon = group.icon if group else "folder-open"
            self.add(plate.middle(u(100), u(100)), Plate(icon=icon))
            self.add(words, Text(text=self.heading, role="title", size_u=58))
        self._area = area

    def content(self, state: State) -> object:
        """Return what is drawn: the list, its page, and what is open."""
        opened = tuple(s.open for s in state.hall.services)
        return state.hall.catalog, state.place.group, state.place.page, opened

    def draw(self, state: State) -> None:
        """Make the rows of this page of the list."""
        browsed = state.place.group
        if browsed is None:
            return
        found = state.hall.catalog.of_group(browsed.kind, browsed.id)
        each = ROWS[self.stage.form]
        if self.stage.form == "wide" and len(found) > each:
            each -= 2  # for the button that turns the list
        part = part_of(found, each, state.place.page)
        area = turned(self, self._area, part, self.t("service.more", n=part.rest))
        for rect, one in zip(self._cells(area, each), part.shown, strict=False):
            self.body.add_widget(ProcedureRow(self, state, one, rect))

    def _cells(self, area: Rect, each: int) -> list[Rect]:
        if self.stage.form == "wide":
            rows = area.rows(each // 2, u(16))
            return [cell for row in rows for cell in row.columns((1, 1), u(18))]
        return area.rows(each, u(12 if self.stage.small else 16))


def _kind(state: State) -> str:
    return state.place.group.kind if state.place.group else "event"

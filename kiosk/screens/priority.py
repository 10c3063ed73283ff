# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Tôi thuộc diện ưu tiên": the office's reasons, one touch each."""

from __future__ import annotations

from assets.lang.words import word
from assets.look.current import look
from assets.look.widgets import Pressable, Text
from kiosk.flow import State
from kiosk.flow.priority import ClaimPriority, ages_of
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, new_key, u
from kiosk.screens.turning import part_of, turned
from server.protocol.messages import Priority

ROWS = {"tall": 6, "wide": 6, "small": 3}
TALLEST = 190
"""Grid pixels of a row; fewer reasons do not make larger ones."""

NAME = 1.15
"""How much higher a reason's name is than a line of how it is proved."""


class ReasonRow(Pressable):
    """One reason: its name, and how it is proved."""

    def __init__(self, page: Page, one: Priority, rect: Rect) -> None:
        super().__init__()
        rect.put(self)
        page.on(self, lambda: ClaimPriority(new_key(), one.id))
        inner = rect.inset(u(16 if page.stage.small else 36), u(2))
        name = Text(text=word(one.name, page.language), role="procedure")
        # How it is proved is written by the office for those who read Vietnamese.
        proof = one.proof if page.language == "vi" and not page.stage.small else ""
        # The least size of texts stays, however much larger they may be.
        one_line = u(55) / look.scale.zoom
        second = Text(text=proof, tone="ink2", size_hint=(None, None), height=one_line)
        lines = -(-second.natural_width() // inner.w)
        height = (NAME + lines) * one_line
        if not proof or height > inner.h:
            self.add_widget(inner.put(name))
            return
        whole = inner.middle(inner.w, min(inner.h, height * look.enlarge))
        upper, lower = whole.cut_top(whole.h * NAME / (NAME + lines))
        self.add_widget(upper.put(name))
        self.add_widget(lower.put(second))


class PriorityPage(Page):
    """Which reason it is; who touches one gets priority."""

    def build(self, state: State) -> None:
        """Make the question and the buttons at the bottom."""
        area = self.foot(self.head(state))
        self.heading = self.t("priority.title")
        self._area = area if self.stage.small else self._question(area, state)

    def _question(self, area: Rect, state: State) -> Rect:
        wide = self.stage.form == "wide"
        title, area = area.cut_top(u(72 if wide else 82))
        self.add(
            title, Text(text=self.heading, role="title", size_u=52 if wide else 58)
        )
        hints = [self.t("priority.hint")]
        if state.hall.scanner and ages_of(state.hall):
            hints.append(self.t("priority.scan"))
        for hint in hints:
            label = Text(text=hint, tone="ink2")
            lines = -(-label.natural_width() // area.w)
            place, area = area.cut_top(u(55 * lines))
            self.add(place, label)
        return area.cut_top(u(8 if wide else 24))[1]

    def content(self, state: State) -> object:
        """Return the reasons and how far their list was turned."""
        return state.hall.reasons, state.place.page

    def draw(self, state: State) -> None:
        """Make the rows of this page of the list."""
        found, each = state.hall.reasons, ROWS[self.stage.form]
        part = part_of(found, each, state.place.page)
        area = turned(self, self._area, part, self.t("priority.more", n=part.rest))
        cells = self._cells(area, min(len(found), each))
        for rect, one in zip(cells, part.shown, strict=False):
            self.body.add_widget(ReasonRow(self, one, rect))

    def _cells(self, area: Rect, most: int) -> list[Rect]:
        """Return places for as many rows as there are at most on one page."""
        form = self.stage.form
        gap = u(18 if form == "tall" else 12)
        count = {"wide": 3, "small": ROWS["small"]}.get(form, most)
        height = min(area.h, count * u(TALLEST) + (count - 1) * gap)
        rows = area.cut_top(height)[0].rows(count, gap)
        if form != "wide":
            return rows
        return [cell for row in rows for cell in row.columns((1, 1), u(18))]

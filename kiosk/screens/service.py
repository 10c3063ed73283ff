# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A service: its procedures, each with its own "Lấy số", and "Việc khác"."""

from __future__ import annotations

from assets.lang.words import line, word
from assets.look.widgets import Plate, RaisedButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.screens.place import Rect
from kiosk.screens.rows import ProcedureRow
from kiosk.screens.services import wait_line
from kiosk.screens.stage import Page, new_key, u
from kiosk.screens.turning import Part, part_of, put_turner
from server.protocol.messages import Procedure

ROWS = {"tall": 5, "wide": 4, "small": 3}


class ServicePage(Page):
    """What a service receives."""

    def build(self, state: State) -> None:
        """Make the title and the three buttons at the bottom."""
        service = state.hall.service(state.place.service)
        name = line(word(service.name, self.language)) if service else ""
        area = self.foot(self.head(state))
        self.heading = name
        self.waits: Text | None = None
        if self.stage.small:
            self._area = area
            return
        title, area = area.cut_top(u(124), u(20))
        plate, words = title.cut_left(u(116), u(28))
        icon = service.icon if service else "clipboard-list"
        self.add(plate.middle(u(116), u(116)), Plate(icon=icon))
        upper, lower = words.cut_top(u(70))
        self.add(upper, Text(text=name, role="title", size_u=58))
        self.waits = self.add(lower, Text(tone="ink2"))
        self._area = self._how(area)

    def _how(self, area: Rect) -> Rect:
        if self.stage.form == "wide":
            return area
        upper, area = area.cut_top(u(58))
        lower, area = area.cut_top(u(56), u(16))
        self.add(upper, Text(text=self.t("service.how"), size_u=42, weight=600))
        self.add(lower, Text(text=self.t("service.how_read"), tone="ink2"))
        return area

    def content(self, state: State) -> object:
        """Return what is drawn: the list, its page, and what is open."""
        service = state.place.service
        return (
            state.hall.catalog,
            state.place.page,
            bool((s := state.hall.service(service)) and s.open),
        )

    def show(self, state: State) -> None:
        """Follow the line of the service."""
        super().show(state)
        service = state.hall.service(state.place.service)
        if service is not None and self.waits is not None:
            self.waits.text = wait_line(state, service, self.language)

    def draw(self, state: State) -> None:
        """Make the rows of this page of the list."""
        service = state.place.service or ""
        found = state.hall.catalog.of_service(service)
        part = part_of(found, self._each(), state.place.page)
        area = self._buttons(self._area, state, service, part)
        if not part.shown:
            text = Text(text=self.t("service.nothing"), halign="center", tone="ink2")
            self.put(area, text)
        for rect, one in zip(self._cells(area), part.shown, strict=False):
            self.body.add_widget(ProcedureRow(self, state, one, rect))

    def _each(self) -> int:
        """Return the rows of a page: on the tall panel, as many as can be reached."""
        most = ROWS[self.stage.form]
        if self.stage.form != "tall":
            return most
        return self.stage.rows(self._area.h - u(130), most, u(18))

    def _cells(self, area: Rect) -> list[Rect]:
        if self.stage.form == "wide":
            rows = area.rows(2, u(18))
            return [cell for row in rows for cell in row.columns((1, 1), u(18))]
        if self.stage.small:
            return area.rows(3, u(12))
        return area.rows(self._each(), u(18))

    def _buttons(
        self, area: Rect, state: State, service: str, part: Part[Procedure]
    ) -> Rect:
        small = self.stage.small
        if small:
            side, area = area.cut_right(u(136), u(12))
            places = side.rows(min(part.pages, 2), u(12))
        else:
            low, area = area.cut_bottom(u(112), u(18))
            places = low.columns((1,) * min(part.pages, 2), u(16))
        short = "_short" if small else ""
        known = state.hall.service(service)
        other = RaisedButton(text=self.t(f"service.other{short}"), pad_u=8)
        other.disabled = not (known and known.open)
        self.on(self.put(places[0], other), lambda: i.Take(new_key(), service))
        if part.pages > 1:
            more = self.t(f"service.more{short}", n=part.rest)
            again, arrow = self.t(f"service.again{short}"), "" if small else part.arrow
            put_turner(self, places[1], part, more, again, arrow)
        return area

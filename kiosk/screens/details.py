# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A procedure's details: official name, result, steps, legal basis."""

from __future__ import annotations

from datetime import date

from assets.lang import manner
from assets.lang.words import line, word
from assets.look.widgets import RaisedButton, Shape, Text
from kiosk.flow import State
from kiosk.flow.printout import PrintList
from kiosk.screens.code import Code
from kiosk.screens.flowing import SIDE, Flowing
from kiosk.screens.place import Rect
from kiosk.screens.stage import new_key, u
from kiosk.slips import portal_address


class Details(Flowing):
    """What stands behind the summary, and the ways to take it home."""

    area = "details"

    def build(self, state: State) -> None:
        """Make the ways to take it home: beside the text, or below it."""
        super().build(state)
        code = state.place.procedure or ""
        address = portal_address(state.hall.office, code)
        if self.stage.small:
            side, self._area = self._area.cut_right(u(SIDE), u(12))
            printing, self.turning = side.cut_bottom(u(112), u(12))
            self._print(printing)
            return
        if self.stage.form == "wide":
            side, self._area = self._area.cut_right(u(480), u(40))
            low, side = side.cut_bottom(u(112), u(14))
            self.turning = low
            if address is not None:
                self._portal_above(side.cut_bottom(u(126))[1], address)
            self._print(side.cut_bottom(u(112))[0])
            return
        if address is None:
            low, self._area = self._area.cut_bottom(u(112), u(14))
        else:
            strip, self._area = self._area.cut_bottom(u(250), u(16))
            low = self._portal(strip, address)
        printing, self.turning = low.columns((40, 60), u(14))
        self._print(printing)

    def _portal(self, strip: Rect, address: str) -> Rect:
        """Put the portal's code and its words; return the row below the words."""
        card, rest = strip.cut_left(strip.h, u(28))
        self.add(card, Shape(fill="card", edge="line"))
        self.add(card.inset(u(12)), Code(address))
        low, words = rest.cut_bottom(u(112), u(8))
        self.add(words, Text(text=self.t("printout.portal"), tone="ink2"))
        return low

    def _portal_above(self, rect: Rect, address: str) -> None:
        """Put the portal's code over its words."""
        words, rect = rect.cut_bottom(u(112), u(8))
        height = min(rect.h, u(280))
        card = rect.middle(height, height)
        self.add(card, Shape(fill="card", edge="line"))
        self.add(card.inset(u(12)), Code(address))
        text = Text(text=self.t("printout.portal"), tone="ink2", halign="center")
        self.add(words, text)

    def _print(self, rect: Rect) -> None:
        icon = "printer" if self.stage.form == "wide" else ""
        key = "print_shortest" if self.stage.small else "print_short"
        button = RaisedButton(text=self.t(f"printout.{key}"), icon=icon, pad_u=8)
        self.on(self.add(rect, button), lambda: PrintList(new_key()))

    def title(self, state: State) -> str:
        """Return the short name."""
        procedure = state.hall.catalog.get(state.place.procedure or "")
        return line(word(procedure.short, self.language)) if procedure else ""

    def blocks(self, state: State) -> list[tuple[str, str]]:
        """Return what is known; what is not known is left out."""
        one = state.hall.catalog.get(state.place.procedure or "")
        if one is None:
            return []
        numbered = "\n".join(f"{n}. {step}" for n, step in enumerate(one.steps, 1))
        found = (
            ("name", f"{word(one.name, self.language)} ({one.code})"),
            ("fee", word(one.fee, self.language)),
            ("time", word(one.time, self.language)),
            ("result", word(one.result, self.language)),
            ("who", word(one.who_must_come, self.language)),
            ("steps", numbered),
            ("notes", one.details),
            ("forms", "\n".join(one.forms)),
            ("legal", ", ".join(one.legal)),
            ("source", self._source(one.source, one.updated)),
        )
        return [(self.t(f"details.{key}"), text) for key, text in found if text]

    def _source(self, source: str, updated: str) -> str:
        try:
            day = date.fromisoformat(updated)
        except ValueError:
            return source
        shown = manner.short_date(day, self.language)
        return self.t("details.updated", source=source, date=shown) if source else shown

# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A procedure's details: official name, result, steps, legal basis."""

from __future__ import annotations

from datetime import date

from assets.lang import manner
from assets.look.widgets import RaisedButton, Shape, Text
from kiosk.flow import State
from kiosk.flow.printout import PrintList
from kiosk.screens.code import Code
from kiosk.screens.flowing import Flowing
from kiosk.screens.place import Rect
from kiosk.screens.stage import line, new_key, u, word
from kiosk.slips import portal_address


class Details(Flowing):
    """What stands behind the summary, and the ways to take it home."""

    area = "details"

    def build(self, state: State) -> None:
        """Make a strip at the bottom: the list on paper, the portal on the phone."""
        super().build(state)
        code = state.place.procedure or ""
        address = portal_address(state.hall.office, code)
        small = self.stage.small
        if small or address is None:
            low, self._area = self._area.cut_bottom(u(86 if small else 112), u(14))
        else:
            height = u(200 if self.stage.form == "wide" else 250)
            strip, self._area = self._area.cut_bottom(height, u(16))
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

    def _print(self, rect: Rect) -> None:
        icon = "printer" if self.stage.form == "wide" else ""
        key = "print" if self.stage.form == "wide" else "print_short"
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

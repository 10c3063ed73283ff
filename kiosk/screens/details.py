# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A procedure's details: official name, result, steps, legal basis."""

from __future__ import annotations

from datetime import date

from assets.lang import manner
from kiosk.flow import State
from kiosk.screens.flowing import Flowing
from kiosk.screens.stage import line, word


class Details(Flowing):
    """What stands behind the summary."""

    area = "details"

    def title(self, state: State) -> str:
        """Return the short name."""
        procedure = state.hall.catalog.get(state.place.procedure or "")
        return line(word(procedure.short, self.language)) if procedure else ""

    def show(self, state: State) -> None:
        """Leave the office's name in the small head: a procedure's is too long."""
        super().show(state)
        if self._head is not None:
            self._head.show(state)

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

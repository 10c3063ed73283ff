# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Notices and house rules."""

from __future__ import annotations

from kiosk.flow import State
from kiosk.screens.flowing import Flowing
from kiosk.screens.stage import word


class Pages(Flowing):
    """What the office wants read."""

    area = "pages"

    def title(self, state: State) -> str:
        """Return "Thông báo – Nội quy"."""
        return self.t("pages.title")

    def blocks(self, state: State) -> list[tuple[str, str]]:
        """Return the notices, then the rules."""
        office = state.hall.office
        shown = [*office.notices, *office.rules] if office else []
        if not shown:
            return [("", self.t("pages.nothing"))]
        return [
            (word(p.title, self.language), word(p.body, self.language)) for p in shown
        ]

# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Trợ giúp" of the small panel: what has no room at home."""

from __future__ import annotations

from assets.look.widgets import FlatButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.rating import OpenRating
from kiosk.screens.stage import Page, u


class Help(Page):
    """Call staff, notices and rules, and the rating of a visit."""

    def build(self, state: State) -> None:
        """Make the three buttons."""
        area = self.foot(self.head(state))
        title, area = area.cut_top(u(80), u(10))
        text = Text(text=self.t("help.title"), role="title", size_u=50)
        self.add(title, text)
        staff, low = area.rows(2, u(16))
        pages, rating = low.columns((60, 40), u(16))
        self.staff(staff, self.t("home.staff"))
        button = FlatButton(text=self.t("home.pages"), icon="megaphone")
        self.on(self.add(pages, button), i.OpenPages)
        button = FlatButton(text=self.t("home.rating"), icon="star")
        self.on(self.add(rating, button), OpenRating)

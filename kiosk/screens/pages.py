# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""What the office posts: a page of large buttons, and each page behind them."""

from __future__ import annotations

from functools import partial

from assets.look.widgets import Plate, Pressable, Text
from kiosk.flow import State
from kiosk.flow.posted import OpenPost
from kiosk.posts import Post
from kiosk.screens.flowing import Flowing
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, line, u, word
from kiosk.screens.turning import part_of, turned

CELLS = {"tall": (1, 7), "wide": (2, 4), "small": (1, 2)}
"""Columns and rows of buttons that have room at once."""


class PostButton(Pressable):
    """One posted page."""

    def __init__(self, page: Page, post: Post, rect: Rect) -> None:
        super().__init__()
        rect.put(self)
        small = page.stage.small
        inner = rect.inset(u(20 if small else 24), u(4 if small else 12))
        side = min(u(100), inner.h)
        if not small:
            plate, inner = inner.cut_left(side, u(26))
            self.add_widget(plate.middle(side, side).put(Plate(icon=post.icon)))
        name = Text(text=word(post.title, page.language), role="name")
        self.add_widget(inner.put(name))


class Pages(Page):
    """ "Thông báo – Nội quy" and the office's own pages, to choose from."""

    def build(self, state: State) -> None:
        """Make the title."""
        area = self.foot(self.head(state))
        self.heading = self.t("pages.title")
        if not self.stage.small:
            title, area = area.cut_top(u(100), u(20))
            self.add(title, Text(text=self.heading, role="title", size_u=58))
        self._area = area

    def content(self, state: State) -> object:
        """Return what can be chosen, and how far it was turned."""
        return [(p.id, p.title) for p in state.hall.posts.values()], state.place.page

    def draw(self, state: State) -> None:
        """Make the buttons."""
        posts = list(state.hall.posts.values())
        if not posts:
            text = Text(text=self.t("pages.nothing"), role="name", halign="center")
            self.put(self._area, text)
            return
        across, down = CELLS[self.stage.form]
        part = part_of(posts, across * down, state.place.page)
        area = turned(self, self._area, part, self.t("pages.more"))
        gap = u(12 if self.stage.small else 18)
        cells = [
            c for row in area.rows(down, gap) for c in row.columns([1] * across, gap)
        ]
        for rect, post in zip(cells, part.shown, strict=False):
            button = self.on(PostButton(self, post, rect), partial(OpenPost, post.id))
            self.body.add_widget(button)


class PostPage(Flowing):
    """One posted page."""

    area = "pages"

    def title(self, state: State) -> str:
        """Return its title on one line."""
        post = _post(state)
        return line(word(post.title, self.language)) if post else ""

    def blocks(self, state: State) -> list[tuple[str, str]]:
        """Return its parts in the language that is shown."""
        post = _post(state)
        first = [(self.title(state), "")] if self.stage.small else []
        return first + [
            (word(heading, self.language), word(text, self.language))
            for heading, text in (post.blocks if post else ())
        ]


def _post(state: State) -> Post | None:
    group = state.place.group
    return state.hall.posts.get(group.id) if group else None

# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Long texts on as many pages as they need: nothing is cut, nothing scrolls away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assets.look.fit import break_lines
from assets.look.text import text_width
from assets.look.widgets import RaisedButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u


@dataclass(frozen=True)
class Line:
    """One line of a text: a heading or a line of a paragraph; empty is a gap."""

    text: str
    heading: bool = False

    @property
    def size(self) -> float:
        """The type's size in grid pixels."""
        return 46 if self.heading else 42

    @property
    def height(self) -> float:
        """The line's height in pixels."""
        return u(self.size * 1.4) if self.text else u(24)


def lines_of(blocks: Iterable[tuple[str, str]], width: float) -> list[Line]:
    """Break (heading, paragraph) blocks into lines of at most `width` pixels."""
    lines: list[Line] = []
    for heading, paragraph in blocks:
        if lines:
            lines.append(Line(""))
        for text, is_heading in ((heading, True), (paragraph, False)):
            if text:
                lines += [Line(t, is_heading) for t in _broken(text, is_heading, width)]
    return lines


def _broken(text: str, heading: bool, width: float) -> tuple[str, ...]:
    shape = Text(weight=700 if heading else 500, size_u=Line("", heading).size)

    def measure(line: str, size: int) -> float:
        return text_width(line, shape._font(), size)

    return break_lines(text, width, shape.role_px(), measure)


def paged(lines: list[Line], height: float) -> list[list[Line]]:
    """Spread lines over pages; a heading never stands last on its page."""
    pages: list[list[Line]] = [[]]
    used = 0.0
    for n, line in enumerate(lines):
        following = lines[n + 1].height if line.heading and n + 1 < len(lines) else 0
        if pages[-1] and used + line.height + following > height:
            pages.append([])
            used = 0.0
        if line.text or pages[-1]:
            pages[-1].append(line)
            used += line.height
    return pages


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

    def draw(self, state: State) -> None:
        """Make this page of the text, and its button."""
        blocks = self.blocks(state)
        area = self._area
        whole = paged(lines_of(blocks, area.w), area.h)
        if len(whole) > 1:
            low = self.turning
            if low is None:
                low, area = area.cut_bottom(u(86 if self.stage.small else 112), u(16))
                whole = paged(lines_of(blocks, area.w), area.h)
            self._turn(low, state.place.page % len(whole), len(whole))
        for line in whole[state.place.page % len(whole)]:
            place, area = area.cut_top(line.height)
            self._line(place, line)

    def _line(self, place: Rect, line: Line) -> None:
        weight = 700 if line.heading else 500
        if line.text:
            self.put(place, Text(text=line.text, size_u=line.size, weight=weight))

    def _turn(self, rect: Rect, page: int, pages: int) -> None:
        alone = self.turning is None
        words, button = rect.columns((1, 1), u(16))
        last = page == pages - 1
        text = self.t(f"{self.area}.page", page=page + 1, pages=pages)
        self.put(words, Text(text=text, tone="ink2"))
        more = RaisedButton(
            text=self.t(f"{self.area}.again" if last else f"{self.area}.more"),
            icon="" if not alone else "arrow-up" if last else "arrow-down",
            icon_at="right",
            pad_u=8,
        )
        following = i.TurnTo(0 if last else page + 1)
        self.on(self.put(button, more), lambda: following)

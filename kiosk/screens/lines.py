# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The lines of a long text, and its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assets.look.fit import Measure, break_lines
from assets.look.text import text_width
from assets.look.tokens import LINE_HEIGHT
from assets.look.widgets import Text
from kiosk.screens.stage import u

LEAD_GAP = 12
"""Grid pixels between a heading and the text on its line."""
LONGEST_LEAD = 0.8
"""Of a line's width: a longer heading has lines of its own."""


@dataclass(frozen=True)
class Line:
    """One line of a text; empty is a gap. Sizes are grid pixels.

    Attributes:
        heading: it is a heading, or a part of one, and nothing else.
        lead: a heading that stands before the text on its line.
    """

    text: str
    heading: bool = False
    lead: str = ""
    size: float = 42

    @property
    def height(self) -> float:
        """The line's height in pixels."""
        return u(self.size * 1.4) if self.text else u(24)


@dataclass(frozen=True)
class Dense(Line):
    """A line of the small panel: the least size, as close as marks allow."""

    size: float = 40

    @property
    def height(self) -> float:
        """The line's height in pixels."""
        return u(self.size * LINE_HEIGHT)


def lines_of(blocks: Iterable[tuple[str, str]], width: float) -> list[Line]:
    """Break (heading, paragraph) blocks into lines of at most `width` pixels."""
    lines: list[Line] = []
    for heading, paragraph in blocks:
        if lines:
            lines.append(Line(""))
        for text, line in ((heading, Line("", True, size=46)), (paragraph, Line(""))):
            if text:
                weight = 700 if line.heading else 500
                broken = break_lines(text, width, *ruler(line.size, weight))
                lines += [Line(t, line.heading, size=line.size) for t in broken]
    return lines


def dense(blocks: Iterable[tuple[str, str]], width: float) -> list[Line]:
    """Break blocks likewise, each heading at the beginning of its paragraph."""
    lines: list[Line] = []
    for heading, paragraph in blocks:
        lead = f"{heading}:" if heading and paragraph else ""
        if lead and _width(lead, 700) < width * LONGEST_LEAD:
            lines += _led(lead, paragraph, width)
            continue
        for text, bold in ((heading, True), (paragraph, False)):
            if text:
                size, measure = ruler(Dense.size, 700 if bold else 500)
                broken = break_lines(text, width, size, measure)
                lines += [Dense(t, heading=bold) for t in broken]
    return lines


def _led(lead: str, paragraph: str, width: float) -> Iterator[Line]:
    """Yield the lines of a paragraph that begins with its heading in bold."""
    size, plain = ruler(Dense.size, 500)
    room = _width(lead, 700) + u(LEAD_GAP)
    first = True

    def measure(line: str, at: int) -> float:
        # The heading is the beginning of the first line, and short.
        if not line.startswith(lead):
            return plain(line, at)
        return room + plain(line[len(lead) :].strip(), at)

    for line in break_lines(f"{lead} {paragraph}", width, size, measure):
        if first:
            rest = line[len(lead) :].strip()
            yield Dense(rest, heading=not rest, lead=lead)
        else:
            yield Dense(line)
        first = False


def _width(text: str, weight: int) -> float:
    size, measure = ruler(Dense.size, weight)
    return measure(text, size)


def ruler(size_u: float, weight: int) -> tuple[int, Measure]:
    """Return a size in pixels, given in grid pixels, and what measures its lines."""
    shape = Text(weight=weight, size_u=size_u)
    font = shape.font_name()
    return shape.role_px(), lambda text, size: text_width(text, font, size)


def paged(lines: list[Line], height: float) -> list[list[Line]]:
    """Spread lines over pages; a heading never stands last on its page."""
    pages: list[list[Line]] = [[]]
    used = 0.0
    for n, line in enumerate(lines):
        following = lines[n + 1].height if line.heading and n + 1 < len(lines) else 0
        if pages[-1] and used + line.height + following > height:
            pages.append([])
            used = 0.0
        if line.text or line.lead or pages[-1]:
            pages[-1].append(line)
            used += line.height
    return pages

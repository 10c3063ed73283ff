"""The rows that everything printed is made of, for each width of paper. PURE."""

from dataclasses import dataclass

from PIL import Image

from assets.lang import Texts
from assets.paper import sheet
from assets.paper.sheet import BOLD, MEDIUM, font

DOTS_PER_MM = 8
"""Dots of a 203 dpi thermal head on one millimetre."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the procedure needs.

    ticked: True when the citizen said they have it, False when they said they
    do not, None when nobody asked.
    """

    name: str
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of one paper width, in dots; letters in dots to the em."""

    name: str
    margin: int
    office: int
    unit: tuple[int, ...]
    lead: int
    number: int
    title: tuple[int, ...]
    row: int
    paper: int
    box: int
    indent: int
    note: int
    foot: int
    gap: int
    air: int


WIDE = Sizes(
    name="wide", margin=20, office=34, unit=(26, 25, 24), lead=28, number=158,
    title=(32, 28), row=30, paper=27, box=28, indent=48, note=27, foot=25, gap=14,
    air=24,
)  # fmt: skip
NARROW = Sizes(
    name="narrow", margin=8, office=28, unit=(22, 21), lead=24, number=122,
    title=(26, 24), row=26, paper=24, box=24, indent=38, note=24, foot=22, gap=10,
    air=18,
)  # fmt: skip
PAPERS = {576: WIDE, 384: NARROW}

FEW = 3
"""A text of more lines than this is written a size smaller, if there is one."""

WIDTHS = tuple(PAPERS)
"""Dots across the paper that a slip can be drawn for: 80 mm and 58 mm."""


def sizes_of(dots: int) -> Sizes:
    """Return the sizes of a paper width.

    Raises ValueError for a width that no paper has.
    """
    if dots not in PAPERS:
        raise ValueError(f"no paper is {dots} dots wide")
    return PAPERS[dots]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows for a paper that is `dots` wide, with the texts of one language."""

    dots: int
    size: Sizes
    t: Texts

    def paper(self, paper: Paper) -> list[Image.Image]:
        """Return a paper with its box, ticked or not."""
        size, missing = self.size, paper.ticked is False
        face = font(BOLD if missing else MEDIUM, size.paper)
        text = self.t("papers.missing", paper=paper.name) if missing else paper.name
        start, end = size.margin + size.indent, self.dots - size.margin
        strips = sheet.left(self.dots, start, end, text, face)
        top = round(face.size * (sheet.RISE - sheet.CAPITAL / 2) - size.box / 2)
        place = (size.margin + 2, max(0, top))
        sheet.tick_box(strips[0], place, size.box, paper.ticked is True)
        return strips

    def gap(self, height: int) -> Image.Image:
        """Return white paper, `height` dots of it."""
        return sheet.blank(self.dots, height)

    def rule(self) -> Image.Image:
        """Return a dashed rule."""
        gap = self.size.gap
        return sheet.rule(self.dots, self.size.margin, gap, gap // 2)

    def centred(
        self, text: str, weight: str, *sizes: int, few: int = FEW
    ) -> list[Image.Image]:
        """Return `text` in the first of `sizes` that needs only a few lines."""
        for size in sizes:
            strips = sheet.centred(
                self.dots, self.size.margin, text, font(weight, size)
            )
            if len(strips) <= few:
                break
        return strips

    def left(self, text: str, weight: str) -> list[Image.Image]:
        """Return a text from the left margin on."""
        face = font(weight, self.size.row)
        margin = self.size.margin
        return sheet.left(self.dots, margin, self.dots - margin, text, face)

    def pair(self, label: str, value: str) -> list[Image.Image]:
        """Return a label at the left and its value at the right."""
        thin, thick = font(MEDIUM, self.size.row), font(BOLD, self.size.row)
        return sheet.pair(self.dots, self.size.margin, (label, thin), (value, thick))

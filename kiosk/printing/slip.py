"""The slip in a citizen's hand, as a black and white picture. PURE.

The look is fixed in the design's pictures of the slip: the number at least 15 mm
high, dashed rules, no solid black areas (thermal heads slow down on them), a QR
code of six dots a module. Text wraps and is never cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from assets.lang import Texts, manner, texts
from kiosk.printing import sheet
from kiosk.printing.sheet import BOLD, MEDIUM, MODULE, QUIET, REGULAR, font

DOTS_PER_MM = 8
"""Dots of a 203 dpi thermal head on one millimetre."""

LOWEST_NUMBER = 15 * DOTS_PER_MM
"""No number is printed lower than this: readable at arm's length."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the procedure needs.

    ticked: True when the citizen said they have it, False when they said they
    do not, None when nobody asked.
    """

    name: str
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything that is printed on one slip. Nothing in it says who somebody is.

    title: the service or procedure, with the office's own line breaks.
    ahead: people who will be called first, None when not known.
    wait: lowest and highest seconds to wait, (0, 0) = at once, None = not known.
    fee: the fee in words, without the word "Lệ phí" before it ("8.000 đồng/bản").
    qr: the address of the ticket's page, None when phones cannot reach it; then
    neither code nor Wi-Fi is printed.
    priority: shows "Ưu tiên", never the reason. reprint: a second slip of the
    same ticket, marked so. own: a number that the kiosk gave itself: the slip says
    how it is called, for nobody knows the wait.
    """

    office: str
    unit: str
    number: str
    title: str
    issued_at: datetime
    ahead: int | None = None
    wait: tuple[int, int] | None = None
    papers: tuple[Paper, ...] = ()
    fee: str | None = None
    qr: str | None = None
    wifi: str | None = None
    priority: bool = False
    language: str = "vi"
    reprint: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Sizes:
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


_WIDE = _Sizes(
    name="wide", margin=20, office=34, unit=(26, 25, 24), lead=28, number=158,
    title=(32, 28), row=30, paper=27, box=28, indent=48, note=27, foot=25, gap=14,
    air=24,
)  # fmt: skip
_NARROW = _Sizes(
    name="narrow", margin=8, office=28, unit=(22, 21), lead=24, number=122,
    title=(26, 24), row=26, paper=24, box=24, indent=38, note=24, foot=22, gap=10,
    air=18,
)  # fmt: skip
_PAPERS = {576: _WIDE, 384: _NARROW}

_FEW = 3
"""A text of more lines than this is written a size smaller, if there is one."""

WIDTHS = tuple(_PAPERS)
"""Dots across the paper that a slip can be drawn for: 80 mm and 58 mm."""


def draw(slip: Slip, dots: int) -> Image.Image:
    """Return the slip as a picture of mode "1", `dots` wide (576 or 384).

    Raises ValueError for any other width, LookupError for a language without
    texts.
    """
    if dots not in _PAPERS:
        raise ValueError(f"no paper is {dots} dots wide")
    drawing = _Drawing(slip, dots, _PAPERS[dots], texts("slip", slip.language))
    return sheet.stack(dots, drawing.strips())


@dataclass(frozen=True, slots=True)
class _Drawing:
    slip: Slip
    dots: int
    size: _Sizes
    t: Texts

    def strips(self) -> Iterator[Image.Image]:
        """Yield the slip from top to bottom."""
        yield self._gap(8)
        yield from self._office()
        yield self._rule()
        yield from self._number()
        yield self._rule()
        yield from self._rows()
        yield self._rule()
        if self.slip.papers:
            yield from self._papers()
            yield self._rule()
        yield from self._phone()
        yield self._gap(self.size.gap)
        yield from self._centred(
            self.t(f"valid.{self.size.name}"), MEDIUM, self.size.foot
        )
        yield self._gap(16)

    def _office(self) -> Iterator[Image.Image]:
        yield from self._centred(self.slip.office, BOLD, self.size.office)
        yield from self._centred(self.slip.unit, REGULAR, *self.size.unit, few=1)

    def _number(self) -> Iterator[Image.Image]:
        yield from self._centred(self.t("your_number"), MEDIUM, self.size.lead)
        yield self._gap(self.size.air - 4)
        yield sheet.squeezed(
            self.dots,
            self.size.margin,
            self.slip.number,
            self.size.number,
            LOWEST_NUMBER,
        )
        yield self._gap(self.size.air)
        if marks := self._marks():
            yield sheet.tag(self.dots, marks, font(BOLD, self.size.note))
            yield self._gap(self.size.gap // 2)
        yield from self._centred(self.slip.title, BOLD, *self.size.title)

    def _marks(self) -> list[str]:
        marks = {"priority": self.slip.priority, "reprint": self.slip.reprint}
        return [self.t(key) for key, shown in marks.items() if shown]

    def _rows(self) -> Iterator[Image.Image]:
        slip, language = self.slip, self.slip.language
        if slip.own:
            yield from self._left(self.t("own"), BOLD)
        if slip.ahead is not None:
            label = self.t(f"ahead.{self.size.name}")
            yield from self._pair(label, manner.people(slip.ahead, language))
        if slip.wait == (0, 0):
            yield from self._left(manner.wait_range(0, 0, language), BOLD)
        elif slip.wait is not None:
            value = manner.wait_range(*slip.wait, language)
            yield from self._pair(self.t("wait.label"), value)
        yield from self._taken()

    def _taken(self) -> list[Image.Image]:
        clock = manner.clock(self.slip.issued_at)
        date = manner.short_date(self.slip.issued_at.date(), self.slip.language)
        if self.size is _NARROW:
            return self._pair(self.t("taken.narrow", clock=clock), date)
        moment = self.t("taken.moment", clock=clock, date=date)
        return self._pair(self.t("taken.wide"), moment)

    def _papers(self) -> Iterator[Image.Image]:
        yield from self._left(self.t("papers.heading"), BOLD)
        for paper in self.slip.papers:
            yield from self._paper(paper)

    def _paper(self, paper: Paper) -> list[Image.Image]:
        size, missing = self.size, paper.ticked is False
        face = font(BOLD if missing else MEDIUM, size.paper)
        text = self.t("papers.missing", paper=paper.name) if missing else paper.name
        start, end = size.margin + size.indent, self.dots - size.margin
        strips = sheet.left(self.dots, start, end, text, face)
        top = round(face.size * (sheet.RISE - sheet.CAPITAL / 2) - size.box / 2)
        place = (size.margin + 2, max(0, top))
        sheet.tick_box(strips[0], place, size.box, paper.ticked is True)
        return strips

    def _phone(self) -> list[Image.Image]:
        """Return the code with the words that belong to it, and the fee."""
        notes = list(self._notes())
        if self.slip.qr is None:
            return [s for text, weight in notes for s in self._note(text, weight)]
        code = sheet.qr_code(self.slip.qr, self.dots)
        start = self.size.margin + QUIET * MODULE // 2 + code.width + QUIET * MODULE + 8
        if start <= self.dots * 5 // 8:
            return [self._beside(code, start, notes)]
        whole = sheet.blank(self.dots, code.height + 2 * QUIET * MODULE)
        whole.paste(code, ((self.dots - code.width) // 2, QUIET * MODULE))
        return [whole, *(s for text, weight in notes for s in self._note(text, weight))]

    def _notes(self) -> Iterator[tuple[str, str]]:
        """Yield the words by the code, each with its weight."""
        if self.slip.qr is not None:
            yield self.t("scan"), BOLD
            if self.slip.wifi:
                yield self.t("wifi", name=self.slip.wifi), MEDIUM
        if self.slip.fee:
            yield self.t("fee", fee=self.slip.fee), MEDIUM

    def _beside(
        self, code: Image.Image, start: int, notes: list[tuple[str, str]]
    ) -> Image.Image:
        """Return the code at the left and the notes at its right."""
        end = self.dots - self.size.margin
        column = [
            strip
            for text, weight in notes
            for strip in sheet.left(
                self.dots, start, end, text, font(weight, self.size.note)
            )
        ]
        high = sum(strip.height for strip in column)
        quiet = QUIET * MODULE
        whole = sheet.blank(self.dots, max(code.height + 2 * quiet, high))
        top = (whole.height - high) // 2
        for strip in column:
            whole.paste(strip, (0, top))
            top += strip.height
        at = (self.size.margin + quiet // 2, (whole.height - code.height) // 2)
        whole.paste(code, at)
        return whole

    def _note(self, text: str, weight: str) -> list[Image.Image]:
        return self._centred(text, weight, self.size.note)

    def _gap(self, height: int) -> Image.Image:
        return sheet.blank(self.dots, height)

    def _rule(self) -> Image.Image:
        gap = self.size.gap
        return sheet.rule(self.dots, self.size.margin, gap, gap // 2)

    def _centred(
        self, text: str, weight: str, *sizes: int, few: int = _FEW
    ) -> list[Image.Image]:
        """Return `text` in the first of `sizes` that needs only a few lines."""
        for size in sizes:
            strips = sheet.centred(
                self.dots, self.size.margin, text, font(weight, size)
            )
            if len(strips) <= few:
                break
        return strips

    def _left(self, text: str, weight: str) -> list[Image.Image]:
        face = font(weight, self.size.row)
        margin = self.size.margin
        return sheet.left(self.dots, margin, self.dots - margin, text, face)

    def _pair(self, label: str, value: str) -> list[Image.Image]:
        thin, thick = font(MEDIUM, self.size.row), font(BOLD, self.size.row)
        return sheet.pair(self.dots, self.size.margin, (label, thin), (value, thick))

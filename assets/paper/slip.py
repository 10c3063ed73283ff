"""The slip in a citizen's hand, as a black and white picture. PURE.

The look is fixed in the design's pictures of the slip: the number at least 15 mm
high, dashed rules, no solid black areas (thermal heads slow down on them), a QR
code of six dots a module. Text wraps and is never cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from assets.lang import manner, texts
from assets.paper import sheet
from assets.paper.page import DOTS_PER_MM, NARROW, Page, Paper, sizes_of
from assets.paper.sheet import BOLD, MEDIUM, MODULE, QUIET, REGULAR, font

LOWEST_NUMBER = 15 * DOTS_PER_MM
"""No number is printed lower than this: readable at arm's length."""


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


def draw(slip: Slip, dots: int) -> Image.Image:
    """Return the slip as a picture of mode "1", `dots` wide (576 or 384).

    Raises ValueError for any other width, LookupError for a language without
    texts.
    """
    sizes = sizes_of(dots)
    drawing = _Drawing(dots, sizes, texts("slip", slip.language), slip)
    return sheet.stack(dots, drawing.strips())


@dataclass(frozen=True, slots=True)
class _Drawing(Page):
    slip: Slip

    def strips(self) -> Iterator[Image.Image]:
        """Yield the slip from top to bottom."""
        yield self.gap(8)
        yield from self._office()
        yield self.rule()
        yield from self._number()
        yield self.rule()
        yield from self._rows()
        yield self.rule()
        if self.slip.papers:
            yield from self._papers()
            yield self.rule()
        yield from self._phone()
        yield self.gap(self.size.gap)
        yield from self.centred(
            self.t(f"valid.{self.size.name}"), MEDIUM, self.size.foot
        )
        yield self.gap(16)

    def _office(self) -> Iterator[Image.Image]:
        yield from self.centred(self.slip.office, BOLD, self.size.office)
        yield from self.centred(self.slip.unit, REGULAR, *self.size.unit, few=1)

    def _number(self) -> Iterator[Image.Image]:
        yield from self.centred(self.t("your_number"), MEDIUM, self.size.lead)
        yield self.gap(self.size.air - 4)
        yield sheet.squeezed(
            self.dots,
            self.size.margin,
            self.slip.number,
            self.size.number,
            LOWEST_NUMBER,
        )
        yield self.gap(self.size.air)
        if marks := self._marks():
            yield sheet.tag(self.dots, marks, font(BOLD, self.size.note))
            yield self.gap(self.size.gap // 2)
        yield from self.centred(self.slip.title, BOLD, *self.size.title)

    def _marks(self) -> list[str]:
        marks = {"priority": self.slip.priority, "reprint": self.slip.reprint}
        return [self.t(key) for key, shown in marks.items() if shown]

    def _rows(self) -> Iterator[Image.Image]:
        slip, language = self.slip, self.slip.language
        if slip.own:
            yield from self.left(self.t("own"), BOLD)
            if not slip.priority:
                yield from self.left(self.t("own_priority"), MEDIUM)
        if slip.ahead is not None:
            label = self.t(f"ahead.{self.size.name}")
            yield from self.pair(label, manner.people(slip.ahead, language))
        if slip.wait == (0, 0):
            yield from self.left(manner.wait_range(0, 0, language), BOLD)
        elif slip.wait is not None:
            value = manner.wait_range(*slip.wait, language)
            yield from self.pair(self.t("wait.label"), value)
        yield from self._taken()

    def _taken(self) -> list[Image.Image]:
        clock = manner.clock(self.slip.issued_at)
        date = manner.short_date(self.slip.issued_at.date(), self.slip.language)
        if self.size is NARROW:
            return self.pair(self.t("taken.narrow", clock=clock), date)
        moment = self.t("taken.moment", clock=clock, date=date)
        return self.pair(self.t("taken.wide"), moment)

    def _papers(self) -> Iterator[Image.Image]:
        yield from self.left(self.t("papers.heading"), BOLD)
        for paper in self.slip.papers:
            yield from self.paper(paper)

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
        return self.centred(text, weight, self.size.note)

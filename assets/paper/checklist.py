"""A procedure's papers, printed to take home. PURE."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PIL import Image

from assets.lang import manner, texts
from assets.paper import sheet
from assets.paper.page import Page, Paper, sizes_of
from assets.paper.sheet import BOLD, MEDIUM, MODULE, QUIET, REGULAR


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is printed of a procedure; no number, and nothing of who asked.

    title: its short name, with the office's own line breaks. time: how long it
    takes. place: where it is handed in, when that is not here. confirmed: whether
    the office has confirmed what is said. source, updated: where it is from, and of
    which day. portal: the address of its page, None when there is none.
    """

    office: str
    unit: str
    title: str
    papers: tuple[Paper, ...]
    fee: str
    time: str
    place: str | None
    confirmed: bool
    source: str
    updated: date | None
    portal: str | None
    language: str = "vi"


def draw_checklist(checklist: Checklist, dots: int) -> Image.Image:
    """Return the list as a picture of mode "1", `dots` wide (576 or 384).

    Raises ValueError for any other width, LookupError for a language without
    texts.
    """
    sizes = sizes_of(dots)
    drawing = _Drawing(dots, sizes, texts("slip", checklist.language), checklist)
    return sheet.stack(dots, drawing.strips())


@dataclass(frozen=True, slots=True)
class _Drawing(Page):
    of: Checklist

    def strips(self) -> Iterator[Image.Image]:
        """Yield the list from top to bottom."""
        yield self.gap(8)
        yield from self.centred(self.of.office, BOLD, self.size.office)
        yield from self.centred(self.of.unit, REGULAR, *self.size.unit, few=1)
        yield self.rule()
        yield from self.centred(self.of.title, BOLD, *self.size.title)
        if not self.of.confirmed:
            yield self.gap(self.size.gap // 2)
            face = sheet.font(BOLD, self.size.note)
            yield sheet.tag(self.dots, [self.t("checklist.unconfirmed")], face)
        yield self.rule()
        yield from self._papers()
        yield self.rule()
        yield from self._facts()
        yield from self._portal()
        yield self.gap(self.size.gap)
        yield from self._source()
        yield self.gap(16)

    def _papers(self) -> Iterator[Image.Image]:
        if not self.of.papers:
            yield from self.left(self.t("checklist.no_papers"), MEDIUM)
            return
        yield from self.left(self.t("papers.heading"), BOLD)
        for paper in self.of.papers:
            yield from self.paper(paper)

    def _facts(self) -> Iterator[Image.Image]:
        for key, value in (("fee", self.of.fee), ("time", self.of.time)):
            if value:
                yield from self.left(self.t(f"checklist.{key}", value=value), MEDIUM)
        if self.of.place:
            yield from self.left(self.of.place, BOLD)

    def _portal(self) -> Iterator[Image.Image]:
        if self.of.portal is None:
            return
        yield self.gap(self.size.gap)
        code = sheet.qr_code(self.of.portal, self.dots)
        whole = sheet.blank(self.dots, code.height + 2 * QUIET * MODULE)
        whole.paste(code, ((self.dots - code.width) // 2, QUIET * MODULE))
        yield whole
        yield from self.centred(self.t("checklist.portal"), MEDIUM, self.size.note)

    def _source(self) -> Iterator[Image.Image]:
        """Yield where it is from: whoever reads it at home can tell how old it is."""
        parts = [self.of.source]
        if self.of.updated is not None:
            day = manner.short_date(self.of.updated, self.of.language)
            parts.append(self.t("checklist.updated", date=day))
        for part in filter(None, parts):
            yield from self.centred(part, REGULAR, self.size.foot)

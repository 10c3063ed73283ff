"""What a draft of the settings would look and sound like: the real slip and voice."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Callable

from assets.lang.words import word
from assets.paper.page import Paper
from assets.paper.slip import Slip, draw
from server.config.document import office_of, replaced, tree_of
from server.config.mistakes import Mistake
from server.config.reader import ConfigError
from server.domain.model import Office
from server.procedures.records import Procedure
from server.protocol import messages as m
from server.protocol import methods
from server.service import Service
from server.storage.office_file import OfficeFile

from .caller import Caller
from .outcome import Handler, Outcome
from .ports import Catalogue, Trial
from .settings import invalid, known_area

COUNT = 47
"""The example's number: A047."""
AHEAD = 4
WAIT = 10 * 60, 20 * 60
SECRET = "0" * 22
"""As long as a real ticket's: the code of the example has as many dots."""


class Previews:
    """The two methods.

    Args:
        service: tells the time.
        file: the office's file, which a draft is an area of.
        catalogue: gives the posted procedures as they are now.
        voice: speaks a call in other words.
    """

    def __init__(
        self,
        service: Service,
        file: OfficeFile,
        catalogue: Callable[[], Catalogue],
        voice: Trial,
    ) -> None:
        self._service = service
        self._file = file
        self._catalogue = catalogue
        self._voice = voice

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {"slip.preview": self._slip, "voice.preview": self._spoken}

    async def _slip(
        self, caller: Caller, params: methods.SlipPreview, browser: bool
    ) -> Outcome:
        slip = self._example(self._office(params), params)
        png = await asyncio.to_thread(_png, slip, params.dots)
        return Outcome(m.Picture(png=base64.b64encode(png).decode()))

    async def _spoken(
        self, caller: Caller, params: methods.VoicePreview, browser: bool
    ) -> Outcome:
        office = self._office(params)
        service = next(iter(office.services.values()))
        counter = next(iter(office.counters.values()))
        number = f"{service.prefix}{COUNT:03d}"
        name = self._voice.trial(office, number, counter.number, params.lang)
        return Outcome(m.Rendered(voice=f"/voice/{name}" if name else None))

    def _office(self, draft: methods.Draft) -> Office:
        """Make the office that would be. Raises Refused if it could show nothing."""
        tree = tree_of(self._file.read())
        try:
            if draft.area is not None:
                tree = replaced(tree, known_area(draft.area), draft.value)
            office = office_of(tree)
        except ConfigError as wrong:
            raise invalid(wrong.problems) from wrong
        for area in ("services", "counters"):
            if not getattr(office, area):
                raise invalid([Mistake((area,), "missing")])
        return office

    def _example(self, office: Office, params: methods.SlipPreview) -> Slip:
        language = params.lang
        service = office.services.get(params.service or "")
        service = service or next(iter(office.services.values()))
        procedure = self._catalogue().get(params.procedure or "")
        address = (office.public_url or "").rstrip("/")
        return Slip(
            office=office.name,
            unit=office.unit,
            number=f"{service.prefix}{COUNT:03d}",
            title=word(procedure.short if procedure else service.name, language),
            issued_at=self._service.now.astimezone(office.zone),
            ahead=AHEAD,
            wait=WAIT,
            papers=_papers(procedure, language),
            fee=word(procedure.fee, language) if procedure else None,
            qr=f"{address}/t/{COUNT}#{SECRET}" if address else None,
            wifi=office.wifi or None,
            language=language,
        )


def _papers(procedure: Procedure | None, language: str) -> tuple[Paper, ...]:
    papers = procedure.papers if procedure else ()
    return tuple(Paper(word(paper.name, language)) for paper in papers)


def _png(slip: Slip, dots: int) -> bytes:
    file = io.BytesIO()
    draw(slip, dots).save(file, "PNG")
    return file.getvalue()

"""Takes a picture of every page of the kiosk: ``python -m tests.kiosk.gallery``.

One sheet for each form of panel and each language goes to docs/pictures, small, so that
whoever changes a page sees what became of it, and a newcomer sees what there is.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import conftest as _conftest  # sets what Kivy reads once, at its import

DOCS = Path(__file__).parents[2] / "docs" / "pictures"
WIDE = {"tall": 270, "wide": 480, "small": 400}
"""Pixels of one picture's width on a sheet."""
ACROSS = {"tall": 6, "wide": 3, "small": 4}
GAP = 12
COLOURS = 96
COPY, POLICE = "2.000635", "1.004222"

assert _conftest


@dataclass(frozen=True)
class View:
    """One page: what happens before it is seen, from home."""

    name: str
    inputs: Sequence[Any] = ()


def views() -> list[View]:
    """Give every page, in the order in which a citizen meets them."""
    from kiosk.flow import browsing, priority, rating, returning, scanning
    from kiosk.flow import inputs as i
    from kiosk.scanning.codes import TicketCode
    from tests.kiosk.kiosk_office import followed

    key = "gallery-0001"
    slip = scanning.Scanned(key, TicketCode(87, "s" * 22))
    waits = [slip, returning.TicketFound(key, followed())]
    missed = [slip, returning.TicketFound(key, followed("no_show"))]
    faces = (rating.OpenRating(), rating.TypeNumber("B018"), rating.ToFaces())
    return [
        View("home"),
        View("service", [i.OpenService("ho-tich")]),
        View("procedure", [i.OpenProcedure(COPY), i.TickPaper("to-khai")]),
        View("details", [i.OpenProcedure(COPY), i.OpenDetails()]),
        View("elsewhere", [i.OpenProcedure(POLICE)]),
        View("search", [i.OpenSearch()]),
        View("found", [i.OpenSearch(), i.Type("khai sinh")]),
        View("browse", [i.OpenSearch(), browsing.OpenBrowse()]),
        View("pages", [i.OpenPages()]),
        View("help", [i.OpenHelp()]),
        View("appointment", [i.OpenAppointment(), i.TypeCode("4071")]),
        View("reasons", [*waits, priority.OpenPriority()]),
        View("scanned-waits", waits),
        View("scanned-missed", missed),
        View("rate-number", faces[:1]),
        View("rate", faces),
        View("rate-why", [*faces, rating.GiveScore(key, 1)]),
        View("away", [i.LineDown()]),
    ]


async def take(form: str, language: str) -> list[Any]:
    """Take all pages of one form in one language, then the number and its fault."""
    from kiosk.flow import inputs as i
    from kiosk.printing.faults import Reason
    from tests.kiosk.glass import Slips, kiosk
    from tests.kiosk.kiosk_office import closed_office, office, priorities

    taken = []
    printer = Slips()
    whole = office(appointments=True, priorities=priorities())
    with tempfile.TemporaryDirectory() as folder:
        async with kiosk(
            Path(folder), whole, form=form, language=language, printer=printer
        ) as k:
            for view in views():
                for one in (i.LineUp(), i.GoHome(), *view.inputs):
                    k.desk.happen(one)
                taken.append(await k.pilot.image())
            for n, fault in enumerate((None, Reason.PAPER_OUT)):
                printer.fault = fault
                for one in (
                    i.LineUp(),
                    i.GoHome(),
                    i.Take(f"gallery-{n:04}", "ho-tich"),
                ):
                    k.desk.happen(one)
                await k.pilot.until(lambda: k.desk.state.given)
                await k.pilot.until(lambda: k.desk.state.given.slip != "printing")
                taken.append(await k.pilot.image())
                k.desk.happen(i.Done())
            k.desk.happen(i.OpenService("ho-tich"))
            await k.after(46)
            taken.append(await k.pilot.image())
            k.desk.happen(i.MoreTime())
            k.desk.happen(i.GoHome())
            k.server.office = closed_office()
            k.desk.happen(i.OfficeChanged())
            await k.pilot.until(lambda: k.desk.state.hall.closed)
            taken.append(await k.pilot.image())
    return taken


MODES = ("home", "service", "procedure", "found")


async def take_modes() -> list[Any]:
    """Take some upright pages in large text, in high contrast, and lowered."""
    from kiosk.flow import comfort
    from kiosk.flow import inputs as i
    from tests.kiosk.glass import kiosk

    taken = []
    changes = (comfort.ChangeText, comfort.ChangeContrast, comfort.ChangeReach)
    with tempfile.TemporaryDirectory() as folder:
        async with kiosk(Path(folder)) as k:
            for change in changes:
                for one in (comfort.OpenComfort(), change(), comfort.CloseComfort()):
                    k.desk.happen(one)
                for view in (view for view in views() if view.name in MODES):
                    for one in (i.GoHome(), *view.inputs):
                        k.desk.happen(one)
                    taken.append(await k.pilot.image())
                k.desk.happen(i.GoHome())
                for one in (comfort.OpenComfort(), change(), comfort.CloseComfort()):
                    k.desk.happen(one)
    return taken


def sheet(pictures: Sequence[Any], form: str) -> Any:
    """Put pictures side by side on one, with few colours so that it stays small."""
    from PIL import Image

    width = WIDE[form]
    height = round(pictures[0].height * width / pictures[0].width)
    across = ACROSS[form]
    rows = -(-len(pictures) // across)
    size = (across * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    whole = Image.new("RGB", size, "#9A988F")
    for n, picture in enumerate(pictures):
        small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        across_at, down = n % across, n // across
        place = (GAP + across_at * (width + GAP), GAP + down * (height + GAP))
        whole.paste(small, place)
    return whole.quantize(COLOURS, dither=Image.Dither.NONE)


def main(folder: Path) -> int:
    """Write all sheets into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for form in WIDE:
        for language in ("vi", "en"):
            pictures = asyncio.run(take(form, language))
            path = folder / f"kiosk-{form}-{language}.png"
            sheet(pictures, form).save(path, optimize=True)
            print(path.name, path.stat().st_size // 1024, "KiB")
    modes = sheet(asyncio.run(take_modes()), "tall")
    modes.save(folder / "kiosk-modes.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else DOCS))

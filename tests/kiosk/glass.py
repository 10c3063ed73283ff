"""Runs the real kiosk app against the server of these tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.printing.faults import PrinterFault, Reason
from kiosk.printing.spool import Spool
from kiosk.printing.status import Condition
from kiosk.store import Store
from server.protocol.messages import Office
from server.protocol.times import moment
from tests.kiosk.kiosk_office import AT, Server, serving
from tests.pilot import Pilot, running

CLOCK = datetime(2026, 11, 23, 9, 5)
SIZES = {"tall": (1080, 1920), "wide": (1920, 1080), "small": (1280, 800)}
INCHES = {"tall": 21.5, "wide": 21.5, "small": 10.0}


class Slips:
    """A printer that keeps its slips, or has the fault it is given."""

    def __init__(self, fault: Reason | None = None) -> None:
        self.fault = fault
        self.slips: list[Image.Image] = []

    def print(self, image: Image.Image) -> None:
        if self.fault is not None:
            raise PrinterFault(self.fault)
        self.slips.append(image)

    def look(self) -> Condition:
        return Condition(self.fault)


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Kiosk:
    """What a test needs of one running kiosk."""

    def __init__(self, pilot: Pilot, desk: Any, server: Server, time: Time) -> None:
        self.pilot, self.desk, self.server, self.time = pilot, desk, server, time

    async def after(self, seconds: float) -> None:
        """Let seconds pass."""
        from kiosk.flow.inputs import Passed

        self.time.now += seconds
        self.desk.happen(Passed())
        await self.pilot.frames(2)

    async def rest(self) -> None:
        """Let the glass forget the last strike: half a second of a finger's time."""
        from assets.look.touch import strikes

        strikes.forget()

    async def tap(self, text: str, index: int = 0) -> None:
        await self.rest()
        await self.pilot.tap(text=text, index=index)


@asynccontextmanager
async def kiosk(
    folder: Path,
    whole: Office | None = None,
    form: str = "tall",
    printer: Any = None,
    language: str = "vi",
    lock: Any = None,
    away: Any = None,
) -> AsyncIterator[Kiosk]:
    """Run a kiosk of that form; wait until it knows the office."""
    from tests.pilot import window_of

    window_of(SIZES[form])
    from assets.look.current import look
    from assets.look.scale import from_diagonal
    from kiosk.app import KioskApp
    from kiosk.desk import Desk

    class OneMorning(Desk):
        """A desk whose office has always the same morning, whatever day it is here."""

        def office_time(self) -> datetime:
            return moment(AT)

    class Measured(KioskApp):
        """The kiosk on a panel that was measured before its pages are made."""

        def build(self) -> Any:
            look.scale = from_diagonal(INCHES[form], SIZES[form])
            return super().build()

    time = Time()
    async with serving(whole) as server:
        printer = printer or Slips()
        spool = Spool(folder, printer)
        desk = OneMorning(
            server.url,
            "token",
            spool,
            Store(folder),
            language=language,
            clock=time,
            lock=lock,
            away=away,
            picture="x".join(map(str, SIZES[form])),
        )
        app = Measured(desk, wall_clock=lambda: CLOCK)
        async with running(app, size=SIZES[form]) as pilot:
            await pilot.until(
                lambda: desk.state.hall.office and len(desk.state.hall.catalog)
            )
            await pilot.until(lambda: desk.state.hall.waits)
            await pilot.frames(3)
            yield Kiosk(pilot, desk, server, time)
        spool.close()

"""The real desk with a printer that fails: what citizen, server and staff learn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kiosk.desk import Desk
from kiosk.flow import inputs as i
from kiosk.flow.state import Screen
from kiosk.flow.wishes import Slip
from kiosk.printing.printer import open_printer
from kiosk.printing.spool import Spool
from kiosk.store import Store
from server.config.printer import PrinterSettings
from server.protocol import messages as m
from tests.emulator import printer as emulator
from tests.emulator.printer import PrinterEmulator
from tests.kiosk.kiosk_office import Server, serving


class Office:
    """A desk that runs, its server and its printer."""

    def __init__(self, desk: Desk, server: Server) -> None:
        self.desk, self.server = desk, server
        # Whatever the kiosk does, or asks the server.
        self._something = server.heard
        desk.changed = self._something.set

    async def until(self, met: Callable[[], Any]) -> None:
        async with asyncio.timeout(60):
            while not met():
                self._something.clear()
                await self._something.wait()

    async def take(self, key: str) -> None:
        self.desk.happen(i.Take(key, "ho-tich"))
        await self.until(lambda: self.slip not in (None, Slip.PRINTING))

    @property
    def slip(self) -> Slip | None:
        given = self.desk.state.given
        return None if given is None else given.slip

    def told(self) -> list[tuple[bool | None, str | None]]:
        return [(p.ok, p.detail) for p in self.server.calls("ticket.printed")]

    def state(self) -> str | None:
        reports = self.server.calls("device.report")
        return reports[-1].state.get("printer") if reports else None


@asynccontextmanager
async def working(
    folder: Path, printer: PrinterEmulator, server: Server
) -> AsyncIterator[Office]:
    settings = PrinterSettings(
        kind="network", host="127.0.0.1", port=printer.port, timeout=0.5
    )
    spool = Spool(folder, open_printer(settings))
    desk = Desk(server.url, "token", spool, Store(folder), printer=settings)
    async with desk.opened():
        running = asyncio.create_task(desk.run())
        try:
            office = Office(desk, server)
            await office.until(lambda: desk.state.hall.office)
            yield office
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    spool.close()


def order(id: str, number: m.Issued) -> m.Print:
    slip = m.Slip(
        id=id, ticket=number.ticket, ahead=3, wait=None, secret="s" * 22, missing=[]
    )
    return m.Print(ticket=number.ticket.id, slip=slip)


async def test_after_a_refill_only_what_staff_order_is_printed(tmp_path: Path) -> None:
    with PrinterEmulator(status=emulator.PAPER_OUT) as printer:
        async with serving() as server, working(tmp_path, printer, server) as office:
            for n in range(3):
                await office.take(f"key-{n:08}")
                assert office.desk.state.screen is Screen.FAULT, "with its number"
                assert office.slip is Slip.FAILED
                office.desk.happen(i.GoHome())
            await office.until(lambda: office.told() == [(False, "paper_out")] * 3)
            await office.until(lambda: office.state() == "paper_out")
            printer.status = emulator.OK
            await office.desk.printer.paper_changed()
            await office.until(lambda: office.state() == "ok")
            assert printer.slips == [], "no flood of old slips"
            missed = server.tickets["key-00000001"]
            await server.tell("print", order("order-1", missed))
            await office.until(lambda: office.told()[3:] == [(True, None)])
            await server.tell("print", order("order-1", missed))
            await office.take("key-00000009")
            assert office.slip is Slip.PRINTED
            assert len(printer.slips) == 2


async def test_a_line_that_breaks_in_the_slip_is_told_once_and_never_printed_twice(
    tmp_path: Path,
) -> None:
    with PrinterEmulator(drop_after=9_000) as printer:
        async with serving() as server:
            async with working(tmp_path, printer, server) as office:
                await office.take("key-00000001")
                assert office.slip is not Slip.PRINTED
                await office.until(lambda: office.told() == [(None, "broken")])
                await office.until(lambda: office.state() == "broken")
            printer.drop_after = None
            async with working(tmp_path, printer, server) as office:
                await office.desk.printer.look()
                await office.until(lambda: office.state() == "ok")
                assert printer.slips == []
                assert office.told() == [(None, "broken")]


async def test_paper_that_runs_low_is_told_before_it_is_out(tmp_path: Path) -> None:
    with PrinterEmulator(after_slip=emulator.NEAR_END) as printer:
        async with serving() as server, working(tmp_path, printer, server) as office:
            await office.take("key-00000001")
            assert office.slip is Slip.PRINTED
            await office.until(lambda: office.state() == "paper_low")

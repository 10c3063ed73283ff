"""A citizen's visit at the real kiosk: from the finger to the press, number and slip.

Frames are counted between what happens and the frame that shows it. The slip's time is
that from the lifted finger to the last byte at a network printer (a process of its
own), beside the same bytes sent by a bare socket.
"""

from __future__ import annotations

import asyncio
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.pilot import Pilot, running
from tests.running import RunningServer

from .report import Figure, percentile

VISITS = 200
NEXT = 0.7
"""Seconds after which the next citizen stands there: nobody is quicker."""
SERVICE = "Chứng thực"
PRINTER = """
import time
from tests.emulator.printer import PrinterEmulator
with PrinterEmulator() as printer:
    print(printer.port, flush=True)
    while True:
        slip = printer.wait_slip(timeout=600)
        print(time.monotonic(), len(slip.raw), flush=True)
"""


@dataclass
class Printer:
    """The printer's process: where it listens, and when each slip was whole."""

    process: subprocess.Popen[str]
    port: int

    async def slip(self) -> tuple[float, int]:
        """Wait for the next slip: its moment (monotonic, seconds) and its bytes."""
        assert self.process.stdout is not None
        line = await asyncio.to_thread(self.process.stdout.readline)
        at, length = line.split()
        return float(at), int(length)


@dataclass
class Visits:
    """What was measured; frames are whole numbers."""

    press: list[int] = field(default_factory=list)
    number: list[int] = field(default_factory=list)
    slip: list[float] = field(default_factory=list)
    bytes: int = 0


def measure(folder: Path) -> Iterator[Figure | str]:
    """Measure visits on a kiosk of 1080 by 1920 in front of a real server."""
    with RunningServer(folder / "data") as server, _printing() as printer:
        token = server.device("kiosk", "kiosk")
        visits = asyncio.run(_visit(folder / "kiosk", server.url, token, printer))
        bare = [_sent(printer, visits.bytes) for _ in range(10)]
    yield f"touch to visible press: {_frames(visits.press)}"
    yield f"the server's answer to the number on the glass: {_frames(visits.number)}"
    for name, pick in (("p50", 50), ("p99", 99)):
        yield Figure(
            f"touch to the slip's last byte, {name} of {VISITS}",
            percentile(visits.slip, pick),
            statistics.median(bare),
            "the same bytes by a bare socket",
        )


def _frames(counted: list[int]) -> str:
    return f"{statistics.median(counted):.0f} frames, at most {max(counted)}"


@contextmanager
def _printing() -> Iterator[Printer]:
    with subprocess.Popen(
        [sys.executable, "-c", PRINTER], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield Printer(process, int(process.stdout.readline()))
        finally:
            process.terminate()


def _sent(printer: Printer, length: int) -> float:
    """Send a picture of about that many bytes by hand; give the time of it."""
    across = 72
    rows = length // across
    head = (
        b"\x1b@\x1dv0\x00" + across.to_bytes(2, "little") + rows.to_bytes(2, "little")
    )
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", printer.port)) as line:
        line.sendall(head + bytes(across * rows) + b"\x1dVB\x30")
        ended, _ = asyncio.run(printer.slip())
    return ended - began


async def _visit(folder: Path, url: str, token: str, printer: Printer) -> Visits:
    from tests.pilot import window_of

    window_of((1080, 1920))
    from kiosk.app import KioskApp
    from kiosk.desk import Desk
    from kiosk.printing.printer import open_printer
    from kiosk.printing.spool import Spool
    from kiosk.store import Store
    from server.config.printer import PrinterSettings

    settings = PrinterSettings(kind="network", host="127.0.0.1", port=printer.port)
    spool = Spool(folder, open_printer(settings), width=settings.width)
    desk = Desk(url, token, spool, Store(folder))
    visits = Visits()
    async with running(KioskApp(desk), size=(1080, 1920)) as pilot:
        await pilot.until(
            lambda: desk.state.hall.waits and len(desk.state.hall.catalog)
        )
        counter = _Frames(pilot)
        for _ in range(VISITS + 1):
            await asyncio.sleep(NEXT)
            await _once(pilot, desk, counter, printer, visits)
    spool.close()
    for times in (visits.press, visits.number, visits.slip):
        del times[0]  # the first loads what is loaded once
    return visits


class _Frames:
    """Counts the frames that were really drawn."""

    def __init__(self, pilot: Pilot) -> None:
        self.drawn = 0
        pilot.window.bind(on_flip=self._flip)

    def _flip(self, *_: object) -> None:
        self.drawn += 1


async def _once(
    pilot: Pilot, desk: Any, frames: _Frames, printer: Printer, visits: Visits
) -> None:
    from assets.look.touch import strikes

    await pilot.tap(text=SERVICE)
    row = await pilot.until(lambda: pilot.find_all("Lấy số"))
    strikes.forget()
    finger = pilot.finger(*row[0].to_window(*row[0].center))
    seen = frames.drawn
    finger.down()
    await pilot.until(lambda: row[0].pressed and frames.drawn > seen)
    visits.press.append(frames.drawn - seen)
    answered = _answer_of(desk, frames)
    lifted = time.monotonic()
    finger.up()
    seen = await answered
    number = desk.state.given.issued.ticket.number
    await pilot.until(lambda: pilot.find_all(number) and frames.drawn > seen)
    visits.number.append(frames.drawn - seen)
    printed, visits.bytes = await printer.slip()
    visits.slip.append(printed - lifted)
    await pilot.tap(text="Xong")
    strikes.forget()
    await pilot.until(lambda: desk.state.given is None)
    await pilot.until(lambda: desk.state.awaited is None)


def _answer_of(desk: Any, frames: _Frames) -> asyncio.Future[int]:
    """Give the frames drawn at the moment at which the desk has its answer."""
    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    before = desk.changed

    def changed() -> None:
        before()
        if desk.state.given is not None and not answered.done():
            answered.set_result(frames.drawn)
            desk.changed = before

    desk.changed = changed
    return answered

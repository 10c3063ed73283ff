"""A number of the kiosk's own, from the finger on the glass to the wall and the voice.

Everything is real but the two loudspeakers: server (killed and started), both apps,
their lines, the disk, and a printer that is sent its bytes over TCP.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import urllib.request
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from display.station import Station
from kiosk.desk import Desk
from kiosk.flow.modes import Away
from kiosk.printing.printer import open_printer
from kiosk.printing.spool import Spool
from kiosk.store import Store
from tests.display.test_display_app import Speaker
from tests.emulator.printer import PrinterEmulator
from tests.pilot import Pilot, running
from tests.printing.spooling import settings
from tests.printing.test_slip_read_back import read_number
from tests.running import Client, RunningServer

WITHIN = 10


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "data", program="tests.overheard") as made:
        yield made


@pytest.fixture(autouse=True)
def eager_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let lines come back at once: how long they may take is tested elsewhere."""
    monkeypatch.setattr("server.protocol.link.delays", lambda: itertools.repeat(0.05))


@asynccontextmanager
async def kiosk(
    server: RunningServer, folder: Path, printer: PrinterEmulator
) -> AsyncIterator[Pilot]:
    from tests.pilot import window_of

    window_of((1080, 1920))
    from kiosk.app import KioskApp

    spool = Spool(folder, open_printer(settings(printer)))
    token = server.device("kiosk-1", "kiosk")
    away = Away(series="U", after=0)
    desk = Desk(server.url, token, spool, Store(folder), away=away)
    async with running(KioskApp(desk)) as pilot:
        await pilot.until(lambda: desk.state.hall.online and desk.state.hall.waits)
        yield pilot
    spool.close()


@asynccontextmanager
async def wall(server: RunningServer, speaker: Speaker) -> AsyncIterator[Pilot]:
    from display.app import DisplayApp

    token = server.device("wall-1", "display")
    station = Station(server.url, token, speaker)
    working = asyncio.create_task(station.run())
    try:
        async with running(DisplayApp(station), size=(1920, 1080)) as pilot:
            await pilot.until(lambda: station.link.current)
            yield pilot
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def touch(pilot: Pilot, text: str) -> None:
    """Touch a text as soon as it stands there, with a finger that has rested."""
    from assets.look.touch import strikes

    await pilot.until_text(text)
    await pilot.frames(2)
    strikes.forget()
    await pilot.tap(text)


async def take_without_a_server(
    server: RunningServer, pilot: Pilot, printer: PrinterEmulator, folder: Path
) -> None:
    """Take a number while the server is dead; the server has it in the end."""
    state = pilot.app.desk.health.known
    server.kill()
    await pilot.until(lambda: not pilot.app.desk.state.hall.online)
    await touch(pilot, "Khai sinh, kết hôn, khai tử")
    await touch(pilot, "Lấy số")
    await pilot.until_text("U001")
    await pilot.until_text("Vui lòng nhận phiếu")
    await pilot.until_text("Cán bộ sẽ gọi")
    slip = await asyncio.to_thread(printer.wait_slip, WITHIN)
    assert read_number(slip.image, folder) == "U001"
    assert state["own_waiting"] == 1
    await touch(pilot, "Xong")
    await asyncio.to_thread(server.start)
    await pilot.until(lambda: state["own_waiting"] == 0)
    assert state["own_refused"] == 0


def sentence(server: RunningServer, address: str) -> float:
    """Return the seconds of a sentence that a wall is to play."""
    with urllib.request.urlopen(server.url + address, timeout=WITHIN) as answer:
        content = io.BytesIO(answer.read())
    with wave.open(content) as sound:
        return float(sound.getnframes() / sound.getframerate())


def work(clerk: Client) -> dict[str, Any]:
    """Open a counter for births and marriages; return it."""
    counters = clerk.call("office.get")["counters"]
    fit = (c for c in counters if not c["services"] or "ho-tich" in c["services"])
    counter: dict[str, Any] = next(fit)
    clerk.do("counter.open", counter=counter["id"])
    return counter


async def test_an_own_number_goes_from_the_finger_to_the_wall_and_the_voice(
    server: RunningServer, tmp_path: Path
) -> None:
    clerk, speaker = server.user("hoai", "clerk"), Speaker()
    with PrinterEmulator() as printer:
        async with kiosk(server, tmp_path / "kiosk", printer) as pilot:
            await take_without_a_server(server, pilot, printer, tmp_path)
        assert len(printer.slips) == 1
    counter = work(clerk)
    waiting = clerk.call("counter.get")["waiting"]
    assert [(t["number"], t["printed"]) for t in waiting] == [("U001", "yes")]
    async with wall(server, speaker) as pilot:
        assert not pilot.has("U001")
        called = clerk.do("counter.call_next")["ticket"]["number"]
        assert called == "U001"
        await pilot.until_text("Mời công dân có số")
        await pilot.until_text("U001")
        await pilot.until(lambda: str(counter["number"]) in pilot.texts())
        await pilot.until(lambda: len(speaker.played) > 1)
    assert speaker.played[0] == "chime"
    assert sentence(server, speaker.played[1]) > 2.5
    assert "voice: Mời công dân có số u không không một" in server.output
    assert clerk.call("counter.get")["waiting"] == []

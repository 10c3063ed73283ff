"""The real server speaks with the real voice; the real kiosk is hushed by a finger."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.flow import aloud
from kiosk.flow import inputs as i
from kiosk.flow.state import Screen
from kiosk.speech import sentences
from server.voice import waves
from tests.kiosk.glass import SIZES, Slips
from tests.pilot import Pilot, running, window_of
from tests.running import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder) as running_server:
        yield running_server


class Ear:
    """A sound device that hears every sentence, and may hold one until it is let go."""

    name = "ear"

    def __init__(self) -> None:
        self.heard: list[waves.Sound] = []
        self.volumes: list[float] = []
        self.held = asyncio.Event()
        self.held.set()
        self.listening = False
        self.silent_at = 0.0

    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        self.heard.append(await asyncio.to_thread(waves.read, path))
        self.volumes.append(volume)
        self.listening = True
        try:
            await self.held.wait()
        finally:
            self.listening = False
            self.silent_at = time.monotonic()
        return True


class Kiosk:
    """A real kiosk at a real server, with an ear at its loudspeaker."""

    def __init__(self, pilot: Pilot, desk: Any, ear: Ear) -> None:
        self.pilot, self.desk, self.ear = pilot, desk, ear

    def page(self) -> list[str]:
        """Say what is read of the page that is shown."""
        rows = self.desk.aloud.rows()
        return [one.text for one in sentences.of(self.desk.state, aloud.Whole(), rows)]

    async def silence(self) -> None:
        """Wait until everything was heard."""
        await self.pilot.until(lambda: self.desk.state.aloud.reading is None, 30)


@asynccontextmanager
async def kiosk(server: RunningServer, folder: Path) -> AsyncIterator[Kiosk]:
    window_of(SIZES["tall"])
    from kiosk.app import KioskApp
    from kiosk.desk import Desk
    from kiosk.loudspeaker import Loudspeaker
    from kiosk.printing.spool import Spool
    from kiosk.store import Store

    token = server.device(f"kiosk-{folder.name}"[:40], "kiosk")
    ear = Ear()
    spool = Spool(folder, Slips())
    speaker = Loudspeaker(server.url, [ear])
    desk = Desk(server.url, token, spool, Store(folder), speaker=speaker)
    try:
        async with running(KioskApp(desk), size=SIZES["tall"]) as pilot:
            await pilot.until(
                lambda: desk.state.hall.office and len(desk.state.hall.catalog)
            )
            await pilot.frames(3)
            yield Kiosk(pilot, desk, ear)
    finally:
        speaker.close()
        spool.close()


async def test_a_page_and_a_number_are_heard_in_both_languages(
    server: RunningServer, tmp_path: Path
) -> None:
    async with kiosk(server, tmp_path) as k:
        k.desk.happen(i.OpenService("ho-tich"))
        began = time.monotonic()
        k.desk.happen(aloud.ReadAloud())
        await k.pilot.until(lambda: k.ear.heard)
        first = time.monotonic() - began
        assert first < 2.0
        await k.silence()
        assert len(k.ear.heard) == len(k.page()) > 10
        assert {round(volume, 3) for volume in k.ear.volumes} == {0.251}
        heard = len(k.ear.heard)
        k.desk.happen(i.OtherLanguage())
        await k.silence()
        assert len(k.ear.heard) == heard + len(k.page())
        k.desk.happen(i.Take("key-000001", "ho-tich"))
        await k.pilot.until(lambda: k.desk.state.screen is Screen.TICKET)
        k.ear.heard.clear()
        await k.silence()
        assert len(k.ear.heard) >= len(k.page())
        for sound in k.ear.heard:
            assert sound.seconds > 0.2
            assert waves.level(sound) > -25  # dBFS: not silent
        assert k.desk.health._known["sound"] == "ok"


async def test_a_finger_on_the_glass_is_silence_at_once(
    server: RunningServer, tmp_path: Path
) -> None:
    async with kiosk(server, tmp_path) as k:
        k.ear.held.clear()
        k.desk.happen(aloud.ReadAloud())
        await k.pilot.until(lambda: k.ear.listening)
        finger = k.pilot.finger(540, 1900)  # beside every button
        before = time.monotonic()
        finger.down()
        await k.pilot.until(lambda: not k.ear.listening)
        assert k.ear.silent_at - before < 0.1
        finger.up()
        heard = len(k.ear.heard)
        await k.pilot.frames(5)
        assert len(k.ear.heard) == heard
        assert k.desk.state.aloud.on
        assert k.desk.state.screen is Screen.HOME


async def test_without_its_server_the_kiosk_says_kindly_that_it_cannot(
    server: RunningServer, tmp_path: Path
) -> None:
    async with kiosk(server, tmp_path) as k:
        k.desk.link.online = False
        k.desk.happen(aloud.ReadAloud())
        await k.pilot.until_text("Hiện chưa đọc được. Xin ông/bà gọi cán bộ giúp.")
        assert not k.desk.state.aloud.on
        await k.pilot.tap(text="Đã hiểu")
        assert k.desk.state.message is None

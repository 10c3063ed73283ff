"""A kiosk whose clock is hours off from the server's: told, and of no consequence."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.flow import inputs as i
from server.protocol import messages as m
from server.protocol.link import Link
from server.protocol.times import moment
from tests.e2e.away import PATIENCE, SERVICE, Kiosk, Office, until

SLACK = timedelta(seconds=5)


@pytest.fixture(params=[5, -5], ids=["behind", "ahead"])
def hours(request: pytest.FixtureRequest) -> int:
    """By how many hours the office's time is ahead of this machine's clock."""
    return int(request.param)


@pytest.fixture
def office(
    tmp_path: Path, hours: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    monkeypatch.setenv("SHIFT_HOURS", str(hours))
    monkeypatch.setattr("server.protocol.link.delays", lambda: itertools.repeat(0.05))
    made = Office(tmp_path, "tests.shifted")
    yield made
    made.server.stop()


class Staff:
    """Hears what the kiosk reports of itself."""

    def __init__(self, office: Office) -> None:
        self.known: dict[str, Any] = {}
        self._told = asyncio.Event()
        token = office.clerk.token
        self.link = Link(office.server.url, token, ("devices",), self._hear)

    def _hear(self, news: object) -> None:
        if isinstance(news, m.Device) and news.device == "kiosk-1":
            self.known = dict(news.state)
            self._told.set()

    async def hear(self, **state: object) -> None:
        """Wait until the kiosk says that of itself."""
        listening = asyncio.create_task(self.link.run())
        try:
            async with asyncio.timeout(PATIENCE):
                while not state.items() <= self.known.items():
                    self._told.clear()
                    await self._told.wait()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def test_the_staff_are_told_how_wrong_the_clock_is(
    office: Office, hours: int
) -> None:
    config = office.folder.parent / "motcua.toml"
    config.write_text(f'[kiosk]\nfolder = "{office.folder}"\n', "utf-8")
    staff = Staff(office)
    command = ("kiosk", "--server", office.server.url, "--virtual-screen")
    kiosk = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.cli", *command, "--config", str(config)),
        env={**os.environ, "MOTCUA_TOKEN": office.token, "WATCHDOG_USEC": "3000000"},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await staff.hear(clock="wrong")
    finally:
        kiosk.terminate()
        assert await asyncio.wait_for(kiosk.wait(), PATIENCE) == 0
    assert abs(staff.known["clock_off_s"] + hours * 3600) <= SLACK.seconds
    assert staff.known["own_clock"] == "ok"


async def take(desk: Kiosk, key: str) -> m.Ticket:
    desk.happen(i.Take(key, SERVICE))
    await until(desk, lambda: desk.state.given or desk.state.message)
    assert desk.state.given is not None, desk.state.message
    ticket = desk.state.given.issued.ticket
    desk.happen(i.Done())
    return ticket


async def test_own_numbers_are_of_the_office_s_time(office: Office, hours: int) -> None:
    shift = timedelta(hours=hours)
    began = datetime.now().astimezone() + shift
    async with office.kiosk() as desk:
        await until(desk, lambda: desk.state.hall.online and desk._own._told.is_set())
        await until(desk, lambda: desk._own._ledger.last_heard())
        office.server.kill()
        await until(desk, lambda: not desk.state.hall.online)
        # The program has heard the office's time: it goes on by that.
        first = await take(desk, "key-00000001")
        assert first.number == "U001"
        assert abs(moment(first.issued_at) - began) < 2 * SLACK
    async with office.kiosk() as desk:
        # This one has only its own clock, which at least goes on from the known.
        second = await take(desk, "key-00000002")
        assert second.number == "U002"
        assert moment(second.issued_at) >= moment(first.issued_at)
        behind = hours > 0
        assert desk.health.known["own_clock"] == ("behind" if behind else "ok")
        office.server.start()
        await until(desk, lambda: not desk._own._ledger.waiting())
        await until(desk, lambda: desk.health.known["own_clock"] == "ok")
    ended = datetime.now().astimezone() + shift
    assert office.numbers() == ["U001", "U002"]
    for ticket in office.line():
        assert began - SLACK < moment(ticket["issued_at"]) <= ended

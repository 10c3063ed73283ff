"""What a server does beside answering."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from server import chores
from server.realtime.hub import Hub
from server.storage import backup
from server.storage.folder import Folder
from server.storage.journal import Journal
from server.storage.nightly import Nightly
from server.storage.office import OfficeStore
from tests.offices import MONDAY
from tests.running import motcua


class Told:
    """Stands where the hub does, and notes what staff are told."""

    def __init__(self) -> None:
        self.reports: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()

    def device_reported(self, device: str, state: dict[str, Any]) -> None:
        self.reports.put_nowait((device, state))


async def night(folder: Folder) -> tuple[str, dict[str, Any]]:
    """Let one night's work be done, and give what staff are told."""
    told = Told()
    nightly = Nightly(folder, MONDAY - timedelta(days=1))
    chore = chores.nights(nightly, lambda: MONDAY, cast(Hub, told), look=0.01)
    async with chores.running(chore), asyncio.timeout(60):
        return await told.reports.get()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    motcua("init", "--data", str(tmp_path / "data"))
    made = Folder(tmp_path / "data")
    Journal(made.journal).stop()
    OfficeStore(made.people).close()
    return made


async def test_once_a_night_everything_is_backed_up_and_staff_are_told(
    folder: Folder,
) -> None:
    device, state = await night(folder)
    assert (device, state["online"]) == ("backup", True)
    assert set(state["text"]) == {"vi", "en"}
    assert len(list(backup.archives(folder.backups))) == 1


async def test_staff_are_told_of_a_night_that_found_damage(folder: Folder) -> None:
    folder.journal.write_bytes(b"no database at all" * 500)
    _, state = await night(folder)
    assert state["online"] is False
    assert "motcua check" in state["text"]["vi"]


async def test_a_chore_that_fails_once_is_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = asyncio.Event()
    tries: list[int] = []

    def do() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("just now")
        done.set()

    with caplog.at_level(logging.ERROR):
        async with chores.running(chores.every(0.01, do)), asyncio.timeout(10):
            await done.wait()
    assert "will be tried again" in caplog.text


async def test_a_chore_that_ends_with_an_error_is_no_secret(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended = asyncio.Event()

    async def chore() -> None:
        ended.set()
        raise OSError("for good")

    async with chores.running(chore()), asyncio.timeout(10):
        await ended.wait()
        await asyncio.sleep(0)
    assert "a part of the server failed" in caplog.text

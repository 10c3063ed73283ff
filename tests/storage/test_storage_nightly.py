"""The night's work: when it is due, what becomes of it, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.storage import backup, nightly
from server.storage.folder import Folder
from server.storage.nightly import AFTER_START, AGAIN, Night, Nightly
from server.storage.office import OfficeStore
from tests.offices import MONDAY
from tests.storage.damaging import entries, execute, write

EVENING = MONDAY.replace(hour=19, minute=0)
NIGHT = MONDAY.replace(hour=2, minute=0) + timedelta(days=1)
LONG_AGO = MONDAY - timedelta(days=9)


@pytest.fixture
async def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    await write(folder.journal, entries(2, 3))
    OfficeStore(folder.people).close()
    folder.office.write_text("", "utf-8")
    return folder


def test_it_is_due_once_a_night(folder: Folder) -> None:
    night = Nightly(folder, LONG_AGO)
    backup.make(folder, EVENING)
    assert not night.due(EVENING)
    assert not night.due(NIGHT - timedelta(seconds=1))
    assert night.due(NIGHT)
    backup.make(folder, NIGHT)
    assert not night.due(NIGHT)
    assert not night.due(NIGHT + timedelta(hours=23, minutes=59))
    assert night.due(NIGHT + timedelta(days=1))


def test_a_machine_that_is_off_at_night_does_it_soon_after_its_start(
    folder: Folder,
) -> None:
    night = Nightly(folder, EVENING)
    assert not night.due(EVENING)
    assert night.due(EVENING + AFTER_START)
    assert night.due(EVENING - timedelta(days=1))  # the clock was put back


def test_a_backup_from_the_future_does_not_stand_in_for_tonights(
    folder: Folder,
) -> None:
    backup.make(folder, NIGHT + timedelta(days=700))
    assert Nightly(folder, LONG_AGO).due(NIGHT)


async def test_it_makes_a_backup(folder: Folder) -> None:
    night = Nightly(folder, LONG_AGO)
    assert await night.run(NIGHT) == Night("ok", "2026-11-24T0200.zip")
    (made,) = backup.kept(folder.backups)
    assert made.manifest is not None
    assert made.manifest.last == 9
    assert not night.due(NIGHT + AGAIN)


async def test_damage_is_found_and_tried_again_later(folder: Folder) -> None:
    execute(folder.journal, "UPDATE event SET body = x'00' WHERE seq = 3")
    night = Nightly(folder, LONG_AGO)
    found = await night.run(NIGHT)
    assert found.reason == "damaged"
    assert not found.ok
    assert "journal.db at event 3" in found.detail
    assert not night.due(NIGHT + AGAIN / 2)
    assert night.due(NIGHT + AGAIN)
    assert night.due(NIGHT - AGAIN)


def test_what_went_wrong_is_told(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.backups.mkdir()
    with backup._alone(folder.backups):
        assert nightly.work(folder, NIGHT).reason == "failed"
    monkeypatch.setattr(backup, "RESERVE", 10**18)
    assert nightly.work(folder, NIGHT).reason == "no_room"


async def test_a_child_that_fails_has_made_no_backup(folder: Folder) -> None:
    folder.people.unlink()
    folder.backups.touch()
    found = await Nightly(folder, LONG_AGO).run(NIGHT)
    assert found.reason == "failed"
    assert "backups" in found.detail
    assert nightly._read(b"", b"a\nKilled\n") == Night("failed", "Killed")
    assert nightly._read(b"", b"").detail == "it said nothing"


async def test_a_child_that_cannot_be_started_has_made_no_backup(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(folder.path / "none"))
    assert (await Nightly(folder, LONG_AGO).run(NIGHT)).reason == "failed"


async def test_stopping_the_server_ends_the_nights_work(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[asyncio.subprocess.Process] = []
    begin = asyncio.create_subprocess_exec

    async def noted(*arguments: str, **options: Any) -> asyncio.subprocess.Process:
        child = await begin(*arguments, **options)
        children.append(child)
        return child

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    working = asyncio.create_task(Nightly(folder, LONG_AGO).run(NIGHT))
    while not children:
        await asyncio.sleep(0)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert children[0].returncode == -9
    with pytest.raises(ProcessLookupError):
        os.kill(children[0].pid, 0)

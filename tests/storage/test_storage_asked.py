"""A restore that was asked for, done between two runs: once, or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from server.storage import asked, backup, moving, verify
from server.storage.asked import Failed, Unfit, Wish
from server.storage.folder import Folder, FolderInUse
from server.storage.journal import Journal
from server.storage.office import OfficeStore
from server.storage.restore import Restored
from tests.offices import MONDAY
from tests.storage.damaging import entries, flip, write

NIGHT = MONDAY.replace(hour=2, minute=0)
MORNING = MONDAY.replace(hour=9, minute=15)
LATER = MORNING + timedelta(seconds=5)
BEFORE = 35
ALL = entries(4, 10)


@pytest.fixture
async def folder(tmp_path: Path) -> Folder:
    """A data folder with a backup, and a day's work after it."""
    folder = Folder(tmp_path / "data")
    folder.path.mkdir()
    await write(folder.journal, ALL[:BEFORE])
    OfficeStore(folder.people).close()
    folder.ticket_key()
    folder.office.write_text('id = "x"\n', "utf-8")
    folder.settings.write_text("[server]\nport = 8801\n", "utf-8")
    backup.make(folder, NIGHT)
    folder.office.write_text('id = "changed"\n', "utf-8")
    folder.settings.write_text("[server]\nport = 8802\n", "utf-8")
    await write(folder.journal, ALL[BEFORE:])
    return folder


def ask(folder: Folder, **more: object) -> Path:
    """Ask for the backup, as the server does."""
    path = backup.kept(folder.backups)[0].path
    wish = Wish(name=path.name, by="lan", at=MORNING, as_it_was=False)
    prepared = asked.prepare(folder, path, msgspec.structs.replace(wish, **more))
    asked.ask(folder, prepared)
    return path


def fits(_: Folder) -> None:
    """Find nothing wrong."""


def log_of(folder: Folder) -> list[tuple[str, str, str, str]]:
    journal = Journal(folder.journal)
    try:
        return [
            (one.by, one.what, one.subject, one.detail.get("reason", ""))
            for one in journal.changes()
        ]
    finally:
        journal.stop()


def settle(folder: Folder) -> Restored | Failed | None:
    return asked.settle(folder, LATER, fits)


def test_it_is_done_once_and_stands_in_the_log(folder: Folder) -> None:
    path = ask(folder)
    path.unlink()  # it was kept aside
    done = settle(folder)
    assert isinstance(done, Restored)
    assert done.taken == len(ALL) - BEFORE
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), len(ALL) + 1)
    assert log_of(folder) == [("lan", "restored", path.name, "")]
    assert folder.office.read_text("utf-8") == 'id = "x"\n'
    assert "8802" in folder.settings.read_text("utf-8"), "this computer's stay"
    assert settle(folder) is None
    assert not (folder.path / asked.PLACE).exists()


def test_as_it_was_takes_nothing_over_and_is_in_the_log_too(folder: Folder) -> None:
    path = ask(folder, as_it_was=True)
    done = settle(folder)
    assert isinstance(done, Restored)
    assert done.lost == len(ALL) - BEFORE
    assert verify.journal(folder.journal).last == BEFORE + 1
    assert log_of(folder) == [("lan", "restored", path.name, "")]


@pytest.mark.parametrize("moves", range(12))
def test_cut_off_anywhere_it_is_done_once_at_the_next_start(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    ask(folder)
    left, move = moves, Path.replace

    def cut_off(self: Path, target: Path) -> Path:
        nonlocal left
        if left == 0:
            raise KeyboardInterrupt
        left -= 1
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            settle(folder)
    settle(folder)
    assert [line[:2] for line in log_of(folder)] == [("lan", "restored")]
    assert verify.journal(folder.journal).last == len(ALL) + 1
    [aside] = folder.path.glob(f"{moving.ASIDE}*")
    assert verify.journal(aside / "journal.db").last == len(ALL)
    assert asked.asked(folder) is None


@pytest.mark.parametrize("strike", [0, 1, 2, 3, 5, 7, 9, 11])
def test_killed_at_any_move_the_old_or_the_new_is_whole(
    folder: Folder, strike: int
) -> None:
    ask(folder, as_it_was=True)
    command = [sys.executable, "-m", "tests.storage.struck", str(folder.path)]
    killed = subprocess.run([*command, str(strike)], timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    old = folder.exists() and not moving.is_half_done(folder)
    if old:
        assert folder.office.read_text("utf-8") == 'id = "changed"\n'
        assert verify.journal(folder.journal).last == len(ALL)
    settle(folder)
    assert folder.office.read_text("utf-8") == 'id = "x"\n'
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), BEFORE + 1)
    [aside] = folder.path.glob(f"{moving.ASIDE}*")
    assert verify.journal(aside / "journal.db").last == len(ALL)
    assert {one.name for one in folder.path.glob(".*")} == set()


def unchanged(folder: Folder, failed: Restored | Failed | None, reason: str) -> None:
    assert isinstance(failed, Failed)
    assert failed.reason == reason
    assert folder.office.read_text("utf-8") == 'id = "changed"\n'
    assert [one[1::2] for one in log_of(folder)] == [("not_restored", reason)]
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), len(ALL) + 1)
    assert list(folder.path.glob(f"{moving.ASIDE}*")) == []
    assert settle(folder) is None


def test_a_damaged_archive_changes_nothing(folder: Folder) -> None:
    ask(folder)
    archive = folder.path / asked.PLACE / asked.ARCHIVE
    flip(archive, archive.stat().st_size // 2)
    unchanged(folder, settle(folder), "bad")


def test_what_this_program_could_not_run_with_changes_nothing(folder: Folder) -> None:
    def fit(new: Folder) -> None:
        assert new.office.read_text("utf-8") == 'id = "x"\n'
        raise Unfit("no services")

    ask(folder)
    unchanged(folder, asked.settle(folder, LATER, fit), "unfit")


def test_a_start_that_is_always_cut_off_goes_on_without(folder: Folder) -> None:
    ask(folder, tries=asked.TRIES)
    unchanged(folder, settle(folder), "cut_off")


def test_a_wish_that_cannot_be_read_is_dropped(folder: Folder) -> None:
    ask(folder)
    (folder.path / asked.PLACE / asked.WISH).write_text("{", "utf-8")
    assert settle(folder) is None
    assert not (folder.path / asked.PLACE).exists()


def test_a_disk_without_second_names_has_a_copy(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.link", none)
    ask(folder)
    assert isinstance(settle(folder), Restored)


def test_a_folder_that_a_server_has_is_left_to_it(folder: Folder) -> None:
    ask(folder)
    other = Folder(folder.path)
    other.lock()
    try:
        with pytest.raises(FolderInUse):
            settle(folder)
    finally:
        other.unlock()
    assert asked.asked(folder) is not None

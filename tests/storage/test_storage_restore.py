"""Going back to a backup: what is put aside, what is taken over, what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.domain.people import User
from server.storage import archive, backup, moving, restore, verify
from server.storage.archive import BadBackup
from server.storage.folder import Folder, FolderInUse
from server.storage.journal import Journal
from server.storage.office import OfficeStore
from server.storage.wal import log_of
from tests.offices import MONDAY
from tests.storage.damaging import append, entries, execute, flip, write

NIGHT = MONDAY.replace(hour=2, minute=0)
MORNING = MONDAY.replace(hour=9, minute=15)
BEFORE = 35
"""Events in the backup; the third day has begun."""
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
    backup.make(folder, NIGHT)
    folder.office.write_text('id = "changed"\n', "utf-8")
    await write(folder.journal, ALL[BEFORE:])
    return folder


def archive_of(folder: Folder) -> Path:
    return backup.kept(folder.backups)[0].path


def events(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT * FROM event ORDER BY seq").fetchall()


def test_it_brings_back_the_backup_and_keeps_the_old_state(folder: Folder) -> None:
    before = folder.journal.read_bytes()
    done = restore.restore(folder, archive_of(folder), MORNING, as_it_was=True)
    assert verify.journal(folder.journal).last == BEFORE
    assert folder.office.read_text("utf-8") == 'id = "x"\n'
    assert done.aside == folder.path / "before-restore-2026-11-23T091500"
    assert (done.aside / "journal.db").read_bytes() == before
    assert (done.aside / "office.toml").read_text("utf-8") == 'id = "changed"\n'
    assert (done.taken, done.lost) == (0, len(ALL) - BEFORE)
    assert done.last == ALL[BEFORE - 1].events[0].at
    assert list(folder.path.glob(".restoring-*")) == []


def test_the_pictures_come_back_too(folder: Folder) -> None:
    (folder.path / "map.png").write_bytes(b"old")
    backup.make(folder, MORNING)
    (folder.path / "map.png").write_bytes(b"new")
    done = restore.restore(folder, archive_of(folder), MORNING.replace(minute=30))
    assert (folder.path / "map.png").read_bytes() == b"old"
    assert done.aside is not None
    assert (done.aside / "map.png").read_bytes() == b"new"


def test_what_came_after_the_backup_and_is_whole_is_taken_over(folder: Folder) -> None:
    execute(folder.journal, "UPDATE event SET body = x'00' WHERE seq = 20")
    right = [row for row in events(folder.journal) if row[0] != 20]
    done = restore.restore(folder, archive_of(folder), MORNING)
    assert (done.taken, done.lost) == (len(ALL) - BEFORE, 0)
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), len(ALL))
    assert [row for row in events(folder.journal) if row[0] != 20] == right
    journal = Journal(folder.journal)
    day = journal.day()
    journal.stop()
    assert (day.first_seq, day.first_ticket) == (37, 31)


def users(path: Path) -> list[str]:
    store = OfficeStore(path)
    try:
        return [user.name for user in store.users()]
    finally:
        store.close()


def test_an_office_that_is_whole_is_kept(folder: Folder) -> None:
    store = OfficeStore(folder.people)
    store.add_user(User("lan", "Lan", "clerk"), "hash")
    store.close()
    done = restore.restore(folder, archive_of(folder), MORNING)
    assert done.office_kept
    assert users(folder.people) == ["lan"]
    done = restore.restore(
        folder, archive_of(folder), MORNING.replace(minute=20), as_it_was=True
    )
    assert not done.office_kept
    assert users(folder.people) == []


@pytest.mark.parametrize("size", [0, 3, 5000])
def test_a_damaged_office_is_that_of_the_backup(folder: Folder, size: int) -> None:
    folder.people.write_bytes(folder.people.read_bytes()[:size])
    done = restore.restore(folder, archive_of(folder), MORNING)
    assert not done.office_kept
    assert verify.office(folder.people) == ()


def test_it_is_taken_over_up_to_the_first_damage(folder: Folder) -> None:
    execute(folder.journal, "UPDATE event SET body = x'00' WHERE seq = 40")
    done = restore.restore(folder, archive_of(folder), MORNING)
    assert (done.taken, done.lost) == (4, len(ALL) - 39)
    assert verify.journal(folder.journal).last == 39


def test_a_history_of_its_own_is_not_mixed_in(folder: Folder) -> None:
    execute(folder.journal, "UPDATE event SET chain = zeroblob(16) WHERE seq = 36")
    done = restore.restore(folder, archive_of(folder), MORNING)
    assert (done.taken, done.lost) == (0, len(ALL) - BEFORE)


@pytest.mark.parametrize("size", [0, 3, 5000, 20000])
def test_whatever_is_left_of_a_journal_is_put_aside(folder: Folder, size: int) -> None:
    left = folder.journal.read_bytes()[:size]
    folder.journal.write_bytes(left)
    done = restore.restore(folder, archive_of(folder), MORNING)
    assert done.aside is not None
    assert (done.aside / "journal.db").read_bytes() == left
    found = verify.journal(folder.journal)
    assert found.faults == ()
    assert found.last >= BEFORE


@pytest.fixture
async def killed(folder: Folder) -> Folder:
    """The folder as a killed server leaves it: the newest day only in the log."""
    writer = Journal(folder.journal)
    writer.start()
    await append(writer, entries(5, 10)[len(ALL) :])
    parts = (folder.journal, log_of(folder.journal))
    left = {path: path.read_bytes() for path in parts}
    writer.stop()
    for path, content in left.items():
        path.write_bytes(content)
    return folder


def test_a_log_that_was_not_written_back_is_taken_over_too(killed: Folder) -> None:
    done = restore.restore(killed, archive_of(killed), MORNING)
    assert (done.taken, done.lost) == (len(entries(5, 10)) - BEFORE, 0)
    assert done.aside is not None
    assert log_of(done.aside / "journal.db").exists()


def test_it_goes_to_an_empty_machine(folder: Folder, tmp_path: Path) -> None:
    new = Folder(tmp_path / "new" / "data")
    done = restore.restore(new, archive_of(folder), MORNING)
    assert done.aside is None
    assert new.exists()
    assert new.ticket_key() == folder.ticket_key()
    assert verify.journal(new.journal).last == BEFORE


def test_a_folder_that_a_server_has_is_not_touched(folder: Folder) -> None:
    other = Folder(folder.path)
    other.lock()
    try:
        with pytest.raises(FolderInUse):
            restore.restore(folder, archive_of(folder), MORNING)
    finally:
        other.unlock()
    assert verify.journal(folder.journal).last == len(ALL)


def test_without_room_nothing_is_moved(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = folder.path / ".restoring-of-a-killed-one"
    left.mkdir()
    monkeypatch.setattr(restore, "RESERVE", 10**18)
    with pytest.raises(backup.NoRoom):
        restore.restore(folder, archive_of(folder), MORNING)
    assert verify.journal(folder.journal).last == len(ALL)
    assert not left.exists()


def test_a_long_time_is_taken_over_in_portions(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "PORTION", 3)
    done = restore.restore(folder, archive_of(folder), MORNING)
    assert done.taken == len(ALL) - BEFORE
    assert verify.journal(folder.journal).last == len(ALL)


def test_what_cannot_be_written_down_again_changes_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Journal, "_commit", lambda self, entries: OSError(28, "No space left")
    )
    with pytest.raises(OSError, match="No space left"):
        restore.restore(folder, archive_of(folder), MORNING)
    assert folder.exists()
    assert verify.journal(folder.journal).last == len(ALL)


def test_a_bad_backup_changes_nothing(folder: Folder) -> None:
    path = archive_of(folder)
    flip(path, path.stat().st_size // 2)
    before = folder.journal.read_bytes()
    with pytest.raises(BadBackup):
        restore.restore(folder, path, MORNING)
    assert folder.journal.read_bytes() == before
    assert folder.exists()
    assert list(folder.path.glob(".restoring-*")) == []
    assert list(folder.path.glob("before-*")) == []


@pytest.mark.parametrize("moves", range(11))
def test_cut_off_anywhere_the_same_command_goes_on(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    path = archive_of(folder)
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
            restore.restore(folder, path, MORNING)
    decided = moving.is_half_done(folder)
    assert decided == (moves > 0)
    assert moving.finish(folder) == decided
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), len(ALL))
    assert folder.office.read_text("utf-8") == (
        'id = "x"\n' if decided else 'id = "changed"\n'
    )
    if decided:
        [aside] = folder.path.glob("before-restore-*")
        assert verify.journal(aside / "journal.db").last == len(ALL)
        assert (aside / "office.toml").read_text("utf-8") == 'id = "changed"\n'
    restore.restore(folder, path, MORNING.replace(minute=20))
    assert folder.office.read_text("utf-8") == 'id = "x"\n'
    assert not list(folder.path.glob(".[rm]*"))


def test_a_folder_that_an_older_program_left_half_restored_goes_on(
    folder: Folder,
) -> None:
    """It had moved the old state aside, and no more."""
    aside = folder.path / "before-restore-2026-11-23T091500"
    aside.mkdir()
    for one in (folder.office, folder.people):
        one.replace(aside / one.name)
    restore.restore(folder, archive_of(folder), MORNING.replace(minute=20))
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), len(ALL))


def test_recordings_come_back_and_are_kept_by_a_backup_without(folder: Folder) -> None:
    clip = folder.recorded / "vi" / "so-1.wav"
    clip.parent.mkdir(parents=True)
    clip.write_bytes(b"new")
    restore.restore(folder, archive_of(folder), MORNING)
    assert clip.read_bytes() == b"new"
    later = backup.make(folder, MORNING.replace(minute=20))
    clip.write_bytes(b"newer")
    done = restore.restore(folder, later.path, MORNING.replace(minute=30))
    assert clip.read_bytes() == b"new"
    assert done.aside is not None
    assert (done.aside / "recorded" / "vi" / clip.name).read_bytes() == b"newer"


def test_whether_a_backup_is_of_this_history(folder: Folder) -> None:
    manifest = archive.read_manifest(archive_of(folder))
    assert restore.is_of(folder.journal, manifest)
    execute(folder.journal, "UPDATE event SET chain = zeroblob(16) WHERE seq = 35")
    assert not restore.is_of(folder.journal, manifest)
    folder.journal.unlink()
    assert not restore.is_of(folder.journal, manifest)

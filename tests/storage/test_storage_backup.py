"""Backups of real folders, with and without a writer, and archives that are damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import zipfile
from collections import namedtuple
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from server.domain.people import User
from server.storage import archive, backup, verify
from server.storage.archive import BadBackup
from server.storage.folder import Folder
from server.storage.journal import Journal
from server.storage.office import OfficeStore
from tests.offices import MONDAY
from tests.storage.damaging import append, entries, execute, flip, write

NIGHT = MONDAY.replace(hour=2, minute=0)
ALL = {"journal.db", "office.db", "office.toml", "motcua.toml", "ticket.key"}


@pytest.fixture
async def folder(tmp_path: Path) -> Folder:
    """A data folder with three days in it."""
    folder = Folder(tmp_path)
    await write(folder.journal, entries(3, 10))
    store = OfficeStore(folder.people)
    store.add_user(User("hoai", "Hoài", "clerk"), "hash")
    store.add_session(b"token", "hoai", MONDAY, MONDAY)
    store.close()
    folder.ticket_key()
    folder.office.write_text('id = "x"\n', "utf-8")
    folder.settings.write_text("", "utf-8")
    return folder


def test_the_pictures_of_the_office_go_along(folder: Folder) -> None:
    for name in ("map.png", "HALL.JPG"):
        (folder.path / name).write_bytes(name.encode())
    (folder.path / "notes.txt").write_text("not the office's")
    made = backup.make(folder, NIGHT)
    assert made.manifest is not None
    assert set(made.manifest.files) == ALL | {"map.png", "HALL.JPG"}
    assert archive.check(made.path, folder.path) == made.manifest


RECORDED = {"recorded/vi/so-1.wav", "recorded/en/moi-cong-dan.wav"}


def record(folder: Folder) -> None:
    for name in (*RECORDED, "recorded/vi/so-1.wav.new", "recorded/notes.txt"):
        (folder.path / name).parent.mkdir(parents=True, exist_ok=True)
        (folder.path / name).write_bytes(name.encode())


def test_the_recorded_voice_goes_along(folder: Folder, tmp_path: Path) -> None:
    record(folder)
    made = backup.make(folder, NIGHT)
    assert made.manifest is not None
    assert set(made.manifest.files) == ALL | RECORDED
    into = tmp_path / "into"
    into.mkdir()
    assert archive.unpack(made.path, into) == made.manifest
    assert {Folder(into).name_of(one) for one in Folder(into).recordings()} == RECORDED


def test_an_archive_of_before_the_recordings_is_still_read(
    folder: Folder, tmp_path: Path
) -> None:
    made = backup.make(folder, NIGHT)
    work = tmp_path / "work"
    work.mkdir()
    manifest = msgspec.structs.replace(archive.unpack(made.path, work), format=1)
    older = tmp_path / "older.zip"
    archive.pack(older, work, manifest)
    assert archive.check(older, tmp_path) == manifest


def left_over(folder: Folder) -> list[str]:
    return [path.name for path in folder.backups.glob(".*") if path.name != ".lock"]


def test_a_backup_holds_everything_and_is_private(folder: Folder) -> None:
    made = backup.make(folder, NIGHT)
    assert made.path == folder.backups / "2026-11-23T0200.zip"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.backups.stat().st_mode) == 0o700
    assert made.manifest is not None
    assert (made.manifest.events, made.manifest.last) == (35, 35)
    assert set(made.manifest.files) == ALL
    assert archive.check(made.path, folder.path) == made.manifest
    assert backup.kept(folder.backups) == [made]
    assert left_over(folder) == []
    assert list(folder.path.glob(".checking-*")) == []


def test_reasons_and_sessions_are_not_in_it(folder: Folder, tmp_path: Path) -> None:
    execute(folder.journal, "INSERT INTO reason VALUES (1, 'disabled-person')")
    made = backup.make(folder, NIGHT)
    into = tmp_path / "into"
    into.mkdir()
    archive.unpack(made.path, into)
    for name, table in backup.FORGOTTEN.items():
        with closing(sqlite3.connect(into / name)) as database:
            assert database.execute(f"SELECT * FROM {table}").fetchall() == []
    assert b"disabled-person" not in (into / "journal.db").read_bytes()
    with closing(sqlite3.connect(into / "office.db")) as database:
        assert database.execute("SELECT name FROM user").fetchall() == [("hoai",)]


async def test_it_is_made_beside_a_writer(folder: Folder) -> None:
    more = entries(5, 10)
    writer = Journal(folder.journal)
    writer.start()
    try:
        await append(writer, more[35:40])
        first = backup.make(folder, NIGHT)
        await append(writer, more[40:])
        second = backup.make(folder, NIGHT)
    finally:
        writer.stop()
    assert first.manifest is not None
    assert second.manifest is not None
    assert (first.manifest.last, second.manifest.last) == (40, len(more))
    assert second.path.name == "2026-11-23T020000.zip"
    assert verify.journal(folder.journal).last == len(more)


def test_of_each_day_the_last_is_kept_and_of_today_all(folder: Folder) -> None:
    for n in range(backup.KEEP + 2):
        night = NIGHT + timedelta(days=n)
        backup.make(folder, night)
        backup.make(folder, night + timedelta(hours=9))
    names = [one.path.name for one in backup.kept(folder.backups)]
    assert len(names) == backup.KEEP + 1
    assert names[:3] == [
        "2026-12-08T1100.zip",
        "2026-12-08T0200.zip",
        "2026-12-07T1100.zip",
    ]
    assert names[-1] == "2026-11-25T1100.zip"


def test_a_backup_from_the_future_goes_first(folder: Folder) -> None:
    wrong = backup.make(folder, datetime(2099, 1, 1, tzinfo=MONDAY.tzinfo))
    for n in range(backup.KEEP):
        backup.make(folder, NIGHT + timedelta(days=n))
    assert not wrong.path.exists()
    assert len(backup.kept(folder.backups)) == backup.KEEP


def test_nothing_counts_when_the_journal_is_damaged(folder: Folder) -> None:
    good = backup.make(folder, NIGHT)
    execute(folder.journal, "UPDATE event SET body = x'00' WHERE seq = 20")
    with pytest.raises(backup.FolderDamaged) as found:
        backup.make(folder, NIGHT + timedelta(days=1))
    assert [fault.seq for fault in found.value.faults] == [20]
    assert backup.kept(folder.backups) == [good]
    assert left_over(folder) == []


def test_a_folder_without_journal_or_with_a_broken_one(folder: Folder) -> None:
    flip(folder.journal, 3)
    with pytest.raises(backup.FolderDamaged) as found:
        backup.make(folder, NIGHT)
    assert found.value.faults[0].what == "file"
    folder.journal.unlink()
    with pytest.raises(backup.FolderDamaged) as found:
        backup.make(folder, NIGHT)
    assert found.value.faults[0].what == "missing"


Usage = namedtuple("Usage", "total used free")


def test_without_room_the_oldest_make_way_and_three_never_do(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        backup.make(folder, NIGHT + timedelta(days=n))
    place = folder.backups

    def two_would_do(_: Path) -> Usage:
        there = len(list(place.glob("*.zip")))
        return Usage(0, 0, backup.RESERVE * (10 if there <= 4 else 0))

    monkeypatch.setattr(shutil, "disk_usage", two_would_do)
    backup.make(folder, NIGHT + timedelta(days=6))
    names = [one.path.name[:10] for one in backup.kept(place)]
    assert names == [f"2026-11-{day}" for day in (29, 28, 27, 26, 25)]

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 5))
    with pytest.raises(backup.NoRoom) as refused:
        backup.make(folder, NIGHT + timedelta(days=7))
    assert refused.value.free == 5
    names = [one.path.name[:10] for one in backup.kept(place)]
    assert names == [f"2026-11-{day}" for day in (29, 28, 27)]


def test_one_at_a_time_and_what_a_killed_one_left_is_removed(folder: Folder) -> None:
    left = folder.backups / ".making-x"
    left.mkdir(parents=True)
    (left / "journal.db").write_bytes(b"half")
    with backup._alone(folder.backups), pytest.raises(backup.BackupRunning):
        backup.make(folder, NIGHT)
    backup.make(folder, NIGHT)
    assert not left.exists()


def test_it_can_be_put_elsewhere(folder: Folder, tmp_path: Path) -> None:
    made = backup.make(folder, NIGHT, place=tmp_path / "usb" / "motcua")
    assert made.path.parent == tmp_path / "usb" / "motcua"
    assert backup.kept(folder.backups) == []


def test_a_damaged_archive_is_no_backup(folder: Folder) -> None:
    made = backup.make(folder, NIGHT)
    whole = made.path.read_bytes()
    refused = 0
    for offset in [
        *range(0, len(whole), len(whole) // 60),
        *range(len(whole))[-600::3],
    ]:
        flip(made.path, offset, 1)
        try:  # the zip's own notes (times, attributes) may differ without any harm
            assert archive.check(made.path, folder.path) == made.manifest
        except BadBackup:
            refused += 1
        flip(made.path, offset, 1)
    assert made.path.read_bytes() == whole
    assert refused > 100
    for end in (0, 100, len(whole) // 2, len(whole) - 1):
        made.path.write_bytes(whole[:end])
        with pytest.raises(BadBackup):
            archive.check(made.path, folder.path)
        assert backup.kept(folder.backups)[0].manifest is None


def test_what_was_packed_wrong_is_found(folder: Folder, tmp_path: Path) -> None:
    made = backup.make(folder, NIGHT)
    work, into = tmp_path / "work", tmp_path / "into"
    for path in (work, into):
        path.mkdir()
    manifest = archive.unpack(made.path, work)
    execute(work / "journal.db", "DELETE FROM event WHERE seq = 35")
    again = archive.Manifest(
        format=manifest.format,
        made=manifest.made,
        events=35,
        last=35,
        chain=manifest.chain,
        files={name: archive.describe(work / name) for name in manifest.files},
    )
    packed = tmp_path / "packed.zip"
    archive.pack(packed, work, again)
    with pytest.raises(BadBackup, match="not the one that it names"):
        archive.unpack(packed, into)


def test_an_archive_that_cannot_be_read_is_not_called_bad(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        archive.read_manifest(tmp_path)


NAMING = (
    '{"format":2,"made":"2026-11-23T02:00:00+07:00","events":0,"last":0,"chain":"",'
    '"files":{"other.txt":{"size":1,"sha256":""},"%s":{"size":1,"sha256":""}}}'
)


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (None, "no backup of motcua"),
        ("{}", "no backup of motcua"),
        (
            '{"format":3,"made":"2026-11-23T02:00:00+07:00","events":0,"last":0,'
            '"chain":"","files":{}}',
            "newer motcua",
        ),
        (
            '{"format":2,"made":"2026-11-23T02:00:00+07:00","events":0,"last":0,'
            '"chain":"","files":{"../x":{"size":1,"sha256":""}}}',
            "does not hold the files",
        ),
        *(
            (NAMING % name, "does not hold the files")
            for name in ("recorded/../x.wav", "/recorded/vi/x.wav", "a/b.png", "x.db")
        ),
        ("x" * (archive.LARGEST_MANIFEST + 1), "too long"),
    ],
)
def test_what_is_no_backup_is_refused(
    tmp_path: Path, manifest: str | None, why: str
) -> None:
    path = tmp_path / "2026-11-23T0200.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("other.txt", "x")
        if manifest is not None:
            made.writestr(archive.MANIFEST, manifest)
    with pytest.raises(BadBackup, match=why):
        archive.check(path, tmp_path)
    assert os.listdir(tmp_path) == [path.name]

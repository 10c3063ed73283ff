"""An older version's folder opens, its day goes on; a bad update harms nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from server.config.office import read_office
from server.domain import answers, commands
from server.domain.model import State
from server.domain.record import Intent
from server.service import Service
from server.storage import backup, schema, verify
from server.storage.folder import Folder
from server.storage.journal import Journal
from server.storage.office import OfficeStore
from server.storage.restore import restore
from tests.running import RunningServer, motcua
from tests.storage.damaging import execute

OLDER = Path(__file__).with_name("older")
EVENTS = 31


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The frozen folder, with databases as that version made them."""
    folder = Folder(tmp_path / "data")
    folder.path.mkdir()
    shutil.copy(OLDER / "office.toml", folder.office)
    for path in (folder.journal, folder.people):
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript((OLDER / f"{path.stem}.sql").read_text("utf-8"))
    return folder


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def test_an_older_folder_is_whole_before_and_after_its_tables_change(
    folder: Folder,
) -> None:
    assert verify.journal(folder.journal).last == EVENTS
    before = content(folder.journal)
    Journal(folder.journal).stop()
    assert content(folder.journal) != before
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), EVENTS)
    assert list(folder.path.glob("*.migrating*")) == []


async def test_its_day_goes_on(folder: Folder) -> None:
    office = read_office(folder.office.read_text("utf-8"))
    now = datetime(2026, 11, 24, 9, 0, tzinfo=office.zone)
    journal = Journal(folder.journal)
    journal.start()
    try:
        service = Service(office, journal, lambda: now, lambda events: None)
        states = {t.number: t.state for t in service.seen.tickets.values()}
        assert states == {
            "A001": State.DONE,
            "A002": State.NO_SHOW,
            "A003": State.CALLED,
            "B001": State.WAITING,
        }
        assert service.seen.reasons == {6: "nguoi-cao-tuoi"}
        known = next(intent for intent, _ in journal.day().answers)
        again = await service.handle(commands.Issue("chung-thuc"), known)
        assert isinstance(again, answers.Issued)
        assert again.ticket.id <= 8
        for number, id in (("A004", 9), ("A005", 10)):
            intent = Intent("device:kiosk-1", "ticket.issue", f"new-{id}", b"")
            given = await service.handle(commands.Issue("chung-thuc"), intent)
            assert isinstance(given, answers.Issued)
            assert (given.ticket.number, given.ticket.id) == (number, id)
    finally:
        journal.stop()
    found = verify.journal(folder.journal)
    assert (found.faults, found.last) == ((), EVENTS + 2)


def test_a_server_and_the_commands_take_it_over(folder: Folder) -> None:
    where = ("--data", str(folder.path))
    assert f"{EVENTS} events" in motcua("backup", *where)
    assert motcua("user", "list", *where) == "hoai\tclerk\tNguyễn Thị Hoài\n"
    assert motcua("token", "list", *where) == "kiosk-1\tkiosk\n"
    with RunningServer(folder.path) as server:
        given = server.kiosk().do("ticket.issue", service="chung-thuc")
    assert given["ticket"]["id"] == 9
    motcua("restore", backup.kept(folder.backups)[0].path.name, *where)
    assert verify.journal(folder.journal).last > EVENTS


def test_an_older_backup_is_brought_up_to_date(folder: Folder, tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 9, 0).astimezone()
    made = backup.make(folder, now)
    new = Folder(tmp_path / "new")
    restore(new, made.path, now)
    Journal(folder.journal).stop()
    tables = "SELECT name FROM sqlite_master ORDER BY name"
    for one in (folder, new):
        with closing(sqlite3.connect(one.journal)) as database:
            found = database.execute(tables).fetchall()
        assert ("event",) in found
        if one is folder:
            expected = found
    assert found == expected


# Updates that go wrong


def after_the_present(migrate: object) -> Migrations:
    """Give the journal's tables with one more change."""
    made = Migrations("journal")
    for one in schema._all(schema.JOURNAL):
        made(name=one.name)(one.fn)
    made(name="the_next")(migrate)  # type: ignore[type-var]
    return made


def half_then_fail(db: Database) -> None:
    db.execute("CREATE TABLE half (done INTEGER)")
    db.execute("DELETE FROM event WHERE seq > 5")
    raise ValueError("no further")


def break_a_rule(db: Database) -> None:
    """Go through without an error, and leave what SQLite's own check finds."""
    db.execute("CREATE TABLE rule (value INTEGER CHECK (value > 0))")
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("INSERT INTO rule VALUES (-1)")


@pytest.mark.parametrize("migrate", [half_then_fail, break_a_rule])
def test_a_failing_update_leaves_the_database_as_it_was(
    folder: Folder, migrate: object
) -> None:
    before = content(folder.journal)
    with pytest.raises(schema.MigrationFailed, match="was left as it was"):
        schema.migrate(folder.journal, after_the_present(migrate))
    assert content(folder.journal) == before
    assert list(folder.path.glob("*.migrating*")) == []


def test_what_goes_well_on_the_copy_and_then_fails_changes_nothing(
    folder: Folder,
) -> None:
    times: list[Database] = []

    def only_once(db: Database) -> None:
        times.append(db)
        db.execute("DELETE FROM event WHERE seq > 5")
        if len(times) > 1:
            raise OSError(28, "No space left on device")

    before = content(folder.journal)
    with pytest.raises(schema.MigrationFailed, match="No space left"):
        schema.migrate(folder.journal, after_the_present(only_once))
    assert len(times) == 2
    assert content(folder.journal) == before


def test_without_room_for_a_copy_nothing_is_tried(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(folder.journal)
    usage = shutil.disk_usage(folder.path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(schema.MigrationFailed, match="1000 are free"):
        schema.migrate(folder.journal, schema.JOURNAL)
    assert content(folder.journal) == before


def test_a_newer_programs_folder_is_refused(folder: Folder) -> None:
    OfficeStore(folder.people).close()
    execute(
        folder.people,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('office', 'of_tomorrow', '2027')",
    )
    before = content(folder.people)
    with pytest.raises(schema.NewerFolder, match="of_tomorrow"):
        OfficeStore(folder.people)
    assert content(folder.people) == before

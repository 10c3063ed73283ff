"""The kiosk's durable files: a change is whole and on disk, or it never was."""

import os
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.durable import Database, DiskFault, DurableFile

SCHEMA = "CREATE TABLE IF NOT EXISTS one (n INTEGER PRIMARY KEY) STRICT;"
FULL = 2
"""``PRAGMA synchronous``: each transaction is synced."""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[DurableFile]:
    made = DurableFile(tmp_path / "new" / "one.db", SCHEMA)
    yield made
    made.close()


def numbers(file: DurableFile) -> list[int]:
    with file.look() as database:
        return [n for (n,) in database.execute("SELECT n FROM one ORDER BY n")]


def put(file: DurableFile, *numbers: int) -> None:
    with file.change() as database:
        for n in numbers:
            database.execute("INSERT INTO one VALUES (?)", (n,))


def damaged_at(path: Path) -> datetime | None:
    """Open and close a file; return what it says of a damage."""
    told: list[datetime | None] = []
    DurableFile(path, SCHEMA, begin=lambda _, at: told.append(at)).close()
    [at] = told
    return at


def test_every_change_is_synced(file: DurableFile) -> None:
    with file.look() as database:
        assert database.execute("PRAGMA synchronous").fetchone() == (FULL,)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_change_is_there_for_the_next_program(
    file: DurableFile, tmp_path: Path
) -> None:
    put(file, 1)
    other = DurableFile(tmp_path / "new" / "one.db", SCHEMA)
    assert numbers(other) == [1]
    other.close()
    assert damaged_at(tmp_path / "new" / "one.db") is None


def test_a_change_that_fails_leaves_nothing(file: DurableFile) -> None:
    put(file, 1)
    with pytest.raises(DiskFault):
        put(file, 2, 1)
    assert numbers(file) == [1]


def test_changes_of_many_threads_come_one_after_another(file: DurableFile) -> None:
    def count() -> None:
        for _ in range(20):
            with file.change() as database:
                database.execute("INSERT INTO one SELECT count(*) FROM one")

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(file) == list(range(80))


def test_a_change_waits_no_longer_than_it_may(
    file: DurableFile, tmp_path: Path
) -> None:
    other = DurableFile(tmp_path / "new" / "one.db", SCHEMA, patience=0.01)
    with file.change(), pytest.raises(DiskFault, match="locked"):
        put(other, 1)
    put(other, 2)
    assert numbers(file) == [2]
    other.close()


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    path.write_bytes(b"no database, but long enough to be looked at" * 100)
    (tmp_path / "one.db-wal").write_bytes(b"of the damaged one")
    at = damaged_at(path)
    assert at is not None
    assert abs(at - datetime.now().astimezone()) < timedelta(minutes=1)
    assert path.with_name("one.db.damaged").read_bytes().startswith(b"no database")
    file = DurableFile(path, SCHEMA)
    assert numbers(file) == []
    file.close()
    assert damaged_at(path) == at, "it is remembered"


def test_a_clock_that_was_set_back_does_not_date_the_damage_back(
    tmp_path: Path,
) -> None:
    path = tmp_path / "one.db"
    path.write_bytes(b"no database, but long enough to be looked at" * 100)
    ahead = datetime.now().astimezone().replace(microsecond=0) + timedelta(days=2)
    os.utime(path, (ahead.timestamp(), ahead.timestamp()))
    assert damaged_at(path) == ahead


def test_a_file_that_cannot_be_opened_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "one.db").mkdir()
    with pytest.raises(DiskFault):
        DurableFile(tmp_path / "one.db", SCHEMA)
    assert (tmp_path / "one.db").is_dir()


def test_what_comes_first_is_whole_or_the_file_is_not_open(tmp_path: Path) -> None:
    def put_and_fail(database: Database, _: datetime | None) -> None:
        database.execute("INSERT INTO one VALUES (1)")
        database.execute("INSERT INTO two VALUES (1)")

    with pytest.raises(DiskFault, match="no such table"):
        DurableFile(tmp_path / "one.db", SCHEMA, begin=put_and_fail)
    file = DurableFile(tmp_path / "one.db", SCHEMA)
    assert numbers(file) == []
    file.close()
    with pytest.raises(DiskFault):
        put(file, 1)

"""Damage is found wherever it is, in real files with real bits flipped."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.storage import verify
from server.storage.journal import Journal
from server.storage.office import OfficeStore
from server.storage.wal import log_of
from tests.offices import MONDAY
from tests.storage.damaging import append, entries, execute, flip, write


def whats(path: Path) -> set[str]:
    return {fault.what for fault in verify.journal(path).faults}


def content(path: Path) -> object:
    """Everything that a damage could change without SQLite's noticing."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as it:
        return (
            it.execute("SELECT * FROM event ORDER BY seq").fetchall(),
            it.execute("SELECT * FROM day ORDER BY day").fetchall(),
        )


@pytest.fixture
async def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.db"
    await write(path, entries(3, 10))
    return path


def test_a_whole_journal_is_whole(journal: Path) -> None:
    told: list[tuple[int, int]] = []
    found = verify.journal(journal, tell=lambda *now: told.append(now))
    assert found.faults == ()
    assert (found.events, found.last) == (35, 35)
    assert told == [(35, 35)]


async def test_it_looks_beside_a_writer_and_changes_nothing(journal: Path) -> None:
    before = content(journal)
    writer = Journal(journal)
    writer.start()
    try:
        await append(writer, entries(4, 10)[35:])
        found = verify.journal(journal)
        assert (found.faults, found.last) == ((), 47)
        assert content(journal) == before
    finally:
        writer.stop()
    assert verify.journal(journal).last == 47


def test_any_flipped_bit_is_found_or_changes_nothing(journal: Path) -> None:
    """Bits that no row is made of may flip; every other one is noticed."""
    whole, right = journal.read_bytes(), content(journal)
    found = 0
    for offset in range(0, len(whole), 31):
        flip(journal, offset)
        if verify.journal(journal, alone=True).faults:
            found += 1
        else:
            assert content(journal) == right, offset
        flip(journal, offset)
    assert journal.read_bytes() == whole
    assert found > 100


@pytest.mark.parametrize(
    ("damage", "what", "seq", "day"),
    [
        (
            "UPDATE event SET body = CAST(body || ' ' AS BLOB) WHERE seq = 4",
            "event",
            4,
            23,
        ),
        ("UPDATE event SET kind = 'ticket.done' WHERE seq = 17", "event", 17, 24),
        ("UPDATE event SET at = at + 1 WHERE seq = 17", "event", 17, 24),
        ("UPDATE event SET chain = zeroblob(16) WHERE seq = 30", "event", 30, 25),
        ("DELETE FROM event WHERE seq IN (20, 21)", "gap", 20, 24),
        ("DELETE FROM event WHERE seq = 1", "gap", 1, 23),
        ("UPDATE day SET first_ticket = 5 WHERE first_seq = 13", "day", 13, 24),
        ("DELETE FROM day WHERE first_seq = 13", "day", 13, 23),
        (
            "INSERT INTO day (day, first_seq, first_ticket)"
            " VALUES ('2026-11-30', 35, 1)",
            "day",
            35,
            30,
        ),
    ],
)
def test_it_says_where(
    journal: Path, damage: str, what: str, seq: int, day: int
) -> None:
    execute(journal, damage)
    first = verify.journal(journal).faults[0]
    assert (first.what, first.seq, first.day) == (what, seq, f"2026-11-{day}")


def test_what_is_whole_behind_the_damage_is_not_called_damaged(journal: Path) -> None:
    execute(journal, "UPDATE event SET body = x'00' WHERE seq = 20")
    found = verify.journal(journal)
    assert [fault.seq for fault in found.faults] == [20]
    assert (found.events, found.last) == (34, 35)


def test_an_answer_that_cannot_be_read_is_found(journal: Path) -> None:
    execute(journal, "UPDATE intent SET answer = x'7b' WHERE key = 'key-00000030'")
    assert whats(journal) == {"answer"}


def test_a_truncated_an_empty_and_a_missing_file(journal: Path) -> None:
    whole = journal.read_bytes()
    for end in (len(whole) - 4096, len(whole) - 100, 5000):
        journal.write_bytes(whole[:end])
        assert whats(journal), end
    journal.write_bytes(b"")
    assert whats(journal) == {"missing"}
    journal.unlink()
    assert whats(journal) == {"missing"}


def test_a_wrong_header(journal: Path) -> None:
    flip(journal, 3)
    assert whats(journal) == {"file"}


async def test_a_log_that_was_not_written_back_is_read(tmp_path: Path) -> None:
    crashed = await left_by_a_crash(tmp_path)
    assert verify.journal(crashed).events == 35


async def test_a_damaged_log_is_found(tmp_path: Path) -> None:
    crashed = await left_by_a_crash(tmp_path)
    flip(log_of(crashed), 32 + 24 + 4096 + 24 + 2000)
    assert "log" in whats(crashed)


async def left_by_a_crash(tmp_path: Path) -> Path:
    """Copy a journal from under its writer: nothing is written back."""
    path, crashed = tmp_path / "journal.db", tmp_path / "crashed.db"
    writer = Journal(path)
    writer.start()
    for one in entries(3, 10):
        await append(writer, [one])
    crashed.write_bytes(path.read_bytes())
    log_of(crashed).write_bytes(log_of(path).read_bytes())
    writer.stop()
    return crashed


def test_the_office_is_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    OfficeStore(path).close()
    assert verify.office(path) == ()
    execute(path, "INSERT INTO procedure VALUES ('x', 1, '{')")
    assert [fault.what for fault in verify.office(path)] == ["record"]
    execute(path, "INSERT INTO session VALUES (x'00', 'nobody', 0, 0)")
    assert "nothing in user" in verify.office(path)[0].detail


def test_one_damaged_event_is_located_without_looking_at_the_others(
    journal: Path, tmp_path: Path
) -> None:
    found = verify.locate(journal, 17)
    assert (found.what, found.seq, found.day) == ("event", 17, "2026-11-24")
    assert found.at == MONDAY.replace(day=24)
    unknown = verify.locate(tmp_path / "none.db", 17)
    assert (unknown.seq, unknown.day, unknown.at) == (17, None, None)


def test_a_disk_that_fails_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"disk I/O error|unable to open"):
        verify.journal(tmp_path)

"""The log's frames: damage is told from what a power cut may leave."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from server.storage import schema, wal
from tests.storage.damaging import flip

PAGE = 512
STEP = 24 + PAGE


@pytest.fixture
def log(tmp_path: Path) -> bytes:
    """Twenty small commits, the last of them of several pages."""
    path = tmp_path / "some.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {PAGE}")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE row (value BLOB)")
        for n in range(18):
            database.execute("INSERT INTO row VALUES (?)", (b"%03d" % n * 30,))
        database.execute("INSERT INTO row VALUES (zeroblob(2000))")
        return wal.log_of(path).read_bytes()


def frames(log: bytes) -> int:
    return (len(log) - 32) // STEP


def last_commit(log: bytes) -> int:
    """Give the number of the last transaction's first frame."""
    ends = [
        n
        for n in range(1, frames(log))
        if log[32 + (n - 1) * STEP + 4 : 32 + (n - 1) * STEP + 8] != bytes(4)
    ]
    return ends[-1] + 1


def flipped(log: bytes, offset: int) -> bytes:
    return log[:offset] + bytes([log[offset] ^ 1]) + log[offset + 1 :]


def test_a_whole_log_is_whole(log: bytes) -> None:
    assert wal.broken(log) is None
    assert frames(log) > last_commit(log) + 3


def test_any_flipped_bit_before_the_last_transaction_is_found(log: bytes) -> None:
    first = last_commit(log)
    for offset in range(32, 32 + (first - 1) * STEP, 7):
        expected = (offset - 32) // STEP + 1
        assert wal.broken(flipped(log, offset)) == wal.Broken(expected), offset


def test_any_flipped_bit_of_the_header_is_found(log: bytes) -> None:
    for offset in range(32):
        assert wal.broken(flipped(log, offset)) == wal.Broken(0), offset


def test_half_of_the_last_transaction_is_what_a_power_cut_leaves(log: bytes) -> None:
    start = 32 + (last_commit(log) - 1) * STEP
    for end in range(start, len(log), 50):
        assert wal.broken(log[:end]) is None
        assert wal.broken(log[:end] + bytes(len(log) - end)) is None
    # Its frames may reach the disk in any order.
    assert wal.broken(log[:start] + bytes(STEP) + log[start + STEP :]) is None


def test_frames_from_before_the_log_began_anew_are_no_damage(log: bytes) -> None:
    old = log[32 + STEP :]
    renewed = bytearray(log[: 32 + STEP])
    salts = bytes(8)
    renewed[16:24] = renewed[40:48] = salts
    sums = wal._checksum("<", bytes(renewed[:24]))
    renewed[24:32] = b"".join(part.to_bytes(4, "big") for part in sums)
    covered = bytes(renewed[32:40] + renewed[56:])
    sums = wal._checksum("<", covered, sums)
    renewed[48:56] = b"".join(part.to_bytes(4, "big") for part in sums)
    assert wal.broken(bytes(renewed) + old) is None


def test_a_log_that_never_held_anything_is_whole(log: bytes) -> None:
    for nothing in (b"", log[:31], log[:32], bytes(32), bytes(5000)):
        assert wal.broken(nothing) is None


def test_a_log_that_is_being_written_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    enough = threading.Event()
    schema.connect(path).close()

    def write() -> None:
        with closing(schema.connect(path)) as database:
            database.execute("PRAGMA wal_autocheckpoint = 40")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("CREATE TABLE row (value BLOB)")
            while not enough.is_set():
                database.execute("INSERT INTO row VALUES (randomblob(3000))")

    writing = threading.Thread(target=write)
    writing.start()
    try:
        looks = 0
        while looks < 150:
            assert wal.damage(path) is None
            looks += wal.log_of(path).exists()
    finally:
        enough.set()
        writing.join()


def test_a_damaged_log_is_not_opened(tmp_path: Path, log: bytes) -> None:
    path = tmp_path / "office.db"
    assert wal.damage(path) is None
    wal.log_of(path).write_bytes(log)
    flip(wal.log_of(path), 40)
    with pytest.raises(schema.DatabaseDamaged, match="log is damaged at frame 1"):
        schema.migrate(path, schema.OFFICE)
    assert not path.exists()

"""Damage in SQLite's write-ahead log, which SQLite itself takes for its end.

A log that was not written back (power cut, ``kill -9``) is read again at the next
start up to the first frame whose checksum is wrong; what comes after is dropped
without a word. Half of the last transaction is what a power cut leaves, and nobody
was told of it. But every commit is synced before the next begins: a broken frame
with a whole later transaction behind it is damage, and what is behind it was promised.

The format is that of https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

HEADER = struct.Struct(">8I")
"""Magic, version, page size, checkpoint number, two salts, two checksums."""
FRAME = struct.Struct(">6I")
"""Page, size of the database after a commit (else 0), two salts, two checksums."""
MAGIC = 0x377F0682
"""With the lowest bit set the checksums are over big-endian words."""
NO_COMMIT = bytes(4)
LOOKS = 3
"""A log that a server is writing may look broken once, but not every time."""


@dataclass(frozen=True)
class Broken:
    """Where a log is broken: the number of the first bad frame, 0 for the header."""

    frame: int


def damage(database: Path) -> Broken | None:
    """Look for damage in a database's log, also while a server writes it.

    Raises:
        OSError: the log cannot be read.
    """
    found = _look(database)
    for _ in range(LOOKS - 1):
        if found is None:
            return None
        again = _look(database)
        found = again if again == found else None
    return found


def log_of(database: Path) -> Path:
    """Give the place of a database's log."""
    return database.with_name(database.name + "-wal")


def _look(database: Path) -> Broken | None:
    try:
        log = log_of(database).read_bytes()
    except FileNotFoundError:
        return None
    return broken(log)


def broken(log: bytes) -> Broken | None:
    """Find damage in a log's bytes; one without frames holds nothing to lose."""
    if len(log) < HEADER.size:
        return None
    magic, _, page, _, *_ = HEADER.unpack_from(log)
    order = ">" if magic & 1 else "<"
    sums = _checksum(order, log[: HEADER.size - 8])
    if magic & ~1 != MAGIC or not _is_size(page) or sums != _sums(log, HEADER.size):
        return Broken(0) if any(log[HEADER.size :]) else None
    salts = log[16:24]
    step = FRAME.size + page
    starts = range(HEADER.size, len(log) - step + 1, step)
    for number, start in enumerate(starts, 1):
        frame = log[start : start + step]
        sums = _checksum(order, frame[:8] + frame[FRAME.size :], sums)
        if frame[8:16] != salts or sums != _sums(frame, FRAME.size):
            later = [log[one : one + FRAME.size] for one in starts[number - 1 :]]
            return Broken(number) if _something_follows(later, salts) else None
    return None


def _something_follows(heads: list[bytes], salts: bytes) -> bool:
    """Whether a transaction begins behind one that ended at a bad frame or later.

    Frames with other salts are left over from before the log began anew.
    """
    ended = heads[0][4:8] != NO_COMMIT
    for head in heads[1:]:
        if head[8:16] == salts:
            if ended:
                return True
            ended = head[4:8] != NO_COMMIT
    return False


def _is_size(page: int) -> bool:
    return 512 <= page <= 65536 and page & (page - 1) == 0


def _sums(data: bytes, end: int) -> tuple[int, int]:
    first, second = struct.unpack_from(">2I", data, end - 8)
    return first, second


def _checksum(
    order: str, data: bytes, before: tuple[int, int] = (0, 0)
) -> tuple[int, int]:
    """Add words to a running pair of checksums, as the format's document says."""
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second

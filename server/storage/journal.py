"""The journal: events appended by one writer thread, many commands in one commit.

While one transaction is being synced to disk the next commands gather; they go to
disk together (group commit). Nobody hears of an event before ``done`` is called for
its entry. After a failed write every later entry fails too, until ``repair``: the
commands behind a lost one were decided on a state that never came to be.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from server.domain.answers import ANSWERS, Answer
from server.domain.events import (
    EVENTS,
    DayClosed,
    DayOpened,
    Event,
    OfficeChanged,
    TicketIssued,
)
from server.domain.model import TicketId
from server.domain.record import Day, Entry, Intent

from . import schema
from .chain import link

Done = Callable[[Exception | None], None]
MOST_AT_ONCE = 256
"""Entries in one transaction at the most, so that none waits for too many others."""

_encode = msgspec.json.Encoder().encode
_decoders = {kind: msgspec.json.Decoder(event) for kind, event in EVENTS.items()}
_answers = {name: msgspec.json.Decoder(answer) for name, answer in ANSWERS.items()}


class JournalDamaged(OSError):
    """An event does not follow from the one before it; ``seq`` is the first such."""

    def __init__(self, path: Path, seq: int) -> None:
        super().__init__(f"{path}: the journal is damaged at event {seq}")
        self.seq = seq


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


class Journal:
    """The journal of one data folder.

    Args:
        path: the database file; made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        schema.migrate(path, schema.JOURNAL)
        self._path = path
        self._writing = schema.connect(path)
        self._reading = schema.connect(path)
        self._reading.execute("PRAGMA query_only = ON")
        self._read_lock = threading.Lock()
        self._inbox: queue.SimpleQueue[tuple[Entry, Done] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failed: Exception | None = None
        self._chain = self._last_chain()

    # Writing

    def start(self) -> None:
        """Start the writer; ``done`` is then called on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is still to be written and close."""
        if self._thread is not None:
            self._inbox.put(None)
            self._thread.join()
            self._thread = None
        self._writing.close()
        self._reading.close()

    def append(self, entry: Entry, done: Done) -> None:
        """Write an entry; ``done(None)`` comes once it is on disk, in order."""
        self._inbox.put((entry, done))

    def repair(self) -> None:
        """Accept entries again after a failed write.

        Call it only when every entry has been answered and the desk was rebuilt.

        Raises:
            OSError: the database cannot be read.
        """
        with schema.as_os_error(self._path):
            self._chain = self._last_chain()
        self._failed = None

    def _write(self) -> None:
        while True:
            batch = self._gather()
            if batch is None:
                return
            if self._failed is None:
                self._failed = self._commit([entry for entry, _ in batch])
            assert self._loop is not None
            self._loop.call_soon_threadsafe(_settle, batch, self._failed)

    def _gather(self) -> list[tuple[Entry, Done]] | None:
        first = self._inbox.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < MOST_AT_ONCE:
            try:
                more = self._inbox.get_nowait()
            except queue.Empty:
                break
            if more is None:
                self._inbox.put(None)
                break
            batch.append(more)
        return batch

    def _commit(self, entries: Sequence[Entry]) -> Exception | None:
        chain = self._chain
        try:
            self._writing.execute("BEGIN IMMEDIATE")
            for entry in entries:
                chain = self._insert(entry, chain)
            self._writing.execute("COMMIT")
        except Exception as failed:
            # Whatever it is, the writer lives on and everybody gets an answer.
            with contextlib.suppress(sqlite3.Error):
                if self._writing.in_transaction:
                    self._writing.execute("ROLLBACK")
            return failed
        self._chain = chain
        return None

    def _insert(self, entry: Entry, chain: bytes) -> bytes:
        write = self._writing.execute
        for event in entry.events:
            body = _encode(event)
            chain = link(chain, event.seq, event.kind, body)
            write(
                "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
                (event.seq, _milliseconds(event.at), event.kind, body, chain),
            )
            self._note(event)
        if entry.reason is not None:
            ticket, reason = entry.reason
            write("DELETE FROM reason WHERE ticket = ?", (ticket,))
            if reason is not None:
                write("INSERT INTO reason VALUES (?, ?)", (ticket, reason))
        if entry.intent is not None:
            kept, answer = entry.intent, entry.answer
            write(
                "INSERT INTO intent VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    entry.day.isoformat(),
                    kept.caller,
                    kept.method,
                    kept.key,
                    kept.params,
                    type(answer).__name__,
                    _encode(answer),
                ),
            )
        return chain

    def _note(self, event: Event) -> None:
        """Keep what a day's turn and a kiosk's own ticket change beside the events."""
        write = self._writing.execute
        match event:
            case DayOpened():
                write(
                    "INSERT INTO day VALUES (?, ?, ?)",
                    (event.seq, event.day, event.first_ticket),
                )
                write("DELETE FROM intent")
            case DayClosed():
                write(
                    "INSERT INTO reason_count"
                    " SELECT ?, reason, count(*) FROM reason WHERE true"
                    " GROUP BY reason ON CONFLICT DO UPDATE"
                    " SET tickets = tickets + excluded.tickets",
                    (event.day,),
                )
                write("DELETE FROM reason")
            case TicketIssued(adopted_day=str(day)):
                write(
                    "INSERT INTO adopted VALUES (?, ?, ?, ?)",
                    (event.device, day, event.number, event.ticket),
                )

    # Reading

    def read(self, after: int, limit: int = 500) -> list[Event]:
        """Give the events that follow ``after``, at most ``limit`` of them.

        Raises:
            OSError: the database cannot be read.
        """
        with self._read_lock, schema.as_os_error(self._path):
            rows = self._reading.execute(
                "SELECT kind, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
                (after, limit),
            ).fetchall()
        return [_decoders[kind].decode(body) for kind, body in rows]

    def changes(self, before: int | None = None) -> Iterator[OfficeChanged]:
        """Give the changes of the office before an event, the newest first.

        Raises:
            OSError: the database cannot be read.
        """
        last = before if before is not None else 2**62
        while True:
            with self._read_lock, schema.as_os_error(self._path):
                rows = self._reading.execute(
                    # The kind as it stands in the index: a parameter would not use it.
                    "SELECT seq, body FROM event WHERE kind = 'office.changed'"
                    " AND seq < ? ORDER BY seq DESC LIMIT 100",
                    (last,),
                ).fetchall()
            for seq, body in rows:
                last = seq
                yield msgspec.json.decode(body, type=OfficeChanged)
            if not rows:
                return

    def day(self) -> Day:
        """Give the newest business day whole, its checksums checked.

        Raises:
            JournalDamaged: an event does not follow from the one before it.
            OSError: the database cannot be read.
        """
        with self._read_lock, schema.as_os_error(self._path):
            found = self._reading.execute(
                "SELECT day, first_seq, first_ticket FROM day"
                " ORDER BY first_seq DESC LIMIT 1"
            ).fetchone()
            if found is None:
                return Day(1, 1, (), (), {})
            day, first_seq, first_ticket = found
            happened = tuple(self._checked(first_seq))
            answers = tuple(self._answers(day))
            reasons = dict(self._reading.execute("SELECT ticket, reason FROM reason"))
        return Day(first_seq, first_ticket, happened, answers, reasons)

    def adopted(self, device: str, day: str, number: str) -> TicketId | None:
        """Give the ticket that a kiosk's own ticket was once booked as.

        Raises:
            OSError: the database cannot be read.
        """
        with self._read_lock, schema.as_os_error(self._path):
            found = self._reading.execute(
                "SELECT ticket FROM adopted"
                " WHERE device = ? AND day = ? AND number = ?",
                (device, day, number),
            ).fetchone()
        return found[0] if found else None

    def _checked(self, first_seq: int) -> Iterator[Event]:
        before = self._reading.execute(
            "SELECT chain FROM event WHERE seq = ?", (first_seq - 1,)
        ).fetchone()
        chain, expected = (before[0] if before else b""), first_seq
        for seq, kind, body, found in self._reading.execute(
            "SELECT seq, kind, body, chain FROM event WHERE seq >= ? ORDER BY seq",
            (first_seq,),
        ):
            chain = link(chain, seq, kind, body)
            if seq != expected or chain != found:
                raise JournalDamaged(self._path, seq)
            expected += 1
            yield _decoders[kind].decode(body)

    def _answers(self, day: str) -> Iterator[tuple[Intent, Answer]]:
        for caller, method, key, params, kind, answer in self._reading.execute(
            "SELECT caller, method, key, params, kind, answer FROM intent"
            " WHERE day = ?",
            (day,),
        ):
            intent = Intent(caller, method, key, params)
            yield intent, _answers[kind].decode(answer)

    def _last_chain(self) -> bytes:
        found = self._reading.execute(
            "SELECT chain FROM event ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        return found[0] if found else b""


def _settle(batch: Sequence[tuple[Entry, Done]], failed: Exception | None) -> None:
    for _, done in batch:
        done(failed)

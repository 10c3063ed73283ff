"""Journals with some days in them, and hands that damage files."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from server.domain.answers import Accepted
from server.domain.events import DayClosed, DayOpened, Event, TicketIssued
from server.domain.record import Entry, Intent
from server.storage.journal import Journal
from tests.offices import MONDAY


def entries(days: int, tickets: int) -> list[Entry]:
    """Make whole days, each with as many tickets; the last is still open."""
    made: list[Entry] = []
    seq = 0
    for n in range(days):
        day, first = date(2026, 11, 23 + n), n * tickets + 1
        at = MONDAY.replace(day=day.day)
        happened: list[Event] = [
            DayOpened(seq=seq + 1, at=at, day=day.isoformat(), first_ticket=first)
        ]
        happened += [
            TicketIssued(
                seq=seq + 2 + i,
                at=at,
                ticket=first + i,
                number=f"A{i + 1:03}",
                service="copies",
            )
            for i in range(tickets)
        ]
        if n + 1 < days:
            end = seq + 2 + tickets
            happened.append(DayClosed(seq=end, at=at, day=day.isoformat()))
        for event in happened:
            intent = Intent("device:kiosk", "ticket.issue", f"key-{event.seq:08}", b"x")
            made.append(Entry(day, (event,), intent, Accepted()))
        seq = happened[-1].seq
    return made


async def write(path: Path, made: list[Entry]) -> None:
    """Append entries to a journal and close it in good order."""
    journal = Journal(path)
    journal.start()
    try:
        await append(journal, made)
    finally:
        journal.stop()


async def append(journal: Journal, made: list[Entry]) -> None:
    """Append entries to an open journal and wait for all of them."""
    loop = asyncio.get_running_loop()
    waiting: list[asyncio.Future[Exception | None]] = []
    for entry in made:
        future: asyncio.Future[Exception | None] = loop.create_future()
        waiting.append(future)
        journal.append(entry, future.set_result)
    assert await asyncio.gather(*waiting) == [None] * len(made)


def flip(path: Path, offset: int, bit: int = 0x10) -> None:
    """Flip one bit of a file."""
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ bit]))


def execute(path: Path, sql: str) -> None:
    """Change a database behind everybody's back."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(sql)

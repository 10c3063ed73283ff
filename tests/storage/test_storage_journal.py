from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from server.domain import answers, commands
from server.domain.events import Event
from server.domain.record import Entry, Intent
from server.storage.journal import Journal, JournalDamaged
from tests.domain.desks import Driven
from tests.offices import office

INTENT = Intent("device:kiosk", "ticket.issue", "key-12345678", b"digest")


def events_of(*steps: commands.Command) -> list[Event]:
    driven = Driven(office())
    for step in steps:
        driven.do(step)
    return driven.happened


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    made = Journal(tmp_path / "journal.db")
    made.start()
    yield made
    made.stop()


async def written(journal: Journal, *entries: Entry) -> list[Exception | None]:
    """Append entries at once and wait for all of them."""
    loop = asyncio.get_running_loop()
    waiting: list[asyncio.Future[Exception | None]]
    waiting = [loop.create_future() for _ in entries]

    def settle(future: asyncio.Future[Exception | None]) -> Callable[..., None]:
        return lambda failed: future.set_result(failed)

    for entry, future in zip(entries, waiting, strict=True):
        journal.append(entry, settle(future))
    return await asyncio.gather(*waiting)


def entry(*events: Event, **more: object) -> Entry:
    driven = Driven()
    driven.turn()
    assert driven.desk.day is not None
    return Entry(driven.desk.day, events, **more)  # type: ignore[arg-type]


async def test_what_was_written_is_read_back_the_same(journal: Journal) -> None:
    happened = events_of(
        commands.OpenCounter("q1", "hoai"),
        commands.Issue("copies", procedures=("2.000815",), missing=("to-khai",)),
        commands.CallNext("hoai"),
        commands.Start("hoai"),
        commands.Finish("hoai", None, "xong", "H27-1"),
        commands.Issue("copies"),
        commands.ReportPrinted(2, False, "paper"),
        commands.CallNext("hoai"),
        commands.NoShow("hoai"),
        commands.CloseCounter("hoai"),
    )
    assert await written(journal, *[entry(event) for event in happened]) == [None] * 11
    assert journal.read(0) == happened
    assert journal.read(3, limit=2) == happened[3:5]
    assert journal.day().events == tuple(happened)


async def test_answers_and_reasons_of_the_day_are_kept(
    journal: Journal, tmp_path: Path
) -> None:
    driven = Driven()
    given = driven.do(commands.Issue("copies", priority="elderly"))
    whole = entry(*driven.happened, intent=INTENT, answer=given, reason=(1, "elderly"))
    assert await written(journal, whole) == [None]
    again = Journal(tmp_path / "journal.db")
    day = again.day()
    again.stop()
    assert day.answers == ((INTENT, given),)
    assert day.reasons == {1: "elderly"}
    assert (day.first_seq, day.first_ticket) == (1, 1)


async def test_a_new_day_forgets_the_old_ones_answers_and_reasons(
    journal: Journal,
) -> None:
    from datetime import timedelta

    driven = Driven()
    given = driven.do(commands.Issue("copies", priority="elderly"))
    first = entry(*driven.happened, intent=INTENT, answer=given, reason=(1, "x"))
    seen = len(driven.happened)
    driven.now += timedelta(days=1)
    driven.turn()
    assert driven.desk.day is not None
    second = Entry(driven.desk.day, tuple(driven.happened[seen:]))
    assert await written(journal, first, second) == [None, None]
    day = journal.day()
    assert day.answers == ()
    assert day.reasons == {}
    assert [event.kind for event in day.events] == ["day.opened"]
    assert day.first_ticket == 2


async def test_an_empty_journal_has_a_day_before_the_first(journal: Journal) -> None:
    day = journal.day()
    assert (day.first_seq, day.first_ticket, day.events) == (1, 1, ())


async def test_many_at_once_go_to_disk_together(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[int] = []
    commit = journal._commit

    def counted(entries: list[Entry]) -> Exception | None:
        commits.append(len(entries))
        return commit(entries)

    monkeypatch.setattr(journal, "_commit", counted)
    happened = events_of(*[commands.Issue("copies")] * 200)
    assert await written(journal, *map(entry, happened)) == [None] * 201
    assert sum(commits) == 201
    assert len(commits) < 100


async def test_a_failed_write_fails_all_that_follow_until_repaired(
    journal: Journal,
) -> None:
    happened = events_of(commands.Issue("copies"), commands.Issue("copies"))
    assert await written(journal, entry(happened[0])) == [None]
    gap = replace(happened[0], seq=1)  # its number is taken: the database refuses
    failed = await written(journal, entry(gap), entry(happened[1]))
    assert all(isinstance(one, sqlite3.IntegrityError) for one in failed)
    assert isinstance((await written(journal, entry(happened[1])))[0], Exception)
    assert journal.read(0) == happened[:1]
    journal.repair()
    assert await written(journal, *map(entry, happened[1:])) == [None, None]
    assert journal.day().events == tuple(happened)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'A001', 'A002')"
        " AS BLOB) WHERE seq = 2",
        "DELETE FROM event WHERE seq = 2",
        "UPDATE event SET kind = 'ticket.done' WHERE seq = 2",
    ],
)
async def test_a_changed_event_is_found_at_the_start(
    journal: Journal, tmp_path: Path, damage: str
) -> None:
    happened = events_of(commands.Issue("copies"), commands.Issue("copies"))
    await written(journal, *map(entry, happened))
    database = sqlite3.connect(tmp_path / "journal.db")
    database.execute(damage)
    database.commit()
    database.close()
    with pytest.raises(JournalDamaged) as found:
        journal.day()
    assert found.value.seq in (2, 3)


def test_every_answer_can_be_written_and_read() -> None:
    assert set(answers.ANSWERS) == {
        "Issued",
        "Called",
        "OneTicket",
        "OneCounter",
        "Standing",
        "Accepted",
    }

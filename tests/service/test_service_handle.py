from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.domain import answers, commands
from server.domain.errors import Conflict, NothingCalled
from server.domain.events import Event
from server.domain.model import State
from server.domain.record import Day, Entry, Intent
from server.service import RETRY, DiskFull, Service
from server.storage.journal import Journal
from tests.offices import MONDAY, office


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


class HeldJournal:
    """The real journal behind a hand that can hold or break what is written."""

    def __init__(self, real: Journal) -> None:
        self.real = real
        self.held: list[tuple[Entry, Callable[[Exception | None], None]]] = []
        self.holding = False
        self.unreadable = False

    def append(self, entry: Entry, done: Callable[[Exception | None], None]) -> None:
        if self.holding:
            self.held.append((entry, done))
        else:
            self.real.append(entry, done)

    def fail_held(self) -> None:
        held, self.held = self.held, []
        for _, done in held:
            done(OSError(28, "No space left on device"))

    def write_held(self) -> None:
        held, self.held = self.held, []
        for entry, done in held:
            self.real.append(entry, done)

    def day(self) -> Day:
        if self.unreadable:
            raise OSError(5, "Input/output error")
        return self.real.day()

    def repair(self) -> None:
        self.real.repair()

    def adopted(self, device: str, day: str, number: str) -> int | None:
        return self.real.adopted(device, day, number)


class Bench:
    """A service with its parts in reach."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Clock()
        self.told: list[Event] = []
        self.start()

    def start(self) -> None:
        self.real = Journal(self.path)
        self.real.start()
        self.journal = HeldJournal(self.real)
        self.service = Service(office(), self.journal, self.clock, self._publish)

    def stop(self) -> None:
        self.real.stop()

    def _publish(self, events: Sequence[Event]) -> None:
        assert self.service.seen.seq == events[-1].seq
        self.told.extend(events)

    async def do(
        self, command: commands.Command, key: str = "", params: bytes = b""
    ) -> answers.Answer:
        made = key or f"key-{id(command)}-{len(self.told)}"
        method = type(command).__name__
        return await self.service.handle(command, Intent("x", method, made, params))


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path / "journal.db")
    yield made
    made.stop()


ISSUE = commands.Issue("copies")


def number(answer: answers.Answer) -> str:
    assert isinstance(answer, answers.Issued)
    return answer.ticket.number


async def test_an_answer_comes_when_its_events_are_on_disk(bench: Bench) -> None:
    bench.journal.holding = True
    asked = asyncio.create_task(bench.do(ISSUE))
    while len(bench.journal.held) < 2:
        await asyncio.sleep(0)
    assert not asked.done()
    assert bench.told == []
    assert bench.service.seen.tickets == {}
    assert len(bench.service.desk.tickets) == 1
    bench.journal.write_held()
    assert number(await asked) == "A001"
    assert [event.kind for event in bench.told] == ["day.opened", "ticket.issued"]
    assert list(bench.service.seen.tickets) == [1]


async def test_the_same_key_gives_the_first_answer_and_changes_nothing(
    bench: Bench,
) -> None:
    first = await bench.do(ISSUE, "key-00000001")
    bench.clock.now += timedelta(minutes=5)
    await bench.do(ISSUE, "key-00000002")
    assert await bench.do(ISSUE, "key-00000001") == first
    assert len(bench.service.seen.tickets) == 2


async def test_the_same_key_twice_at_once_is_one_ticket(bench: Bench) -> None:
    both = await asyncio.gather(*[bench.do(ISSUE, "key-00000001") for _ in range(5)])
    assert [number(one) for one in both] == ["A001"] * 5
    assert len(bench.service.seen.tickets) == 1


async def test_the_same_key_with_other_params_is_a_conflict(bench: Bench) -> None:
    await bench.do(ISSUE, "key-00000001", b"a")
    with pytest.raises(Conflict):
        await bench.do(ISSUE, "key-00000001", b"b")


async def test_a_key_survives_a_restart(bench: Bench) -> None:
    first = await bench.do(ISSUE, "key-00000001")
    before = bench.service.seen
    bench.stop()
    bench.start()
    assert bench.service.seen.tickets == before.tickets
    assert bench.service.seen.seq == before.seq
    assert await bench.do(ISSUE, "key-00000001") == first
    assert number(await bench.do(ISSUE)) == "A002"


async def test_a_key_of_yesterday_is_a_new_intention(bench: Bench) -> None:
    await bench.do(ISSUE, "key-00000001")
    bench.clock.now += timedelta(days=1)
    again = await bench.do(ISSUE, "key-00000001")
    assert isinstance(again, answers.Issued)
    assert (again.ticket.number, again.ticket.id) == ("A001", 2)


async def test_a_refusal_is_not_remembered(bench: Bench) -> None:
    await bench.do(commands.OpenCounter("q1", "hoai"))
    recall = commands.Recall("hoai")
    with pytest.raises(NothingCalled):
        await bench.do(recall, "key-00000001")
    await bench.do(ISSUE)
    await bench.do(commands.CallNext("hoai"))
    assert isinstance(await bench.do(recall, "key-00000001"), answers.OneTicket)


async def test_nobody_waits_is_an_answer_that_is_remembered(bench: Bench) -> None:
    await bench.do(commands.OpenCounter("q1", "hoai"))
    nobody = await bench.do(commands.CallNext("hoai"), "key-00000001")
    await bench.do(ISSUE)
    assert await bench.do(commands.CallNext("hoai"), "key-00000001") == nobody


async def test_two_clerks_at_once_call_two_citizens(bench: Bench) -> None:
    await bench.do(commands.OpenCounter("q1", "hoai"))
    await bench.do(commands.OpenCounter("q3", "lan"))
    for n in range(2):
        await bench.do(ISSUE, f"key-0000000{n}")
    called = await asyncio.gather(
        bench.do(commands.CallNext("hoai")), bench.do(commands.CallNext("lan"))
    )
    assert {c.ticket.number for c in called} == {"A001", "A002"}  # type: ignore[union-attr]


async def test_a_failed_write_refuses_all_that_built_on_it(bench: Bench) -> None:
    first = await bench.do(ISSUE, "key-00000000")
    bench.journal.holding = True
    asked = [asyncio.create_task(bench.do(ISSUE, f"key-1000000{n}")) for n in range(3)]
    while len(bench.journal.held) < 3:
        await asyncio.sleep(0)
    _, first_done = bench.journal.held.pop(0)
    first_done(OSError(28, "No space left on device"))
    with pytest.raises(DiskFull):  # the fourth comes while the others still fail
        await bench.do(ISSUE, "key-20000000")
    bench.journal.fail_held()
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(result) for result in results] == [DiskFull] * 3
    assert [event.kind for event in bench.told] == ["day.opened", "ticket.issued"]

    bench.journal.holding = False
    again = await bench.do(ISSUE, "key-10000000")
    assert number(again) == "A002"
    assert await bench.do(ISSUE, "key-00000000") == first
    assert [event.seq for event in bench.told] == [1, 2, 3]


async def test_while_the_disk_cannot_even_be_read_all_is_refused(
    bench: Bench,
) -> None:
    await bench.do(ISSUE)
    bench.journal.holding = True
    asked = asyncio.create_task(bench.do(ISSUE, "key-10000000"))
    while not bench.journal.held:
        await asyncio.sleep(0)
    bench.journal.fail_held()
    with pytest.raises(DiskFull):
        await asked
    bench.journal.unreadable = True
    with pytest.raises(DiskFull):
        await bench.do(ISSUE, "key-20000000")
    bench.service.tick()  # says so, and goes on
    bench.journal.unreadable = bench.journal.holding = False
    with pytest.raises(DiskFull):  # within the same second it is not even tried
        await bench.do(ISSUE, "key-30000000")
    bench.clock.now += RETRY
    assert number(await bench.do(ISSUE, "key-30000000")) == "A002"


async def test_the_day_turns_while_nobody_asks(bench: Bench) -> None:
    bench.service.tick()
    await bench.do(ISSUE)
    bench.clock.now += timedelta(days=1)
    bench.service.tick()
    assert bench.service.desk.tickets == {}
    await bench.do(ISSUE)
    assert [event.kind for event in bench.told] == [
        "day.opened",
        "ticket.issued",
        "ticket.expired",
        "day.closed",
        "day.opened",
        "ticket.issued",
    ]


async def test_a_caller_that_goes_away_changes_nothing(bench: Bench) -> None:
    bench.journal.holding = True
    asked = asyncio.create_task(bench.do(ISSUE, "key-00000001"))
    while len(bench.journal.held) < 2:
        await asyncio.sleep(0)
    asked.cancel()
    bench.journal.write_held()
    bench.journal.holding = False
    assert number(await bench.do(ISSUE, "key-00000001")) == "A001"
    assert len(bench.service.seen.tickets) == 1


async def test_a_priority_reason_is_known_to_the_desk_and_in_no_event(
    bench: Bench,
) -> None:
    await bench.do(commands.Issue("copies", priority="elderly"))
    assert bench.service.seen.reasons == {1: "elderly"}
    assert "elderly" not in repr(bench.told)
    bench.stop()
    bench.start()
    assert bench.service.seen.reasons == {1: "elderly"}


# What is kept apart, and what a kiosk gave itself


async def test_a_reason_is_kept_apart_until_it_is_withdrawn(bench: Bench) -> None:
    await bench.do(ISSUE, "key-00000001")
    await bench.do(commands.Prioritise(1, "elderly", "user:x"), "key-00000002")
    assert bench.service.seen.reasons == {1: "elderly"}
    assert bench.real.day().reasons == {1: "elderly"}
    assert "elderly" not in repr(bench.told)
    await bench.do(commands.Prioritise(1, None, "user:x"), "key-00000003")
    assert bench.service.seen.reasons == bench.real.day().reasons == {}
    await bench.do(commands.Issue("copies", priority="elderly"), "key-00000004")
    assert bench.real.day().reasons == {2: "elderly"}


async def test_when_the_day_closes_only_counts_remain(bench: Bench) -> None:
    for n in range(2):
        await bench.do(commands.Issue("copies", priority="elderly"), f"key-0000000{n}")
    bench.clock.now += timedelta(days=1)
    await bench.do(ISSUE, "key-00000009")
    assert bench.service.seen.reasons == bench.real.day().reasons == {}
    rows = sqlite3.connect(bench.path).execute("SELECT * FROM reason_count").fetchall()
    assert rows == [("2026-11-23", "elderly", 2)]


async def test_a_kiosks_own_ticket_is_adopted_once_for_ever(bench: Bench) -> None:
    asked = commands.Adopt(
        issue=commands.Issue("copies", device="kiosk"),
        device="kiosk",
        number="U001",
        issued_at=MONDAY,
        earliest=MONDAY - timedelta(hours=1),
        secret="5e",
    )
    first = await bench.do(asked, "key-00000001")
    assert isinstance(first, answers.Issued)
    assert await bench.do(asked, "key-00000002") == first
    bench.clock.now += timedelta(days=3)
    bench.stop()
    bench.start()  # on another day, after a restart, with another key
    again = await bench.do(asked, "key-00000003")
    assert isinstance(again, answers.Issued)
    assert (again.ticket.id, again.ticket.state) == (first.ticket.id, State.EXPIRED)
    assert bench.service.seen.tickets == {}


async def asked_over_the_line(bench: Bench) -> answers.Answer:
    named = Intent("x", "ticket.issue", "key-00000001", b"what was asked")
    return await bench.service.handle(ISSUE, named)


def own(number: str = "U001", **more: Any) -> commands.Adopt:
    return commands.Adopt(
        issue=commands.Issue("copies", device="kiosk"),
        device="kiosk",
        number=number,
        issued_at=MONDAY,
        earliest=MONDAY - timedelta(hours=1),
        secret="5e",
        **more,
    )


async def test_one_that_nobody_waits_for_is_given_back_also_after_a_restart(
    bench: Bench,
) -> None:
    lost = await asked_over_the_line(bench)
    assert isinstance(lost, answers.Issued)
    bench.stop()
    bench.start()
    given = await bench.do(own(unanswered="key-00000001"), "key-00000002")
    assert isinstance(given, answers.Issued)
    assert [*bench.service.seen.waiting] == [given.ticket.id]


async def test_one_that_comes_after_what_was_given_instead_is_a_conflict(
    bench: Bench,
) -> None:
    given = await bench.do(own(unanswered="key-00000001"), "key-00000002")
    assert isinstance(given, answers.Issued)
    with pytest.raises(Conflict):
        await asked_over_the_line(bench)
    assert [*bench.service.seen.waiting] == [given.ticket.id]


async def test_one_that_is_being_written_is_given_back(bench: Bench) -> None:
    bench.journal.holding = True
    lost = asyncio.create_task(asked_over_the_line(bench))
    given = asyncio.create_task(
        bench.do(own(unanswered="key-00000001"), "key-00000002")
    )
    while len(bench.journal.held) < 3:
        await asyncio.sleep(0)
    bench.journal.holding = False
    bench.journal.write_held()
    first, instead = await asyncio.gather(lost, given)
    assert isinstance(instead, answers.Issued)
    assert isinstance(first, answers.Issued)
    assert [*bench.service.seen.waiting] == [instead.ticket.id]

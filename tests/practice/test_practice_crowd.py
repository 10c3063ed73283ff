"""Who comes to a practice, by the real rules and without a disk."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from server.config.office import always_open, read_office
from server.domain.model import CounterState
from server.practice.crowd import COLLEAGUE, FIRST, FULL, Crowd
from server.practice.memory import Memory
from server.service import Service

OFFICE = Path(__file__).parents[2] / "assets" / "office" / "thach-khe.toml"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def beginning() -> tuple[Service, Memory]:
    office = always_open(read_office(OFFICE.read_text()))
    memory = Memory()
    return Service(office, memory, lambda: NOW, lambda events: None), memory


async def test_the_first_wait_and_a_colleague_sits_at_the_last_counter() -> None:
    service, memory = beginning()
    await Crowd(service, [], 0).come()
    desk = service.seen
    assert len(desk.waiting) == FIRST
    assert sum(ticket.priority for ticket in desk.waiting.values()) == FIRST // 3
    counter = desk.counter_of(COLLEAGUE)
    assert counter is not None
    assert counter.id == list(service.office.counters)[-1]
    assert counter.state is CounterState.OPEN
    events = memory.read(0, 1000)
    assert [event.seq for event in events] == list(range(1, desk.seq + 1))
    assert memory.read(desk.seq - 1, 10) == events[-1:]


async def test_others_come_and_the_colleague_works_but_never_too_many() -> None:
    service, memory = beginning()
    crowd = Crowd(service, [], 0)
    await crowd.come()
    going_on = asyncio.create_task(crowd.go_on())
    while len([e for e in memory.read(0, 10_000) if e.kind == "ticket.done"]) < 20:
        await asyncio.sleep(0)
        assert len(service.seen.waiting) <= FULL
    going_on.cancel()
    await asyncio.gather(going_on, return_exceptions=True)

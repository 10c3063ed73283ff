"""One client's line: fast, slow, stalled, gone."""

from __future__ import annotations

import asyncio

import pytest

from server.realtime.line import FULL, OUTBOX, Line


class FakeWire:
    """A connection whose client takes what it is told to take."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.buffer = 0
        self.takes = asyncio.Event()
        self.takes.set()
        self.gone = False

    def write(self, message: bytes) -> None:
        self.taken.append(message)

    async def send(self, message: bytes) -> None:
        if self.gone:
            raise ConnectionError("gone")
        await self.takes.wait()
        self.taken.append(message)

    def unsent(self) -> int:
        return self.buffer

    def abort(self) -> None:
        raise AssertionError("a line cuts nobody")


async def settled(line: Line) -> None:
    while line._pump is not None:
        await asyncio.sleep(0)


@pytest.fixture
def wire() -> FakeWire:
    return FakeWire()


@pytest.fixture
def line(wire: FakeWire) -> Line:
    return Line(wire, lambda: b"snapshot")


async def test_who_keeps_up_is_written_to_at_once(line: Line, wire: FakeWire) -> None:
    line.tell(b"1")
    line.answer(b"2")
    assert wire.taken == [b"1", b"2"]
    assert line.keeps_up


async def test_who_does_not_gets_all_of_it_in_order(line: Line, wire: FakeWire) -> None:
    wire.buffer = FULL
    wire.takes.clear()
    for n in range(10):
        line.tell(b"%d" % n)
    assert wire.taken == []
    assert not line.keeps_up
    wire.buffer = 0
    line.answer(b"10")  # may not overtake what waits
    wire.takes.set()
    await settled(line)
    assert wire.taken == [b"%d" % n for n in range(11)]


async def test_an_overflow_gives_way_to_one_snapshot_and_loses_no_answer(
    line: Line, wire: FakeWire
) -> None:
    wire.buffer = FULL
    wire.takes.clear()
    line.answer(b"answer 1")
    for n in range(OUTBOX):
        line.tell(b"%d" % n)
    line.answer(b"answer 2")
    line.tell(b"one too many")
    line.tell(b"after")
    wire.takes.set()
    await settled(line)
    assert wire.taken == [b"answer 1", b"answer 2", b"snapshot", b"after"]


async def test_who_is_gone_is_let_go(line: Line, wire: FakeWire) -> None:
    wire.buffer = FULL
    wire.gone = True
    line.tell(b"1")
    line.tell(b"2")
    await settled(line)
    assert wire.taken == []
    line.close()


async def test_a_closed_line_sends_no_more(line: Line, wire: FakeWire) -> None:
    wire.buffer = FULL
    wire.takes.clear()
    line.tell(b"1")
    line.close()
    wire.takes.set()
    await asyncio.gather(
        *asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True
    )
    assert wire.taken == []

"""The whole display against a real socket: news in, number and voice out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from time import monotonic
from typing import Any, Self

import msgspec
import pytest
from websockets.asyncio.server import Server, ServerConnection, serve

from display.memory import Kept, Memory, platform_folder
from display.station import Station
from server.protocol import codec
from server.protocol import messages as m
from server.protocol.methods import DeviceReport, Subscribe
from server.protocol.times import stamp
from tests.display.halls import MORNING, call, called, counter, event, office, queue
from tests.display.halls import ticket as a_ticket
from tests.display.hallway import phone_code
from tests.emulator.printer import read_qr
from tests.pilot import Pilot, running


class Speaker:
    """A player that notes what it plays, and ends when it is told how long."""

    health = "ok"

    def __init__(self) -> None:
        self.played: list[str] = []
        self.prepared: list[str] = []
        self.playing = 0
        self.closed = False

    async def chime(self) -> None:
        await self._play("chime")

    async def say(self, address: str) -> bool:
        await self._play(address)
        return True

    async def prepare(self, address: str) -> None:
        self.prepared.append(address)

    def close(self) -> None:
        self.closed = True

    async def _play(self, sound: str) -> None:
        self.playing += 1
        assert self.playing == 1, "two sounds at once"
        self.played.append(sound)
        await asyncio.sleep(0.02)
        self.playing -= 1


class FakeServer:
    """Enough of a server: it answers, remembers its events, and can be cut."""

    def __init__(self) -> None:
        self.queue = queue(1, (call(1, "A041", 1),))
        self.office = office()
        self.phone = phone_code()
        self.events: list[m.Event] = []
        self.lines: set[ServerConnection] = set()
        self.reports: list[dict[str, Any]] = []
        self.refuses = False
        self.url = ""

    @property
    def seq(self) -> int:
        return self.events[-1].seq if self.events else self.queue.seq

    async def happen(self, news: m.Event) -> None:
        self.events.append(news)
        for line in self.lines:
            await line.send(codec.write_notification("event", news).decode())

    async def cut(self) -> None:
        self.refuses = True
        for line in list(self.lines):
            await line.close()

    async def serve_line(self, line: ServerConnection) -> None:
        if self.refuses:
            return
        self.lines.add(line)
        try:
            async for data in line:
                await self._answer(line, codec.read_request(data))
        finally:
            self.lines.discard(line)

    async def _answer(self, line: ServerConnection, asked: codec.Request) -> None:
        params: Any = codec.params_of(asked)
        result: Any = m.Empty()
        missed: list[m.Event] = []
        match asked.method, params:
            case "subscribe", Subscribe(after=None):
                now = self._queue()
                result = m.Subscribed(seq=now.seq, queue=now)
            case "subscribe", Subscribe(after=int(after)):
                missed = [e for e in self.events if e.seq > after]
                result = m.Subscribed(seq=self.seq)
            case "queue.get", _:
                result = self._queue()
            case "office.get", _:
                result = self.office
            case "procedure.bundle", _:
                result = m.Bundle(version="1", procedures=[])
            case "phone.code", _:
                result = self.phone
            case "device.report", DeviceReport(state=state):
                self.reports.append(state)
        await line.send(codec.write_answer(asked.id, result).decode())
        for news in missed:
            await line.send(codec.write_notification("event", news).decode())

    def _queue(self) -> m.Queue:
        hands = {e.counter: e for e in self.events if e.kind == "ticket.called"}
        left = {e.ticket for e in self.events if e.kind == "ticket.no_show"}
        counters = []
        for place in self.queue.counters:
            in_hand = hands.get(place.id)
            held = None
            if in_hand and in_hand.ticket not in left:
                n = in_hand.n or 1
                held = a_ticket(in_hand.ticket or 0, in_hand.number or "", calls=n)
            counters.append(counter(place.number, ticket=held))
        calls = tuple(
            call(
                e.ticket or 0, e.number or "", int((e.counter or "q0")[1:]), n=e.n or 1
            )
            for e in reversed(self.events)
            if e.kind == "ticket.called"
        )
        every = calls + tuple(self.queue.calls)
        return queue(self.seq, every, counters=counters)


@asynccontextmanager
async def serving(fake: FakeServer) -> AsyncIterator[Server]:
    async with serve(fake.serve_line, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        fake.url = f"http://127.0.0.1:{port}"
        yield server


@asynccontextmanager
async def display(
    fake: FakeServer,
    speaker: Speaker,
    memory: Memory | None = None,
    number: int | None = None,
) -> AsyncIterator[Pilot]:
    from display.app import DisplayApp

    station = Station(fake.url, "a-token", speaker, memory, {"picture": "offscreen"})
    app = DisplayApp(station, "vi", number)
    size = (1280, 720) if number is None else (800, 480)
    working = asyncio.create_task(station.run())
    try:
        async with running(app, size=size) as pilot:
            yield pilot
            if working.done():
                working.result()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert speaker.closed


async def test_two_calls_in_one_second_are_both_shown_and_spoken() -> None:
    fake, speaker = FakeServer(), Speaker()
    async with serving(fake), display(fake, speaker) as pilot:
        await pilot.until_text("A041")
        await fake.happen(called(2, 5, "B018", 2))
        await fake.happen(called(3, 6, "H007", 3))
        announcer = pilot.app.station.heard.announcer
        await pilot.until(lambda: announcer.hero and announcer.hero.number == "B018")
        # The second one stands in the list at once, while the first is spoken.
        await pilot.until_text("H007")
        await pilot.until_text("Mời công dân có số")
        await pilot.until(lambda: announcer.hero.number == "H007", within=8)
        await pilot.until(lambda: speaker.played.count("/voice/H007-3.wav") == 2)
        await pilot.until_text("B018")
    one, other = "/voice/B018-2.wav", "/voice/H007-3.wav"
    assert speaker.played == ["chime", one, one, "chime", other, other]
    assert speaker.prepared == [one, other]


async def test_the_staff_are_told_how_far_it_has_heard_and_whether_it_is_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("display.station.BEAT", 0.05)
    fake, speaker = FakeServer(), Speaker()
    async with serving(fake), display(fake, speaker) as pilot:
        await pilot.until(lambda: fake.reports)
        station = pilot.app.station
        await fake.happen(called(2, 5, "B018", 2))
        await pilot.until(lambda: fake.reports[-1]["seq"] == 2)
        assert fake.reports[-1]["board"] == "ok"
        steady = station.now
        station.now = lambda: steady() + 30  # nothing came, not even a tick
        await pilot.until(lambda: fake.reports[-1]["board"] == "old")


async def test_an_office_that_opens_is_heard_of_without_an_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("display.station.BEAT", 0.05)
    fake, speaker = FakeServer(), Speaker()
    async with serving(fake), display(fake, speaker) as pilot:
        await pilot.until_text("UBND xã Thạch Khê")
        fake.office = office(name="UBND xã Hòa Nghĩa")
        await pilot.until_text("UBND xã Hòa Nghĩa")


async def test_the_code_for_phones_is_shown_and_a_phone_can_read_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("display.station.BEAT", 0.05)
    fake, speaker = FakeServer(), Speaker()
    fake.office = office(phone_tickets=True)
    later = stamp(datetime.now(MORNING.tzinfo) + timedelta(minutes=9))
    fake.phone = msgspec.structs.replace(phone_code(), until=later)
    async with serving(fake), display(fake, speaker) as pilot:
        await pilot.until_text("Mã 407 192")
        picture = await pilot.image()
        assert read_qr(picture) == "http://192.168.1.10:8800/take#407192"
        fake.office = office(phone_tickets=False)
        await pilot.until(lambda: pilot.app.station.heard.phone is None)
        await pilot.until(lambda: not pilot.app.root.phone.opacity)


async def test_a_cut_line_comes_back_and_only_what_is_true_is_spoken() -> None:
    fake, speaker = FakeServer(), Speaker()
    async with serving(fake), display(fake, speaker) as pilot:
        await pilot.until_text("A041")
        await pilot.until(lambda: fake.reports)
        assert fake.reports[0]["sound"] == "ok"
        assert fake.reports[0]["picture"] == "offscreen"
        await fake.cut()
        await pilot.until(lambda: not pilot.app.station.link.online)
        await fake.happen(called(2, 5, "B018", 2))
        await fake.happen(event(3, "ticket.no_show", ticket=5, counter="q2"))
        await fake.happen(called(4, 6, "H007", 3))
        assert pilot.has("A041")
        fake.refuses = False
        await pilot.until(lambda: "/voice/H007-3.wav" in speaker.played, within=8)
        await pilot.until_text("B018")
    assert "/voice/B018-2.wav" not in speaker.played
    assert speaker.played[:2] == ["chime", "/voice/H007-3.wav"]


async def test_the_counter_shows_its_own_call() -> None:
    fake, speaker = FakeServer(), Speaker()
    async with serving(fake), display(fake, speaker, number=4) as pilot:
        await pilot.until_text("Quầy 4")
        await fake.happen(called(2, 5, "M006", 4, service="welfare"))
        await pilot.until_text("M006")
        await pilot.until_text("Mời ông/bà vào")
        await fake.happen(event(3, "ticket.started", ticket=5, counter="q4"))
        await pilot.until_text("Đang phục vụ")


class Noon(datetime):
    """A clock that stands at noon: no test turns into one about midnight."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 23, 12, tzinfo=tz)


async def test_what_was_known_is_shown_again_without_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("display.station.datetime", Noon)
    memory = Memory(str(tmp_path), "wall")
    fake = FakeServer()
    fake.url = "http://127.0.0.1:9"
    before = Noon.now().astimezone() - timedelta(hours=2)
    kept = queue(7, (call(1, "B017", 2, before),), day=before.date().isoformat())
    assert memory.keep(Kept(kept, office(), before))
    async with display(fake, Speaker(), memory) as pilot:
        began = monotonic()
        pilot.app.station.now = lambda: began
        await pilot.until_text("B017")
        # A line that is only slow to come is not yet worth a word.
        assert not pilot.has("Bảng tạm dừng")
        pilot.app.station.now = lambda: began + 11
        await pilot.until_text("Bảng tạm dừng")


async def test_the_memory_is_kept_while_the_line_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("display.station.KEEP_EVERY", 0.05)
    memory = Memory(str(tmp_path / "new"), "wall")
    fake = FakeServer()
    async with serving(fake), display(fake, Speaker(), memory) as pilot:
        await pilot.until_text("A041")
        await fake.happen(called(2, 5, "B018", 2))
        await pilot.until(lambda: (k := memory.recall()) and k.queue.seq == 2)


def test_a_memory_that_can_not_be_read_is_none(tmp_path: Path) -> None:
    memory = Memory(str(tmp_path), "wall")
    assert memory.recall() is None
    path = tmp_path / "wall.json"
    for broken in (b"", b"3\n", b'"2026-11-23T08:00:00+07:00"\n{}\n{}', b"\xff"):
        path.write_bytes(broken)
        assert memory.recall() is None


def test_a_disk_that_refuses_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = Memory(str(tmp_path / "file"), "wall")
    assert not memory.keep(Kept(queue(), office(), MORNING))


def test_the_platform_has_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/there")
    monkeypatch.setattr("sys.platform", "linux")
    assert platform_folder() == Path("/there/motcua")
    monkeypatch.setenv("LOCALAPPDATA", "/here")
    monkeypatch.setattr("sys.platform", "win32")
    assert platform_folder() == Path("/here/motcua")

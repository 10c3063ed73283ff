"""The errand of reading aloud, with a loudspeaker that a test holds in its hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.errands import aloud as errand
from kiosk.errands.aloud import Aloud, factor
from kiosk.errands.health import Health
from kiosk.flow import State, step
from kiosk.flow.aloud import (
    Heard,
    Hush,
    Name,
    Read,
    ReadAloud,
    ReadingEnded,
    ReadingFailed,
    Whole,
)
from kiosk.loudspeaker import Loudspeaker, NoLoudspeaker
from kiosk.speech import sentences
from server.protocol import messages as m
from server.protocol.errors import Refused
from tests.speech.test_speech_sentences import world

THREE = "Một. Hai. Ba. Bốn. Năm."


class Line:
    """The server as the errand asks it."""

    def __init__(self) -> None:
        self.online = True
        self.asked: list[str] = []
        self.voiceless: set[str] = set()
        self.refuse: Exception | None = None
        self.answering = asyncio.Event()
        self.answering.set()

    async def call(self, method: str, params: Any) -> Any:
        if method != "voice.render":
            return m.Empty()
        self.asked.append(params.text)
        await self.answering.wait()
        if self.refuse is not None:
            raise self.refuse
        voice = None if params.text in self.voiceless else f"/voice/{params.text}.wav"
        return m.Rendered(voice=voice)


class Hand:
    """A loudspeaker: plays for as long as a test says, and notes everything."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.played: list[tuple[str, float]] = []
        self.playing: str | None = None
        self.lost: set[str] = set()
        self.device = True
        self.going = asyncio.Event()
        self.going.set()
        self.silent_at = 0.0

    async def fetch(self, address: str) -> Path | None:
        self.fetched.append(address)
        name = address.removeprefix("/voice/").removesuffix(".wav")
        if name in self.lost:
            self.lost.discard(name)
            return None
        return Path(name)

    async def play(self, path: Path, volume: float) -> bool:
        assert self.playing is None, "two sentences at once"
        self.playing = path.name
        try:
            self.played.append((path.name, round(volume, 3)))
            await self.going.wait()
        finally:
            self.playing = None
            self.silent_at = asyncio.get_running_loop().time()
        return self.device

    async def chime(self, volume: float) -> bool:
        self.played.append(("chime", round(volume, 3)))
        return self.device

    def close(self) -> None:
        pass


class Ground:
    """What the desk gives to the errand."""

    def __init__(self) -> None:
        self.state: State = world()
        self.link: Any = Line()
        self.happened: list[Any] = []
        self.faults: list[BaseException] = []
        self.tasks: set[asyncio.Task[None]] = set()

    def happen(self, happened: Any) -> None:
        self.happened.append(happened)

    def office_time(self) -> datetime:
        return datetime(2026, 11, 23, 9, 5)

    def start(self, work: Any) -> asyncio.Task[None]:
        async def guarded() -> None:
            try:
                await work
            except Exception as fault:
                self.faults.append(fault)

        task = asyncio.create_task(guarded())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def ask(self, method: str, params: Any) -> Any:
        return await self.link.call(method, params)

    async def settled(self) -> None:
        """Wait until everything that was begun is done or stopped."""
        while self.tasks:
            await asyncio.gather(*self.tasks, return_exceptions=True)


class Room:
    """The errand with all that it stands on."""

    def __init__(self) -> None:
        self.ground, self.hand = Ground(), Hand()
        self.health = Health(self.ground)
        self.aloud = Aloud(self.ground, self.hand, self.health, usual=3)

    @property
    def sound(self) -> Any:
        return self.health._known.get("sound")

    def do(self, effect: Any) -> None:
        self.aloud.table()[type(effect)](effect)

    def read(self, text: str, number: int = 1, volume: int = 5) -> None:
        self.do(Read(number, Name(text), volume))

    async def until_plays(self, name: str) -> None:
        async with asyncio.timeout(5):
            while self.hand.playing != name:
                await asyncio.sleep(0)


@asynccontextmanager
async def room() -> AsyncIterator[Room]:
    whole = Room()
    try:
        yield whole
    finally:
        whole.do(Hush())
        await whole.ground.settled()


async def test_sentences_are_heard_one_after_another() -> None:
    async with room() as r:
        r.read(THREE, number=7, volume=5)
        await r.ground.settled()
        assert r.hand.played == [
            (f"{n}.", 1.0) for n in ("Một", "Hai", "Ba", "Bốn", "Năm")
        ]
        assert r.ground.happened == [Heard(7)] * 5 + [ReadingEnded(7)]
        assert r.sound == "ok"
        assert r.ground.faults == []


async def test_the_next_are_fetched_while_one_is_heard() -> None:
    async with room() as r:
        r.hand.going.clear()
        r.read(THREE)
        await r.until_plays("Một.")
        async with asyncio.timeout(5):
            while len(r.hand.fetched) < 3:
                await asyncio.sleep(0)
        for _ in range(20):
            await asyncio.sleep(0)
        assert r.ground.link.asked == ["Một.", "Hai.", "Ba."]


async def test_silence_comes_within_a_tenth_of_a_second_and_stays() -> None:
    async with room() as r:
        r.hand.going.clear()
        r.read(THREE)
        await r.until_plays("Một.")
        before = asyncio.get_running_loop().time()
        r.do(Hush())
        await r.ground.settled()
        assert r.hand.silent_at - before < 0.1
        r.hand.going.set()
        for _ in range(50):
            await asyncio.sleep(0)
        assert [name for name, _ in r.hand.played] == ["Một."]
        assert r.ground.happened == [Heard(1)]
        r.do(Hush())  # silence in silence


async def test_a_new_reading_ends_the_one_before_it() -> None:
    async with room() as r:
        r.hand.going.clear()
        r.read(THREE)
        await r.until_plays("Một.")
        r.hand.going.set()
        r.read("Trang khác.", number=2)
        await r.ground.settled()
        assert [name for name, _ in r.hand.played] == ["Một.", "Trang khác."]
        assert r.ground.happened[-1] == ReadingEnded(2)


async def test_a_page_says_only_the_rows_that_it_has_room_for() -> None:
    async with room() as r:
        r.aloud.rows = lambda: 3
        r.do(Read(1, Whole(), 3))
        await r.ground.settled()
        heard = [name for name, _ in r.hand.played]
        assert heard == [
            one.text for one in sentences.of(r.ground.state, Whole(), rows=3)
        ]
        assert any("Còn ba việc nữa." in one for one in heard)


async def test_what_was_heard_once_is_not_asked_for_again() -> None:
    async with room() as r:
        for number in (1, 2):
            r.read(THREE, number)
            await r.ground.settled()
        assert len(r.ground.link.asked) == 5
        # And is still there when the server is not.
        r.ground.link.online = False
        r.read(THREE, number=3)
        await r.ground.settled()
        assert r.ground.happened[-1] == ReadingEnded(3)


async def test_a_file_that_the_server_lost_is_asked_for_again() -> None:
    async with room() as r:
        r.read("Một.")
        await r.ground.settled()
        r.hand.lost = {"Một."}
        r.read("Một.", number=2)
        await r.ground.settled()
        assert r.ground.link.asked == ["Một.", "Một."]
        assert r.ground.happened[-1] == ReadingEnded(2)


async def test_only_so_many_addresses_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(errand, "REMEMBERED", 2)
    async with room() as r:
        r.read(THREE)
        await r.ground.settled()
        assert [one.text for one in r.aloud._addresses] == ["Bốn.", "Năm."]


async def test_no_server_no_voice_and_no_answer_are_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(errand, "WITHIN", 0.01)
    async with room() as r:
        r.ground.link.online = False
        r.read("Một.", number=1)
        await r.ground.settled()
        r.ground.link.online = True
        r.ground.link.voiceless = {"Hai."}
        r.read("Hai.", number=2)
        await r.ground.settled()
        r.ground.link.refuse = Refused("forbidden", {"vi": "Không."}, {})
        r.read("Ba.", number=3)
        await r.ground.settled()
        r.ground.link.answering.clear()
        r.read("Bốn.", number=4)
        await r.ground.settled()
        assert r.ground.happened == [ReadingFailed(n) for n in (1, 2, 3, 4)]
        assert r.sound == "no_voice"
        assert r.hand.played == []
        assert r.ground.faults == []


async def test_a_file_that_never_comes_is_said_too() -> None:
    async with room() as r:
        r.hand.lost = {"Hai."}
        r.read("Một. Hai. Ba.")
        await r.ground.settled()
        assert r.ground.happened == [Heard(1), ReadingFailed(1)]


async def test_no_loudspeaker_is_said_at_once() -> None:
    async with room() as r:
        r.hand.device = False
        r.read(THREE)
        await r.ground.settled()
        assert r.ground.happened == [Heard(1), ReadingFailed(1)]
        assert r.sound == "no_device"


async def test_a_fault_in_reading_is_a_failed_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with room() as r:
        monkeypatch.setattr(r.aloud, "rows", lambda: 1 / 0)
        r.read("Một.")
        await r.ground.settled()
        assert r.ground.happened == [ReadingFailed(1)]
        assert [type(fault) for fault in r.ground.faults] == [ZeroDivisionError]


def test_the_volume_has_a_step_at_twelve_decibels_and_reaches_twenty_four() -> None:
    steps = [factor(step) for step in range(1, 6)]
    assert steps == sorted(steps)
    assert factor(5) == 1.0
    assert factor(3) == pytest.approx(0.2512, abs=1e-4)  # -12 dB
    assert factor(1) == pytest.approx(0.0631, abs=1e-4)  # -24 dB


async def test_the_sound_can_be_tried() -> None:
    async with room() as r:
        r.hand.going.clear()
        r.read(THREE)
        await r.until_plays("Một.")
        assert await r.aloud.try_sound() == "ok"
        assert r.hand.playing is None
        assert r.hand.played[-1] == ("chime", 0.251)
        assert r.sound == "ok"
        r.hand.device = False
        assert await r.aloud.try_sound() == "no_device"
        assert r.sound == "no_device"


class Device:
    """A sound device of the real loudspeaker that notes what it plays."""

    name = "device"

    def __init__(self) -> None:
        self.played: list[tuple[str, float]] = []

    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        self.played.append((path.name, volume))
        return True


async def test_the_real_loudspeaker_plays_its_chime() -> None:
    device = Device()
    speaker = Loudspeaker("http://127.0.0.1:9", [device])
    assert await speaker.chime(0.5)
    assert await speaker.play(Path("assets/sounds/chime.wav"), 0.25)
    assert device.played == [("chime.wav", 0.5), ("chime.wav", 0.25)]
    assert await speaker.fetch("/voice/none.wav") is None
    speaker.close()
    mute = Loudspeaker("http://127.0.0.1:9", [])
    assert not await mute.chime(1.0)
    mute.close()


async def test_a_kiosk_without_a_loudspeaker_says_so() -> None:
    none = NoLoudspeaker()
    assert await none.fetch("/voice/a.wav") is None
    assert not await none.play(Path("a.wav"), 1.0)
    assert not await none.chime(1.0)
    none.close()
    silent = replace(world(), aloud=replace(world().aloud, usual=0, volume=0))
    state, effects = step(silent, ReadAloud(), 1.0)
    assert (state.aloud.on, effects) == (False, ())

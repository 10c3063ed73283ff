"""The real speech process with the real engine, well and ill."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from server.voice import waves
from server.voice.engines.system import match
from server.voice.renderer import CHILD, Phrase, Renderer, RenderError
from server.voice.settings import VoiceHealth

NUMBER = Phrase("Mời công dân có số a không một năm", "vi", 0.8)
COUNTER = Phrase("đến quầy số hai", "vi", 0.8)

NO_ENGINE = """
import ctypes
class Gone(ctypes.CDLL):
    def __init__(self, name, *rest, **more):
        if name and "espeak" in str(name):
            raise OSError("no such library")
        super().__init__(name, *rest, **more)
ctypes.cdll = ctypes.LibraryLoader(Gone)
"""
HANGS = """
import pyttsx3, threading
class Stuck(pyttsx3.engine.Engine):
    def save_to_file(self, *_):
        threading.Event().wait()
pyttsx3.engine.Engine.save_to_file = Stuck.save_to_file
"""
DIES = """
import os, pyttsx3
pyttsx3.engine.Engine.save_to_file = lambda *_: os.abort()
"""


@asynccontextmanager
async def running(*voices: str, **options: Any) -> AsyncIterator[Renderer]:
    renderer = Renderer(voices, **options)
    await renderer.start()
    try:
        yield renderer
    finally:
        await renderer.stop()


async def spoken(
    renderer: Renderer, phrase: Phrase, folder: Path, name: str = "a.wav"
) -> waves.Sound:
    await renderer.render(phrase, folder / name, urgent=True)
    return waves.read(folder / name)


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


async def test_speaks_vietnamese_at_the_stated_length_and_level(
    tmp_path: Path,
) -> None:
    async with running("vi") as renderer:
        assert renderer.health.ok
        number = await spoken(renderer, NUMBER, tmp_path)
        counter = await spoken(renderer, COUNTER, tmp_path, "b.wav")
    whole = waves.join(number, counter)
    assert 3.0 <= whole.seconds <= 3.5  # 13 syllables at about four a second
    for part in (number, counter):
        assert part.samples[0] == part.samples[-1] == 0
        assert waves.level(part) == pytest.approx(waves.SPEECH_LEVEL, abs=0.6)
        assert waves.peak(part) <= waves.CEILING + 0.01
        assert waves.trim(part).seconds == pytest.approx(part.seconds, abs=0.03)
    assert drafts(tmp_path) == []


async def test_the_join_of_real_parts_does_not_click(tmp_path: Path) -> None:
    async with running("vi") as renderer:
        number = await spoken(renderer, NUMBER, tmp_path)
        counter = await spoken(renderer, COUNTER, tmp_path, "b.wav")
    joined = waves.join(number, counter)
    start = len(number.samples)
    end = start + round(waves.JOIN_PAUSE * joined.rate)
    assert not any(joined.samples[start:end])
    around = round(0.004 * joined.rate)
    for edge in (start, end):
        region = joined.samples[edge - around : edge + around]
        steps = [abs(b - a) for a, b in pairwise(region)]
        assert max(steps) < waves.FULL // 50  # -34 dBFS; a plosive's own is -9


async def test_the_same_words_always_sound_the_same(tmp_path: Path) -> None:
    """The engine's speed once depended on chance: see `engines.system.NORMAL`."""
    lengths = set()
    for _ in range(4):
        async with running("vi") as renderer:
            lengths.add(len((await spoken(renderer, NUMBER, tmp_path)).samples))
    assert len(lengths) == 1


async def test_the_rate_slows_the_speech(tmp_path: Path) -> None:
    normal = Phrase(NUMBER.text, "vi", 1.0)
    async with running("vi") as renderer:
        slow = await spoken(renderer, NUMBER, tmp_path)
        fast = await spoken(renderer, normal, tmp_path)
        again = await spoken(renderer, NUMBER, tmp_path)
    assert 1.15 < slow.seconds / fast.seconds < 1.35
    assert again.seconds == slow.seconds


async def test_vietnamese_is_spoken_by_the_vietnamese_voice(tmp_path: Path) -> None:
    async with running("vi", "en", "vi-VN-x-south") as renderer:
        assert renderer.voices == {
            "vi": "aav/vi",
            "en": "gmw/en",
            "vi-VN-x-south": "aav/vi-vn-x-south",
        }
        vi = await spoken(renderer, COUNTER, tmp_path)
        en = await spoken(renderer, Phrase(COUNTER.text, "en", 0.8), tmp_path)
        south = Phrase(COUNTER.text, "vi-VN-x-south", 0.8)
        other = await spoken(renderer, south, tmp_path)
        after_others = await spoken(renderer, COUNTER, tmp_path)
    # Each voice sounds its own way; the English one spells the marks out.
    assert en.seconds > vi.seconds * 1.3
    assert other.samples != vi.samples
    assert len(after_others.samples) == len(vi.samples)


async def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    async with running("vi") as renderer:
        await spoken(renderer, COUNTER, tmp_path)
        killed = renderer.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        sound = await spoken(renderer, NUMBER, tmp_path, "b.wav")
        assert sound.seconds > 1
        assert renderer.pid not in (None, killed)
        assert renderer.health.ok


async def test_a_process_killed_over_a_phrase_is_replaced(
    tmp_path: Path,
    child_after: Callable[[str], tuple[str, ...]],
    once: Callable[[str], str],
) -> None:
    async with running("vi", command=child_after(once(DIES))) as renderer:
        assert (await spoken(renderer, COUNTER, tmp_path)).seconds > 0.5
        assert renderer.health.ok


async def test_a_process_that_hangs_is_replaced(
    tmp_path: Path,
    child_after: Callable[[str], tuple[str, ...]],
    once: Callable[[str], str],
) -> None:
    command = child_after(once(HANGS))
    async with running("vi", command=command, answer_within=2.0) as renderer:
        stuck = renderer.pid
        assert stuck is not None
        assert (await spoken(renderer, COUNTER, tmp_path)).seconds > 0.5
        with pytest.raises(ProcessLookupError):
            os.kill(stuck, 0)


async def test_an_engine_that_dies_twice_over_a_phrase_rests(
    tmp_path: Path, child_after: Callable[[str], tuple[str, ...]]
) -> None:
    seen: asyncio.Queue[VoiceHealth] = asyncio.Queue()
    options = {"command": child_after(DIES), "rest": 0.2, "on_health": seen.put_nowait}
    async with running("vi", **options) as renderer:
        assert seen.get_nowait().ok
        with pytest.raises(RenderError, match="quầy số hai") as caught:
            await spoken(renderer, COUNTER, tmp_path)
        assert caught.value.reason == "health.child_failed"
        ill = seen.get_nowait()
        assert not ill.ok
        assert "quầy số hai" in ill.detail
        with pytest.raises(RenderError):  # at once, without another process
            await spoken(renderer, NUMBER, tmp_path)
        async with asyncio.timeout(10):
            assert (await seen.get()).ok


async def test_a_missing_engine_is_found_at_start_and_when_it_comes(
    tmp_path: Path,
    child_after: Callable[[str], tuple[str, ...]],
    once: Callable[[str], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    command = child_after(once(NO_ENGINE))
    seen: asyncio.Queue[VoiceHealth] = asyncio.Queue()
    options = {"command": command, "rest": 0.2, "on_health": seen.put_nowait}
    async with running("vi", **options) as renderer:
        assert seen.get_nowait() == renderer.health
        assert renderer.health.reason == "health.engine_missing"
        assert "eSpeak" in renderer.health.detail
        with pytest.raises(RenderError) as caught:
            await renderer.render(COUNTER, tmp_path / "a.wav", urgent=True)
        assert caught.value.reason == "health.engine_missing"
        async with asyncio.timeout(10):
            assert (await seen.get()).ok
        assert (await spoken(renderer, COUNTER, tmp_path)).seconds > 0.5
    assert "health.engine_missing" in caplog.text


async def test_a_missing_voice_is_found_at_start() -> None:
    async with running("xx-nope", "en") as renderer:
        assert not renderer.health.ok
        assert renderer.health.reason == "health.voice_missing"
        assert "xx-nope" in renderer.health.detail
        assert renderer.pid is None


async def test_a_missing_second_voice_leaves_the_first(tmp_path: Path) -> None:
    async with running("vi", "xx-nope") as renderer:
        assert renderer.health.ok
        assert "xx-nope" in renderer.health.detail
        with pytest.raises(RenderError) as caught:
            await spoken(renderer, Phrase("one", "xx-nope", 0.8), tmp_path)
        assert caught.value.reason == "health.voice_missing"


@pytest.mark.parametrize(
    "command", [("/nowhere/python",), ("false",), ("echo", "not", "an", "answer")]
)
async def test_a_process_that_does_not_start(command: tuple[str, ...]) -> None:
    async with running("vi", command=command) as renderer:
        assert renderer.health.reason == "health.child_failed"


async def test_what_cannot_be_rendered_is_refused(tmp_path: Path) -> None:
    async with running("vi") as renderer:
        for text in ("", "  ", "..."):
            with pytest.raises(RenderError) as caught:
                await spoken(renderer, Phrase(text, "vi", 0.8), tmp_path)
            assert caught.value.reason == "health.child_failed"
        with pytest.raises(RenderError) as caught:
            await spoken(renderer, COUNTER, tmp_path / "no-such-folder")
        assert caught.value.reason == "health.folder_unwritable"
        assert (await spoken(renderer, COUNTER, tmp_path)).seconds > 0.5
    assert drafts(tmp_path) == []


async def test_a_call_goes_before_what_is_only_prepared(tmp_path: Path) -> None:
    order: list[int] = []

    def noting(n: int) -> Callable[[object], None]:
        return lambda _: order.append(n)

    async with running("vi") as renderer:
        futures: list[Awaitable[None]] = []
        for n in range(6):
            path = tmp_path / f"{n}.wav"
            future = renderer.render(COUNTER, path, urgent=False)
            future.add_done_callback(noting(n))
            futures.append(future)
        # The last one's ticket is called: it is the same rendering, but next.
        called = renderer.render(COUNTER, tmp_path / "5.wav", urgent=True)
        assert called is futures[-1]
        await asyncio.gather(*futures)
    assert order[0] == 5
    assert sorted(order) == list(range(6))


async def test_stopping_cancels_what_waits(tmp_path: Path) -> None:
    async with running("vi") as renderer:
        waiting = [
            renderer.render(COUNTER, tmp_path / f"{n}.wav", urgent=False)
            for n in range(20)
        ]
        pid = renderer.pid
    assert waiting[-1].cancelled()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_process_speaks_json_lines_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    orders = [
        {"id": n, "text": text, "path": str(path), "voice": "vi", "rate": 0.8}
        for n, text in enumerate(["đến quầy số hai", "...", "đến quầy số ba"])
    ]
    done = subprocess.run(
        [*CHILD, "VI", "Vietnamese (Central)", "vi-VN-x-south", "no-such"],
        input="".join(json.dumps(order) + "\n" for order in orders),
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    hello, *answers = map(json.loads, done.stdout.splitlines())
    assert hello["voices"] == {
        "VI": "aav/vi",
        "Vietnamese (Central)": "aav/vi-vn-x-central",
        "vi-VN-x-south": "aav/vi-vn-x-south",
        "no-such": None,
    }
    first, silent, last = answers
    assert silent["reason"] == "health.child_failed"
    assert "silence" in silent["detail"]
    assert [first["id"], silent["id"], last["id"]] == [0, 1, 2]
    assert waves.read(path).seconds == last["seconds"] != first["seconds"]
    assert drafts(tmp_path) == []
    assert "Audio saved" in done.stderr  # the engine's chatter, kept off the answers


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("hkey\\an", "HKEY\\An"),
        ("microsoft an", "HKEY\\An"),
        ("vi", "HKEY\\An"),
        ("en", "en"),
        ("fr", None),
    ],
)
def test_a_voice_is_found_by_id_name_or_language(name: str, found: str | None) -> None:
    """As Windows lists them: ids that are no names, languages in a list."""
    voices = [
        SimpleNamespace(id="HKEY\\An", name="Microsoft An", languages=["vi"]),
        SimpleNamespace(id="HKEY\\An2", name="Microsoft An 2", languages=["vi"]),
        SimpleNamespace(id="HKEY\\David", name="David", languages=["en"]),
        SimpleNamespace(id="en", name="Plain", languages=None),
    ]
    assert match(name, voices) == found

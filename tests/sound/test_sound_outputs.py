"""The real devices: ALSA's program, SDL into a file, and neither of them."""

from __future__ import annotations

import asyncio
import os
import sys
import wave
from pathlib import Path
from typing import Any

import pytest

from assets.sound import outputs
from assets.sound.outputs import AlsaOutput, KivyOutput, devices, length, softened


def wav(path: Path, seconds: float, rate: int = 22050, width: int = 2) -> bytes:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(b"\x00\x08" * round(seconds * rate * width / 2))
    return path.read_bytes()


async def test_alsa_says_when_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wav(tmp_path / "a.wav", 0.1)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not await AlsaOutput().play(tmp_path / "a.wav", 0.1, 1.0)
    program = tmp_path / "aplay"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    assert await AlsaOutput().play(tmp_path / "a.wav", 0.1, 1.0)
    program.write_text("#!/bin/sh\nwhile :; do :; done\n")
    monkeypatch.setattr(outputs, "OVERRUN", 0.1)
    assert not await AlsaOutput().play(tmp_path / "a.wav", 0.1, 1.0)


DISK = """
import asyncio, sys, time
from pathlib import Path
from assets.look.window import open_window
open_window((320, 240), virtual=True)
from kivy.app import App
from kivy.uix.widget import Widget
from assets.sound.outputs import KivyOutput, length

class Page(App):
    def build(self):
        return Widget()

    def load_kv(self, *_, **__):
        pass  # this class comes from no file

async def main():
    app = Page()
    window = asyncio.create_task(app.async_run(async_lib="asyncio"))
    path = Path(sys.argv[1])
    began = time.monotonic()
    played = await KivyOutput().play(path, length(path), 1.0)
    print(played, time.monotonic() - began)
    app.stop()
    await window

asyncio.run(main())
"""


async def _sdl(script: str, sound: Path, out: Path) -> tuple[str, str, memoryview]:
    """Run a script whose loudspeaker is a file; give its last words and the samples."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script, str(sound), str(out)),
        env=os.environ
        | {
            "SDL_AUDIODRIVER": "disk",
            "SDL_DISKAUDIOFILE": str(out),
            "PYTHONPATH": str(Path.cwd()),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        said, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    first, second = said.decode().split()[-2:]
    heard = await asyncio.to_thread(out.read_bytes)
    return first, second, memoryview(heard).cast("h")


async def test_sdl_really_plays_all_of_it_and_says_its_end(tmp_path: Path) -> None:
    """SDL writes to a file what would go to the loudspeaker, in real time."""
    wav(tmp_path / "a.wav", 1.0)
    out = tmp_path / "out.raw"
    played, seconds, heard = await _sdl(DISK, tmp_path / "a.wav", out)
    assert played == "True"
    assert 0.9 <= float(seconds) < 2.0
    loud = sum(1 for sample in heard if sample > 1000)
    # Kivy opens the mixer in stereo at 44,100 Hz: a second is 88,200 samples.
    assert loud == pytest.approx(2 * 44100, rel=0.05)


async def test_without_a_sound_device_sdl_cannot(tmp_path: Path) -> None:
    wav(tmp_path / "a.wav", 0.1)
    assert length(tmp_path / "a.wav") == pytest.approx(0.1)

    class Mute(KivyOutput):
        @staticmethod
        def _load(path: Path) -> Any:
            return None

    assert not await Mute().play(tmp_path / "a.wav", 0.1, 1.0)


HUSHED = """
import asyncio, sys, time
from pathlib import Path
from assets.look.window import open_window
open_window((320, 240), virtual=True)
from kivy.app import App
from kivy.uix.widget import Widget
from assets.sound.outputs import KivyOutput, length

class Page(App):
    def build(self):
        return Widget()

    def load_kv(self, *_, **__):
        pass  # this class comes from no file

def heard():
    return Path(sys.argv[2]).stat().st_size if Path(sys.argv[2]).exists() else 0

async def main():
    app = Page()
    window = asyncio.create_task(app.async_run(async_lib="asyncio"))
    path = Path(sys.argv[1])
    playing = asyncio.create_task(KivyOutput().play(path, length(path), 1.0))
    # The open mixer writes silence until the sound begins.
    while not (heard() and any(Path(sys.argv[2]).read_bytes()[-4096:])):
        await asyncio.sleep(0.01)
    began = time.monotonic()
    playing.cancel()
    await asyncio.wait([playing])
    print(playing.cancelled(), time.monotonic() - began)
    at_once, begun = heard(), time.monotonic()
    while heard() < at_once + 88200 and time.monotonic() - begun < 5:
        await asyncio.sleep(0.01)
    app.stop()
    await window

asyncio.run(main())
"""


async def test_sdl_is_silent_as_soon_as_it_is_cancelled(tmp_path: Path) -> None:
    wav(tmp_path / "a.wav", 30.0)
    out = tmp_path / "out.raw"
    played, seconds, heard = await _sdl(HUSHED, tmp_path / "a.wav", out)
    assert played == "True"
    assert float(seconds) < 0.1
    # The mixer goes on with silence: what comes after the cut is all of it quiet.
    loud = [n for n in range(0, len(heard), 64) if heard[n] > 1000]
    assert loud
    assert max(loud) < len(heard) - 32768


class Tape:
    """A device that notes what it plays, or cannot, or breaks."""

    name = "tape"

    def __init__(self, answer: bool | Exception = True) -> None:
        self.answer = answer
        self.played: list[tuple[str, float]] = []

    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        if isinstance(self.answer, Exception):
            raise self.answer
        self.played.append((path.name, volume))
        return self.answer


async def test_the_first_device_that_can_plays(tmp_path: Path) -> None:
    wav(tmp_path / "a.wav", 0.05)
    broken, cannot, good, spare = Tape(OSError()), Tape(False), Tape(), Tape()
    whole = [broken, cannot, good, spare]
    assert await outputs.play(whole, tmp_path / "a.wav", 0.25)
    assert good.played == [("a.wav", 0.25)]
    assert spare.played == []
    assert not await outputs.play([broken, cannot], tmp_path / "a.wav", 0.25)
    assert [device.name for device in devices()] == ["sdl2", "aplay"]


async def test_alsa_is_as_loud_as_it_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wav(tmp_path / "a.wav", 0.1)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    program = tmp_path / "aplay"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/heard.wav\n")
    program.chmod(0o755)
    assert await AlsaOutput().play(tmp_path / "a.wav", 0.1, 0.25)
    with wave.open(str(tmp_path / "heard.wav")) as heard:
        samples = memoryview(heard.readframes(heard.getnframes())).cast("h")
    assert len(samples) == 2205
    assert set(samples) == {0x0800 // 4}


def test_only_what_can_be_softened_is(tmp_path: Path) -> None:
    whole = wav(tmp_path / "a.wav", 0.1)
    assert softened(tmp_path / "a.wav", 1.0) == whole
    other = wav(tmp_path / "b.wav", 0.1, width=1)
    assert softened(tmp_path / "b.wav", 0.5) == other


async def test_a_cancelled_sound_is_silent_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wav(tmp_path / "a.wav", 5.0)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    program = tmp_path / "aplay"
    script = "import os, pathlib, signal\n"
    script += f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))\n"
    os.mkfifo(tmp_path / "pid")
    told = os.open(tmp_path / "pid", os.O_RDONLY | os.O_NONBLOCK)
    program.write_text(f"#!{sys.executable}\n{script}signal.pause()\n")
    program.chmod(0o755)
    playing = asyncio.create_task(outputs.play([AlsaOutput()], tmp_path / "a.wav", 1.0))
    loop = asyncio.get_running_loop()
    began = asyncio.Event()
    loop.add_reader(told, began.set)
    async with asyncio.timeout(10):
        await began.wait()
    loop.remove_reader(told)
    pid = int(os.read(told, 20))
    os.close(told)
    before = loop.time()
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    assert loop.time() - before < 2.5  # not after the five seconds that it lasts
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

"""A scanner on a real terminal line, on a pipe of real events, and unplugged."""

import asyncio
import errno
import logging
import os
import pty
import threading
import tty
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.scanning import ports
from kiosk.scanning.ports import InputPort, Port, SerialPort, port_of
from kiosk.scanning.scanner import Scanner
from server.config.scanner import ScannerSettings
from tests.kiosk.scanning.test_scanner_keys import SHIFT, held, stroke

CARD = "042051012345|183456789|Nguyễn Văn Mẫu|23111951|Nam|Thôn 1|15082021"


class Line:
    """A pseudo-terminal under a name that stays, as udev's links do."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.plug()

    def plug(self) -> None:
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(slave))
        os.close(slave)

    def send(self, text: str) -> None:
        os.write(self.master, text.encode())

    def unplug(self) -> None:
        os.close(self.master)
        self.link.unlink()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    one = Line(tmp_path / "scanner")
    yield one
    if one.link.is_symlink():
        one.unplug()


class Heard:
    """What came out of a scanner; ``lines`` and ``notes`` can be awaited."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str] = asyncio.Queue()
        self.notes: asyncio.Queue[str] = asyncio.Queue()

    async def line(self) -> str:
        async with asyncio.timeout(5):
            return await self.lines.get()

    async def note(self) -> str:
        async with asyncio.timeout(5):
            return await self.notes.get()


@asynccontextmanager
async def scanning(port: Port) -> AsyncIterator[Heard]:
    heard = Heard()
    scanner = Scanner(port, heard.lines.put_nowait, heard.notes.put_nowait, again=0.01)
    running = asyncio.create_task(scanner.run())
    try:
        yield heard
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_serial_scanner_gives_every_letter(line: Line) -> None:
    async with scanning(SerialPort(str(line.link), 9600)) as heard:
        assert await heard.note() == "ok"
        line.send(CARD + "\r\n")
        assert await heard.line() == CARD
        line.send("4071")
        line.send("52\r")
        assert await heard.line() == "407152"


async def test_a_letter_may_come_in_two_halves(line: Line) -> None:
    async with scanning(SerialPort(str(line.link), 9600)) as heard:
        assert await heard.note() == "ok"
        for byte in "Ễ\r".encode():
            os.write(line.master, bytes([byte]))
            await asyncio.sleep(0)
        assert await heard.line() == "Ễ"


async def test_a_serial_scanner_comes_back_when_it_is_plugged_in_again(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with scanning(SerialPort(str(line.link), 9600)) as heard:
        assert await heard.note() == "ok"
        line.send("042051012345|1834")
        line.unplug()
        assert await heard.note() == "away"
        line.plug()
        assert await heard.note() == "ok"
        line.send("407152\r")
        assert await heard.line() == "407152"
    said = [r for r in caplog.records if r.name == "kiosk.scanning.scanner"]
    assert [r.levelname for r in said] == ["INFO", "WARNING", "INFO"]
    assert not any("042051012345" in r.getMessage() for r in caplog.records)


async def test_a_serial_line_is_the_kiosks_alone(line: Line) -> None:
    async with scanning(SerialPort(str(line.link), 9600)) as heard:
        assert await heard.note() == "ok"
        other = SerialPort(str(line.link), 9600)
        with pytest.raises(OSError, match="lock"):
            other.open()


class Looked(SerialPort):
    """Tells of each time that the device is looked for."""

    def __init__(self, device: str, baud: int) -> None:
        super().__init__(device, baud)
        self.looked = threading.Semaphore(0)

    def open(self) -> None:
        self.looked.release()
        super().open()


async def test_a_device_that_never_was_is_away_once(tmp_path: Path) -> None:
    port = Looked(str(tmp_path / "none"), 9600)
    async with scanning(port) as heard:
        assert await heard.note() == "away"
        for _ in range(5):
            assert await asyncio.to_thread(port.looked.acquire, timeout=5)
        assert heard.notes.empty()


# A keyboard: the events are real, the grab needs a real device


class Keyboard:
    """A pipe of a kernel's events, in the place of a device."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.grabbed = path, 0
        os.mkfifo(path)
        self._there = os.open(path, os.O_RDWR)
        monkeypatch.setattr(ports, "grab", self._grab)

    def _grab(self, file: int) -> None:
        os.fstat(file)
        self.grabbed += 1

    def send(self, events: bytes) -> None:
        os.write(self._there, events)

    def unplug(self) -> None:
        os.close(self._there)

    def plug(self) -> None:
        self._there = os.open(self.path, os.O_RDWR)


@pytest.fixture
def keyboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyboard]:
    one = Keyboard(tmp_path / "event-kbd", monkeypatch)
    yield one
    one.unplug()


async def test_a_keyboard_is_grabbed_and_read(keyboard: Keyboard) -> None:
    async with scanning(InputPort(str(keyboard.path))) as heard:
        assert await heard.note() == "ok"
        assert keyboard.grabbed == 1
        keyboard.send(b"".join(map(stroke, (5, 11, 8, 2, 6, 3, 28))))
        assert await heard.line() == "407152"
        keyboard.send(stroke(30) + held(SHIFT, 43) + stroke(28))
        assert await heard.line() == "a|"


def test_a_keyboard_at_rest_types_nothing(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "WAIT", 0.01)
    port = InputPort(str(keyboard.path))
    port.open()
    assert port.read() == ""
    port.close()
    port.close()  # what is away already


async def test_a_keyboard_comes_back(keyboard: Keyboard) -> None:
    async with scanning(InputPort(str(keyboard.path))) as heard:
        assert await heard.note() == "ok"
        keyboard.send(stroke(30) + held(SHIFT, 43))
        keyboard.unplug()
        assert await heard.note() == "away"
        keyboard.plug()
        assert await heard.note() == "ok"
        keyboard.send(stroke(31) + stroke(28))
        assert await heard.line() == "s"
        assert keyboard.grabbed >= 2


async def test_what_cannot_be_grabbed_is_not_read(tmp_path: Path) -> None:
    # No keyboard at all: the kernel refuses the grab, and the file is let go of.
    plain = tmp_path / "plain"
    plain.write_bytes(stroke(5) + stroke(28))
    port = InputPort(str(plain))
    with pytest.raises(OSError, match=r"ioctl|argument") as refused:
        port.open()
    assert refused.value.errno in (errno.ENOTTY, errno.EINVAL)
    async with scanning(port) as heard:
        assert await heard.note() == "away"
        assert heard.lines.empty()


def test_it_says_what_a_system_without_keyboards_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(OSError, match="kind 'serial'"):
        ports.grab(0)


def test_the_settings_choose_the_port() -> None:
    assert port_of(ScannerSettings()) is None
    assert isinstance(port_of(ScannerSettings("serial", "/dev/x")), SerialPort)
    assert isinstance(port_of(ScannerSettings("input", "/dev/x")), InputPort)

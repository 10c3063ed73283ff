"""A thermal printer on TCP port 9100's manner: what it is sent becomes slips.

    with PrinterEmulator() as printer:
        ...  # print to 127.0.0.1, printer.port
        slip = printer.wait_slip(timeout=5)
        slip.image.save("slip.png")
        assert read_qr(slip.image) == link

It understands what the product sends (ESC @, GS v 0, ESC J, ESC d, GS V, DLE EOT)
and keeps everything else as `stray`, so that a test can see that there is none.
"""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

import zxingcpp
from PIL import Image, ImageChops

Mode = Literal["normal", "stall", "silent"]
"""normal: prints and answers. stall: accepts a line and never reads from it.
silent: prints but answers no status question."""

OK = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
COVER_OPEN = OK | {1: 0x1A, 2: 0x16}
PAPER_OUT = OK | {1: 0x1A, 2: 0x32, 4: 0x72}
NEAR_END = OK | {4: 0x1E}
FAILED = OK | {1: 0x1A, 2: 0x52}
OFFLINE = OK | {1: 0x1A}
"""Answers to DLE EOT 1 to 4."""


@dataclass(frozen=True)
class ReceivedSlip:
    """A slip that fell into the tray.

    image: mode "1", black where the paper is black. raw: all its bytes, from
    after the last cut. bands: rows of each raster command. stray: bytes that
    were no known command.
    """

    image: Image.Image
    raw: bytes
    bands: tuple[int, ...]
    stray: bytes


@dataclass
class Received:
    """The command stream of one connection, as far as it has come."""

    pending: bytearray = field(default_factory=bytearray)
    raw: bytearray = field(default_factory=bytearray)
    strips: list[Image.Image] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    stray: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[int | ReceivedSlip]:
        """Take bytes; yield each status question (1 to 4) and each cut slip."""
        self.pending += data
        while length := self._next():
            command = bytes(self.pending[:length])
            del self.pending[:length]
            if command.startswith(b"\x10\x04"):
                yield command[2]
                continue
            self.raw += command
            self._obey(command)
            if command.startswith(b"\x1dV"):
                yield self._cut()

    def _next(self) -> int:
        """Return the length of the first whole command, 0 while it is not whole."""
        length = self._length()
        return length if length <= len(self.pending) else 0

    def _length(self) -> int:
        head = bytes(self.pending[:8])
        two, start = head[:2], head[:1]
        if start in (b"\x1b", b"\x1d", b"\x10") and len(head) < 2:
            return 2
        if head[:3] == b"\x1dv0":
            if len(head) < 8:
                return 8
            across, rows = struct.unpack_from("<HH", head, 4)
            return 8 + int(across) * int(rows)
        if two == b"\x1dV":
            return 4 if len(head) < 3 or head[2] in (65, 66) else 3
        return {b"\x1b@": 2, b"\x1bJ": 3, b"\x1bd": 3, b"\x10\x04": 3}.get(two, 1)

    def _obey(self, command: bytes) -> None:
        if command.startswith(b"\x1dv0"):
            across, rows = struct.unpack_from("<HH", command, 4)
            dots = Image.frombytes("1", (across * 8, rows), command[8:])
            self.strips.append(ImageChops.invert(dots))
            self.bands.append(rows)
        elif len(command) == 1:
            self.stray += command

    def _cut(self) -> ReceivedSlip:
        width = max((strip.width for strip in self.strips), default=1)
        height = sum(strip.height for strip in self.strips)
        image = Image.new("1", (width, max(1, height)), 1)
        top = 0
        for strip in self.strips:
            image.paste(strip, (0, top))
            top += strip.height
        slip = ReceivedSlip(
            image, bytes(self.raw), tuple(self.bands), bytes(self.stray)
        )
        for store in (self.raw, self.strips, self.bands, self.stray):
            store.clear()
        return slip


class PrinterEmulator:
    """The printer. Use it as a context manager; change `mode` and `status` at will.

    drop_after: break the line (with a reset) after so many bytes of a connection.
    hold_after: read no more after so many bytes of a connection (a paper jam).
    noise: bytes that it sends before each answer.
    late: seconds that it takes for each of its next answers, one after the other.
    after_slip: answers to DLE EOT from the moment on that a slip has been cut.
    slips: what came out. connections: how often somebody connected.
    """

    def __init__(
        self,
        mode: Mode = "normal",
        *,
        drop_after: int | None = None,
        hold_after: int | None = None,
        status: dict[int, int] = OK,
        after_slip: dict[int, int] | None = None,
    ) -> None:
        self.mode = mode
        self.drop_after = drop_after
        self.hold_after = hold_after
        self.status = status
        self.noise = b""
        self.late: list[float] = []
        self.after_slip = after_slip
        self.slips: list[ReceivedSlip] = []
        self.connections = 0
        self.received = 0
        self._changed = threading.Condition()
        self._off = threading.Event()
        self._listener: socket.socket | None = None
        self._lines: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._taken = 0
        self.port = 0

    def __enter__(self) -> Self:
        self.switch_on()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.switch_off()

    def switch_on(self) -> None:
        """Listen on 127.0.0.1, on the same port as before if there was one."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # A small window, as in a printer: a stalled one is felt by the sender.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        listener.listen()
        self._listener = listener
        self._off.clear()
        self._start(self._accept, listener)

    def switch_off(self) -> None:
        """Break every line and refuse new ones, as a printer without power."""
        self._off.set()
        with self._changed:
            listener, self._listener = self._listener, None
            lines, self._lines = self._lines, set()
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for line in lines:
            _reset(line)
        for thread in self._threads:
            thread.join(5)
        self._threads.clear()

    def wait_slip(self, timeout: float = 5) -> ReceivedSlip:
        """Return the next slip that was not returned yet.

        Raises TimeoutError when none comes within `timeout` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(
                lambda: len(self.slips) > self._taken, timeout
            ):
                raise TimeoutError(f"no slip within {timeout} s")
            self._taken += 1
            return self.slips[self._taken - 1]

    def wait_bytes(self, count: int, timeout: float = 5) -> None:
        """Wait until so many bytes have come in all. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.received >= count, timeout):
                raise TimeoutError(f"{self.received} of {count} bytes in {timeout} s")

    def wait_connections(self, count: int, timeout: float = 5) -> None:
        """Wait until so many connections were made in all. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.connections >= count, timeout):
                raise TimeoutError(f"{self.connections} of {count} in {timeout} s")

    def _start(
        self, target: Callable[[socket.socket], None], line: socket.socket
    ) -> None:
        thread = threading.Thread(target=target, args=(line,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with self._changed:
                if self._listener is not listener:
                    line.close()
                    return
                self.connections += 1
                self._lines.add(line)
                self._changed.notify_all()
            if self.mode != "stall":
                self._start(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        try:
            self._read(line)
        except OSError:
            return
        finally:
            with self._changed:
                self._lines.discard(line)
            line.close()

    def _read(self, line: socket.socket) -> None:
        paper, count = Received(), 0
        while data := line.recv(self._most(count)):
            count += len(data)
            with self._changed:
                self.received += len(data)
                self._changed.notify_all()
            for thing in paper.feed(data):
                self._react(line, thing)
            if self.drop_after is not None and count >= self.drop_after:
                _reset(line)
                return
            if self.hold_after is not None and count >= self.hold_after:
                self._off.wait()
                return

    def _most(self, count: int) -> int:
        """Return how much to read at once, so that a limit is met exactly."""
        limits = [n - count for n in (self.drop_after, self.hold_after) if n]
        return max(1, min([4096, *limits]))

    def _react(self, line: socket.socket, thing: int | ReceivedSlip) -> None:
        if isinstance(thing, ReceivedSlip):
            with self._changed:
                self.slips.append(thing)
                self.status = self.after_slip or self.status
                self._changed.notify_all()
        elif self.mode != "silent":
            self._off.wait(self.late.pop(0) if self.late else 0)
            line.sendall(self.noise + bytes((self.status[thing],)))


def read_qr(image: Image.Image) -> str | None:
    """Return the text of the first QR code in a picture, None if there is none."""
    codes = zxingcpp.read_barcodes(image.convert("L"))
    texts = [c.text for c in codes if c.format == zxingcpp.BarcodeFormat.QRCode]
    return texts[0] if texts else None


def _reset(line: socket.socket) -> None:
    """Close a line with a reset, as a pulled cable or power does in the end."""
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RD)
    except OSError:
        pass
    line.close()

"""A thermal printer at the end of a serial line (a pty).

    with SerialPrinter() as printer:
        ...  # print to printer.device
        assert printer.slips[0].image.width == 576

It understands what the printer on TCP does.
"""

import os
import pty
import select
import threading
from types import TracebackType
from typing import Self

from tests.emulator.printer import OK, Received, ReceivedSlip


class SerialPrinter:
    """The printer's end of the line: takes all, answers what is asked.

    answers: whether it answers status questions. reads: whether it takes any bytes.
    noise: bytes that it sends before each answer. status: answers to DLE EOT 1 to 4.
    late: seconds that it takes for each of its next answers, one after the other.
    """

    def __init__(
        self,
        *,
        answers: bool = True,
        reads: bool = True,
        noise: bytes = b"",
        status: dict[int, int] = OK,
        late: tuple[float, ...] = (),
    ) -> None:
        self._master, self._slave = pty.openpty()
        self.device = os.ttyname(self._slave)
        self.answers, self._reads, self._noise = answers, reads, noise
        self.status, self.late = status, list(late)
        self.slips: list[ReceivedSlip] = []
        self._received = Received()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join(5)
        os.close(self._master)
        os.close(self._slave)

    def _serve(self) -> None:
        while self._reads and not self._end.is_set():
            ready, _, _ = select.select([self._master], [], [], 0.05)
            if ready:
                for thing in self._received.feed(os.read(self._master, 4096)):
                    self._react(thing)

    def _react(self, thing: int | ReceivedSlip) -> None:
        os.write(self._master, self._noise)
        if isinstance(thing, ReceivedSlip):
            self.slips.append(thing)
        elif self.answers:
            self._end.wait(self.late.pop(0) if self.late else 0)
            os.write(self._master, bytes((self.status[thing],)))

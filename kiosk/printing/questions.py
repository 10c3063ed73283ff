"""Questions to a printer, and only their own answers.

The answers to DLE EOT all look alike: only their order tells which question one
belongs to. One that comes after its time is up would pass for the answer to the next
question, on the next connection too (a serial line, a USB printer and a print server
keep it), and each one after it for the one that follows: a printer without paper
would seem well. So a printer that was silent once is heard out before it is asked
again, and after each answer, until it has answered a whole round in time.
"""

from dataclasses import dataclass
from time import monotonic
from typing import Any

from kiosk.printing import status
from kiosk.printing.faults import PrinterFault, Reason
from server.config.printer import PrinterSettings

QUIET = 0.15
"""Seconds without a byte after which a printer in doubt has said all."""

_MOST_NOISE = 64
"""How often something else than an answer is read before that is a fault."""

_MANY = 64
"""Bytes read at once while a printer is heard out."""


@dataclass(slots=True)
class Doubt:
    """What is remembered of a printer from one connection to the next.

    silent: when its answer was given up (seconds of the monotonic clock), None
    while every question has its answer.
    """

    silent: float | None = None


def first_doubt(settings: PrinterSettings) -> Doubt:
    """Return what is to be thought of a printer that this program has not asked yet.

    A serial line or a USB printer may hold answers that an earlier program, or this
    one before it was restarted, no longer waited for. A TCP connection is new.
    """
    if settings.kind == "network":
        return Doubt()
    return Doubt(monotonic() - settings.timeout)


class Questions:
    """One round of questions after another, on one connection."""

    def __init__(self, device: Any, settings: PrinterSettings, doubt: Doubt) -> None:
        """Ask through an open python-escpos printer; nothing is asked yet."""
        self._device = device
        self._settings = settings
        self._doubt = doubt

    def round(self) -> dict[int, int]:
        """Return the answers to status.QUESTIONS, by question, up to a complaint.

        Raises PrinterFault when one does not come in time, and what the line raises.
        """
        if self._doubt.silent is not None:
            self._hear_out(self._doubt.silent)
        try:
            answers = self._until_complaint()
        except Exception:
            self._doubt.silent = monotonic()
            raise
        self._doubt.silent = None
        return answers

    def _until_complaint(self) -> dict[int, int]:
        answers: dict[int, int] = {}
        for question in status.QUESTIONS:
            answers[question] = self._ask(question)
            if status.complaint(question, answers[question]):
                break
        return answers

    def _ask(self, question: int) -> int:
        self._device._raw(status.ask(question))
        answer = self._answer()
        # What came first may be the end of an old talk; the line keeps its order.
        return answer if self._doubt.silent is None else self._latest(answer)

    def _answer(self) -> int:
        for _ in range(_MOST_NOISE):
            reply = self._read()
            if not reply:
                break
            if found := [byte for byte in reply if status.is_answer(byte)]:
                return found[0]
        raise PrinterFault(self._silence())

    def _latest(self, answer: int) -> int:
        for _ in range(_MOST_NOISE):
            reply = self._read_within(QUIET)
            if not reply:
                break
            answer = ([answer] + [b for b in reply if status.is_answer(b)])[-1]
        return answer

    def _hear_out(self, silent: float) -> None:
        """Drop what still comes, until nothing will: twice its time is up by then."""
        end = max(silent + self._settings.timeout, monotonic() + QUIET)
        while (left := end - monotonic()) > 0:
            if not self._read_within(left):
                return

    def _read(self) -> bytes:
        if self._settings.kind == "serial":
            # The library's own read waits for 16 bytes: always the full time.
            return bytes(self._device.device.read(1))
        return bytes(self._device._read())

    def _read_within(self, seconds: float) -> bytes:
        """Return what comes within so many seconds, nothing if nothing does."""
        line = self._device.device
        try:
            if self._settings.kind == "usb":
                ends = self._settings.endpoint_in
                return bytes(line.read(ends, _MANY, max(1, round(seconds * 1000))))
            if self._settings.kind == "serial":
                line.timeout = seconds
                return bytes(line.read(_MANY))
            line.settimeout(seconds)
            return bytes(line.recv(_MANY))
        except OSError as error:
            if type(error).__name__ in ("TimeoutError", "USBTimeoutError"):
                return b""
            raise
        finally:
            self._usual_patience(line)

    def _usual_patience(self, line: Any) -> None:
        if self._settings.kind == "serial":
            line.timeout = self._settings.timeout
        elif self._settings.kind == "network":
            line.settimeout(self._settings.timeout)

    def _silence(self) -> Reason:
        """Nothing read: time is up on a serial line, elsewhere the line ended."""
        return Reason.TIMEOUT if self._settings.kind == "serial" else Reason.BROKEN

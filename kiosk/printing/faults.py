"""Why a slip did not come out, in words that do not change. PURE."""

from enum import StrEnum


class Reason(StrEnum):
    """The reasons, as they are stored and reported to the server."""

    OFF = "off"
    """No such device: switched off, unplugged."""
    UNREACHABLE = "unreachable"
    """No way to that address, or no such name."""
    REFUSED = "refused"
    """The address is there but takes no print."""
    FORBIDDEN = "forbidden"
    """The device is there but this user may not use it."""
    TIMEOUT = "timeout"
    """No answer, or not drained, in time."""
    BROKEN = "broken"
    """The line broke while the slip was being sent."""
    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    ERROR = "error"
    """The printer or its driver reports an error (cutter, overheating, …)."""
    NOT_INSTALLED = "not_installed"
    """The library for this kind of printer is missing on this machine."""
    NO_PRINTER = "no_printer"
    """The office has none: people note their number."""
    BUSY = "busy"
    """The printer still holds an earlier slip and lets nothing through."""
    LATE = "late"
    """The turn came so late that nobody would be there to take the slip."""
    INTERRUPTED = "interrupted"
    """The kiosk stopped (power cut, crash) before the end was known."""
    NOT_STORED = "not_stored"
    """The kiosk's disk failed, so that nothing was begun."""
    UNDRAWABLE = "undrawable"
    """The slip could not be drawn."""


class PrinterFault(Exception):
    """A slip did not come out, or nobody can tell.

    sent: False = surely nothing was printed; True = some of the slip went to the
    printer, so it may be in the citizen's hand, or half of it.
    """

    def __init__(self, reason: Reason, *, sent: bool = False, detail: str = "") -> None:
        """Keep the reason; `detail` is for the log only."""
        super().__init__(f"{reason}{' (sent)' if sent else ''} {detail}".rstrip())
        self.reason = reason
        self.sent = sent

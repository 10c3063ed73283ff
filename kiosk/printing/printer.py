"""The printer: a picture goes in, a cut slip comes out, or a fault.

python-escpos carries the bytes to whatever the printer is connected to. The
picture goes as raster bands (GS v 0) made here and not with the library's
``image()``, which knows no band's time limit and prints remarks of its own to
standard output. The calls block: the spool runs them in a thread.
"""

import errno
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from functools import cache
from threading import Thread
from typing import Any, Protocol

from PIL import Image, ImageChops

from kiosk.printing import status
from kiosk.printing.faults import PrinterFault, Reason
from kiosk.printing.questions import Doubt, Questions, first_doubt
from kiosk.printing.status import Condition
from server.config.printer import PrinterSettings

BAND = 128
"""Rows in one raster command: cheap printers have small buffers."""

RESET = b"\x1b@"
"""ESC @: forget whatever an earlier, broken slip left behind."""


class Printer(Protocol):
    """Where slips are printed."""

    def print(self, image: Image.Image) -> None:
        """Print one slip and return when it is out as far as can be known.

        Blocks for bounded time. Raises PrinterFault, and nothing else.
        """

    def look(self) -> Condition:
        """Ask how it is, and print nothing.

        Blocks for bounded time and never raises; a printer that cannot be asked, or
        does not answer, is unknown.
        """


class NoPrinter:
    """The office has no printer: the number stays on the screen."""

    def print(self, image: Image.Image) -> None:
        """Raise PrinterFault(NO_PRINTER)."""
        raise PrinterFault(Reason.NO_PRINTER)

    def look(self) -> Condition:
        """Say that there is none."""
        return Condition(Reason.NO_PRINTER)


def open_printer(settings: PrinterSettings) -> Printer:
    """Return the printer of these settings; it connects for each slip.

    A connection is made anew every time, so that a printer may be switched off
    and on at will. Raises ValueError for impossible settings.
    """
    if wrong := settings.mistakes():
        raise ValueError(f"printer settings: {', '.join(wrong)}")
    if settings.kind == "none":
        return NoPrinter()
    # Half a second of importing that the first citizen need not wait for.
    Thread(target=_library, name="escpos", daemon=True).start()
    return EscposPrinter(settings)


def bands(image: Image.Image) -> Iterator[bytes]:
    """Yield a picture of mode "1" as GS v 0 commands of at most BAND rows.

    ``1D 76 30 00 xL xH yL yH`` and the dots, eight a byte, a set bit is black.
    Raises ValueError for a picture that is not black and white or whose width
    is no multiple of 8.
    """
    if image.mode != "1" or image.width % 8:
        raise ValueError(f"cannot send a picture {image.mode} {image.width} wide")
    black = ImageChops.invert(image)
    across = image.width // 8
    for top in range(0, image.height, BAND):
        rows = min(BAND, image.height - top)
        dots = black.crop((0, top, image.width, top + rows)).tobytes()
        size = across.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield b"\x1dv0\x00" + size + dots


def ending(settings: PrinterSettings) -> bytes:
    """Return the bytes that end a slip: feed and partial cut, or feed alone.

    GS V B n (1D 56 42 n) brings the last row past the knife, feeds n dots more
    and cuts; ESC J n (1B 4A n) only feeds n dots.
    """
    return (b"\x1dVB" if settings.cut else b"\x1bJ") + bytes((settings.feed,))


class EscposPrinter:
    """A printer that speaks ESC/POS, reached through python-escpos."""

    def __init__(self, settings: PrinterSettings) -> None:
        """Remember the settings; nothing is opened yet."""
        self._settings = settings
        self._doubt = first_doubt(settings)

    def print(self, image: Image.Image) -> None:
        """Print one slip; see Printer."""
        slip = [*bands(image), ending(self._settings)]
        job = _Job(self._settings, self._doubt)
        try:
            job.send(slip)
        except PrinterFault:
            raise
        except Exception as error:  # The port's promise: whatever a driver raises.
            reason = _reason(error, Reason.BROKEN if job.sent else Reason.ERROR)
            raise PrinterFault(reason, sent=job.sent, detail=repr(error)) from error
        finally:
            job.hang_up()

    def look(self) -> Condition:
        """Ask how it is; see Printer."""
        if not self._settings.asks_status:
            return Condition(answered=False)
        job = _Job(self._settings, self._doubt)
        try:
            return job.look()
        except PrinterFault as fault:
            return Condition(fault.reason)
        except Exception as error:  # whatever a driver raises, as above
            return Condition(_reason(error, Reason.ERROR))
        finally:
            job.hang_up()


class _Job:
    """One slip, or one look, on one connection."""

    def __init__(self, settings: PrinterSettings, doubt: Doubt) -> None:
        self._settings = settings
        self._doubt = doubt
        self._device: Any = None
        self.sent = False

    def send(self, slip: list[bytes]) -> None:
        self._device = _connect(self._settings)
        self._device._raw(RESET)
        self._check()
        for part in slip:
            self.sent = True
            self._device._raw(part)
        self._check()
        # The spoolers (cups, win32) take the slip only now.
        self._device.close()

    def look(self) -> Condition:
        """Ask everything that can be asked."""
        self._device = _connect(self._settings)
        return status.condition(self._round())

    def hang_up(self) -> None:
        """Close the line whatever happened; its end is known already."""
        if self._device is not None:
            try:
                self._device.close()
            except Exception:  # A broken line may break once more.
                self._device._device = False

    def _check(self) -> None:
        """Ask the printer how it is; raise PrinterFault when it complains.

        Afterwards this is also the only proof that the last byte got there.
        """
        if not self._settings.asks_status:
            return
        try:
            reason = status.condition(self._round()).reason
        except PrinterFault as fault:
            raise PrinterFault(fault.reason, sent=self.sent) from fault
        if reason:
            raise PrinterFault(reason, sent=self.sent)

    def _round(self) -> dict[int, int]:
        return Questions(self._device, self._settings, self._doubt).round()


def _connect(settings: PrinterSettings) -> Any:
    """Return an open python-escpos printer. Raises PrinterFault."""
    missing = _library().exceptions.DeviceNotFoundError
    try:
        device = _MAKERS[settings.kind](settings)
        if settings.kind == "network":
            # The library's own open() leaves the socket open when it fails, and
            # knows no IPv6.
            address = (settings.host, settings.port)
            line = socket.create_connection(address, settings.timeout)
            # A question of three bytes shall not wait for the receipt of what went
            # before, which many printers hold back for 0.2 s.
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            device.device = line
        else:
            device.open()
    except (missing, OSError) as error:
        raise PrinterFault(_reason(error, Reason.OFF), detail=str(error)) from error
    except (RuntimeError, ValueError) as error:
        # ValueError is pyusb's when it finds no libusb.
        raise PrinterFault(Reason.NOT_INSTALLED, detail=str(error)) from error
    if settings.kind == "serial":
        patience = (
            settings.timeout + BAND * settings.width / 8 / settings.bytes_a_second
        )
        device.device.write_timeout = patience
    return device


@cache
def _library() -> Any:
    """Return python-escpos, imported late because it takes half a second.

    Its import leaves a folder with a copy of its table of printers in the
    system's temporary folder each time; nothing reads it again.
    """
    import escpos.capabilities
    import escpos.printer

    shutil.rmtree(escpos.capabilities.pickle_dir, ignore_errors=True)
    return escpos


def _network(settings: PrinterSettings) -> Any:
    return _library().printer.Network(settings.host, settings.port, settings.timeout)


def _usb(settings: PrinterSettings) -> Any:
    return _library().printer.Usb(
        settings.vendor,
        settings.product,
        timeout=int(settings.timeout * 1000),
        in_ep=settings.endpoint_in,
        out_ep=settings.endpoint_out,
    )


def _serial(settings: PrinterSettings) -> Any:
    return _library().printer.Serial(
        settings.device, settings.baud, timeout=settings.timeout
    )


def _file(settings: PrinterSettings) -> Any:
    # Opening a missing device for writing would make a plain file of that name
    # and swallow every slip.
    if settings.device.startswith("/dev/") and not os.path.exists(settings.device):
        raise PrinterFault(Reason.OFF, detail=settings.device)
    return _library().printer.File(settings.device)


def _cups(settings: PrinterSettings) -> Any:
    return _library().printer.CupsPrinter(settings.name)


def _win32(settings: PrinterSettings) -> Any:
    return _library().printer.Win32Raw(settings.name)


_MAKERS: dict[str, Callable[[PrinterSettings], Any]] = {
    "network": _network,
    "usb": _usb,
    "serial": _serial,
    "file": _file,
    "cups": _cups,
    "win32": _win32,
}

_BY_ERRNO = {
    errno.ECONNREFUSED: Reason.REFUSED,
    errno.EHOSTUNREACH: Reason.UNREACHABLE,
    errno.ENETUNREACH: Reason.UNREACHABLE,
    errno.EHOSTDOWN: Reason.UNREACHABLE,
    errno.EACCES: Reason.FORBIDDEN,
    errno.EPERM: Reason.FORBIDDEN,
    errno.ENOENT: Reason.OFF,
    errno.ENODEV: Reason.OFF,
    errno.ENXIO: Reason.OFF,
    errno.ETIMEDOUT: Reason.TIMEOUT,
}
_BY_NAME = {
    "TimeoutError": Reason.TIMEOUT,
    "SerialTimeoutException": Reason.TIMEOUT,
    "USBTimeoutError": Reason.TIMEOUT,
    "gaierror": Reason.UNREACHABLE,
}
"""By the class's name: the libraries of other kinds need not be installed."""


def _reason(error: BaseException, otherwise: Reason) -> Reason:
    """Return what the first operating system error behind `error` means."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return otherwise
    by_name = _BY_NAME.get(type(cause).__name__)
    return by_name or _BY_ERRNO.get(cause.errno or 0, otherwise)

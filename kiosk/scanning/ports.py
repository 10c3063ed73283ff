"""What a scanner is connected to: a serial line, or a keyboard of its own.

A port blocks while it reads, at most ``WAIT`` seconds: it is read in a thread.
"""

from __future__ import annotations

import codecs
import os
import select
import sys
from typing import Protocol

from kiosk.scanning.keys import EVENT, Keys
from server.config.scanner import ScannerSettings

WAIT = 0.5
"""Seconds after which a read without anything sent comes back."""

_EVENTS = 64
"""Events that are read at once."""


class Port(Protocol):
    """Where characters come from."""

    def open(self) -> None:
        """Take the device for the kiosk alone. Raises OSError."""

    def read(self) -> str:
        """Return what was sent; empty after ``WAIT``. Raises OSError when gone."""

    def close(self) -> None:
        """Let go of the device."""


class SerialPort:
    """A scanner on a serial line, a USB one mostly: UTF-8, so every letter."""

    def __init__(self, device: str, baud: int) -> None:
        """Use `device` ("/dev/serial/by-id/…", "COM3"); opens nothing yet."""
        from serial import Serial

        # Another program on the same line would get a part of every code; where
        # serial lines can be locked, it is.
        alone = {"exclusive": True} if os.name == "posix" else {}
        self._line = Serial(None, baud, timeout=WAIT, **alone)
        self._line.port = device
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")

    def open(self) -> None:
        """Take the line. Raises OSError."""
        self._letters.reset()
        self._line.open()

    def read(self) -> str:
        """Return what came. Raises OSError when the device is gone."""
        first = self._line.read(1)
        more = self._line.read(self._line.in_waiting) if first else b""
        return self._letters.decode(first + more)

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()


class InputPort:
    """A scanner that poses as a keyboard, taken away from everybody else.

    Its events are read as the kernel gives them: that is all that is needed, and
    works where no compiler is installed.
    """

    def __init__(self, device: str) -> None:
        """Use `device` ("/dev/input/by-id/…-event-kbd"); opens nothing yet."""
        self._device = device
        self._file = -1
        self._keys = Keys()

    def open(self) -> None:
        """Take the keyboard. Raises OSError."""
        self._file = os.open(self._device, os.O_RDONLY | os.O_CLOEXEC)
        try:
            grab(self._file)
        except BaseException:
            self.close()
            raise
        self._keys = Keys()

    def read(self) -> str:
        """Return what was typed. Raises OSError when the device is gone."""
        if not select.select([self._file], [], [], WAIT)[0]:
            return ""
        data = os.read(self._file, EVENT.size * _EVENTS)
        if not data:
            raise OSError("the scanner's device has ended")
        return self._keys.feed(data)

    def close(self) -> None:
        """Give the keyboard back."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1


EVIOCGRAB = 0x40044590
""" ``_IOW('E', 0x90, int)`` of ``linux/input.h``, on x86 and ARM."""


def grab(file: int) -> None:
    """Take an input device for this process alone.

    Nothing that it types reaches the desktop, or another program, any more.
    Raises OSError when the system cannot do that.
    """
    if sys.platform != "linux":
        raise OSError("a scanner of kind 'input' needs Linux; use kind 'serial'")
    import fcntl

    fcntl.ioctl(file, EVIOCGRAB, 1)


def port_of(settings: ScannerSettings) -> Port | None:
    """Return the port that the settings name; None for no scanner."""
    if settings.kind == "serial":
        return SerialPort(settings.device, settings.baud)
    return InputPort(settings.device) if settings.kind == "input" else None

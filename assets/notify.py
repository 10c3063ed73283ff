"""Tells systemd how this process is: the protocol of sd_notify(3).

One datagram of ``NAME=value`` lines to the socket that the environment names. Where
there is none (a terminal, another system) nothing is sent.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)

READY = "READY=1"
WATCHDOG = "WATCHDOG=1"
STOPPING = "STOPPING=1"

EVERY = 10.0
"""Seconds between two beats where no service manager waits for pings."""


class Notifier:
    """A line to the service manager.

    Args:
        address: a path, or ``@name`` of an abstract socket; empty: there is none.
    """

    def __init__(self, address: str = "") -> None:
        # "@" stands for the null byte that abstract sockets begin with: unix(7).
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._failed = False

    def send(self, *lines: str) -> bool:
        """Send lines at once; tell whether they were handed over."""
        if not self._address:
            return False
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                # A manager that does not read must not stop the program.
                line.setblocking(False)
                line.sendto("\n".join(lines).encode(), self._address)
        except OSError as error:
            if not self._failed:
                log.warning("the service manager was not told: %s", error)
            self._failed = True
            return False
        self._failed = False
        return True


def status(text: str) -> str:
    """Return the line that ``systemctl status`` shows; a line break would end it."""
    return "STATUS=" + " ".join(text.split())


def notifier_of(environment: Mapping[str, str]) -> Notifier:
    """Return the line that the environment names (``NOTIFY_SOCKET``)."""
    address = environment.get("NOTIFY_SOCKET", "")
    return Notifier(address if address[:1] in ("/", "@") else "")


def interval_of(environment: Mapping[str, str], pid: int | None = None) -> float | None:
    """Return the seconds within which a ping must come; None: nobody waits for one.

    ``WATCHDOG_USEC`` holds for the process ``WATCHDOG_PID`` alone:
    sd_watchdog_enabled(3).
    """
    wanted = environment.get("WATCHDOG_PID", "")
    if wanted and wanted != str(os.getpid() if pid is None else pid):
        return None
    told = environment.get("WATCHDOG_USEC", "")
    return int(told) / 1e6 if told.isdecimal() and int(told) else None


def beat_of(environment: Mapping[str, str]) -> float:
    """Return the seconds between two beats of this process.

    Three beats within the time of one ping: one late beat is no fault.
    """
    wanted = interval_of(environment)
    return EVERY if wanted is None else min(EVERY, wanted / 3)

"""A service manager's socket, as systemd gives one to what it starts: sd_notify(3)."""

from __future__ import annotations

import socket


class Manager:
    """What a program tells its service manager.

    Args:
        address: a path, or ``@name`` of an abstract socket.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(address.replace("@", "\0", 1))

    def __enter__(self) -> Manager:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()

    def received(self) -> list[str]:
        """Return all lines that have come."""
        self.line.setblocking(False)
        lines: list[str] = []
        while True:
            try:
                lines += self.line.recv(4096).decode().splitlines()
            except BlockingIOError:
                return lines

    def until(self, told: str, within: float = 20) -> list[str]:
        """Return the lines up to and with that one. Raises TimeoutError."""
        lines: list[str] = []
        self.line.settimeout(within)
        while told not in lines:
            lines += self.line.recv(4096).decode().splitlines()
        return lines

    def silent(self, seconds: float) -> bool:
        """Tell whether nothing comes for so long, after what has come."""
        self.received()
        self.line.settimeout(seconds)
        try:
            self.line.recv(4096)
        except TimeoutError:
            return True
        return False

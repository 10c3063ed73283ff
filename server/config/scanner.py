"""What the kiosk must know about its hand scanner. PURE."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["none", "serial", "input"]
"""How the scanner is connected; "none" = there is none."""

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """One hand scanner.

    kind: "serial" = a serial line, also over USB ("USB-COM"); "input" = it poses as
    a keyboard, which is then taken away from everybody else (Linux).
    device: "/dev/serial/by-id/…", "COM3"; "/dev/input/by-id/…-event-kbd".
    baud: of a serial line; over USB it counts for nothing.
    """

    kind: Kind = "none"
    device: str = ""
    baud: int = 9600

    def mistakes(self) -> tuple[str, ...]:
        """Return the names of the settings that are missing or impossible."""
        right = {
            "kind": self.kind in KINDS,
            "device": self.kind == "none" or bool(self.device),
            "baud": self.baud >= 300,
        }
        return tuple(name for name, holds in right.items() if not holds)

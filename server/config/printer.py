"""What the kiosk must know about its printer. PURE.

The reader of the settings makes a :class:`PrinterSettings`; the kiosk's
``kiosk.printing.printer.open_printer`` makes a printer of it.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["usb", "network", "serial", "file", "cups", "win32", "none"]
"""How the printer is connected; "none" = the office has no printer."""

KINDS: tuple[str, ...] = get_args(Kind)
WIDTHS = (576, 384)
"""Dots across the paper: 80 mm and 58 mm."""

_NEEDED: dict[str, tuple[str, ...]] = {
    "usb": ("vendor", "product"),
    "network": ("host",),
    "serial": ("device",),
    "file": ("device",),
}
_LONGEST_SLIP = 3000
"""Rows of the longest slip that is reckoned with (37 cm)."""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """One printer.

    width: dots across the paper, 576 (80 mm) or 384 (58 mm).
    timeout: seconds for a connection, for an answer and for one band of dots.
    cut: the printer has a cutter. feed: dots of paper after the slip, before
    the cut (0 to 255; 8 dots are 1 mm).
    status: ask the printer before and after each slip whether it has paper and
    is closed (DLE EOT); None = only over the network, where every printer that
    is on answers; cheap USB and serial ones often do not.
    host, port: network. vendor, product, endpoint_in, endpoint_out: usb.
    device: serial and file ("/dev/ttyS0", "COM3", "/dev/usb/lp0"; a plain file
    holds the last slip). baud: serial. name: cups and win32, "" = the default
    printer of the system.
    ask_every: seconds between two questions how it is while nothing is printed; 0 =
    never. roll: metres on a new roll, for printers without a sensor of its end; 0 =
    not counted. rest: metres left at which staff are told.
    """

    kind: Kind = "none"
    width: int = 576
    timeout: float = 4.0
    cut: bool = True
    feed: int = 24
    status: bool | None = None
    host: str = ""
    port: int = 9100
    vendor: int | None = None
    product: int | None = None
    endpoint_in: int = 0x82
    endpoint_out: int = 0x01
    device: str = ""
    baud: int = 115_200
    name: str = ""
    ask_every: float = 30.0
    roll: float = 0.0
    rest: float = 4.0

    @property
    def asks_status(self) -> bool:
        """Whether the printer is asked how it is, before and after a slip."""
        if self.kind not in ("usb", "network", "serial"):
            return False
        return self.kind == "network" if self.status is None else self.status

    @property
    def deadline(self) -> float:
        """Seconds after which a slip that is still being printed is given up."""
        return 5 * self.timeout + _LONGEST_SLIP * self.width / 8 / self.bytes_a_second

    @property
    def bytes_a_second(self) -> float:
        """How fast the line is at least: ten bits a byte on a serial one."""
        return self.baud / 10 if self.kind == "serial" else 50_000.0

    def mistakes(self) -> tuple[str, ...]:
        """Return the names of the settings that are missing or impossible."""
        wrong = [name for name in _NEEDED.get(self.kind, ()) if not self._has(name)]
        bounds = {
            "kind": self.kind in KINDS,
            "width": self.width in WIDTHS,
            "timeout": 0.1 <= self.timeout <= 60,
            "feed": 0 <= self.feed <= 255,
            "port": 0 < self.port < 65_536,
            "baud": self.baud >= 1200,
            "ask_every": self.ask_every == 0 or 5 <= self.ask_every <= 3600,
            "roll": 0 <= self.roll <= 500,
            "rest": 0 <= self.rest <= 100,
        }
        return (*wrong, *(name for name, right in bounds.items() if not right))

    def _has(self, name: str) -> bool:
        return getattr(self, name) not in ("", None)

"""One kiosk's settings. PURE."""

from __future__ import annotations

from dataclasses import dataclass, field

from .printer import PrinterSettings
from .scanner import ScannerSettings


@dataclass(frozen=True)
class KioskSettings:
    """One kiosk.

    Attributes:
        server: the server's address.
        authority: the file of the authority that signed the server's certificate
            (PEM), for ``https://``; empty = those that this system trusts.
        folder: where the kiosk keeps its spool and its copy of the procedures;
            empty = a folder of the platform for this user's data.
        width, height: the picture in pixels; 0 = the whole panel, or 1080×1920 on a
            virtual screen.
        diagonal: the panel's real size in inches; 0 = guessed from the panel.
        mounted: the height of the panel's lower edge above the floor in millimetres:
            what is touched is kept within reach.
        fullscreen: whether the window takes the whole panel.
        language: the language it starts in and comes back to.
        volume: how loud screens are read aloud for each new citizen, 1 to 5, some
            65 dBA before the kiosk; 0 = it has no loudspeaker and reads nothing.
        series: the letter of the numbers that it gives itself while the server is
            away; no service's letter and no other kiosk's; empty = it gives none.
        away_after: seconds without the server after which it gives them.
        pin: the hash of the service page's PIN, made by ``motcua kiosk pin``; empty =
            there is no service page.
        printer: its printer.
        scanner: its hand scanner.
    """

    server: str = "http://127.0.0.1:8800"
    authority: str = ""
    folder: str = ""
    width: int = 0
    height: int = 0
    diagonal: float = 0.0
    mounted: float = 800.0
    fullscreen: bool = True
    language: str = "vi"
    volume: int = 3
    series: str = "U"
    away_after: float = 5.0
    pin: str = ""
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises ValueError."""
        if not 0 <= self.mounted <= 1200:
            raise ValueError("mounted must be from 0 to 1200 millimetres")
        if not 0 <= self.volume <= 5:
            raise ValueError("volume must be from 0 to 5")
        if self.series and (len(self.series) != 1 or not "A" <= self.series <= "Z"):
            raise ValueError("series must be one letter from A to Z, or empty")
        if not 1 <= self.away_after <= 60:
            raise ValueError("away_after must be from 1 to 60")
        if self.pin and not self.pin.startswith("$argon2id$"):
            raise ValueError("pin must be a hash made by `motcua kiosk pin`")
        for name, device in (("printer", self.printer), ("scanner", self.scanner)):
            if mistakes := device.mistakes():
                raise ValueError(f"{name}: wrong or missing: " + ", ".join(mistakes))

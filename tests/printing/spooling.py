"""What the tests of the spool share: spools on one folder, and printers."""

from collections.abc import Callable
from datetime import date

from PIL import Image

from kiosk.printing.spool import Spool
from kiosk.printing.spool.ledger import Outcome, State
from kiosk.printing.status import Condition
from server.config.printer import PrinterSettings
from tests.emulator.printer import PrinterEmulator

TODAY = date(2026, 11, 23)
PRINTED = Outcome(State.PRINTED)
Opener = Callable[..., Spool]


def settings(printer: PrinterEmulator) -> PrinterSettings:
    return PrinterSettings(
        kind="network", host="127.0.0.1", port=printer.port, timeout=0.5
    )


class Recorder:
    """A printer that keeps pictures, and fails as told."""

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.images: list[Image.Image] = []

    def print(self, image: Image.Image) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.images.append(image)

    def look(self) -> Condition:
        return Condition()


def reports(spool: Spool) -> list[tuple[int, bool | None, str | None]]:
    return [(r.ticket, r.ok, r.detail) for r in spool.pending_reports()]

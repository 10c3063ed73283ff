"""Takes what the scanner reads: the text itself goes no further than this."""

from __future__ import annotations

import uuid

from kiosk.errands.ground import Ground
from kiosk.errands.health import Health
from kiosk.flow.scanning import Scanned, ScannerThere
from kiosk.scanning import codes


class Scans:
    """Makes codes of lines, and tells staff whether the scanner is there."""

    def __init__(self, ground: Ground, health: Health) -> None:
        self._ground, self._health = ground, health

    def heard(self, line: str) -> None:
        """Take a line of the scanner."""
        today = self._ground.office_time().date()
        code = codes.read(line, today)
        self._ground.happen(Scanned(str(uuid.uuid4()), code))

    def known(self, known: str) -> None:
        """Note whether the scanner is there: "ok" or "away"."""
        self._health.note(scanner=known)
        self._ground.happen(ScannerThere(known == "ok"))

"""What the service page tries out: printer and loudspeaker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from PIL import Image

from kiosk.errands.aloud import Aloud
from kiosk.errands.printer import PrinterWatch
from kiosk.printing import sheet
from kiosk.printing.faults import PrinterFault
from kiosk.printing.printer import Printer

log = logging.getLogger(__name__)


class Tools:
    """The kiosk's hardware, for staff.

    Args:
        printer: prints the test slip; None: the kiosk has none.
        width: the paper's dots.
        roll: hears of new paper.
        aloud: plays the chime.
        clock: the office's time.
    """

    def __init__(
        self,
        printer: Printer | None,
        width: int,
        roll: PrinterWatch,
        aloud: Aloud,
        clock: Callable[[], datetime],
    ) -> None:
        self._printer, self._width, self._roll = printer, width, roll
        self._aloud, self._clock = aloud, clock

    async def print_test(self) -> str:
        """Print a test slip; return "ok" or "failed"."""
        if self._printer is None:
            return "failed"
        try:
            await asyncio.to_thread(self._printer.print, self._slip())
        except PrinterFault as fault:
            log.warning("test slip: %s", fault)
            return "failed"
        return "ok"

    def _slip(self) -> Image.Image:
        width, face = self._width, sheet.font("SemiBold", 40)
        lines = ("motcua", self._clock().strftime("%H:%M:%S %d/%m/%Y"), "Ă Â Đ Ê Ô Ơ Ư")
        strips = [s for text in lines for s in sheet.centred(width, 24, text, face)]
        return sheet.stack(width, [*strips, sheet.rule(width, 0, 20, 20)])

    async def try_sound(self) -> str:
        """Play the chime; return "ok" or "no_device"."""
        return await self._aloud.try_sound()

    async def paper_changed(self) -> str:
        """Note that there is a new roll."""
        await self._roll.paper_changed()
        return "ok"

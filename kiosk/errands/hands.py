"""What the service page tries out: printer and loudspeaker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PIL import Image

from assets.paper import sheet
from kiosk.errands.aloud import Aloud
from kiosk.errands.printer import PrinterWatch
from kiosk.printing.spool import Spool


class Tools:
    """The kiosk's hardware, for staff.

    Args:
        spool: prints the test slip, in its turn.
        printer: hears of new paper, and of how the test slip came out.
        aloud: plays the chime.
        clock: the office's time.
    """

    def __init__(
        self,
        spool: Spool,
        printer: PrinterWatch,
        aloud: Aloud,
        clock: Callable[[], datetime],
    ) -> None:
        self._spool, self._printer = spool, printer
        self._aloud, self._clock = aloud, clock

    async def print_test(self) -> str:
        """Print a test slip; return "ok" or "failed"."""
        outcome = await self._spool.print_sheet(self._slip)
        await self._printer.printed(outcome)
        return "ok" if outcome.ok else "failed"

    def _slip(self, width: int) -> Image.Image:
        face = sheet.font(sheet.BOLD, 40)
        lines = ("motcua", self._clock().strftime("%H:%M:%S %d/%m/%Y"), "Ă Â Đ Ê Ô Ơ Ư")
        strips = [s for text in lines for s in sheet.centred(width, 24, text, face)]
        return sheet.stack(width, [*strips, sheet.rule(width, 0, 20, 20)])

    async def try_sound(self) -> str:
        """Play the chime; return "ok" or "no_device"."""
        return await self._aloud.try_sound()

    async def paper_changed(self) -> str:
        """Note that there is a new roll."""
        await self._printer.paper_changed()
        return "ok"

"""Reads a scanner for ever, and comes back to it when it was unplugged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from kiosk.scanning.lines import Lines
from kiosk.scanning.ports import Port

log = logging.getLogger(__name__)

AGAIN = 2.0
"""Seconds until a device that is away is looked for again."""


class Scanner:
    """One scanner.

    Nothing that is scanned is logged: it may be a citizen's card.

    Args:
        port: where it is connected.
        hear: gets every line, on the event loop.
        note: gets "ok" or "away" whenever that changes.
        again: seconds between two looks for a device that is away.
    """

    def __init__(
        self,
        port: Port,
        hear: Callable[[str], None],
        note: Callable[[str], None] = lambda _: None,
        *,
        again: float = AGAIN,
    ) -> None:
        self._port, self._hear, self._note = port, hear, note
        self._again = again
        self._lines = Lines()
        self._known = ""

    async def run(self) -> None:
        """Read until cancelled."""
        # A thread of its own: a read that waits must not keep others waiting.
        hand = ThreadPoolExecutor(1, "scanner")
        try:
            while True:
                await self._read(hand)
                await asyncio.sleep(self._again)
        finally:
            hand.submit(self._port.close)
            hand.shutdown(wait=False)

    async def _read(self, hand: ThreadPoolExecutor) -> None:
        """Read until the device is gone."""
        loop = asyncio.get_running_loop()
        self._lines.forget()
        try:
            await loop.run_in_executor(hand, self._port.open)
            self._tell("ok")
            while True:
                text = await loop.run_in_executor(hand, self._port.read)
                for line in self._lines.feed(text, monotonic()):
                    self._hear(line)
        except OSError as error:
            self._tell("away", error)
            await loop.run_in_executor(hand, self._port.close)

    def _tell(self, known: str, error: OSError | None = None) -> None:
        if known == self._known:
            return
        self._known = known
        if error is None:
            log.info("the scanner is there")
        else:
            log.warning("the scanner is away: %s", error)
        self._note(known)

"""Does what staff ask for on the service page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from kiosk.errands.ground import Ground, Table
from kiosk.errands.health import Health
from kiosk.flow.service_page import (
    CheckPin,
    Done,
    Known,
    LookAround,
    Perform,
    PinChecked,
    Task,
)
from kiosk.guard.pin import PinLock

RESTART, QUIT = 75, 0
"""Exit codes: EX_TEMPFAIL of sysexits.h starts the kiosk again, 0 leaves it off."""


class Hands(Protocol):
    """What is tried out: each says in a key of the texts what came of it."""

    async def print_test(self) -> str:
        """Print a test slip."""

    async def try_sound(self) -> str:
        """Play the chime."""

    async def paper_changed(self) -> str:
        """Note that there is a new roll."""


class Upkeep:
    """The service page's errands.

    Args:
        ground: what errands stand on.
        lock: the PIN.
        health: what is known of the kiosk.
        hands: what is tried out.
        server: the server's address.
        leave: ends the app with an exit code.
    """

    def __init__(
        self,
        ground: Ground,
        lock: PinLock,
        health: Health,
        hands: Hands,
        server: str,
    ) -> None:
        self._ground, self._lock, self._health = ground, lock, health
        self._hands, self._server = hands, server
        self._line_since = ""
        self.leave: Callable[[int], None] = lambda code: None

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {
            CheckPin: lambda effect: self._ground.start(self._check(effect)),
            Perform: lambda effect: self._ground.start(self._perform(effect.task)),
            LookAround: lambda _: self._look_around(),
        }

    def line_up(self) -> None:
        """Note that the server is there from now on."""
        self._line_since = self._ground.office_time().strftime("%H:%M %d/%m")

    async def _check(self, effect: CheckPin) -> None:
        verdict = await asyncio.to_thread(self._lock.try_pin, effect.pin)
        self._ground.happen(PinChecked(verdict.right, verdict.wait))

    async def _perform(self, task: Task) -> None:
        said = "failed"
        try:
            said = await self._done(task)
        finally:
            self._ground.happen(Done(task, said))

    async def _done(self, task: Task) -> str:
        if task is Task.PRINT:
            return "print_" + await self._hands.print_test()
        if task is Task.SOUND:
            return "sound_" + await self._hands.try_sound()
        if task is Task.PAPER:
            return "paper_" + await self._hands.paper_changed()
        self.leave(RESTART if task is Task.RESTART else QUIT)
        return "leaving"

    def _look_around(self) -> None:
        known = self._health.known
        since = self._line_since if self._ground.link.online else "–"
        told = {"server": self._server, "line": since}
        wanted = ("printer", "sound", "picture", "disk_free_mb", "clock_off_s")
        told |= {key: _plain(known.get(key)) for key in (*wanted, "version")}
        self._ground.happen(Known(tuple(told.items())))


def _plain(value: object) -> str:
    return "–" if value is None or value == "" else str(value)

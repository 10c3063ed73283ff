# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The Kivy app: one asyncio loop for the glass, the line and the printer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.desk import Desk
from kiosk.flow import inputs as i
from kiosk.screens.glass import Glass
from kiosk.tidying import Tidying

EVERY = 0.1
"""Seconds between two looks at the clock."""

DARK = 5.0
"""Seconds that the line waits for the first picture."""


class KioskApp(App):
    """Shows what the desk's state says, and tells it of touches and of time.

    Args:
        desk: the kiosk without its glass.
        wall_clock: the time of day; the office's, as the server tells it.
        beside: what runs beside the app, such as the live picture.
    """

    def __init__(
        self,
        desk: Desk,
        wall_clock: Callable[[], datetime] | None = None,
        beside: tuple[Callable[[], Coroutine[Any, Any, None]], ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.desk = desk
        self._wall_clock = wall_clock or desk.office_time
        self._beside = beside
        self._shown: object = None
        self._glass: Glass | None = None
        self._tidying = Tidying()
        self.code = 0
        """What the process ends with."""

    def build(self) -> Glass:
        """Make the glass."""
        self._glass = Glass(self.desk.happen)
        self.desk.aloud.rows = self._rows
        self.desk.changed = Clock.create_trigger(self._show, -1)
        self._show()
        Clock.schedule_interval(self._pass, EVERY)
        return self._glass

    async def async_run(self, async_lib: Any = None) -> None:
        """Show the own copy, then run the desk and what runs beside; end with the app.

        Raises DiskFault or OSError when the own copy's disk fails.
        """
        self._tidying.begin()
        try:
            async with self.desk.opened():
                glass = asyncio.create_task(super().async_run(async_lib=async_lib))
                await self._run_with(glass)
        finally:
            self._tidying.end()

    async def _run_with(self, glass: asyncio.Task[None]) -> None:
        tasks: list[asyncio.Task[None]] = []
        try:
            await first_picture(glass)
            work = (self.desk.run, *self._beside)
            tasks += [asyncio.create_task(one()) for one in work]
            done, _ = await asyncio.wait(
                [glass, *tasks], return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                await task
        finally:
            self.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(glass, *tasks, return_exceptions=True)
            Clock.unschedule(self._pass)
            # What is still scheduled would show its page in the next app's loop.
            over, self._glass = self._glass, None
            if over is not None:
                over.close()

    def leave(self, code: int) -> None:
        """End the app with an exit code."""
        self.code = code
        self.stop()

    def _rows(self) -> int:
        """Say how many of a list have room on the page of the state."""
        if self._glass is None:
            return 0
        self._show()
        return self._glass.rows()

    def _pass(self, _: float) -> None:
        self.desk.happen(i.Passed())
        self._tidying.pass_by(self.desk.state, self.desk.clock())

    def _show(self, *_: object) -> None:
        if self._glass is not None:
            self._glass.show(self.desk.state, self.desk.clock(), self._wall_clock())


async def first_picture(glass: asyncio.Task[None]) -> None:
    """Wait until something stands on the glass: the line has time until then.

    A glass that stays dark keeps nothing from running, its watchdog least of all.
    """
    drawn = asyncio.Event()

    def flipped(*_: object) -> None:
        drawn.set()

    Window.bind(on_flip=flipped)
    shown = asyncio.create_task(drawn.wait())
    try:
        await asyncio.wait(
            (glass, shown), timeout=DARK, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        Window.unbind(on_flip=flipped)
        shown.cancel()

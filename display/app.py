"""The Kivy app of a display: one window, one loop, a station behind it."""

from __future__ import annotations

import asyncio
from typing import Any

from kivy.app import App
from kivy.clock import Clock

from display.board import show_wall
from display.counter import show_counter
from display.screens.counter import CounterScreen
from display.screens.wall import WallScreen
from display.station import Station

REDRAW = 0.1
"""Seconds between two looks at what time changes; drawn only if it changed."""


class DisplayApp(App):
    """The wall, or one counter's display.

    Args:
        station: what it knows and hears.
        language: of the texts.
        counter: the counter's number; None is the wall.
    """

    def __init__(
        self, station: Station, language: str = "vi", counter: int | None = None
    ) -> None:
        super().__init__()
        self.station = station
        self.language = language
        self.counter = counter

    def build(self) -> Any:
        """Make the screen, showing already what is known."""
        kind = WallScreen if self.counter is None else CounterScreen
        screen = kind(self.language)
        self._show(screen)
        self._looking = Clock.schedule_interval(lambda _dt: self._show(screen), REDRAW)
        # A call is in the very next frame.
        self._heard = Clock.create_trigger(lambda _dt: self._show(screen), -1)
        self.station.changed = self._heard
        return screen

    def on_stop(self) -> None:
        """Look no more: Kivy's clock outlives an app."""
        self._looking.cancel()
        self.station.changed = lambda: None
        self._heard.cancel()

    def _show(self, screen: Any) -> None:
        now = self.station.look()
        if self.counter is None:
            places = screen.foot_places
            shown: Any = show_wall(self.station.heard, now, self.language, places)
        else:
            heard = self.station.heard
            shown = show_counter(heard, self.counter, now, self.language)
        screen.show(shown)

    async def work(self, *beside: Any) -> None:
        """Run the window, the station and ``beside`` until the window closes."""
        working = [asyncio.create_task(self.station.run())]
        working += [asyncio.create_task(task) for task in beside]
        window = asyncio.create_task(self.async_run(async_lib="asyncio"))
        try:
            done, _ = await asyncio.wait(
                [window, *working], return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()  # a fault of the program ends it: it is started again
        finally:
            self.stop()
            for task in working:
                task.cancel()
            await asyncio.gather(window, *working, return_exceptions=True)

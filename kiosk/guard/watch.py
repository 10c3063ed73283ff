"""Watches the glass, the disk and the clock, and pings systemd while all is drawn.

Each beat asks for a frame; the next beat pings only if that frame was really drawn. A
loop that does not turn makes no beats, so nothing more is needed to notice it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from time import monotonic, time
from typing import Any, Protocol

from assets.notify import (
    EVERY,
    READY,
    STOPPING,
    WATCHDOG,
    Notifier,
    beat_of,
    notifier_of,
    status,
)
from kiosk.guard.health import Judgement, Plain, Seen, judge, worth_telling

log = logging.getLogger(__name__)

MEGABYTE = 1_000_000


class Kiosk(Protocol):
    """What is watched beside the window."""

    @property
    def away_since(self) -> float | None:
        """Since when the server is away, in seconds of the steady clock."""

    def clock_off(self, wall: float) -> float | None:
        """Return how far `wall` is ahead of the office's time; None: not known."""

    def note(self, **facts: Plain) -> None:
        """Report facts to the server."""


class Watch:
    """One kiosk's watchdog.

    Args:
        window: Kivy's; its ``on_flip`` follows each frame that was drawn.
        kiosk: what else is watched.
        folder: where the kiosk keeps its slips.
        notifier: the line to the service manager.
        every: seconds between two beats.
        clock, wall: the steady clock and this machine's clock, in seconds.
        free: gives the free bytes of a folder. Raises OSError.
    """

    def __init__(
        self,
        window: Any,
        kiosk: Kiosk,
        folder: Path,
        notifier: Notifier,
        every: float = EVERY,
        *,
        clock: Callable[[], float] = monotonic,
        wall: Callable[[], float] = time,
        free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    ) -> None:
        self._window, self._kiosk, self._folder = window, kiosk, folder
        self._notifier, self._every = notifier, every
        self._clock, self._wall, self._free = clock, wall, free
        self._asked: float | None = None
        self._drawn = 0
        self._ready = False
        self._told: Judgement | None = None
        self._faults: tuple[str, ...] | None = None

    async def run(self) -> None:
        """Watch until cancelled."""
        self._window.bind(on_flip=self._flipped)
        try:
            while True:
                # A disk that answers late is a fault of its own machine.
                self.beat(await asyncio.to_thread(self._free_mb))
                await asyncio.sleep(self._every)
        finally:
            self._window.unbind(on_flip=self._flipped)
            self._notifier.send(STOPPING)

    def beat(self, free_mb: int | None) -> None:
        """Judge what was seen since the last beat, and ask for a frame."""
        judgement = judge(
            Seen(
                now=self._clock(),
                waits_since=self._asked,
                away_since=self._kiosk.away_since,
                clock_off=self._kiosk.clock_off(self._wall()),
                free_mb=free_mb,
            )
        )
        self._tell_manager(judgement)
        if worth_telling(self._told, judgement):
            self._told = judgement
            self._kiosk.note(**judgement.facts())
        if self._asked is None:
            self._asked = self._clock()
        self._window.canvas.ask_update()

    def _tell_manager(self, judgement: Judgement) -> None:
        if judgement.faults() != self._faults:
            self._faults = judgement.faults()
            said = ", ".join(self._faults) or "all is well"
            log.log(
                logging.WARNING if self._faults else logging.INFO, "guard: %s", said
            )
            self._notifier.send(status(said))
        if not self._drawn or self._asked is not None or not judgement.alive:
            return
        if not self._ready:
            self._ready = self._notifier.send(READY)
        self._notifier.send(WATCHDOG)

    def _flipped(self, *_: object) -> None:
        self._drawn += 1
        self._asked = None

    def _free_mb(self) -> int | None:
        try:
            return self._free(self._folder) // MEGABYTE
        except OSError as error:
            log.warning("free space of %s: %s", self._folder, error)
            return None


class Watched:
    """A desk as the watchdog sees it."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk

    @property
    def away_since(self) -> float | None:
        """Since when the server is away."""
        since: float | None = self._desk.state.away.since
        return since

    def clock_off(self, wall: float) -> float | None:
        """Return how far this machine's clock is ahead of the office's time."""
        if not self._desk.link.online:
            return None
        return float(wall - self._desk.office_time().timestamp())

    def note(self, **facts: Plain) -> None:
        """Report facts to the server."""
        self._desk.health.note(**facts)


def watch_of(window: Any, desk: Any, folder: Path) -> Watch:
    """Return the watchdog of this process, as its environment asks for it."""
    notifier, every = notifier_of(os.environ), beat_of(os.environ)
    return Watch(window, Watched(desk), folder, notifier, every)

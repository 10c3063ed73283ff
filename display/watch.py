"""Tells systemd that the display lives: while its frames are really drawn."""

from __future__ import annotations

import asyncio
from typing import Any

from assets.notify import READY, STOPPING, WATCHDOG, Notifier


async def watch(window: Any, notifier: Notifier, every: float) -> None:
    """Ping while each frame that is asked for is drawn, until cancelled.

    A loop that does not turn and a picture that is frozen make no pings.

    Args:
        window: Kivy's; its ``on_flip`` follows each frame that was drawn.
        notifier: the line to the service manager.
        every: seconds between two pings.
    """
    drawn = asyncio.Event()

    def flipped(*_: object) -> None:
        drawn.set()

    window.bind(on_flip=flipped)
    ready = False
    try:
        while True:
            drawn.clear()
            window.canvas.ask_update()
            await drawn.wait()
            if not ready:
                ready = notifier.send(READY)
            notifier.send(WATCHDOG)
            await asyncio.sleep(every)
    finally:
        window.unbind(on_flip=flipped)
        notifier.send(STOPPING)

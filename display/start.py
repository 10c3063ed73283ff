"""Starts a display: the window first, then everything that needs one."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from assets.look.window import open_window
from assets.notify import beat_of, notifier_of
from server.config.display import DisplaySettings
from server.protocol.methods import Plain

WALL_SIZE, COUNTER_SIZE = (1920, 1080), (800, 480)
"""Pixels of a virtual screen that is not told its size."""

COUNTER_INCHES = 7.0


def run(
    settings: DisplaySettings,
    token: str,
    virtual_screen: bool,
    keep: Callable[[str], None] = lambda token: None,
) -> int:
    """Run the display until it is told to end; return the exit status.

    Args:
        settings: which display it is, and how it looks and sounds.
        token: the display's own; without one it first shows the code to be let in with.
        virtual_screen: draw in memory, watched and touched through the server.
        keep: gets the token that it was let in with, for its next start.

    Raises:
        NoScreen: there is no panel, and nobody asked for a virtual one.
    """
    counter = settings.counter
    size = (settings.width, settings.height)
    if min(size) <= 0:
        size = WALL_SIZE if counter is None else COUNTER_SIZE
    name = "wall" if counter is None else f"counter-{counter}"
    window = open_window(
        size,
        fullscreen=settings.fullscreen and not virtual_screen,
        virtual=virtual_screen,
        title=f"motcua {name}",
    )
    # Kivy may be imported only now: its first import opens the window's library.
    from assets.look.current import look
    from assets.look.scale import WALL_GRID_MM, WALL_INCHES, from_diagonal

    usual = WALL_INCHES if counter is None else COUNTER_INCHES
    inches = settings.diagonal or usual
    look.scale = from_diagonal(inches, tuple(window.size), WALL_GRID_MM)
    if not token:
        from assets.look.code_page import token_by_code

        token = token_by_code(settings.server, "display")
        if not token:
            return 0
        keep(token)
    asyncio.run(_work(settings, token, virtual_screen, window, name))
    return 0


async def _work(
    settings: DisplaySettings, token: str, virtual: bool, window: Any, name: str
) -> None:
    from assets.look.mirror import mirror
    from assets.look.sdl import video_driver
    from display.app import DisplayApp
    from display.memory import Memory
    from display.player import Loudspeaker, Player, Silence
    from display.station import Station
    from display.watch import watch

    speaks = settings.sound and settings.counter is None
    player: Player = (
        Loudspeaker(settings.server, settings.volume)
        if speaks
        else Silence(settings.server)
    )
    memory = Memory(settings.folder, name)
    # One counter's display knows the counters of every room: where to go instead.
    room = settings.room if settings.counter is None else ""
    width, height = map(int, window.size)
    about: dict[str, Plain] = {"picture": video_driver(), "size": f"{width}×{height}"}
    where = (settings.server, token, player, memory)
    station = Station(*where, about=about, room=room)
    app = DisplayApp(station, settings.language, settings.counter)
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows ends processes another way
            loop.add_signal_handler(sign, app.stop)
    beside = [watch(window, notifier_of(os.environ), beat_of(os.environ))]
    if virtual:
        beside.append(mirror(window, settings.server, token, name))
    await app.work(*beside)

"""Starts a kiosk from its settings: the ``motcua kiosk`` command ends here."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assets.look.window import open_window
from server.config.kiosk import KioskSettings

log = logging.getLogger(__name__)

VIRTUAL = (1080, 1920)
"""Pixels of a virtual screen that nobody set."""


def run(
    settings: KioskSettings,
    token: str,
    virtual_screen: bool,
    keep: Callable[[str], None] = lambda token: None,
) -> int:
    """Run a kiosk until it is stopped; return the exit code.

    Without a token it first shows the code to be let in with; ``keep`` gets the token
    that it has then, for its next start.

    Raises NoScreen when there is no screen and no virtual one was asked for,
    OSError or DiskFault when its folder cannot be written.
    """
    # A start makes much and drops little; the app collects when it rests.
    gc.disable()
    size = (settings.width, settings.height)
    wanted = size if all(size) else VIRTUAL if virtual_screen else None
    # Before anything else imports Kivy: it reads its settings only once.
    window = open_window(
        size=wanted,
        fullscreen=settings.fullscreen and not virtual_screen,
        virtual=virtual_screen,
        title="motcua",
    )
    _measure(window, settings, virtual_screen)
    try:
        if not token:
            token = _let_in(settings.server, keep)
        if not token:
            return 0
        return asyncio.run(_serve(settings, token, window, virtual_screen))
    except KeyboardInterrupt:
        return 0


def _let_in(server: str, keep: Callable[[str], None]) -> str:
    from assets.look.code_page import token_by_code

    if token := token_by_code(server, "kiosk"):
        keep(token)
    return token


async def _serve(
    settings: KioskSettings, token: str, window: Any, virtual: bool
) -> int:
    from assets.look.lockdown import stop_on_terminate
    from assets.look.mirror import mirror
    from kiosk.app import KioskApp
    from kiosk.desk import Desk
    from kiosk.flow.modes import Away
    from kiosk.guard.pin import PinLock
    from kiosk.guard.watch import watch_of
    from kiosk.loudspeaker import Loudspeaker
    from kiosk.printing.printer import open_printer
    from kiosk.printing.spool import Spool
    from kiosk.scanning.ports import port_of
    from kiosk.scanning.scanner import Scanner
    from kiosk.store import Store

    folder = Path(settings.folder) if settings.folder else data_folder()
    store = Store(folder)
    printer = settings.printer
    device = open_printer(printer)
    spool = Spool(folder, device, width=printer.width, deadline=printer.deadline)
    speaker = Loudspeaker(settings.server)
    width, height = window.size
    desk = Desk(
        settings.server,
        token,
        spool,
        store,
        language=settings.language,
        speaker=speaker,
        volume=settings.volume,
        picture=f"{int(width)}x{int(height)}",
        printer=printer,
        away=Away(series=settings.series, after=settings.away_after),
        lock=PinLock(settings.pin, folder),
    )
    _note_first_frame(window, desk)
    beside: tuple[Any, ...] = (watch_of(window, desk, folder).run, desk.printer.run)
    if (port := port_of(settings.scanner)) is not None:
        beside += (Scanner(port, desk.scans.heard, desk.scans.known).run,)
    if virtual:
        beside += (lambda: mirror(window, settings.server, token, "kiosk"),)
    app = KioskApp(desk, beside=beside)
    stop_on_terminate(app.stop)
    desk.upkeep.leave = app.leave
    try:
        await app.async_run(async_lib="asyncio")
    finally:
        speaker.close()
        spool.close()
    return app.code


def _note_first_frame(window: Any, desk: Any) -> None:
    """Log when the office first stands on the glass: ``make bench`` waits for it."""

    def drawn(*_: object) -> None:
        if desk.state.hall.office is not None:
            window.unbind(on_flip=drawn)
            log.info("first frame")

    window.bind(on_flip=drawn)


def _measure(window: Any, settings: KioskSettings, virtual: bool) -> None:
    """Set the panel's millimetres and its place on the wall.

    The office's diagonal comes first, then what the panel itself says (not in a
    window, which is only a part of it), then that of the panel drawn for.
    """
    from assets.look.current import look
    from assets.look.edid import the_panel
    from assets.look.scale import KIOSK_INCHES, from_diagonal

    size = (int(window.size[0]), int(window.size[1]))
    whole = settings.fullscreen and not virtual
    said = the_panel() if whole and not settings.diagonal else None
    look.scale = from_diagonal(settings.diagonal or said or KIOSK_INCHES, size)
    look.mounted = settings.mounted


def data_folder() -> Path:
    """Return the platform's folder for this user's data of the kiosk.

    Windows: ``%LOCALAPPDATA%``; macOS: ``~/Library/Application Support``; else
    ``$XDG_DATA_HOME`` or ``~/.local/share`` (XDG Base Directory Specification).
    """
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "motcua" / "kiosk"

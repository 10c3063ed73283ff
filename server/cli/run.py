"""``motcua up`` and ``server``: what runs all day."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from server.config.settings import Settings
from server.storage.folder import Folder, FolderInUse
from server.storage.journal import JournalDamaged
from server.storage.verify import locate

from . import damage, restoring
from .data import data_folder, office_of, settings_of
from .screens import needs
from .shell import CommandError, add_data, data_path, log_to_stderr, say, t
from .supervise import AGAIN, Supervisor, make_tokens


def add_to(commands: Any) -> None:
    """Add the commands that run something."""
    up = commands.add_parser("up", help=t("help.up"))
    add_data(up)
    up.add_argument("--virtual-screen", action="store_true")
    up.set_defaults(run=run_up)
    server = commands.add_parser("server", help=t("help.server"))
    add_data(server)
    server.add_argument("--host", metavar="H")
    server.add_argument("--port", type=int, metavar="N")
    server.add_argument("--screens", default="", help=argparse.SUPPRESS)
    server.set_defaults(run=run_server)


# The server


def run_server(asked: argparse.Namespace) -> int:
    """Run the server until it is told to stop, or ends to restore (``AGAIN``)."""
    from server.app import Server
    from server.realtime.screens import Screens

    log_to_stderr()
    restoring.settle(data_path(asked))
    folder = data_folder(asked)
    settings = _listening_on(settings_of(folder), asked)
    names = [name for name in asked.screens.split(",") if name]
    screens = Screens(names) if names else None
    server = Server(folder, settings, office_of(folder), screens)
    try:
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            runner.run(_serve(server))
    except FolderInUse as used:
        in_use = damage.words("damage.in_use", path=folder.path)
        raise CommandError(in_use) from used
    except JournalDamaged as damaged:
        faults = [locate(folder.journal, damaged.seq)]
        raise CommandError(damage.explain(folder, faults)) from damaged
    except OSError:
        raise
    except Exception as problem:
        if not server.ready.is_set():
            _blame(folder, problem)
        raise
    if server.restores:
        say("run.restores")
        return AGAIN
    return 0


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Give the fastest event loop there is; asyncio's own but on Linux."""
    if sys.platform != "linux":
        return None
    import uvloop

    return uvloop.new_event_loop


def _blame(folder: Folder, problem: Exception) -> None:
    """Whatever kept the server from starting: say so if it is damage."""
    if faults := damage.look(folder):
        raise CommandError(damage.explain(folder, faults)) from problem


def _listening_on(settings: Settings, asked: argparse.Namespace) -> Settings:
    wanted = settings.server
    if asked.host is not None:
        wanted = replace(wanted, host=asked.host)
    if asked.port is not None and not 0 <= asked.port <= 65535:
        raise CommandError(t("wrong.port"))
    if asked.port is not None:
        wanted = replace(wanted, port=asked.port)
    return replace(settings, server=wanted)


async def _serve(server: Any) -> None:
    on_stop_signal(server.stop)
    running = asyncio.create_task(server.run())
    ready = asyncio.create_task(server.ready.wait())
    await asyncio.wait((running, ready), return_when=asyncio.FIRST_COMPLETED)
    if ready.done():
        _tell_addresses(server)
    ready.cancel()
    await running


def _tell_addresses(server: Any) -> None:
    say("run.server", address=server.address)
    say("run.clerk", address=server.address)
    if server.first_run is not None:
        say("run.first_run", address=server.address + server.first_run.path)
    if server.screens is not None:
        for name in server.screens.names():
            address = server.address + server.screens.address(name)
            say(
                "run.kiosk_watch" if name == "kiosk" else "run.wall_watch",
                address=address,
            )


def on_stop_signal(stop: Callable[[], None]) -> None:
    """Stop in good order on Ctrl+C and on SIGTERM."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows has no such thing in asyncio
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


# Everything on one machine


def run_up(asked: argparse.Namespace) -> int:
    """Run server, kiosk and wall display, and start again whatever stops."""
    needs("kiosk", "kivy", "escpos")
    if asked.virtual_screen:
        say("run.virtual")
    else:
        from assets.look.window import NoScreen, choose_driver

        try:
            choose_driver(sys.platform, os.environ)
        except NoScreen:
            raise CommandError(t("wrong.no_screen")) from None
    say("run.stop")
    while (code := _run_all(asked)) == AGAIN:
        pass
    return code


def _run_all(asked: argparse.Namespace) -> int:
    """Restore what was asked for, then run everything: tokens may be others then."""
    restoring.settle(data_path(asked))
    folder = data_folder(asked)
    settings = settings_of(folder)
    make_tokens(folder)
    supervisor = Supervisor(folder, settings, virtual=asked.virtual_screen)
    return asyncio.run(_supervise(supervisor))


async def _supervise(supervisor: Supervisor) -> int:
    on_stop_signal(supervisor.stop)
    return await supervisor.run()

"""What a server does beside answering: each chore is a task of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from assets.lang import languages, texts
from assets.notify import READY, STOPPING, WATCHDOG, Notifier
from server.auth import Doorkeeper
from server.gate import Gate
from server.posted import Posted
from server.realtime.hub import Client, Hub
from server.realtime.revoked import close_revoked
from server.storage.nightly import Nightly
from server.storage.office import OfficeStore

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5
"""Seconds between two looks at whether the command line changed anything."""
RECHECK_EVERY = 20
"""Looks between two checks of everybody's token (a session may have ended)."""
NIGHT_EVERY = 60.0
"""Seconds between two looks at whether the night's backup is due."""


@asynccontextmanager
async def running(chore: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run a chore beside the others; its failure is logged, not hidden."""
    task = asyncio.create_task(chore)
    task.add_done_callback(_report)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.critical("a part of the server failed", exc_info=task.exception())


async def every(seconds: float, do: Callable[[], None]) -> None:
    """Do something again and again, whatever becomes of it."""
    while True:
        await asyncio.sleep(seconds)
        try:
            do()
        except Exception:
            log.exception("will be tried again in %s s", seconds)


async def again(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Do what says by itself when it fails, again and again."""
    while True:
        await asyncio.sleep(seconds)
        await do()


async def tell_manager(notifier: Notifier, every: float) -> None:
    """Tell the service manager that the server is there, and that its loop turns.

    From the first moment at which it answers until it stops.
    """
    notifier.send(READY)
    try:
        while True:
            notifier.send(WATCHDOG)
            await asyncio.sleep(every)
    finally:
        notifier.send(STOPPING)


async def watch(
    store: OfficeStore,
    posted: Posted,
    imported: Callable[[list[str]], Awaitable[None]],
    keeper: Doorkeeper,
    clients: Callable[[], list[Client]],
    gate: Gate,
    names: Callable[[], Collection[str]],
) -> None:
    """See what the command line changes, and whose token is no longer valid.

    ``imported`` is told the codes of the procedures that it changed.
    """
    looks = 0
    while True:
        await asyncio.sleep(LOOK_EVERY)
        looks += 1
        changed = store.changed()
        if changed and (codes := posted.refresh()):
            await imported(codes)
        if changed or looks % RECHECK_EVERY == 0:
            await close_revoked(keeper, clients())
        if looks % RECHECK_EVERY == 0:
            gate.set_names(names())


async def nights(
    nightly: Nightly, clock: Callable[[], datetime], hub: Hub, look: float = NIGHT_EVERY
) -> None:
    """Back up and check everything once a night; staff see what became of it."""
    while True:
        await asyncio.sleep(look)
        now = clock()
        if nightly.due(now):
            night = await nightly.run(now)
            words = {
                lang: texts("storage", lang)(f"night.{night.reason}")
                for lang in languages()
            }
            hub.device_reported("backup", {"online": night.ok, "text": words})

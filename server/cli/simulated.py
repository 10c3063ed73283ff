"""What ``motcua simulate`` does: play a day, or write a past."""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
from datetime import datetime, timedelta
from random import Random
from time import monotonic
from typing import Any

from server.config.settings import ServerSettings
from server.domain.model import Office
from server.procedures.records import from_json
from server.protocol.errors import Refused
from server.simulate import history
from server.simulate.accounts import Accounts, accounts
from server.simulate.live import LiveDay, NoServer, Told
from server.simulate.setup import USUAL, codes_of, hours_of, kinds_of
from server.simulate.world import NO_SHOWS, PRIORITY, Plan, a_day, usual_visits
from server.storage.bulk import Bulk, JournalNotEmpty
from server.storage.folder import Folder, FolderInUse
from server.storage.office import OfficeStore

from .data import settings_of
from .progress import Progress, number
from .run import on_stop_signal
from .shell import CommandError, language, texts_of

words = texts_of("simulate")
ROOM = 1500
"""Bytes that one past ticket takes on disk, with room to spare."""
EVERYWHERE = ("0.0.0.0", "::", "")
"""Addresses to listen on that are none to call."""

# A past


def write(folder: Folder, office: Office, asked: argparse.Namespace) -> int:
    """Write past tickets; what stops it before its end leaves the folder as it was."""
    needed, free = asked.history * ROOM, shutil.disk_usage(folder.path).free
    if needed > free:
        room = {"needed": f"{needed / 1e9:.1f}", "free": f"{free / 1e9:.1f}"}
        raise CommandError(words("wrong.no_room", **room))
    try:
        folder.lock()
    except FolderInUse as used:
        raise CommandError(words("wrong.in_use", path=folder.path)) from used
    began = monotonic()
    try:
        written = _history(folder, office, asked)
    except JournalNotEmpty as full:
        raise CommandError(words("wrong.not_empty", path=folder.path)) from full
    except ValueError as impossible:
        raise CommandError(words("wrong.no_days")) from impossible
    except KeyboardInterrupt:
        raise CommandError(words("wrong.stopped")) from None
    finally:
        folder.unlock()
    told = {
        "tickets": number(written.tickets),
        "events": number(written.events),
        "first": f"{written.first:%d/%m/%Y}",
        "last": f"{written.last:%d/%m/%Y}",
        "seconds": number(round(monotonic() - began)),
    }
    print(words("history.done", **told), flush=True)
    return 0


def _history(
    folder: Folder, office: Office, asked: argparse.Namespace
) -> history.Written:
    yesterday = datetime.now(office.zone).date() - timedelta(days=1)

    def tell(done: int) -> None:
        tickets = {"done": number(done), "total": number(asked.history)}
        show(done / asked.history, lambda: words("history.progress", **tickets))

    order = history.Order(
        office,
        codes_of(office, _posted(folder)),
        asked.history,
        yesterday,
        asked.seed,
        asked.visits or history.PER_DAY,
    )
    with Progress() as show, Bulk(folder.journal) as bulk:
        return history.write(bulk, order, tell=tell)


def _posted(folder: Folder) -> list[Any]:
    store = OfficeStore(folder.people)
    try:
        return [from_json(record) for record in store.procedures()]
    finally:
        store.close()


# A day


def play(folder: Folder, office: Office, asked: argparse.Namespace) -> int:
    """Play a day; Ctrl+C ends it in good order. Exit 1 if nobody got a ticket."""
    url, counters = _url(folder, asked), len(office.counters)
    print(words("live.begin", url=url, office=office.name), flush=True)
    try:
        with Progress() as show, accounts(folder.people, counters) as made:
            told = asyncio.run(_run(_day(office, asked, show), url, made))
    except NoServer as nobody:
        raise CommandError(words("wrong.no_server", url=url)) from nobody
    except Refused as refused:
        sentence = refused.text.get(language()) or refused.reason
        raise CommandError(words("wrong.refused", why=sentence)) from refused
    _sum_up(told)
    return 0 if told.issued else 1


def _day(office: Office, asked: argparse.Namespace, show: Progress) -> LiveDay:
    chance, kinds = Random(asked.seed), kinds_of(office)
    today = datetime.now(office.zone).date()
    counters = list(office.counters)
    hours = hours_of(office, today) or USUAL
    visits = asked.visits or usual_visits(kinds, len(counters))
    plan = Plan(hours, visits, kinds, len(counters), NO_SHOWS, PRIORITY)
    day, (_, closes) = a_day(plan, chance), hours[-1]
    reasons = list(office.priorities)

    def tell(at: float, told: Told) -> None:
        at_most = max(closes, at)
        done = (at - hours[0][0]) / (at_most - hours[0][0])
        show(done, lambda: words("live.progress", **_figures(told, at)))

    return LiveDay(day, counters, reasons, kinds, asked.speed, chance, tell)


async def _run(live: LiveDay, url: str, made: Accounts) -> Told:
    logging.getLogger("server.protocol").setLevel(logging.ERROR)  # lines end at the end
    on_stop_signal(live.stop)
    return await live.run(url, made)


def _url(folder: Folder, asked: argparse.Namespace) -> str:
    """Give the server's address: as it was said, or by the folder's settings."""
    if asked.server is not None:
        return str(asked.server)
    listens: ServerSettings = settings_of(folder).server
    host = "127.0.0.1" if listens.host in EVERYWHERE else listens.host
    return f"http://{host}:{listens.port}"


def _sum_up(told: Told) -> None:
    wait = number(round(told.median / 60))
    print(words("live.done", **_figures(told), wait=wait), flush=True)
    if told.refused:
        print(words("live.refused", refused=number(told.refused)), flush=True)
    if told.cancelled:
        print(words("live.cancelled", cancelled=number(told.cancelled)), flush=True)


def _figures(told: Told, at: float = 0.0) -> dict[str, str]:
    minutes = int(at) // 60
    return {
        "time": f"{minutes // 60 % 24:02d}:{minutes % 60:02d}",
        "issued": number(told.issued),
        "called": number(told.called),
        "done": number(told.done),
        "absent": number(told.absent),
    }

"""The composition root: builds every part of a server, starts and stops them.

Order: the folder's lock, the office, the journal, the people, the voice, the service,
the hub, the listeners. They stop in reverse. Nothing else reads settings or opens
databases.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import Protocol

from assets.lang import languages, texts
from assets.notify import beat_of, notifier_of
from server import chores
from server.api.appointments import Appointments
from server.api.contacts import Contacts
from server.api.counters import Counters
from server.api.dispatch import Api
from server.api.guesses import Guesses
from server.api.methods import Methods
from server.api.outcome import Handler
from server.api.readings import Readings
from server.api.tickets import Tickets
from server.api.views import Views
from server.auth import Doorkeeper
from server.clock import OfficeTime
from server.config.settings import ServerSettings, Settings
from server.domain.model import Office
from server.gate import Gate, Tries
from server.port import known_names, listening
from server.posted import Posted
from server.realtime.hub import Hub
from server.realtime.listener import Listener, Serve, Visitor, broadcast
from server.realtime.peer import Peer
from server.realtime.screens import Screens
from server.service import Service
from server.storage.appointments import AppointmentStore
from server.storage.folder import Folder
from server.storage.journal import Journal
from server.storage.nightly import Nightly
from server.storage.office import OfficeStore
from server.voice.office import open_voice
from server.voice.settings import VoiceHealth
from server.web.app import make_app
from server.web.first_run import FirstRun
from server.web.pictures import Pictures

log = logging.getLogger(__name__)

TURN_EVERY = 15.0
"""Seconds between two looks at whether the day has turned."""
RATINGS_A_MINUTE = 5
"""How often a kiosk may try a number that somebody typed (the protocol)."""
FORGET_EVERY = 3600.0
"""Seconds between two looks at which appointments are too old to be kept."""


class Server:
    """One reception area's server.

    Args:
        folder: the office's data folder.
        settings: this computer's settings.
        office: as the administrator set it up.
        screens: the virtual screens, if there are any.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        office: Office,
        screens: Screens | None = None,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.pictures = Pictures(folder.path, office)
        self.office = self.pictures.office
        for problem in self.pictures.problems:
            log.warning("a page goes without its picture: %s", problem)
        self.screens = screens
        self.first_run: FirstRun | None = None
        self.ready = asyncio.Event()
        self.address = ""
        self._stop = asyncio.Event()
        self._service: Service | None = None
        self._now = OfficeTime(office.zone, self._someone_inside)

    def stop(self) -> None:
        """Ask the server to stop."""
        self._stop.set()

    async def run(self) -> None:
        """Serve until ``stop``.

        Raises:
            FolderInUse: another server has the folder.
            JournalDamaged: the current day's events do not follow from each other.
            OSError: the address cannot be listened on.
        """
        async with AsyncExitStack() as parts:
            await self._start(parts)
            self.ready.set()
            telling = chores.tell_manager(notifier_of(os.environ), beat_of(os.environ))
            await parts.enter_async_context(chores.running(telling))
            await self._stop.wait()
            log.info("the server stops")

    def _open(self, parts: AsyncExitStack) -> tuple[Journal, OfficeStore]:
        """Take the data folder and open its databases."""
        self.folder.lock()
        parts.callback(self.folder.unlock)
        journal = Journal(self.folder.journal)
        journal.start()
        parts.callback(journal.stop)
        store = OfficeStore(self.folder.people)
        parts.callback(store.close)
        return journal, store

    async def _start(self, parts: AsyncExitStack) -> None:
        """Build everything, each part with what it needs, and start it."""
        folder, settings = self.folder, self.settings
        journal, store = self._open(parts)
        doorkeeper = Doorkeeper(
            store, self._now, timedelta(hours=settings.server.session_hours)
        )

        def tell_voice(health: VoiceHealth) -> None:
            hub.device_reported(*_told(health))

        places = folder.voice, folder.path
        voice = await asyncio.to_thread(
            open_voice, *places, self.office, settings.voice, tell_voice
        )
        posted = Posted(store)
        gate = _gate(settings.server)
        if not doorkeeper.has_users():
            self.first_run = FirstRun(doorkeeper)

        views = Views(self.office, voice.sentence, posted.display_name)
        self._service = service = Service(
            self.office, journal, self._now, lambda events: hub.publish(events)
        )
        contacts = Contacts(self._now, lambda kiosk: service.seen.newest_of(kiosk))
        hub = Hub(views, lambda: service.seen, self._now, broadcast, contacts.lost)
        await voice.start(c.number for c in self.office.counters.values())
        parts.push_async_callback(voice.stop)
        hub.device_reported(*_told(voice.health))
        book = AppointmentStore(folder.people, self.office.zone)
        parts.callback(book.close)

        methods = Methods(service, views, lambda: posted.catalogue, doorkeeper, hub)
        appointments = Appointments(service, book, self.office)
        tickets = Tickets(
            service,
            views,
            lambda: posted.catalogue,
            appointments,
            contacts,
            voice,
            hub,
            folder.ticket_key(),
            Tries(RATINGS_A_MINUTE, time.monotonic),
        )
        readings = Readings(voice)
        rooms = (methods, tickets, Counters(service, views), appointments, readings)
        api = Api(_handlers(rooms), doorkeeper, gate, tickets.holds)
        listener = Listener(gate, api.caller, self._paths(api, hub, journal))
        pages = make_app(
            api,
            gate,
            office=lambda: methods.office(staff=False),
            display_name=posted.display_name,
            now=self._now,
            voice_wav=voice.wav,
            find_picture=self.pictures.get,
            screens=self.screens,
            first_run=self.first_run,
        )
        service.tick()
        names = partial(known_names, settings.server)
        for chore in (
            hub.tick(),
            chores.every(TURN_EVERY, service.tick),
            chores.every(FORGET_EVERY, lambda: book.forget(self._now().date())),
            chores.watch(store, posted, api, hub, gate, names),
            chores.nights(Nightly(folder, self._now()), self._now, hub),
        ):
            await parts.enter_async_context(chores.running(chore))
        self.address = await parts.enter_async_context(
            listening(settings.server, pages, listener)
        )

    def _someone_inside(self) -> bool:
        return self._service is not None and self._service.desk.someone_inside()

    def _paths(
        self, api: Api, hub: Hub, journal: Journal
    ) -> Callable[[str], Serve | None]:
        """Say who serves which path of the live lines."""

        async def ws(visitor: Visitor) -> None:
            peer = Peer(
                visitor, visitor.caller, visitor.browser, api, hub, journal.read
            )
            await peer.serve()

        def serve(path: str) -> Serve | None:
            if path == "/ws":
                return ws
            return self._screen(path)

        return serve

    def _screen(self, path: str) -> Serve | None:
        parts = path.split("/")
        screens = self.screens
        if screens is None or len(parts) != 4 or parts[1] != "screens":
            return None
        name, what = parts[2], parts[3]
        if name not in screens.names():
            return None
        if what == "feed":
            return lambda visitor: screens.feed(name, visitor)
        if what == "live":
            return lambda visitor: screens.watch(name, visitor)
        return None


def _told(health: VoiceHealth) -> tuple[str, dict[str, object]]:
    """Say how the voice is, as staff see it among the devices."""
    reason = {lang: texts("voice", lang)(health.reason) for lang in languages()}
    return "voice", {"online": health.ok, "text": reason}


class _Room(Protocol):
    """A part of the protocol's methods."""

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""


def _handlers(rooms: Iterable[_Room]) -> dict[str, Handler]:
    """Give what all methods do; no device may try out appointments' codes."""
    handlers = {name: do for room in rooms for name, do in room.table().items()}
    guesses = Guesses(time.monotonic)
    fields = {"appointment.get": "code", "ticket.issue": "appointment"}
    watched = {name: guesses.watch(handlers[name], fields[name]) for name in fields}
    return handlers | watched


def _gate(settings: ServerSettings) -> Gate:
    return Gate(
        names=known_names(settings),
        origins=settings.origins,
        proxies=settings.proxies,
        rate=settings.requests,
        burst=settings.burst,
        connections=settings.connections,
        clock=time.monotonic,
    )

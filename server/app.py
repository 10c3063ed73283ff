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
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol

from assets.lang import languages, texts
from assets.notify import beat_of, notifier_of
from server import chores
from server.api.appointments import Appointments
from server.api.assistance import Assistance
from server.api.audit import Audit
from server.api.backups import Backups
from server.api.caller import Caller
from server.api.contacts import Contacts
from server.api.counters import Counters
from server.api.dispatch import Api
from server.api.guesses import Guesses
from server.api.methods import Methods
from server.api.outcome import Handler
from server.api.owing import Owing
from server.api.people import People
from server.api.phone import Phone
from server.api.posting import Posting
from server.api.previews import Previews
from server.api.readings import Readings
from server.api.settings import Settings as SettingsRoom
from server.api.tickets import Tickets
from server.api.views import Views
from server.auth import Doorkeeper, SessionRules
from server.clock import OfficeTime
from server.config.office import read_office
from server.config.settings import ServerSettings, Settings
from server.domain.model import Office
from server.gate import Gate, Tries
from server.port import known_names, listening
from server.posted import Posted
from server.practice.world import Practices
from server.realtime.hub import Client, Hub
from server.realtime.listener import Listener, Serve, Visitor, broadcast
from server.realtime.peer import Peer
from server.realtime.revoked import close_revoked
from server.realtime.screens import Screens
from server.service import Service
from server.storage.appointments import AppointmentStore
from server.storage.folder import Folder
from server.storage.journal import Journal
from server.storage.nightly import Nightly
from server.storage.office import OfficeStore
from server.storage.office_file import OfficeFile
from server.voice.office import open_voice, wording_of
from server.voice.settings import VoiceHealth
from server.voice.speech import Voice
from server.web.app import make_app
from server.web.first_run import FirstRun
from server.web.pictures import Pictures

log = logging.getLogger(__name__)

ANSWERED_WITHIN = 1.0
"""Seconds in which an answer has left that says that the server ends."""
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

    Attributes:
        restores: it ends so that its next start goes back to a backup.
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
        self._take(office)
        self.screens = screens
        self.first_run: FirstRun | None = None
        self.ready = asyncio.Event()
        self.address = ""
        self.restores = False
        self._stop = asyncio.Event()
        self._service: Service | None = None
        self._now = OfficeTime(office.zone, self._someone_inside)

    def stop(self) -> None:
        """Ask the server to stop."""
        self._stop.set()

    def _restore(self) -> None:
        """End soon, as the next start restores a backup; first this is answered."""
        self.restores = True
        asyncio.get_running_loop().call_later(ANSWERED_WITHIN, self.stop)

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
        journal, store = self._open(parts)
        self._settle(journal)
        core = await self._core(parts, journal, store)
        tickets = self._tickets(core)
        key = self.folder.ticket_key()
        phone = Phone(core.service, tickets, key, time.monotonic)
        rooms: list[_Room] = [tickets, phone, core.posting, core.backups]
        api = Api(
            _handlers([*rooms, *self._rooms(core)]),
            core.doorkeeper,
            core.gate,
            tickets.holds,
        )
        await core.owing.catch_up()
        await self._chores(parts, core)
        listener = Listener(core.gate, api.caller, self._paths(api, core))
        pages = make_app(
            api,
            core.gate,
            office=lambda: core.methods.office(staff=False),
            display_name=core.posted.display_name,
            now=self._now,
            voice_wav=core.voice.wav,
            find_picture=lambda name: self.pictures.get(name),
            find_video=lambda name: self.pictures.video(name),
            folder=self.folder.path,
            saved=core.backups,
            screens=self.screens,
            first_run=self.first_run,
        )
        self.address = await parts.enter_async_context(
            listening(
                self.settings.server, self.folder.path, pages, listener, core.gate
            )
        )

    def _settle(self, journal: Journal) -> None:
        """Finish or drop a change of the office's file that was cut off."""
        file = OfficeFile(self.folder.office)
        versions = (change.detail.get("version") for change in journal.changes())
        # The newest alone: settings may be again what they were once.
        if file.settle(next(filter(None, versions), "")):
            self._take(read_office(file.read()))

    def _take(self, office: Office) -> None:
        """Take an office as ours, its pages with the pictures that can be shown."""
        self.pictures = Pictures(self.folder.path, office)
        self.office = self.pictures.office
        for problem in self.pictures.problems:
            log.warning("a page goes without its picture: %s", problem)

    async def _core(
        self, parts: AsyncExitStack, journal: Journal, store: OfficeStore
    ) -> _Core:
        """Build what everything else stands on: people, voice, queue, hub."""
        settings = self.settings
        doorkeeper = Doorkeeper(
            store, self._now, lambda: _session_rules(settings.server, self.office)
        )
        if not doorkeeper.has_users():
            self.first_run = FirstRun(doorkeeper)

        def tell_voice(health: VoiceHealth) -> None:
            hub.device_reported(*_told(health))

        places = self.folder.voice, self.folder.path
        voice = await asyncio.to_thread(
            open_voice, *places, self.office, settings.voice, tell_voice
        )
        posted = Posted(store)
        views = Views(self.office, voice.sentence, posted.display_name)
        self._service = service = Service(
            self.office, journal, self._now, lambda events: hub.publish(events)
        )
        contacts = Contacts(self._now, lambda kiosk: service.seen.newest_of(kiosk))
        hub = Hub(
            views,
            lambda: service.seen,
            self._now,
            broadcast,
            contacts.lost,
            lambda: {one.name: one.called for one in doorkeeper.devices()},
        )
        await voice.start(c.number for c in self.office.counters.values())
        parts.push_async_callback(voice.stop)
        hub.device_reported(*_told(voice.health))
        book = AppointmentStore(self.folder.people, self.office.zone)
        parts.callback(book.close)
        gate = _gate(settings.server)
        methods = Methods(service, views, lambda: posted.catalogue, doorkeeper, hub)
        nightly = Nightly(self.folder, self._now())
        practices = Practices(
            lambda: self.office,
            doorkeeper,
            gate,
            lambda: posted.catalogue,
            posted.display_name,
            self._now,
        )
        return _Core(
            journal=journal,
            store=store,
            doorkeeper=doorkeeper,
            gate=gate,
            voice=voice,
            posted=posted,
            views=views,
            service=service,
            contacts=contacts,
            hub=hub,
            book=book,
            methods=methods,
            appointments=Appointments(service, book),
            practices=practices,
            posting=Posting(service, store, posted),
            owing=Owing(service, store, journal),
            backups=Backups(
                service, self.folder, nightly, time.monotonic, self._restore
            ),
            nightly=nightly,
        )

    def _tickets(self, core: _Core) -> Tickets:
        return Tickets(
            core.service,
            core.views,
            lambda: core.posted.catalogue,
            core.appointments,
            core.contacts,
            core.voice,
            core.hub,
            self.folder.ticket_key(),
            Tries(RATINGS_A_MINUTE, time.monotonic),
        )

    def _rooms(self, core: _Core) -> tuple[_Room, ...]:
        """Give the parts of the protocol beside the tickets."""

        def move_in(office: Office) -> None:
            self._take(office)
            core.service.furnish(self.office)
            core.views.office = self.office
            wording = wording_of(self.office, self.settings.voice)
            core.voice.furnish(
                wording, [c.number for c in self.office.counters.values()]
            )

        async def cut(caller: Caller) -> None:
            await close_revoked(core.doorkeeper, core.clients(), caller.token)

        file = OfficeFile(self.folder.office)
        names, zone = core.posted.display_name, self.office.zone
        return (
            core.methods,
            Counters(core.service, core.views),
            Assistance(core.service, core.posted.display_name, core.hub),
            core.appointments,
            Readings(core.voice),
            SettingsRoom(core.service, file, move_in),
            Previews(core.service, file, lambda: core.posted.catalogue, core.voice),
            Audit(core.journal, names, zone),
            People(core.service, core.doorkeeper, core.owing, cut, core.hub.renamed),
        )

    async def _chores(self, parts: AsyncExitStack, core: _Core) -> None:
        """Start what runs beside answering."""
        core.service.tick()
        names = partial(known_names, self.settings.server)
        for chore in (
            core.hub.tick(),
            chores.every(TURN_EVERY, core.service.tick),
            chores.every(FORGET_EVERY, lambda: core.book.forget(self._now().date())),
            chores.watch(
                core.store,
                core.posted,
                core.posting.notice,
                core.doorkeeper,
                core.clients,
                core.gate,
                names,
            ),
            chores.again(TURN_EVERY, core.owing.catch_up),
            chores.nights(core.nightly, self._now, core.hub),
        ):
            await parts.enter_async_context(chores.running(chore))

    def _someone_inside(self) -> bool:
        return self._service is not None and self._service.desk.someone_inside()

    def _paths(self, api: Api, core: _Core) -> Callable[[str], Serve | None]:
        """Say who serves which path of the live lines."""

        async def ws(visitor: Visitor) -> None:
            who, past = visitor.caller, core.journal.read
            peer = Peer(visitor, who, visitor.browser, api, core.hub, past)
            await peer.serve()

        def serve(path: str) -> Serve | None:
            if path == "/ws":
                return ws
            if path == "/ws/practice":
                return core.practices.serve
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


@dataclass(frozen=True)
class _Core:
    """What all methods and pages stand on."""

    journal: Journal
    store: OfficeStore
    doorkeeper: Doorkeeper
    gate: Gate
    voice: Voice
    posted: Posted
    views: Views
    service: Service
    contacts: Contacts
    hub: Hub
    book: AppointmentStore
    methods: Methods
    appointments: Appointments
    practices: Practices
    posting: Posting
    owing: Owing
    backups: Backups
    nightly: Nightly

    def clients(self) -> list[Client]:
        """Give everybody who is connected."""
        return [*self.hub.clients(), *self.practices.clients()]


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


def _session_rules(settings: ServerSettings, office: Office) -> SessionRules:
    """Say when sessions end; an office that never closes has no end of the day."""
    return SessionRules(
        longest=timedelta(hours=settings.session_hours),
        idle=timedelta(minutes=settings.idle_minutes),
        with_day=not office.hours.always,
    )


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

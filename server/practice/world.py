"""One practice for each line: its own queue, hub and methods, nothing of the hall's."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from assets.lang import languages, texts
from server import chores
from server.api import texts as sentences
from server.api.assistance import Assistance
from server.api.caller import Caller
from server.api.contacts import Contacts
from server.api.counters import Counters
from server.api.dispatch import Api
from server.api.methods import Methods
from server.api.outcome import Handler, Outcome
from server.api.ports import Catalogue
from server.api.tickets import Tickets
from server.api.views import Views
from server.auth import Doorkeeper
from server.config.office import always_open
from server.domain.model import Appointment, Office
from server.gate import Gate, Tries
from server.protocol import methods
from server.protocol.shape import Shape
from server.realtime.hub import Client, Hub
from server.realtime.listener import Visitor, broadcast
from server.realtime.peer import Peer
from server.service import Service

from .crowd import COLLEAGUE, KIOSK, Crowd
from .memory import Memory

MOST = 20
"""Practices at the same time."""
TRY_LATER = 1013
NOT_STAFF = 4403
"""WebSocket close codes: too many (RFC 6455), and ours for who is not of the staff."""
PAUSE = 30.0
"""Seconds between two things that happen by themselves."""
CRY_AFTER = 90.0
"""Seconds after which a citizen at the kiosk asks for help."""


@dataclass(frozen=True)
class _World:
    """One queue with its hub and methods; ``cry`` asks for help at its kiosk."""

    journal: Memory
    hub: Hub
    api: Api
    crowd: Crowd
    cry: Handler


class Practices:
    """Gives each line that comes a queue of its own.

    Args:
        office: gives the office as it is now; a practice is open at any hour.
        doorkeeper: knows who signed in.
        gate: counts requests.
        catalogue: gives the posted procedures.
        names: gives the name to show for a user's name.
        clock: gives the time, aware.
    """

    def __init__(
        self,
        office: Callable[[], Office],
        doorkeeper: Doorkeeper,
        gate: Gate,
        catalogue: Callable[[], Catalogue],
        names: Callable[[str], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._office = office
        self._doorkeeper = doorkeeper
        self._gate = gate
        self._catalogue = catalogue
        self._names = names
        self._clock = clock
        self._hubs: list[Hub] = []

    def clients(self) -> list[Client]:
        """Give everybody who practises."""
        return [client for hub in self._hubs for client in hub.clients()]

    async def serve(self, visitor: Visitor) -> None:
        """See one practice through, from the line's opening to its end."""
        if not visitor.caller.is_staff:
            await visitor.close(NOT_STAFF, "staff only")
            return
        if len(self._hubs) >= MOST:
            await visitor.close(TRY_LATER, "too many practise already")
            return
        world = self._make()
        who, past = visitor.caller, world.journal.read
        async with self._going_on(world):
            peer = Peer(visitor, who, visitor.browser, world.api, world.hub, past)
            await peer.serve()

    @asynccontextmanager
    async def _going_on(self, world: _World) -> AsyncIterator[None]:
        self._hubs.append(world.hub)
        try:
            await world.crowd.come()
            world.hub.device_reported(KIOSK, {"printer": "ok"})
            async with (
                chores.running(world.hub.tick()),
                chores.running(world.crowd.go_on()),
                chores.running(_cry(world.cry)),
            ):
                yield
        finally:
            self._hubs.remove(world.hub)

    def _make(self) -> _World:
        journal, office = Memory(), always_open(self._office())
        views = Views(office, lambda number, counter: {}, self._name)
        service = Service(
            office, journal, self._clock, lambda events: hub.publish(events)
        )
        contacts = Contacts(self._clock, lambda kiosk: None)
        hub = _Hub(views, lambda: service.seen, self._clock, broadcast, contacts.lost)
        tickets = Tickets(
            service,
            views,
            self._catalogue,
            _NoAppointments(),
            contacts,
            _Silence(),
            hub,
            secrets.token_bytes(32),
            Tries(1, time.monotonic),
        )
        reading = Methods(service, views, self._catalogue, self._doorkeeper, hub)
        assistance = Assistance(service, self._name, hub).table()
        rooms = (
            tickets.table(),
            Counters(service, views).table(),
            assistance,
            {name: do for name, do in reading.table().items() if _reads(name)},
        )
        handlers: dict[str, Handler] = dict.fromkeys(methods.METHODS, _refuse)
        for room in rooms:
            handlers.update(room)
        api = Api(handlers, self._doorkeeper, self._gate, tickets.holds)
        crowd = Crowd(service, self._catalogue().list(limit=500), PAUSE)
        cry = assistance["assistance.request"]
        return _World(journal, hub, api, crowd, cry)

    def _name(self, name: str) -> str:
        if name != COLLEAGUE:
            return self._names(name)
        return texts("server", languages()[0])("practice.colleague")


def _reads(method: str) -> bool:
    """Whether it is one of the methods that change nothing outside a practice."""
    return method == "subscribe" or method.startswith(("office", "queue", "procedure"))


async def _refuse(caller: Caller, params: object, browser: bool) -> Outcome:
    raise sentences.refused("only_practice")


async def _cry(ask: Handler) -> None:
    """Let a citizen at the kiosk ask for help once."""
    await asyncio.sleep(CRY_AFTER)
    request = methods.AssistanceRequest(key=secrets.token_hex(8))
    await ask(Caller("kiosk", KIOSK, ""), request, False)


class _Hub(Hub):
    """A hub with a kiosk that takes every slip and prints none."""

    def kiosks(self) -> list[str]:
        """Give the one kiosk."""
        return [KIOSK]

    def to_device(self, device: str, method: str, params: Shape) -> bool:
        """Let the kiosk print: nothing comes out."""
        return True


class _Silence:
    """The voice of a practice: the hall hears nothing of it."""

    def prepare(self, number: str, language: str = "vi") -> None:
        """Render nothing."""

    def sentence(self, number: str, counter: int) -> dict[str, str]:
        """Say nothing."""
        return {}

    def reading(self, text: str, language: str) -> str | None:
        """Read nothing aloud."""
        return None


class _NoAppointments:
    """Nobody has one in a practice."""

    def booked(self, code: str, service: str) -> Appointment | None:
        """Give none."""
        return None

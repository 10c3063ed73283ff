"""Who hears what: events to every audience, notifications to whom they concern."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from server.api.caller import Caller
from server.api.views import Views
from server.domain.desk import Desk
from server.domain.events import Event
from server.protocol import codec
from server.protocol import messages as m
from server.protocol.messages import Topic
from server.protocol.shape import Shape
from server.protocol.times import stamp

from .line import Line, Wire

WAITS_EVERY = 2.0
"""Seconds between two ``waits`` at the least."""
DESK_EVERY = 0.25
"""Seconds between two ``desk`` at the least."""
TICK_EVERY = 10.0
"""Seconds between two ``tick``."""
ANSWERS_FIRST = 3
"""Turns of the event loop in which those who wait for an answer are woken."""


class Broadcast(Protocol):
    """Writes one message to many connections at once."""

    def __call__(self, wires: Iterable[Wire], message: bytes) -> None:
        """Write it to each of them, waiting for none."""


class Client:
    """One connection as the hub knows it.

    Attributes:
        topics: what it subscribed to.
        behind: its past events are still being sent, so live ones wait.
        follows: the tickets it follows, each with what it was told last.
    """

    def __init__(self, caller: Caller, line: Line) -> None:
        self.caller = caller
        self.line = line
        self.topics: frozenset[Topic] = frozenset()
        self.behind = False
        self.follows: dict[int, m.Followed] = {}


class Hub:
    """Tells every connected client what concerns it.

    Args:
        views: shows things to their audiences.
        desk: gives the desk that is on disk.
        clock: gives the time, aware.
        broadcast: writes one message to many connections.
        lost: is told of a device whose last line is gone.
        called: what people call devices, by their names.
    """

    def __init__(
        self,
        views: Views,
        desk: Callable[[], Desk],
        clock: Callable[[], datetime],
        broadcast: Broadcast,
        lost: Callable[[str], None],
        called: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._views = views
        self._desk = desk
        self._clock = clock
        self._broadcast = broadcast
        self._lost = lost
        self._called = called
        self._clients: dict[Client, None] = {}  # in the order they came
        self._devices: dict[str, dict[str, Any]] = {}
        self._due: dict[str, asyncio.TimerHandle] = {}
        self._untold: list[Event] = []

    # Clients

    def join(self, client: Client) -> None:
        """A client has come."""
        self._clients[client] = None
        if client.caller.is_device and client.caller.name:
            self._note(client.caller.name, online=True)

    def leave(self, client: Client) -> None:
        """A client has gone."""
        self._clients.pop(client, None)
        client.line.close()
        name = client.caller.name
        if client.caller.is_device and name and not self._of_device(name):
            self._lost(name)
            self._note(name, online=False)

    def clients(self) -> list[Client]:
        """Give everybody who is connected."""
        return list(self._clients)

    def subscribe(self, client: Client, topics: frozenset[Topic]) -> None:
        """Tell a client of these topics from now on, and first the office's time."""
        self.tell()
        client.topics, client.behind = topics, False
        self._send(client, "tick", self._tick())
        if "devices" in topics:
            called = self._called()
            for name in self._devices:
                self._send(client, "device", self._device(name, called))

    def follow(self, client: Client, answered: m.Followed) -> None:
        """Tell a client of every change of a ticket since what it was answered."""
        client.follows[answered.ticket.id] = answered

    @property
    def seq(self) -> int:
        """The last event that is on disk."""
        return self._desk().seq

    def snapshot(self, caller: Caller) -> bytes:
        """Make the snapshot that replaces what a client missed."""
        desk = self._desk()
        queue = self._views.queue(desk, self._clock(), staff=caller.is_staff)
        return codec.write_notification(
            "snapshot", m.Snapshot(seq=desk.seq, queue=queue)
        )

    def event(self, event: Event, caller: Caller) -> bytes:
        """Show one event to one audience."""
        told = self._views.event(event, staff=caller.is_staff)
        return codec.write_notification("event", told)

    # What happens

    def publish(self, happened: Sequence[Event]) -> None:
        """Tell everybody what is on disk, right after those who wait for it."""
        if not self._untold:
            self._after(ANSWERS_FIRST)
        self._untold.extend(happened)

    def _after(self, turns: int) -> None:
        if turns:
            asyncio.get_running_loop().call_soon(self._after, turns - 1)
        else:
            self.tell()

    def tell(self) -> None:
        """Tell everybody now what is on disk since the last time."""
        happened, self._untold = self._untold, []
        if not happened:
            return
        public, staff = self._audiences()
        for event in happened:
            for clients, sees_all in ((public, False), (staff, True)):
                if clients:
                    told = self._views.event(event, staff=sees_all)
                    self._write(clients, codec.write_notification("event", told))
        self._tell_followers()
        self._soon("desk", DESK_EVERY, self._tell_desks)
        self._soon("waits", WAITS_EVERY, self._tell_waits)

    async def tick(self) -> None:
        """Tell everybody every ten seconds that the line lives, until cancelled.

        Whoever follows a ticket hears then what the time alone has changed: the wait
        over lunch, and what is no longer allowed.
        """
        while True:
            await asyncio.sleep(TICK_EVERY)
            self.tell()
            self._tell_followers()
            message = codec.write_notification("tick", self._tick())
            self._write([c for c in self._clients if not c.behind], message)

    def _tick(self) -> m.Tick:
        return m.Tick(seq=self._desk().seq, at=stamp(self._clock()))

    # For the methods (server.api.ports.Post)

    def to_staff(self, method: str, params: Shape) -> None:
        """Tell everybody of the staff who is connected."""
        self._write(
            [client for client in self._clients if client.caller.is_staff],
            codec.write_notification(method, params),
        )

    def to_device(self, device: str, method: str, params: Shape) -> bool:
        """Tell one device; False if it is not connected."""
        clients = self._of_device(device)
        for client in clients[-1:]:  # an older line of it may be dead already
            client.line.answer(codec.write_notification(method, params))
        return bool(clients)

    def device_reported(self, device: str, state: dict[str, Any]) -> None:
        """Keep what a device says of itself and tell the staff who watch."""
        known = {"online": True, **state}
        self._devices[device] = known
        self._tell_device(device)

    def _note(self, device: str, *, online: bool) -> None:
        """Note that a device has come or gone; the rest of its state stays."""
        self._devices[device] = {**self._devices.get(device, {}), "online": online}
        self._tell_device(device)

    def _tell_device(self, device: str) -> None:
        told = self._device(device, self._called())
        message = codec.write_notification("device", told)
        self._write([c for c in self._clients if "devices" in c.topics], message)

    def _device(self, name: str, called: Mapping[str, str]) -> m.Device:
        by_people = {"called": called[name]} if called.get(name) else {}
        return m.Device(device=name, state={**self._devices[name], **by_people})

    def renamed(self, device: str) -> None:
        """Tell the staff who watch what a device is called now."""
        if device in self._devices:
            self._tell_device(device)

    def kiosks(self) -> list[str]:
        """Give the names of the kiosks that are connected."""
        return sorted(
            {c.caller.name for c in self._clients if c.caller.role == "kiosk"} - {None}  # type: ignore[arg-type]
        )

    def devices(self) -> dict[str, dict[str, Any]]:
        """Give what every device last said of itself."""
        return dict(self._devices)

    # Inside

    def _of_device(self, name: str) -> list[Client]:
        return [
            client
            for client in self._clients
            if client.caller.is_device and client.caller.name == name
        ]

    def _audiences(self) -> tuple[list[Client], list[Client]]:
        """Give who hears of the queue: the public, and the staff."""
        heard: tuple[list[Client], list[Client]] = ([], [])
        for client in self._clients:
            if "queue" in client.topics and not client.behind:
                heard[client.caller.is_staff].append(client)
        return heard

    def _write(self, clients: Iterable[Client], message: bytes) -> None:
        """Write to all who keep up in one go; the others have their outbox."""
        quick: list[Wire] = []
        for client in clients:
            if client.line.keeps_up:
                quick.append(client.line.wire)
            else:
                client.line.tell(message)
        self._broadcast(quick, message)

    def _send(self, client: Client, method: str, params: Shape) -> None:
        client.line.tell(codec.write_notification(method, params))

    def _tell_followers(self) -> None:
        desk, now = self._desk(), self._clock()
        for client in [c for c in self._clients if c.follows]:
            for id, before in list(client.follows.items()):
                ticket = desk.tickets.get(id)
                if ticket is None:
                    del client.follows[id]
                    self._send(client, "ticket", self._views.left_behind(before))
                    continue
                told = self._views.followed(desk, ticket, now)
                if told != before:
                    client.follows[id] = told
                    self._send(client, "ticket", told)

    def _tell_desks(self) -> None:
        desk = self._desk()
        for client in self._clients:
            if not client.caller.is_staff or not client.topics:
                continue
            counter = desk.counter_of(client.caller.name or "")
            if counter is not None:
                standing = desk.standing(counter.id, self._clock())
                told = self._views.desk(standing, desk.reasons)
                self._send(client, "desk", told)

    def _tell_waits(self) -> None:
        told = self._views.waits(self._desk(), self._clock())
        message = codec.write_notification("waits", told)
        for clients in self._audiences():
            self._write(clients, message)

    def _soon(self, what: str, every: float, tell: Callable[[], None]) -> None:
        """Tell it once within ``every`` seconds, however often that is asked."""
        if what in self._due:
            return

        def now() -> None:
            del self._due[what]
            tell()

        self._due[what] = asyncio.get_running_loop().call_later(every, now)

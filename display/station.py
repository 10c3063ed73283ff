"""One display at work: its line, its ears, its voice. No window in here.

Everything runs on one asyncio loop: the line to the server, the announcements, and
what is kept on disk. The window only asks ``heard`` what to draw.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from time import monotonic
from typing import Any

from assets.look.player import plays
from assets.version import own_version
from display.announcer import Chime, Pause, Say, of_event
from display.hall import Ask
from display.hearing import Hearing
from display.memory import Kept, Memory
from display.pictures import Pictures, named
from display.player import Player
from display.rules import UPDATING
from server.protocol import messages as m
from server.protocol.errors import ProtocolError
from server.protocol.link import Link, News, Offline, Online
from server.protocol.methods import DeviceReport, Nothing, Plain, ProcedureBundle

log = logging.getLogger(__name__)

BEAT = 60.0
"""Seconds between two questions for the office, whose notices and hours come and go,
and between two reports to the staff."""

KEEP_EVERY = 15.0
"""Seconds between two writes of the last state, at least."""

Steady = Callable[[], float]


class Station:
    """Keeps a display's knowledge fresh, and speaks the calls.

    Attributes:
        heard: all that is known; what to draw is made from it.
        now: the steady clock in seconds.
        changed: called whenever something else may be to be drawn.

    Args:
        url: the server's address.
        token: the display's own.
        player: the loudspeaker, or ``Silence``.
        memory: where the last state is kept; None keeps nothing.
        about: what the staff are told of this display beside how it is: its picture.
        room: the id of the room whose calls are shown and spoken; "" for all.
        now: a steady clock.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        player: Player,
        memory: Memory | None = None,
        about: Mapping[str, Plain] | None = None,
        room: str = "",
        now: Steady = monotonic,
    ) -> None:
        self.now = now
        self.changed: Callable[[], None] = lambda: None
        self.heard = Hearing(datetime.now().astimezone(), now(), room)
        self.link = Link(url, token, ("queue", "office"), self._hear)
        self._player = player
        self._memory = memory
        self._pictures = Pictures(url, memory.folder / "pictures") if memory else None
        self._about = dict(about or {})
        self._new_call = asyncio.Event()
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._version: str | None = None
        self._reported: dict[str, Plain] = {}

    async def run(self) -> None:
        """Work until cancelled. Only a fault of the program itself raises."""
        self._recall()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.link.run())
                group.create_task(self._announce())
                group.create_task(self._keep())
                group.create_task(self._beat())
        finally:
            for task in self._tasks:
                task.cancel()
            self._player.close()

    def look(self) -> float:
        """Note whether the line is good; return the steady time to draw for."""
        now = self.now()
        self.heard.line.look(self.link.current, now)
        return now

    # The line

    def _hear(self, news: News) -> None:
        match news:
            case Online():
                for ask in self.heard.online():
                    self._ask(ask)
                self._reported = {}
                self._soon(self._report())
                self._soon(self._ask_procedures())
            case Offline():
                self.look()
            case _:
                self._hear_hall(news)
        self.changed()

    def _hear_hall(self, news: News) -> None:
        ask = self.heard.hear(news, self.now())
        self.look()
        if ask:
            self._ask(ask)
        if isinstance(news, m.Event | m.Snapshot):
            self._changed.set()
            self._new_call.set()
        call = of_event(news) if isinstance(news, m.Event) else None
        for voice in call.voice if call else ():
            # Fetched while the chime plays, so that nobody waits for it.
            self._soon(self._player.prepare(voice))

    def _ask(self, ask: Ask) -> None:
        self._soon(self._ask_office() if ask == "office" else self._ask_queue())

    async def _ask_office(self) -> None:
        office = await self.link.call("office.get", Nothing())
        self.heard.hall.hear_office(office)
        if self._pictures is not None:
            self.heard.pictures = await self._pictures.follow(named(office))
        self._soon(self._ask_code(office))

    async def _ask_code(self, office: m.Office) -> None:
        """Ask for the hall's code; it counts longer than until the next beat."""
        wanted = office.phone_tickets
        ask = self.link.call
        self.heard.phone = await ask("phone.code", Nothing()) if wanted else None
        self.changed()

    async def _ask_procedures(self) -> None:
        asked = ProcedureBundle(version=self._version)
        bundle = await self.link.call("procedure.bundle", asked)
        if bundle.procedures is not None:
            self._version, self.heard.procedures = bundle.version, bundle.procedures

    async def _ask_queue(self) -> None:
        queue = await self.link.call("queue.get", Nothing())
        self.heard.answer(queue, self.now())
        self.changed()
        self._new_call.set()
        await self._remember(queue)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._safely(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _safely(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except ProtocolError as refused:
            log.warning("the server refuses: %s", refused)

    # The voice

    async def _announce(self) -> None:
        """Carry out the announcer's orders, one at a time, each to its end."""
        announcer = self.heard.announcer
        while True:
            self._new_call.clear()
            self.heard.look_at_clock(self.now())
            order = announcer.next(self.now())
            self.changed()
            match order:
                case Chime():
                    await self._player.chime()
                case Say(voice):
                    await self._player.say(voice)
                case Pause(seconds):
                    await asyncio.sleep(seconds)
                case None:
                    if self._player.health != self._reported.get("sound"):
                        self._soon(self._report())
                    await self._new_call.wait()

    async def _report(self) -> None:
        """Tell the staff how this display is, unless that is what they know."""
        heard = self.heard
        old = heard.line.age(self.now()) >= UPDATING
        state: dict[str, Plain] = {
            **self._about,
            "sound": self._player.health,
            "seq": heard.hall.seq,
            "board": "old" if old else "ok",
            "room": "unknown" if heard.lost_room else "ok",
            "video": "unplayable" if self._lacks_video() else "ok",
            "version": own_version(),
        }
        if state == self._reported or not self.link.online:
            return
        self._reported = state
        await self.link.call("device.report", DeviceReport(state=state))

    def _lacks_video(self) -> bool:
        """Tell whether the office shows a video and this computer has no player."""
        office = self.heard.hall.office
        return bool(office and any(s.video for s in office.slides)) and not plays()

    async def _beat(self) -> None:
        """Ask for the office, and tell the staff how this display is, now and then."""
        while True:
            await asyncio.sleep(BEAT)
            if self.link.online:
                await self._safely(self._ask_office())
                await self._safely(self._ask_procedures())
                await self._safely(self._report())

    # The disk

    def _recall(self) -> None:
        kept = self._memory.recall() if self._memory else None
        if kept is not None:
            self.heard.remember(kept.queue, kept.office, kept.at)
            if self._pictures is not None:
                self.heard.pictures = self._pictures.kept(named(kept.office))

    async def _keep(self) -> None:
        """Ask for the state, and keep it, some time after it has changed."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(KEEP_EVERY)
            self._changed.clear()
            if self.link.online:
                await self._safely(self._ask_queue())

    async def _remember(self, queue: m.Queue) -> None:
        office = self.heard.hall.office
        if self._memory is None or office is None:
            return
        kept = Kept(queue, office, self.heard.clock.at(self.now()))
        await asyncio.to_thread(self._memory.keep, kept)

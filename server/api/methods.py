"""The methods that change nothing in the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from server.auth import BadCredentials, Doorkeeper, TooManyAttempts
from server.domain.desk import Desk
from server.domain.people import User
from server.protocol import messages as m
from server.protocol import methods
from server.service import Service

from . import procedures, texts
from .caller import Caller
from .outcome import Handler, Outcome
from .ports import Catalogue, Post
from .views import Views

PASSWORDS_AT_ONCE = 2
"""Each takes 64 MiB of memory and a core for a moment; the threads are for all."""


class Methods:
    """The methods of reading, of devices and of sessions.

    Args:
        service: the one way to change the queue.
        views: shows the queue to its audiences.
        catalogue: gives the posted procedures as they are now.
        doorkeeper: signs staff in and out.
        post: tells clients what is no event.
    """

    def __init__(
        self,
        service: Service,
        views: Views,
        catalogue: Callable[[], Catalogue],
        doorkeeper: Doorkeeper,
        post: Post,
    ) -> None:
        self._service = service
        self._views = views
        self._catalogue = catalogue
        self._doorkeeper = doorkeeper
        self._post = post
        self._hashing = asyncio.Semaphore(PASSWORDS_AT_ONCE)

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "office.get": self._office_get,
            "queue.get": self._queue_get,
            "subscribe": self._subscribe,
            "procedure.list": self._procedure_list,
            "procedure.search": self._procedure_search,
            "procedure.get": self._procedure_get,
            "procedure.bundle": self._procedure_bundle,
            "device.report": self._device_report,
            "session.login": self._session_login,
            "session.logout": self._session_logout,
            "session.confirm": self._session_confirm,
            "session.end_all": self._session_end_all,
        }

    @property
    def _desk(self) -> Desk:
        return self._service.seen

    # Reading

    async def _office_get(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        return Outcome(self.office(staff=caller.is_staff))

    def office(self, *, staff: bool) -> m.Office:
        """Show the office with its services as they are now."""
        return self._views.show_office(self._desk, self._service.now, staff=staff)

    async def _queue_get(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        return Outcome(self._queue(caller))

    def _queue(self, caller: Caller) -> m.Queue:
        return self._views.queue(self._desk, self._service.now, staff=caller.is_staff)

    async def _subscribe(
        self, caller: Caller, params: methods.Subscribe, browser: bool
    ) -> Outcome:
        topics = frozenset(params.topics)
        if "devices" in topics and not caller.is_staff:
            raise texts.refused("forbidden")
        desk, after = self._desk, params.after
        before_today = desk.first_seq - 1
        if after is not None and (after == 0 or before_today <= after <= desk.seq):
            start = max(after, before_today)
            return Outcome(m.Subscribed(seq=desk.seq), subscribe=(topics, start))
        answer = m.Subscribed(seq=desk.seq, queue=self._queue(caller))
        return Outcome(answer, subscribe=(topics, None))

    # Procedures

    async def _procedure_list(
        self, caller: Caller, params: methods.ProcedureList, browser: bool
    ) -> Outcome:
        found = self._catalogue().list(
            params.service, params.field, params.limit, params.start
        )
        return Outcome([procedures.head(one) for one in found])

    async def _procedure_search(
        self, caller: Caller, params: methods.ProcedureSearch, browser: bool
    ) -> Outcome:
        found = self._catalogue().search(params.text, params.limit)
        return Outcome([procedures.head(one) for one in found])

    async def _procedure_get(
        self, caller: Caller, params: methods.ProcedureGet, browser: bool
    ) -> Outcome:
        found = self._catalogue().get(params.code)
        if found is None or (found.state == "draft" and not caller.is_staff):
            raise texts.refused("unknown_procedure", code=params.code)
        return Outcome(procedures.whole(found))

    async def _procedure_bundle(
        self, caller: Caller, params: methods.ProcedureBundle, browser: bool
    ) -> Outcome:
        catalogue = self._catalogue()
        if params.version == catalogue.version:
            return Outcome(m.Bundle(version=catalogue.version))
        found = [procedures.whole(one) for one in catalogue.whole()]
        return Outcome(m.Bundle(version=catalogue.version, procedures=found))

    # The rest

    async def _device_report(
        self, caller: Caller, params: methods.DeviceReport, browser: bool
    ) -> Outcome:
        self._post.device_reported(caller.name or "", params.state)
        return Outcome(m.Empty())

    async def _session_login(
        self, caller: Caller, params: methods.SessionLogin, browser: bool
    ) -> Outcome:
        user = await self._check(params.name, params.password, caller.address)
        if caller.is_staff and caller.token is not None:
            self._doorkeeper.end_session(caller.token)  # its token is replaced
        token = self._doorkeeper.begin_session(user)
        if browser:
            answer = m.SignedIn(role=user.role, display_name=user.display_name)
            return Outcome(answer, set_session=token)
        return Outcome(
            m.SignedIn(role=user.role, display_name=user.display_name, token=token)
        )

    async def _check(self, name: str, password: str, address: str) -> User:
        """Check a password, at the door and when it is asked for again."""
        try:
            async with self._hashing:  # which takes its time, and memory
                return await asyncio.to_thread(
                    self._doorkeeper.check, name, password, address
                )
        except BadCredentials:
            raise texts.refused("bad_credentials") from None
        except TooManyAttempts as wait:
            raise texts.refused("too_many_attempts", seconds=wait.seconds) from None

    async def _session_confirm(
        self, caller: Caller, params: methods.SessionConfirm, browser: bool
    ) -> Outcome:
        assert caller.name is not None
        assert caller.token is not None
        await self._check(caller.name, params.password, caller.address)
        seconds = self._doorkeeper.confirm(caller.token)
        return Outcome(m.Confirmed(seconds=int(seconds)))

    async def _session_logout(
        self, caller: Caller, params: Any, browser: bool
    ) -> Outcome:
        if caller.token is not None:
            self._doorkeeper.end_session(caller.token)
        return Outcome(m.Empty(), end_session=True)

    async def _session_end_all(
        self, caller: Caller, params: Any, browser: bool
    ) -> Outcome:
        """Sign the caller out everywhere, here too."""
        assert caller.name is not None
        self._doorkeeper.end_sessions(caller.name)
        return Outcome(m.Empty(), end_session=True)

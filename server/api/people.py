"""The methods of administrators for staff and devices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from server.auth import Doorkeeper, Problem, Unacceptable
from server.domain.people import Device, User
from server.domain.record import Owed
from server.protocol import messages as m
from server.protocol import methods
from server.service import Service

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome, intent
from .owing import Owing
from .pairing import LIVES, Pairings

REASONS: dict[Problem, str] = {
    "name": "bad_name",
    "taken": "name_taken",
    "password": "weak_password",
    "unknown": "unknown_name",
    "last_admin": "last_admin",
    "role": "bad_name",
    "code": "unknown_code",
}


Cut = Callable[[Caller], Awaitable[None]]
Effect = Callable[[Owed], None]


class People:
    """Who may work with this office's server.

    The change is made first, with the log's line that is owed for it (``Owing``):
    nobody should stay shut out, or inside, because the power went. A retry of what the
    log has is answered from there.

    Args:
        service: knows what was asked before.
        doorkeeper: knows everybody.
        owing: writes the log.
        cut: closes the lines of those who may not come in any more, but the caller's.
        renamed: is told of a device that people call something else now.
    """

    def __init__(
        self,
        service: Service,
        doorkeeper: Doorkeeper,
        owing: Owing,
        cut: Cut,
        renamed: Callable[[str], None],
    ) -> None:
        self._service = service
        self._renamed = renamed
        self._doorkeeper = doorkeeper
        self._owing = owing
        self._cut = cut
        self._pairings = Pairings(time.monotonic)
        self._one = asyncio.Lock()

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "user.list": self._users,
            "user.add": self._add,
            "user.change": self._change,
            "user.password": self._password,
            "user.remove": self._remove,
            "user.sign_out": self._sign_out,
            "device.list": self._devices,
            "device.ask": self._ask,
            "device.claim": self._claim,
            "device.pair": self._pair,
            "device.rename": self._rename,
            "device.revoke": self._revoke,
        }

    # Staff

    async def _users(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        found = self._doorkeeper.users()
        return Outcome(
            [
                m.Person(name=u.name, display_name=u.display_name, role=u.role)
                for u in found
            ]
        )

    async def _add(
        self, caller: Caller, params: methods.UserAdd, browser: bool
    ) -> Outcome:
        user = User(params.name, params.display_name, params.role)

        def add(line: Owed) -> None:
            self._doorkeeper.add_user(user, params.password, line)

        told = {"display_name": user.display_name, "role": user.role}
        return await self._do(caller, "user.add", params, add, "users", "added", told)

    async def _change(
        self, caller: Caller, params: methods.UserChange, browser: bool
    ) -> Outcome:
        user = User(params.name, params.display_name, params.role)
        told = {"display_name": user.display_name, "role": user.role}

        def change(line: Owed) -> None:
            self._doorkeeper.change_user(user, line)

        return await self._do(
            caller, "user.change", params, change, "users", "changed", told
        )

    async def _password(
        self, caller: Caller, params: methods.UserPassword, browser: bool
    ) -> Outcome:
        def change(line: Owed) -> None:
            self._doorkeeper.set_password(params.name, params.password, line)

        return await self._do(
            caller, "user.password", params, change, "users", "password"
        )

    async def _remove(
        self, caller: Caller, params: methods.UserNamed, browser: bool
    ) -> Outcome:
        def remove(line: Owed) -> None:
            self._doorkeeper.remove_user(params.name, line)

        return await self._do(caller, "user.remove", params, remove, "users", "removed")

    async def _sign_out(
        self, caller: Caller, params: methods.UserNamed, browser: bool
    ) -> Outcome:
        def end(line: Owed) -> None:
            self._doorkeeper.end_sessions(params.name, line)

        return await self._do(
            caller, "user.sign_out", params, end, "users", "signed_out"
        )

    # Devices

    async def _devices(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        found = self._doorkeeper.devices()
        return Outcome(
            [m.KnownDevice(name=d.name, role=d.role, called=d.called) for d in found]
        )

    async def _ask(
        self, caller: Caller, params: methods.DeviceAsk, browser: bool
    ) -> Outcome:
        made = self._pairings.ask(params.kind, caller.address)
        if made is None:
            raise texts.refused("rate_limited", seconds=int(LIVES))
        code, secret = made
        return Outcome(m.Asked(code=code, secret=secret, seconds=int(LIVES)))

    async def _claim(
        self, caller: Caller, params: methods.DeviceClaim, browser: bool
    ) -> Outcome:
        """Give a device its token, once; a browser gets it as its cookie."""
        found = self._pairings.claim(params.secret)
        if found is None:
            raise texts.refused("unknown_code")
        if found.token is None:
            return Outcome(m.Claimed(paired=False))
        if browser:
            return Outcome(m.Claimed(paired=True), set_device=found.token)
        return Outcome(m.Claimed(paired=True, token=found.token))

    async def _pair(
        self, caller: Caller, params: methods.DevicePair, browser: bool
    ) -> Outcome:
        wanted = intent(caller, "device.pair", params)
        await self._owing.pay()
        asked = None
        if not self._service.knows(wanted):
            asked = self._pairings.find(params.code)
            if asked is None:
                raise texts.refused("unknown_code")

        def pair(line: Owed) -> None:
            if asked is None or asked.token is not None:
                raise Unacceptable("another one has let it in", "code")
            token = self._doorkeeper.add_device(Device(params.name, asked.kind), line)
            self._pairings.let_in(params.code, asked, token)

        told = {"role": asked.kind} if asked else {}
        return await self._do(
            caller, "device.pair", params, pair, "devices", "added", told
        )

    async def _rename(
        self, caller: Caller, params: methods.DeviceRename, browser: bool
    ) -> Outcome:
        def rename(line: Owed) -> None:
            self._doorkeeper.rename_device(params.name, params.called, line)

        told = {"called": params.called}
        outcome = await self._do(
            caller, "device.rename", params, rename, "devices", "renamed", told
        )
        self._renamed(params.name)
        return outcome

    async def _revoke(
        self, caller: Caller, params: methods.DeviceNamed, browser: bool
    ) -> Outcome:
        def revoke(line: Owed) -> None:
            self._doorkeeper.remove_device(params.name, line)

        return await self._do(
            caller, "device.revoke", params, revoke, "devices", "removed"
        )

    # Inside

    async def _do(
        self,
        caller: Caller,
        method: str,
        params: Any,
        effect: Effect,
        area: str,
        what: str,
        told: dict[str, str] | None = None,
    ) -> Outcome:
        """Make a change once and write down who made it."""
        wanted = intent(caller, method, _without_password(params))
        line = self._owing.line(
            wanted,
            by=caller.name or "",
            area=area,
            what=what,
            subject=params.name,
            detail=told or {},
        )
        async with self._one:
            await self._owing.pay()
            if self._service.knows(wanted):
                await self._owing.repeat(line)
            else:
                await self._make(effect, line)
                await self._cut(caller)
                await self._owing.pay()
        return Outcome(m.Empty())

    async def _make(self, effect: Effect, line: Owed) -> None:
        try:
            await asyncio.to_thread(effect, line)  # a password's hash takes its time
        except Unacceptable as why:
            raise texts.refused(REASONS[why.problem]) from None


def _without_password(params: Any) -> Any:
    """Take a password away before the params are kept.

    Of params the journal keeps a digest, which is a fast one: whoever reads the file
    could try passwords on it.
    """
    if isinstance(params, methods.UserAdd | methods.UserPassword):
        return msgspec.structs.replace(params, password="")
    return params

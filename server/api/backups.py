"""The methods of backups: listed, made, tried out, handed over.

A backup holds everything that an office knows. So who takes one away gives the
password again, and gets an address that opens once, soon, and for nobody else.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.auth import BadCredentials, Doorkeeper, TooManyAttempts
from server.domain import commands
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.times import stamp
from server.service import Service
from server.storage import backup, tried
from server.storage.folder import Folder
from server.storage.nightly import Nightly

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome, intent

AREA = "backups"
OPENS_FOR = 60.0
"""Seconds in which a backup can be fetched after the password was given."""


class Backups:
    """What administrators do with backups.

    Args:
        service: writes down who did it; tells the office's time.
        folder: the data folder.
        nightly: makes a backup in a process of its own.
        doorkeeper: knows the passwords.
        steady: seconds that nobody can set.
    """

    def __init__(
        self,
        service: Service,
        folder: Folder,
        nightly: Nightly,
        doorkeeper: Doorkeeper,
        steady: Callable[[], float],
    ) -> None:
        self._service = service
        self._folder = folder
        self._nightly = nightly
        self._doorkeeper = doorkeeper
        self._steady = steady
        self._handed: dict[str, tuple[str, Path, float]] = {}
        self._one = asyncio.Lock()

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "backup.list": self._list,
            "backup.make": self._make,
            "backup.test": self._test,
            "backup.download": self._download,
        }

    def take(self, ticket: str, name: str) -> Path | None:
        """Give a backup once to whom it was handed; None to everybody else."""
        who, path, until = self._handed.get(ticket, ("", Path(), 0.0))
        if who != name or self._steady() > until:
            return None
        del self._handed[ticket]
        return path

    async def _list(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        found = await asyncio.to_thread(backup.kept, self._folder.backups)
        return Outcome([self._shown(one) for one in found])

    async def _make(
        self, caller: Caller, params: methods.BackupMake, browser: bool
    ) -> Outcome:
        asked = intent(caller, "backup.make", params)
        async with self._one:
            if not self._service.knows(asked):
                night = await self._nightly.run(self._service.now)
                if not night.ok:
                    raise texts.refused("backup_failed", why=night.reason)
                await self._log(caller, asked, "made", night.detail)
        return await self._list(caller, params, browser)

    async def _test(
        self, caller: Caller, params: methods.BackupNamed, browser: bool
    ) -> Outcome:
        path = await self._known(params.name)
        async with self._one:
            found = await tried.try_out(path)
        asked = intent(caller, "backup.test", params)
        await self._log(caller, asked, "tested" if found.ok else "bad", path.name)
        return Outcome(m.BackupTested(ok=found.ok, events=found.events))

    async def _download(
        self, caller: Caller, params: methods.BackupDownload, browser: bool
    ) -> Outcome:
        path = await self._known(params.name)
        given = caller.name or "", params.password, caller.address
        try:
            await asyncio.to_thread(self._doorkeeper.check, *given)
        except BadCredentials:
            raise texts.refused("bad_credentials") from None
        except TooManyAttempts as wait:
            raise texts.refused("too_many_attempts", seconds=wait.seconds) from None
        asked = intent(caller, "backup.download", params.without_password())
        await self._log(caller, asked, "taken", path.name)
        now = self._steady()
        self._handed = {t: one for t, one in self._handed.items() if one[2] > now}
        ticket = secrets.token_urlsafe(24)
        self._handed[ticket] = caller.name or "", path, now + OPENS_FOR
        return Outcome(m.BackupHanded(address=f"/admin/backups/{ticket}"))

    # Inside

    async def _known(self, name: str) -> Path:
        """Find a backup by its name among those that are there."""
        for path in await asyncio.to_thread(backup.archives, self._folder.backups):
            if path.name == name:
                return path
        raise texts.refused("unknown_name", name=name)

    async def _log(self, caller: Caller, asked: Any, what: str, name: str) -> None:
        command = commands.ChangeOffice(
            by=caller.name or "", area=AREA, what=what, subject=name
        )
        await self._service.handle(command, asked)

    def _shown(self, one: backup.Kept) -> m.Backup:
        zone, whole = self._service.office.zone, one.manifest
        return m.Backup(
            name=one.path.name,
            size=one.size,
            made=stamp(whole.made.astimezone(zone)) if whole else None,
            events=whole.events if whole else None,
        )

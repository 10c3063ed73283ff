"""The methods of backups: listed, made, tried out, taken away, brought in, restored.

A backup holds everything that an office knows, and going back to one changes all of it.
So who takes one away, brings one in or goes back to it has given the password again
(``Method.confirmed``), and files go over addresses that open once.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.config.office import read_office
from server.config.reader import ConfigError
from server.domain import commands
from server.domain.record import Intent
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.errors import Refused
from server.protocol.times import stamp
from server.service import Service
from server.storage import archive, asked, backup, restore, tried
from server.storage.folder import Folder, sync_folder
from server.storage.nightly import Nightly

from . import texts
from .addresses import Addresses
from .caller import Caller
from .outcome import Handler, Outcome, intent

AREA = restore.AREA
INCOMING = ".sending-"
"""How a file is called while it comes in."""


class Backups:
    """What administrators do with backups.

    Args:
        service: writes down who did it; tells the office's time.
        folder: the data folder.
        nightly: makes a backup in a process of its own.
        steady: seconds that nobody can set.
        end: ends the server, whose next start restores what was asked for.
    """

    def __init__(
        self,
        service: Service,
        folder: Folder,
        nightly: Nightly,
        steady: Callable[[], float],
        end: Callable[[], None],
    ) -> None:
        self._service = service
        self._folder = folder
        self._nightly = nightly
        self._end = end
        self._leaving, self._coming = Addresses(steady), Addresses(steady)
        self._one = asyncio.Lock()

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "backup.list": self._list,
            "backup.make": self._make,
            "backup.test": self._test,
            "backup.download": self._download,
            "backup.send": self._send,
            "backup.restore": self._restore,
        }

    # Files

    def take(self, ticket: str, name: str) -> Path | None:
        """Give a backup once to whom it was handed; None to everybody else."""
        return self._leaving.take(ticket, name)

    def place_for(self, ticket: str, name: str) -> Path | None:
        """Say once, to whom it was told, where a file may be put that comes in."""
        return self._coming.take(ticket, name)

    async def keep(self, sent: Path, name: str) -> str:
        """Keep a file that came in if it can be gone back to; give what it is called.

        Raises:
            Refused: it cannot; nothing is kept of it.
        """
        async with self._one:
            (await self._examined(sent)).or_refuse()
            now = f"{self._service.now:{backup.NAME}%S}"
            path = self._folder.backups / f"sent-{now}.zip"
            await asyncio.to_thread(_put_alone, sent, path)
        key = Intent(f"user:{name}", "backup.send", sent.name, b"")
        await self._log(name, key, "sent", path.name)
        return path.name

    # Methods

    async def _list(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        return Outcome(await asyncio.to_thread(self._listed))

    async def _make(
        self, caller: Caller, params: methods.BackupMake, browser: bool
    ) -> Outcome:
        wanted = intent(caller, "backup.make", params)
        async with self._one:
            if not self._service.knows(wanted):
                night = await self._nightly.run(self._service.now)
                if not night.ok:
                    raise texts.refused("backup_failed", why=night.reason)
                await self._log(caller.name, wanted, "made", night.detail)
        return await self._list(caller, params, browser)

    async def _test(
        self, caller: Caller, params: methods.BackupNamed, browser: bool
    ) -> Outcome:
        path = await self._known(params.name)
        async with self._one:
            found = await self._examined(path)
        wanted = intent(caller, "backup.test", params)
        what = "bad" if found.tried.wrong else "tested"
        await self._log(caller.name, wanted, what, path.name)
        return Outcome(found.shown())

    async def _download(
        self, caller: Caller, params: methods.BackupNamed, browser: bool
    ) -> Outcome:
        path = await self._known(params.name)
        wanted = intent(caller, "backup.download", params)
        await self._log(caller.name, wanted, "taken", path.name)
        return _handed(self._leaving.give(caller.name or "", path))

    async def _send(
        self, caller: Caller, params: methods.BackupSend, browser: bool
    ) -> Outcome:
        place = self._folder.backups / f"{INCOMING}{secrets.token_urlsafe(12)}"
        return _handed(self._coming.give(caller.name or "", place))

    async def _restore(
        self, caller: Caller, params: methods.BackupRestore, browser: bool
    ) -> Outcome:
        """Let the next start go back to a backup, and end."""
        wanted = intent(caller, "backup.restore", params)
        async with self._one:
            if not self._service.knows(wanted):
                await self._prepare(caller, params, wanted)
        return Outcome(m.Empty())

    async def _prepare(
        self, caller: Caller, params: methods.BackupRestore, wanted: Intent
    ) -> None:
        path = await self._known(params.name)
        (await self._examined(path)).or_refuse()
        if not params.as_it_was and not await asyncio.to_thread(self._is_own, path):
            raise texts.refused("other_history")
        wish = asked.Wish(
            name=path.name,
            by=caller.name or "",
            at=self._service.now,
            as_it_was=params.as_it_was,
        )
        ready = await asyncio.to_thread(asked.prepare, self._folder, path, wish)
        try:
            await self._keep_present()
        except Refused:
            shutil.rmtree(ready, ignore_errors=True)
            raise
        await self._log(caller.name, wanted, "restoring", path.name)
        await asyncio.to_thread(asked.ask, self._folder, ready)
        self._end()

    # Inside

    async def _keep_present(self) -> None:
        """Make a backup to come back with; of what is damaged there can be none."""
        night = await self._nightly.run(self._service.now)
        if night.reason == "no_room":
            raise texts.refused("no_room")
        if night.reason == "failed":
            raise texts.refused("backup_failed", why=night.reason)

    async def _examined(self, path: Path) -> _Found:
        """Look at all of a backup, and whether this program could run with it."""
        found = await tried.try_out(path)
        if not found.wrong and (why := await asyncio.to_thread(_unfit, path)):
            found = tried.Tried(wrong="unfit_backup", why=why)
        return _Found(found)

    async def _known(self, name: str) -> Path:
        """Find a backup by its name among those that are there."""
        for path in await asyncio.to_thread(self._all):
            if path.name == name:
                return path
        raise texts.refused("unknown_name", name=name)

    def _all(self) -> list[Path]:
        """Give all backups, the newest first and before it what was brought in."""
        place = self._folder.backups
        sent = backup.sent(place)
        own = sorted(backup.archives(place), reverse=True)
        return own if sent is None else [sent, *own]

    def _listed(self) -> list[m.Backup]:
        return [self._shown(backup.look_at(path)) for path in self._all()]

    def _is_own(self, path: Path) -> bool:
        manifest = archive.read_manifest(path)
        return restore.is_of(self._folder.journal, manifest)

    async def _log(
        self, by: str | None, wanted: Intent, what: str, subject: str
    ) -> None:
        command = commands.ChangeOffice(
            by=by or "", area=AREA, what=what, subject=subject
        )
        await self._service.handle(command, wanted)

    def _shown(self, one: backup.Kept) -> m.Backup:
        zone, whole = self._service.office.zone, one.manifest
        return m.Backup(
            name=one.path.name,
            size=one.size,
            made=stamp(whole.made.astimezone(zone)) if whole else None,
            events=whole.events if whole else None,
            own=bool(whole and restore.is_of(self._folder.journal, whole)),
            sent=backup.SENT.fullmatch(one.path.name) is not None,
        )


class _Found:
    """What was found of a backup, as it is answered."""

    def __init__(self, found: tried.Tried) -> None:
        self.tried = found

    def or_refuse(self) -> None:
        """Refuse to go on with one that cannot be gone back to."""
        if self.tried.wrong:
            raise texts.refused(self.tried.wrong, why=self.tried.why)

    def shown(self) -> m.BackupTested:
        """Give it as the answer of a test."""
        found = self.tried
        wrong = f"refused.{found.wrong}"
        return m.BackupTested(
            ok=not found.wrong,
            events=found.events,
            tickets=found.tickets,
            people=found.people,
            procedures=found.procedures,
            problem=texts.words(wrong, why=found.why) if found.wrong else None,
        )


def _handed(ticket: str) -> Outcome:
    return Outcome(m.BackupHanded(address=f"/admin/backups/{ticket}"))


def _unfit(path: Path) -> str:
    """Say why this program could not run with the office in a backup; or nothing."""
    try:
        read_office(archive.read_file(path, "office.toml").decode("utf-8"))
    except (ConfigError, UnicodeError) as wrong:
        return str(wrong)
    return ""


def _put_alone(sent: Path, path: Path) -> None:
    """Give what came in its name, instead of what came in before."""
    if (before := backup.sent(path.parent)) is not None:
        before.unlink()
    sent.replace(path)
    sync_folder(path.parent)

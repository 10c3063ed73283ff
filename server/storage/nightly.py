"""Once a night: a backup, and with it a check of every event there is.

The work is done in a process of its own with low priority: hashing a long history in a
thread would hold up the server's loop. A machine that is off at night does it soon
after it was started. The copy that becomes the backup is read from the database page
by page and checked whole, so that checking the copy is checking the journal.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from . import backup
from .folder import Folder

log = logging.getLogger(__name__)

HOUR = 2
"""The office's hour from which on tonight's backup is due."""
AFTER_START = timedelta(minutes=2)
"""A server that was just started has better things to do."""
AGAIN = timedelta(hours=1)
"""When it did not work, it is tried again after this time."""
NICE = 15
"""How much the child's priority is lowered (Unix)."""

Reason = Literal["ok", "damaged", "no_room", "failed"]


class Night(msgspec.Struct, frozen=True):
    """What became of a night's work.

    Attributes:
        reason: a text of this name is in the area "storage", below "night".
        detail: for the log: the backup's name, or what went wrong.
    """

    reason: Reason
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Whether there is a new backup and all data is whole."""
        return self.reason == "ok"


class Nightly:
    """Says when a night's work is due, and does it.

    Args:
        folder: the data folder.
        started: when the server was started, in the office's time.
    """

    def __init__(self, folder: Folder, started: datetime) -> None:
        self._folder = folder
        self._not_before = started + AFTER_START
        self._tried: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Whether a backup is missing since the newest night that has come.

        A time of trying that lies ahead is a clock that was put back.
        """
        if now < self._not_before and now >= self._not_before - AFTER_START:
            return False
        if self._tried is not None and self._tried <= now < self._tried + AGAIN:
            return False
        night = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        if night > now:
            night -= timedelta(days=1)
        first, last = (f"{at:{backup.NAME}}" for at in (night, now))
        names = (one.stem[: len(last)] for one in backup.archives(self._folder.backups))
        return not any(first <= name <= last for name in names)

    async def run(self, now: datetime) -> Night:
        """Do the night's work in another process; cancelling ends that too."""
        self._tried = now
        try:
            night = await _in_a_child(self._folder, now)
        except OSError as failed:
            night = Night("failed", str(failed))
        if not night.ok:
            log.error("nightly backup: %s: %s", night.reason, night.detail)
        return night


async def _in_a_child(folder: Folder, now: datetime) -> Night:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, str(folder.path), now.isoformat()),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        return _read(*await child.communicate())
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()


def _read(told: bytes, complaint: bytes) -> Night:
    try:
        return msgspec.json.decode(told, type=Night)
    except msgspec.DecodeError:
        said = complaint.decode("utf-8", "replace").strip().splitlines()
        return Night("failed", said[-1] if said else "it said nothing")


def work(folder: Folder, now: datetime) -> Night:
    """Make the backup in this process, and say what became of it."""
    try:
        made = backup.make(folder, now)
    except backup.FolderDamaged as damaged:
        first = damaged.faults[0]
        place = "" if first.seq is None else f" at event {first.seq}"
        return Night("damaged", f"{first.path.name}{place}: {first.detail}")
    except backup.NoRoom as short:
        return Night("no_room", str(short))
    except (backup.BackupRunning, OSError) as failed:
        return Night("failed", str(failed))
    return Night("ok", made.path.name)


def main(arguments: Sequence[str]) -> int:
    """Do what ``Nightly.run`` asks of its child: folder, time."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    path, now = arguments
    night = work(Folder(Path(path)), datetime.fromisoformat(now))
    sys.stdout.buffer.write(msgspec.json.encode(night))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

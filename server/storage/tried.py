"""A backup tried out: unpacked into a folder of its own and checked, event by event.

In a process of its own, as the nightly backup: checking holds up whoever does it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

import msgspec

from . import archive, schema
from .backup import RESERVE
from .folder import Folder
from .nightly import NICE

Wrong = Literal["", "bad_backup", "no_room", "unfit_backup"]
"""What is wrong with a backup; nothing, if it is empty."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, or what is wrong; ``why`` is for technicians."""

    wrong: Wrong = ""
    why: str = ""
    events: int = 0
    tickets: int = 0
    people: int = 0
    procedures: int = 0


async def try_out(path: Path) -> Tried:
    """Try out a backup; the running office is not touched."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, str(path)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        told, _ = await child.communicate()
        return msgspec.json.decode(told, type=Tried)
    except msgspec.DecodeError:
        return Tried(wrong="bad_backup", why="the check was cut off")
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def work(path: Path) -> Tried:
    """Check all of it in this process."""
    try:
        files = archive.read_manifest(path).files.values()
        needed = sum(file.size for file in files) + RESERVE
        if (free := shutil.disk_usage(path.parent).free) < needed:
            return Tried(wrong="no_room", why=f"{needed} bytes needed, {free} free")
        return _unpacked(path)
    except archive.BadBackup as bad:
        return Tried(wrong="bad_backup", why=bad.why)
    except OSError as failed:
        return Tried(wrong="bad_backup", why=str(failed))


def _unpacked(path: Path) -> Tried:
    """Look at all that is in it, where nothing else is."""
    with tempfile.TemporaryDirectory(prefix=".checking-", dir=path.parent) as into:
        events = archive.unpack(path, Path(into)).events
        folder = Folder(Path(into))
        issued = "SELECT count(*) FROM event WHERE kind = 'ticket.issued'"
        return Tried(
            events=events,
            tickets=_count(folder.journal, issued),
            people=_count(folder.people, "SELECT count(*) FROM user"),
            procedures=_count(folder.people, "SELECT count(*) FROM procedure"),
        )


def _count(database: Path, question: str) -> int:
    """Count what a whole database of any version has."""
    try:
        with closing(schema.connect_to_read(database, alone=True)) as reading:
            (found,) = reading.execute(question).fetchone()
            return int(found)
    except sqlite3.OperationalError:  # a table that was not there yet
        return 0


def main(arguments: Sequence[str]) -> int:
    """Do what ``try_out`` asks of its child: the archive's path."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    (path,) = arguments
    sys.stdout.buffer.write(msgspec.json.encode(work(Path(path))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

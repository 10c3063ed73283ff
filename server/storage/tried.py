"""A backup tried out: unpacked into a folder of its own and checked, event by event.

In a process of its own, as the nightly backup: checking holds up whoever does it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from . import archive
from .nightly import NICE


class Tried(msgspec.Struct, frozen=True):
    """What was found: the events that were checked, or why it is no good."""

    events: int = 0
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether everything in it is whole."""
        return not self.why


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
        return Tried(why="the check was cut off")
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def work(path: Path) -> Tried:
    """Check all of it in this process."""
    try:
        manifest = archive.check(path, path.parent)
    except archive.BadBackup as bad:
        return Tried(why=bad.why)
    except OSError as failed:
        return Tried(why=str(failed))
    return Tried(events=manifest.events)


def main(arguments: Sequence[str]) -> int:
    """Do what ``try_out`` asks of its child: the archive's path."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    (path,) = arguments
    sys.stdout.buffer.write(msgspec.json.encode(work(Path(path))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``kill -9`` at random instants, also inside a commit.

A kill at a chosen write of the log is done by a small process of its own: it waits on
inotify and kills right after the write, between the pieces of a commit or between its
last piece and the sync. From the crowd's own process the signal would come only when
the interpreter finds the time.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Literal

from server.storage.wal import FRAME, HEADER, NO_COMMIT
from tests.running import RunningServer

EXECUTIONER = """
import ctypes, os, signal, sys
pid, writes, path = int(sys.argv[1]), int(sys.argv[2]), os.fsencode(sys.argv[3])
libc = ctypes.CDLL(None, use_errno=True)
watch = libc.inotify_init()
assert libc.inotify_add_watch(watch, path, 2) > 0, ctypes.get_errno()
print("watching", flush=True)
for _ in range(writes):
    os.read(watch, 16)
os.kill(pid, signal.SIGKILL)
"""
"""IN_MODIFY is 2; one event of a watched file without a name is 16 bytes."""

How = Literal["at any instant", "inside a commit", "both"]
HOWS = ("at work", "at the start", "inside a commit")
WEIGHTS: dict[How, tuple[int, int, int]] = {
    "at any instant": (4, 1, 0),
    "inside a commit": (0, 0, 1),
    "both": (4, 1, 5),
}
WRITES = 600
"""Writes of the log in a second of work, about."""
STARTS_IN = 1.2
"""Seconds that a start takes, about."""


ORPHANS_END = 30.0
"""Seconds in which a dead server's children must have ended."""


class Violence:
    """Kills a server and starts it again.

    Args:
        server: running.
        dice: choose when.
        how: where the kills fall.
        works_for: seconds of work before a kill, about, at the most.

    Attributes:
        kills: how many by which way.
        unfinished: kills that left a begun, never finished commit in the log.
        restarts: seconds from each start to its listening.
    """

    def __init__(
        self, server: RunningServer, dice: random.Random, how: How, works_for: float
    ) -> None:
        self.server = server
        self._dice = dice
        self._weights = WEIGHTS[how]
        self._works_for = works_for
        self._log = server.folder / "journal.db-wal"
        self.kills: Counter[str] = Counter()
        self.unfinished = 0
        self.restarts: list[float] = []
        self._left: set[int] = set()

    async def strike(self) -> None:
        """Kill the server at some instant and leave it dead."""
        how = self._dice.choices(HOWS, self._weights)[0]
        if how == "inside a commit":
            most = int(WRITES * self._works_for)
            await self._at_a_write(self._dice.randint(1, most))
        else:
            await asyncio.sleep(self._dice.uniform(0, self._works_for))
        await self.kill(how)
        if how == "at the start":
            self.server.launch()
            await asyncio.sleep(self._dice.uniform(0, STARTS_IN))
            await self.kill("at work")

    async def kill(self, how: str) -> None:
        """Kill the server now; ``how`` is for the figures."""
        self._left |= children(self.server.pid)
        await asyncio.to_thread(self.server.kill)
        self.kills[how] += 1
        self.unfinished += unfinished(self._log)

    async def left_alone(self) -> set[int]:
        """Give the processes that outlive their server, after a while of grace."""
        ends = time.monotonic() + ORPHANS_END
        dead = self._left - children(self.server.pid)
        while (left := {pid for pid in dead if is_orphan(pid)}) and (
            time.monotonic() < ends
        ):
            await asyncio.sleep(0.05)  # nobody tells of the end of another's child
        return left

    async def revive(self) -> None:
        """Start the server and wait until it listens."""
        began = time.perf_counter()
        await asyncio.to_thread(self.server.start)
        self.restarts.append(time.perf_counter() - began)
        # After a kill by another's hand nobody knows them any more.
        self._left |= children(self.server.pid)

    async def _at_a_write(self, writes: int) -> None:
        hand = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-c", EXECUTIONER),
            *(str(self.server.pid), str(writes), str(self._log)),
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(30):
                assert await hand.wait() == 0
        finally:
            if hand.returncode is None:
                hand.kill()
                await hand.wait()


def children(pid: int) -> set[int]:
    """Give the processes that a process has started; none if it is gone."""
    found: set[int] = set()
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found |= {int(child) for child in tasks.read_text().split()}
    return found


def is_orphan(pid: int) -> bool:
    """Whether a server's child still lives, though its parent is dead."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    state = stat.rpartition(")")[2].split()[0]
    return state != "Z" and b"server." in command


def unfinished(log: Path) -> bool:
    """Whether a log ends in frames of a transaction that was never committed."""
    try:
        data = log.read_bytes()
    except FileNotFoundError:
        return False
    if len(data) < HEADER.size:
        return False
    page = HEADER.unpack_from(data)[2]
    salts = data[16:24]
    open_ = False
    for start in range(HEADER.size, len(data) - FRAME.size + 1, FRAME.size + page):
        if data[start + 8 : start + 16] != salts:
            break
        open_ = data[start + 4 : start + 8] == NO_COMMIT
    return open_

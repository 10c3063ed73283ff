"""A kiosk whose disk is really full, again and again, and that is killed in the end.

Run it in a process of its own: ``python -m tests.kiosk.away.full_disk limit DIR`` lets
no file of this process grow; ``unshare -Urm python -m … small DIR`` mounts a disk of
two megabytes and fills it. It prints what citizens were shown and what became of it.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from kiosk.errands import away as errand
from kiosk.flow import inputs as i
from kiosk.flow.wishes import Slip
from server.protocol import link
from tests.e2e.away import SERVICE, Kiosk, Office, until
from tests.storage.small_disk import fill

FREE = resource.RLIM_INFINITY
MOST = 400
"""More numbers than what is left of a full disk has room for."""

KEYS = (f"key-{n:08}" for n in itertools.count())


class Limit:
    """A disk on which no file of this process can grow any more."""

    def __init__(self, place: Path) -> None:
        place.mkdir()

    def fill(self, left: int = 1) -> None:
        """Let no file be larger than `left` bytes."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (left, FREE))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FREE, FREE))


class Small:
    """A disk of two megabytes, mounted for this process alone."""

    def __init__(self, place: Path) -> None:
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(place)]
        subprocess.run(mount, check=True)
        self._ballast = place / "ballast"

    def fill(self, left: int = 0) -> None:
        """Leave so many bytes."""
        fill(self._ballast)
        os.truncate(self._ballast, self._ballast.stat().st_size - left)

    def free(self) -> None:
        self._ballast.unlink()


Disk = Limit | Small


def slip(desk: Kiosk) -> Slip | None:
    return desk.state.given.slip if desk.state.given else None


async def take(desk: Kiosk) -> Slip | None:
    """Take a number as a citizen does, and go home; None: there was none."""
    desk.happen(i.Take(next(KEYS), SERVICE))
    await until(desk, lambda: desk.state.given or desk.state.message)
    if desk.state.given is None:
        assert desk.state.message is not None
        assert desk.state.message.key == "message.away"
        desk.happen(i.Dismiss())
        desk.happen(i.GoHome())
        return None
    print("shown", desk.state.given.issued.ticket.number, flush=True)
    await until(desk, lambda: slip(desk) is not Slip.PRINTING)
    ended = slip(desk)
    desk.happen(i.GoHome())
    return ended


async def take_until_full(desk: Kiosk) -> None:
    """Take numbers until there is none, and see that this is said each time."""
    for _ in range(MOST):
        if await take(desk) is None:
            break
    else:
        raise AssertionError("the disk never became full")
    await until(desk, lambda: desk.health.known["own_series"] == "failed")
    assert [await take(desk) for _ in range(3)] == [None] * 3


async def take_with_a_slip(desk: Kiosk) -> None:
    """Take a number whose slip comes out: there is room."""
    assert await take(desk) is Slip.PRINTED
    await until(desk, lambda: desk.health.known["own_series"] == "ok")


async def fills_and_has_room_again(office: Office, disk: Disk) -> None:
    """Fill the disk under a kiosk without a server, twice."""
    async with office.kiosk() as desk:
        await until(desk, lambda: desk.state.hall.online and desk.state.hall.services)
        office.server.kill()
        await until(desk, lambda: not desk.state.hall.online)
        for left in (250_000, 1):
            await take_with_a_slip(desk)
            disk.fill(left)
            await take_until_full(desk)
            disk.free()
        await take_with_a_slip(desk)


async def starts_on_a_full_disk(office: Office, disk: Disk) -> None:
    disk.fill()
    async with office.kiosk() as desk:
        await take_until_full(desk)
        disk.free()
        await take_with_a_slip(desk)


async def hands_in_on_a_full_disk(office: Office, disk: Disk) -> None:
    """The server has all at once; what the kiosk could not note it notes later."""
    office.server.start()
    async with office.kiosk() as desk:
        await until(desk, lambda: not desk._own._ledger.waiting())
        office.server.kill()
        await until(desk, lambda: not desk.state.hall.online)
        await take_with_a_slip(desk)
        await take_with_a_slip(desk)
        office.server.launch()  # with room: its disk is another one
        disk.fill()
        await asyncio.to_thread(office.server.await_listening)
        await until(desk, lambda: desk.health.known["own_waiting"] == 0)
        assert len(desk._own._ledger.waiting()) == 2, "it cannot be noted"
        # A number of the server's is shown, but nothing is printed unnoted.
        assert await take(desk) is Slip.FAILED
        adopted = desk.asked.count("ticket.adopt")
        disk.free()
        await until(desk, lambda: not desk._own._ledger.waiting())
        assert desk.asked.count("ticket.adopt") == adopted
        await until(desk, lambda: desk.health.known["own_series"] == "ok")
        await take_with_a_slip(desk)


async def run(folder: Path, disk: Disk) -> None:
    """Do all of it; the end is as sudden as a power cut."""
    errand.ROOM_AGAIN = 0.05
    link.delays = lambda: itertools.repeat(0.05)
    office = Office(folder)
    try:
        await fills_and_has_room_again(office, disk)
        await starts_on_a_full_disk(office, disk)
        await hands_in_on_a_full_disk(office, disk)
        print("line", *office.numbers(), flush=True)
    finally:
        office.server.kill()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    place = Path(sys.argv[2])
    disks: dict[str, type[Disk]] = {"limit": Limit, "small": Small}
    asyncio.run(run(place, disks[sys.argv[1]](place / "kiosk")))

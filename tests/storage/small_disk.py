"""A server on a file system of a few megabytes that is really full.

Run it in a process that may mount one for itself alone:
``unshare -Urm python -m tests.storage.small_disk DIR``.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.storage import backup, verify
from server.storage.folder import Folder
from tests.running import Client, RefusedCall, RunningServer

SIZE = "12m"


def fill(path: Path) -> None:
    """Write until the disk has no byte left, nor one that a server gave back since."""
    while shutil.disk_usage(path.parent).free:
        with path.open("ab", buffering=0) as file:
            for size in (65536, 512, 1):
                with contextlib.suppress(OSError):
                    while file.write(bytes(size)):
                        pass


MOST = 2000
"""More numbers than such a disk has room for."""


def issue(kiosk: Client) -> str:
    """Take a number."""
    given = kiosk.do("ticket.issue", service="ho-tich")
    return str(given["ticket"]["number"])


def until_full(kiosk: Client) -> Iterator[str]:
    """Take numbers until the server says that its disk is full."""
    given = list(until_refused(kiosk, MOST))
    assert len(given) < MOST, "the disk never became full"
    yield from given


def until_refused(kiosk: Client, most: int) -> Iterator[str]:
    """Take so many numbers, or fewer when the disk is full."""
    for _ in range(most):
        try:
            yield issue(kiosk)
        except RefusedCall as refused:
            if refused.reason != "disk_full":
                raise
            return


def when_there_is_room(kiosk: Client) -> str:
    """Take a number from a server that looks for room again every now and then."""
    ends = time.monotonic() + 10
    while True:
        for number in until_refused(kiosk, 1):
            return number
        assert time.monotonic() < ends
        time.sleep(0.05)


def main(place: Path) -> None:
    """Mount, fill, free, fill again, and look at what is there in the end."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)]
    subprocess.run(mount, check=True)
    folder, ballast = Folder(place / "data"), place / "ballast"
    with RunningServer(folder.path) as server:
        kiosk = server.kiosk()
        given = [issue(kiosk)]
        for _ in range(2):
            fill(ballast)
            given += until_full(kiosk)
            assert kiosk.call("queue.get"), "a full disk keeps nobody from looking"
            ballast.unlink()
            given.append(when_there_is_room(kiosk))
        fill(ballast)
        given += until_full(kiosk)
        server.stop()  # also on a full disk in good order
        ballast.unlink()
        server.start()
        given.append(issue(kiosk))
    assert given == [f"B{n:03}" for n in range(1, len(given) + 1)]
    found = verify.journal(folder.journal)
    assert found.faults == ()
    assert found.events == len(given) + 1
    with pytest.raises(backup.NoRoom):
        backup.make(folder, datetime.now(UTC))
    print(len(given), "numbers, none lost, none twice")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

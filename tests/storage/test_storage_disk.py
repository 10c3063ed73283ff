"""A disk that is full or fails under a real server: nothing answered is lost."""

from __future__ import annotations

import contextlib
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from server.storage import verify
from server.storage.journal import Journal
from tests.running import Client, RefusedCall, RunningServer
from tests.storage.damaging import append, entries

FREE = resource.RLIM_INFINITY


def limit(server: RunningServer, most: int) -> None:
    """Let no file of the server grow beyond so many bytes: its writes then fail."""
    _, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (most, hard))


def issued(path: Path) -> list[tuple[str, str]]:
    """Give the key and the number of every ticket that is on disk."""
    query = (
        "SELECT key, json_extract(CAST(answer AS TEXT), '$.ticket.number')"
        " FROM intent WHERE kind = 'Issued'"
    )
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


class Crowd(threading.Thread):
    """A kiosk that takes numbers without a pause, each until it is given."""

    def __init__(self, kiosk: Client) -> None:
        super().__init__()
        self.kiosk = kiosk
        self.given: dict[str, str] = {}
        self.refused = 0
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            key = uuid4().hex
            while key not in self.given:
                self._try(key)

    def _try(self, key: str) -> None:
        try:
            given = self.kiosk.call("ticket.issue", key=key, service="ho-tich")
        except RefusedCall as refused:
            if refused.reason != "disk_full":
                raise
            self.refused += 1
        else:
            self.given[key] = given["ticket"]["number"]


def wait_for(crowd: list[Crowd], what: str) -> None:
    """Wait until each of the crowd has been given, or refused, a few more."""
    before = [len(one.given) if what == "given" else one.refused for one in crowd]
    for one, start in zip(crowd, before, strict=True):
        while (len(one.given) if what == "given" else one.refused) < start + 5:
            assert one.is_alive()
            one.enough.wait(0.01)


def test_a_crowd_at_a_disk_that_fails_and_recovers(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data")
    with server:
        crowd = [Crowd(server.kiosk(f"kiosk-{n}")) for n in range(4)]
        for one in crowd:
            one.start()
        try:
            for most in (1, 40_000, 1):
                wait_for(crowd, "given")
                limit(server, most)
                wait_for(crowd, "refused")
                limit(server, FREE)
            wait_for(crowd, "given")
        finally:
            limit(server, FREE)
            for one in crowd:
                one.enough.set()
            for one in crowd:
                one.join()
        server.kill()
        server.start()
    given = {key: number for one in crowd for key, number in one.given.items()}
    assert dict(issued(tmp_path / "data" / "journal.db")) == given
    assert sorted(given.values()) == [f"B{n:03}" for n in range(1, len(given) + 1)]
    found = verify.journal(tmp_path / "data" / "journal.db")
    assert (found.faults, found.events) == ((), len(given) + 1)


def test_a_server_on_a_small_disk_that_is_really_full(tmp_path: Path) -> None:
    own_mounts = ["unshare", "-Urm"]
    if not shutil.which("unshare") or subprocess.run([*own_mounts, "true"]).returncode:
        pytest.skip("this machine lets nobody but root mount a small disk")
    script = [sys.executable, "-m", "tests.storage.small_disk", str(tmp_path)]
    done = subprocess.run(
        [*own_mounts, *script],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "none lost, none twice" in done.stdout


async def test_a_database_that_may_not_grow_keeps_what_it_has(tmp_path: Path) -> None:
    made = entries(1, 400)
    journal = Journal(tmp_path / "journal.db")
    journal.start()
    try:
        await append(journal, made[:10])
        (pages,) = journal._writing.execute("PRAGMA page_count").fetchone()
        journal._writing.execute(f"PRAGMA max_page_count = {pages + 2}")
        kept = 10
        while journal._failed is None:
            with contextlib.suppress(AssertionError):
                await append(journal, made[kept : kept + 1])
                kept += 1
        assert isinstance(journal._failed, sqlite3.OperationalError)
        assert "full" in str(journal._failed)
        assert len(journal.read(0)) == kept
        journal._writing.execute("PRAGMA max_page_count = 1000000")
        journal.repair()
        await append(journal, made[kept:])
    finally:
        journal.stop()
    found = verify.journal(tmp_path / "journal.db")
    assert (found.faults, found.events) == ((), len(made))

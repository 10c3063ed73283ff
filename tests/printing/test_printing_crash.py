"""Crashes and failing disks: what is known of each slip afterwards."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assets.paper.slip import Slip
from kiosk.printing.faults import Reason
from kiosk.printing.printer import open_printer
from kiosk.printing.spool import Job, Spool
from kiosk.printing.spool.ledger import Ledger, Outcome, State
from tests.emulator.printer import PrinterEmulator
from tests.printing.spooling import (
    PRINTED,
    TODAY,
    Opener,
    Recorder,
    reports,
    settings,
)


class BadDisk(Ledger):
    """A ledger whose disk fails at one step."""

    step = ""

    def begin(self, slip: str) -> None:
        if self.step == "begin":
            raise sqlite3.OperationalError("disk I/O error")
        super().begin(slip)

    def end(self, slip: str, outcome: Outcome) -> bool:
        if self.step == "end":
            raise sqlite3.OperationalError("disk I/O error")
        return super().end(slip, outcome)


async def test_a_disk_that_fails_before_the_printing_prevents_it(
    spool: Opener, slip: Slip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.printing.spool.spool.Ledger", BadDisk)
    monkeypatch.setattr(BadDisk, "step", "begin")
    port = Recorder()
    one = spool(port)
    assert await one.submit(Job(1, slip)) == Outcome(State.FAILED, Reason.NOT_STORED)
    assert port.images == []
    monkeypatch.setattr(BadDisk, "step", "")
    assert await one.submit(Job(1, slip)) == PRINTED


async def test_a_disk_that_fails_after_the_printing_never_doubles_it(
    spool: Opener, slip: Slip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.printing.spool.spool.Ledger", BadDisk)
    monkeypatch.setattr(BadDisk, "step", "end")
    port = Recorder()
    one = spool(port)
    assert await one.submit(Job(1, slip)) == PRINTED
    assert (await one.submit(Job(1, slip))).state is State.UNKNOWN
    monkeypatch.setattr(BadDisk, "step", "")
    again = spool(port)
    assert reports(again) == [(1, None, "interrupted")]
    assert (await again.submit(Job(1, slip))).state is State.UNKNOWN
    assert len(port.images) == 1


def test_a_damaged_memory_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "slips.db"
    path.write_bytes(b"this was a database before the power went" * 200)
    ledger = Ledger(path)
    assert ledger.admit("s", 1, TODAY) is None
    ledger.close()
    assert (tmp_path / "slips.db.damaged").exists()


def test_a_folder_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "slips.db").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        Ledger(tmp_path / "slips.db")


KIOSK = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from kiosk.printing.printer import open_printer
from assets.paper.slip import Slip
from kiosk.printing.spool import Job, Spool, spool
from server.config.printer import PrinterSettings

class Told(spool.Ledger):
    def admit(self, slip, ticket, day):
        known = super().admit(slip, ticket, day)
        print("stored", ticket, flush=True)
        return known

spool.Ledger = Told

async def main(folder, port):
    printer = open_printer(
        PrinterSettings(kind="network", host="127.0.0.1", port=port, timeout=30)
    )
    one = Spool(Path(folder), printer, deadline=60)
    issued = datetime.fromisoformat("2026-11-23T09:05:00+07:00")
    def job(n):
        return Job(n, Slip("UBND", "Trung tâm", f"A{n:03}", "Việc khác", issued))
    print((await one.submit(job(1))).state, flush=True)
    sys.stdin.readline()
    await asyncio.gather(one.submit(job(2)), one.submit(job(3)))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def kill_in_the_middle(folder: Path) -> None:
    """Kill -9 a kiosk while ticket 2 is half printed and ticket 3 waits its turn."""
    with PrinterEmulator() as printer:
        kiosk = subprocess.Popen(
            [sys.executable, "-c", KIOSK, str(folder), str(printer.port)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert kiosk.stdout is not None
        assert kiosk.stdin is not None
        try:
            said = iter(kiosk.stdout.readline, "")
            assert [next(said), next(said)] == ["stored 1\n", "printed\n"]
            printer.hold_after = 12_000
            before = printer.received
            kiosk.stdin.write("go on\n")
            kiosk.stdin.flush()
            printer.wait_bytes(before + 12_000, 20)
            assert [next(said), next(said)] == ["stored 2\n", "stored 3\n"]
        finally:
            os.kill(kiosk.pid, signal.SIGKILL)
            kiosk.communicate(timeout=10)
        assert len(printer.slips) == 1


async def test_killed_in_the_middle_of_a_slip(tmp_path: Path, slip: Slip) -> None:
    await asyncio.to_thread(kill_in_the_middle, tmp_path)
    with PrinterEmulator() as printer:
        port = open_printer(settings(printer))
        spool = Spool(tmp_path, port, clock=lambda: TODAY)
        assert reports(spool) == [
            (1, True, None),
            (2, None, "interrupted"),
            (3, False, "interrupted"),
        ]
        jobs = [kiosk_job(slip, n) for n in (1, 2, 3)]
        assert await spool.submit(jobs[0]) == PRINTED
        assert (await spool.submit(jobs[1])).state is State.UNKNOWN
        assert printer.connections == 0, "neither is printed again by itself"
        assert await spool.submit(jobs[2]) == PRINTED
        assert await spool.reprint(jobs[1], "order") == PRINTED
        assert len(printer.slips) == 2
        spool.close()


def kiosk_job(slip: Slip, n: int) -> Job:
    issued = slip.issued_at.replace(microsecond=0)
    return Job(n, replace(slip, number=f"A{n:03}", issued_at=issued))

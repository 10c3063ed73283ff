"""What ``motcua up`` starts again, and what stays off."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from pathlib import Path
from time import monotonic

import pytest

from kiosk.errands.upkeep import QUIT, RESTART
from server.cli import run, supervise
from server.cli.supervise import AGAIN, SERVER, Child, Supervisor
from server.config.settings import Settings
from server.storage.folder import Folder


class Ends:
    """Starts real processes that end at once, each with the next of some codes."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.all_started = asyncio.Event()

    async def start(self, child: Child) -> None:
        code = self.codes.pop(0)
        child.started = monotonic()
        child.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", f"raise SystemExit({code})")
        )
        if not self.codes:
            self.all_started.set()


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(Folder(tmp_path), Settings(), virtual=True)


async def test_a_kiosk_that_was_switched_off_stays_off(
    supervisor: Supervisor,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ends = Ends(1, RESTART, QUIT)
    monkeypatch.setattr(supervise, "_start", ends.start)
    kiosk = supervisor._screen("kiosk", "kiosk")
    kiosk.wait = 0
    async with asyncio.timeout(20):
        await supervisor._keep(kiosk)
    assert ends.codes == []
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if "kiosk" in line][-1].endswith("motcua up")
    assert len(said) == 3


async def test_what_has_no_button_for_it_is_started_again_whatever_it_ends_with(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = Ends(0, 1, 0)
    monkeypatch.setattr(supervise, "_start", ends.start)
    wall = supervisor._screen("display", "wall")
    wall.wait = 0
    keeping = asyncio.create_task(supervisor._keep(wall))
    async with asyncio.timeout(20):
        await ends.all_started.wait()
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert wall.process is not None
    await wall.process.wait()


async def test_a_server_that_restores_a_backup_has_all_started_again(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tokens may be others then, which the devices of this machine need."""
    ends = Ends(1, AGAIN)
    monkeypatch.setattr(supervise, "_start", ends.start)
    server = Child(SERVER, [], wait=0)
    async with asyncio.timeout(20):
        await supervisor._keep(server)
    assert ends.codes == []
    assert supervisor._stopping.is_set()
    assert supervisor._code == AGAIN


def test_all_runs_until_it_ends_for_another_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = iter([AGAIN, AGAIN, 0])
    monkeypatch.setattr(run, "needs", lambda *_: None)
    monkeypatch.setattr(run, "_run_all", lambda _: next(codes))
    assert run.run_up(Namespace(virtual_screen=True)) == 0
    assert next(codes, None) is None

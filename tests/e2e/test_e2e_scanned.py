"""A citizen card and a slip before the scanner: kiosk, server, clerk.

The real server, line and kiosk; only the glass, the printer and the scanner are not.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.desk import Desk
from kiosk.flow import inputs as i
from kiosk.flow.returning import ComeBack
from kiosk.flow.state import HOME, Screen
from kiosk.printing.spool import Spool
from kiosk.store import Store
from tests.e2e.test_e2e_appointments import until
from tests.kiosk.glass import Slips
from tests.running import RunningServer

CARD = "042051012345|183456789|Nguyễn Văn Mẫu|23111951|Nam|Thôn 1|15082021"


@pytest.fixture
def server(tmp_path: Path) -> RunningServer:
    """Give a server of the sample office, not started yet."""
    return RunningServer(tmp_path / "data")


@pytest.fixture
async def kiosk(server: RunningServer, tmp_path: Path) -> AsyncIterator[Desk]:
    server.start()
    try:
        token = server.device("kiosk-1", "kiosk")
        folder = tmp_path / "kiosk"
        spool = Spool(folder, Slips())
        desk = Desk(f"ws://127.0.0.1:{server.port}/ws", token, spool, Store(folder))
        async with desk.opened():
            running = asyncio.create_task(desk.run())
            await until(desk, lambda: desk.state.hall.reasons and desk.state.hall.waits)
            yield desk
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        spool.close()
    finally:
        server.stop()


async def place_of(desk: Desk, state: str) -> None:
    """Wait until the scanned ticket's page shows that state."""
    await until(
        desk,
        lambda: (
            (shown := desk.state.presented)
            and shown.place
            and shown.place.ticket.state == state
            and not shown.asked
        ),
    )


async def test_from_the_card_to_the_counter_and_back(
    server: RunningServer, kiosk: Desk, tmp_path: Path
) -> None:
    clerk = server.user("hoai", "clerk")
    clerk.do("ticket.issue", service="ho-tich")  # somebody was there before
    kiosk.happen(i.Take("key-00000001", "ho-tich"))
    await until(kiosk, lambda: kiosk.state.given)
    given = kiosk.state.given
    assert given is not None
    kiosk.scans.heard(CARD)
    await until(kiosk, lambda: not kiosk.state.underway)
    given = kiosk.state.given
    assert given is not None
    assert given.issued.ticket.priority
    clerk.do("counter.open", counter="q2")
    called = clerk.do("counter.call_next")
    assert called["because"]["rule"] == "priority"
    held = clerk.call("counter.get")["ticket"]
    assert (held["id"], held["reason"]) == (given.issued.ticket.id, "nguoi-cao-tuoi")
    slip = f"http://kiosk/t/{given.issued.ticket.id}#{given.issued.secret}"
    kiosk.scans.heard(slip)
    await place_of(kiosk, "called")
    clerk.do("counter.no_show")
    await place_of(kiosk, "no_show")
    kiosk.happen(ComeBack("key-00000002"))
    await place_of(kiosk, "waiting")
    assert clerk.do("counter.call_next")["ticket"]["id"] == given.issued.ticket.id
    clerk.do("counter.no_show")
    await place_of(kiosk, "no_show")
    # By the sample office's rule a ticket gets back into the line once.
    kiosk.happen(ComeBack("key-00000003"))
    await until(kiosk, lambda: kiosk.state.message)
    assert kiosk.state.message is not None
    assert kiosk.state.message.words is not None
    kiosk.happen(i.Dismiss())
    kiosk.happen(i.Done())
    assert (kiosk.state.path, kiosk.state.presented) == (HOME, None)
    _nothing_of_the_card(tmp_path)


def _nothing_of_the_card(folder: Path) -> None:
    parts = [part.encode() for part in CARD.split("|")[:4]]
    kept = [file for file in folder.rglob("*") if file.is_file()]
    assert kept
    for file in kept:
        with suppress(FileNotFoundError):  # the voice renders beside, and moves files
            content = file.read_bytes()
            assert not any(part in content for part in parts), file


async def test_a_card_before_the_number_and_a_slip_of_another_office(
    server: RunningServer, kiosk: Desk
) -> None:
    clerk = server.user("hoai", "clerk")
    kiosk.scans.heard(CARD)
    kiosk.happen(i.Dismiss())
    kiosk.happen(i.Take("key-00000001", "ho-tich"))
    await until(kiosk, lambda: kiosk.state.given)
    given = kiosk.state.given
    assert given is not None
    assert given.issued.ticket.priority
    kiosk.happen(i.Done())
    kiosk.scans.heard(f"http://x/t/{given.issued.ticket.id}#{'x' * 22}")
    await until(kiosk, lambda: kiosk.state.message)
    assert kiosk.state.message is not None
    assert kiosk.state.message.key == "scan.unknown"
    kiosk.happen(i.Dismiss())
    # Who was served is asked how it was.
    clerk.do("counter.open", counter="q2")
    clerk.do("counter.call_next")
    clerk.do("counter.start")
    clerk.do("counter.finish")
    kiosk.scans.heard(f"http://x/t/{given.issued.ticket.id}#{given.issued.secret}")
    await until(kiosk, lambda: kiosk.state.screen is Screen.RATE)

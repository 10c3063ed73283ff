"""An appointment from the office's list to the counter: command, kiosk, clerk.

The real command line, server, line and kiosk; only the glass and the printer are not.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.desk import Desk
from kiosk.flow import inputs as i
from kiosk.flow.state import Screen
from kiosk.printing.spool import Spool
from kiosk.store import Store
from server.protocol.times import stamp
from server.storage.appointments import AppointmentStore, Booked
from tests.kiosk.glass import Slips
from tests.offices import ZONE
from tests.running import RunningServer, motcua

SERVICE = "ho-tich"


@pytest.fixture
def server(tmp_path: Path) -> RunningServer:
    """Give a server, not started yet, of an office that takes appointments."""
    made = RunningServer(tmp_path / "data")
    file = tmp_path / "data" / "office.toml"
    text = file.read_text("utf-8")
    assert "\nappointments = false\n" in text
    taking = text.replace("\nappointments = false\n", "\nappointments = true\n")
    file.write_text(taking, "utf-8")
    return made


@pytest.fixture
async def kiosk(server: RunningServer, tmp_path: Path) -> AsyncIterator[Desk]:
    folder = tmp_path / "kiosk"
    server.start()
    try:
        token = server.device("kiosk-1", "kiosk")
        spool = Spool(folder, Slips())
        desk = Desk(f"ws://127.0.0.1:{server.port}/ws", token, spool, Store(folder))
        async with desk.opened():
            running = asyncio.create_task(desk.run())
            await until(desk, lambda: desk.state.hall.appointments)
            yield desk
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        spool.close()
    finally:
        server.stop()


async def until(desk: Desk, met: Callable[[], object]) -> None:
    """Wait until something is so, looking after every step of the kiosk."""
    stepped = asyncio.Event()
    desk.changed = stepped.set
    async with asyncio.timeout(15):
        while not met():
            stepped.clear()
            await stepped.wait()


async def check_in(desk: Desk, code: str, key: str) -> None:
    """Type a code as a citizen does, and wait for what comes of it."""
    for happened in (i.OpenAppointment(), i.TypeCode(code), i.CheckIn(key)):
        desk.happen(happened)
    await until(desk, lambda: desk.state.given or desk.state.message)


def said(desk: Desk) -> str:
    """Give the key of what the kiosk says, or the server's own words; close it."""
    message = desk.state.message
    assert message is not None
    desk.happen(i.Dismiss())
    return message.key or (message.words or {})["vi"]


async def test_from_the_list_to_the_counter(
    server: RunningServer, kiosk: Desk, tmp_path: Path
) -> None:
    clerk = server.user("hoai", "clerk")
    now = datetime.now(ZONE)
    file = tmp_path / "list.csv"
    file.write_text(f"date,time,service,code\n{now:%Y-%m-%d,%H:%M},{SERVICE},012345\n")
    await asyncio.to_thread(
        motcua, "appointments", "import", str(file), "--data", str(server.folder)
    )
    clerk.do("ticket.issue", service=SERVICE)  # somebody was there before
    await check_in(kiosk, "012345", "key-00000001")
    given = kiosk.state.given
    assert given is not None
    assert given.issued.ticket.number == "B002"
    clerk.do("counter.open", counter="q2")
    called = clerk.do("counter.call_next")
    assert called["ticket"]["number"] == "B002"
    assert called["because"]["rule"] == "appointment"
    kiosk.happen(i.Done())
    await check_in(kiosk, "012345", "key-00000002")
    assert said(kiosk) == "appointment.here"


async def test_what_the_kiosk_says_of_other_codes(
    server: RunningServer, kiosk: Desk
) -> None:
    clerk = server.user("hoai", "clerk")
    now = datetime.now(ZONE).replace(microsecond=0)
    codes = {}
    for name, days in (("early", 1), ("past", -1), ("cancelled", 0)):
        at = now + timedelta(days=days)
        with closing(AppointmentStore(server.folder / "office.db", ZONE)) as store:
            [made] = store.add_all([Booked(at.date(), "", at, SERVICE)])
        codes[name] = made.code
    clerk.do("appointment.cancel", code=codes["cancelled"])
    for number, (name, code) in enumerate(codes.items()):
        await check_in(kiosk, code, f"key-{number:08}")
        assert said(kiosk) == f"appointment.{name}"
        assert (kiosk.state.screen, kiosk.state.place.service) == (
            Screen.SERVICE,  # where a number is given as usual
            SERVICE,
        )
        kiosk.happen(i.GoHome())


async def test_trying_out_codes_is_stopped_kindly(
    server: RunningServer, kiosk: Desk
) -> None:
    clerk = server.user("hoai", "clerk")
    at = stamp(datetime.now(ZONE))
    code = clerk.do("appointment.add", at=at, service=SERVICE)["code"]
    wrong = str((int(code) + 1) % 10**6).zfill(6)
    for number in range(5):
        await check_in(kiosk, wrong, f"key-wrong-{number}")
        assert said(kiosk) == "appointment.unknown"
    await check_in(kiosk, code, "key-right-1")
    assert said(kiosk).startswith("Nhập sai nhiều lần.")
    assert kiosk.state.given is None

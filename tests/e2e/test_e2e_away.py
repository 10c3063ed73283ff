"""Numbers of the kiosk's own: the real server is killed, and all come back once.

The real server, line, disk and flow; only the glass and the printer are not.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.away.ledger import Ledger
from kiosk.away.series import Reading
from kiosk.desk import Desk
from kiosk.errands import away as errand
from kiosk.flow import inputs as i
from kiosk.flow.away import UNANSWERED
from kiosk.flow.modes import Away
from kiosk.flow.returning import ComeBack
from kiosk.flow.wishes import Slip, Wish
from server.protocol.times import moment
from tests.e2e.away import SERVICE, Kiosk, Office, until
from tests.running import Client


@pytest.fixture
def office(tmp_path: Path) -> Any:
    made = Office(tmp_path)
    yield made
    made.server.stop()


async def take(desk: Kiosk, key: str) -> str:
    """Take a number as a citizen does, and go away; return the number."""
    desk.happen(i.Take(key, SERVICE))
    await until(desk, lambda: desk.state.given or desk.state.message)
    assert desk.state.given is not None, desk.state.message
    number = desk.state.given.issued.ticket.number
    given = desk.state.given.slip
    assert given in (Slip.PRINTING, Slip.PRINTED)
    await until(
        desk, lambda: desk.state.given and desk.state.given.slip is Slip.PRINTED
    )
    desk.happen(i.Done())
    return number


def _slip(desk: Desk) -> Slip | None:
    return desk.state.given.slip if desk.state.given else None


async def handed_in(desk: Kiosk, count: int = 0) -> None:
    """Wait until so many own tickets are left in the kiosk's memory."""
    ledger = desk._own._ledger
    await until(desk, lambda: len(ledger.waiting()) == count)


async def test_what_was_given_without_the_server_is_in_the_line_once(
    office: Office,
) -> None:
    async with office.kiosk() as desk:
        await until(desk, lambda: desk.state.hall.online)
        assert await take(desk, "key-00000001") == "B001"
        office.server.kill()
        await until(desk, lambda: not desk.state.hall.online)
        before = datetime.now().astimezone()
        own = [await take(desk, f"key-1000000{n}") for n in range(3)]
        after = datetime.now().astimezone()
        assert own == ["U001", "U002", "U003"]
        office.server.start()
        await until(desk, lambda: desk.state.hall.online)
        await handed_in(desk)
        assert office.numbers() == ["B001", *own]
        for ticket in office.line()[1:]:
            assert before - timedelta(seconds=1) <= moment(ticket["issued_at"]) <= after
            assert ticket["wait"] is not None or ticket["waited"] >= 0
        await until(desk, lambda: {t["printed"] for t in office.line()} == {"yes"})
        assert await take(desk, "key-00000002") == "B002"
    assert len(office.slips.slips) == 5
    for called in ("B001", "U001", "U002", "U003", "B002"):
        assert office.clerk.do("counter.call_next")["ticket"]["number"] == called
        office.clerk.do("counter.start")
        office.clerk.do("counter.finish")


async def test_a_kiosk_that_was_cut_off_before_the_server_came_hands_in_later(
    office: Office,
) -> None:
    async with office.kiosk() as desk:
        await until(desk, lambda: desk.state.hall.online)
        office.server.kill()
        await until(desk, lambda: not desk.state.hall.online)
        await take(desk, "key-10000001")
    async with office.kiosk() as desk:  # which has never heard of the server
        assert await take(desk, "key-10000002") == "U002"
    office.server.start()
    async with office.kiosk() as desk:
        await handed_in(desk)
        assert office.numbers() == ["U001", "U002"]


async def test_an_answer_that_was_not_noted_leads_to_no_second_ticket(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office.kiosk() as desk:
        await until(desk, lambda: desk.state.hall.online)
        office.server.kill()
        await until(desk, lambda: not desk.state.hall.online)
        await take(desk, "key-10000001")

        def cut(*_: object) -> None:
            raise sqlite3.OperationalError("the power is cut")

        with monkeypatch.context() as broken:
            broken.setattr(Ledger, "adopted", cut)
            office.server.start()
            await until(desk, lambda: office.server.pid and office_has(office, "U001"))
        assert len(desk._own._ledger.waiting()) == 1
    async with office.kiosk() as desk:
        await handed_in(desk)
        assert office.numbers() == ["U001"]


def office_has(office: Office, number: str) -> bool:
    return number in office.numbers()


async def test_a_wish_that_the_server_booked_but_never_answered_is_one_number(
    office: Office,
) -> None:
    async with office.kiosk() as desk:
        await until(desk, lambda: desk.state.hall.online)
        # The server takes the wish, and its answer is lost: as a cut cable does.
        answered = desk.link._settle
        desk.link._settle = lambda *_: None  # type: ignore[method-assign]
        desk.happen(i.Take("key-00000001", SERVICE))
        await until(desk, lambda: office_has(office, "B001"))
        office.server.kill()
        # The answer may be on its way until the line is gone.
        await until(desk, lambda: not desk.state.hall.online)
        desk.link._settle = answered  # type: ignore[method-assign]
        await until(desk, lambda: desk.state.given)
        given = desk.state.given
        assert given is not None
        assert given.issued.ticket.number == "U001"
        office.server.start()
        await handed_in(desk)
        assert office.numbers() == ["U001"]
    assert len(office.slips.slips) == 1


async def test_a_server_that_hangs_is_not_waited_for(office: Office) -> None:
    async with office.kiosk() as desk:
        await until(desk, lambda: desk.state.hall.online)
        os.kill(office.server.pid, signal.SIGSTOP)
        try:
            desk.happen(i.Take("key-00000001", SERVICE))
            await until(desk, lambda: "ticket.issue" in desk.asked)
            desk.happen(i.Passed())
            assert desk.state.away.asked is None, "there is time for an answer yet"
            later = desk.clock() + UNANSWERED
            desk.clock = lambda: later
            desk.happen(i.Passed())
            await until(desk, lambda: desk.state.given)
            assert desk.state.given is not None
            assert desk.state.given.issued.ticket.number == "U001"
            assert desk.state.hall.online
        finally:
            os.kill(office.server.pid, signal.SIGCONT)
        await handed_in(desk)
        assert office.numbers() == ["U001"]


async def test_one_of_a_past_day_is_booked_there_as_expired(office: Office) -> None:
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    ledger = Ledger(office.folder / "own.db")
    wish = Wish(SERVICE, None, (), "vi")
    own = ledger.give("U", "key-wish-1", wish, Reading(yesterday, True, "boot", 1.0))
    ledger.close()
    async with office.kiosk() as desk:
        await handed_in(desk)
        assert office.numbers() == []
        nobody = Client(office.server.url, None)
        found = nobody.call("ticket.find", number=own.number, secret=own.secret)
        assert found["ticket"]["state"] == "expired"
        assert await take(desk, "key-00000001") == "B001"


async def test_a_refused_one_is_kept_and_the_staff_are_told(office: Office) -> None:
    ledger = Ledger(office.folder / "own.db")
    reading = Reading(datetime.now().astimezone(), True, "boot", 1.0)
    ledger.give("U", "key-wish-1", Wish("gone", None, (), "vi"), reading)
    ledger.give("U", "key-wish-2", Wish(SERVICE, None, (), "vi"), reading)
    ledger.close()
    async with office.kiosk() as desk:
        await handed_in(desk, 1)
        assert office.numbers() == ["U002"]
        assert [own.trouble for own in desk._own._ledger.waiting()] == [
            "unknown_service"
        ]
        known = desk.health.known
        await until(desk, lambda: known.get("own_refused") == 1)
        assert known["own_waiting"] == 0
        assert await take(desk, "key-00000001") == "B001"


async def test_its_slip_is_read_again_once_the_server_has_it(office: Office) -> None:
    async with office.kiosk() as desk:
        office.server.kill()
        await until(desk, lambda: not desk.state.hall.online)
        desk.happen(i.Take("key-10000001", SERVICE))
        await until(desk, lambda: desk.state.given)
        given = desk.state.given
        assert given is not None
        slip = f"http://kiosk/t/{given.issued.ticket.number}#{given.issued.secret}"
        desk.scans.heard(slip)
        assert said(desk) == "scan.own_away"
        desk.happen(i.Dismiss())
        office.server.start()
        await handed_in(desk)
        desk.scans.heard(slip)
        await until(desk, lambda: place(desk) == ("U001", "waiting"))
        # It is followed, and who missed the call comes back.
        called = office.clerk.do("counter.call_next")["ticket"]["number"]
        assert called == "U001"
        await until(desk, lambda: place(desk) == ("U001", "called"))
        office.clerk.do("counter.no_show")
        await until(desk, lambda: place(desk) == ("U001", "no_show"))
        desk.happen(ComeBack("key-00000002"))
        await until(desk, lambda: place(desk) == ("U001", "waiting"))
        assert office.numbers() == ["U001"]
        desk.scans.heard(f"http://kiosk/t/U001#{'x' * 22}")
        await until(desk, lambda: said(desk) == "scan.own_unknown")


def said(desk: Desk) -> str | None:
    return desk.state.message.key if desk.state.message else None


def place(desk: Desk) -> tuple[str, str] | None:
    """Return number and state of the ticket that was scanned, once it is shown."""
    shown = desk.state.presented
    if shown is None or shown.place is None or shown.asked:
        return None
    return shown.place.ticket.number, shown.place.ticket.state


async def test_a_letter_that_a_service_has_is_told(office: Office) -> None:
    async with office.kiosk(Away(series="B", after=0)) as desk:
        await until(desk, lambda: desk.health.known["own_series"] == "taken")


async def test_a_clock_that_went_back_is_told_until_the_server_sets_it(
    office: Office,
) -> None:
    async with office.kiosk():
        pass  # it knows the office now
    office.server.kill()
    ledger = Ledger(office.folder / "own.db")
    ledger.heard(datetime.now().astimezone() + timedelta(days=3))
    ledger.close()
    async with office.kiosk() as desk:
        assert desk.health.known["own_clock"] == "behind"
        # What the watchdog says of the clock is another thing.
        assert "clock" not in desk.health.known
        office.server.start()
        await until(desk, lambda: desk.health.known["own_clock"] == "ok")


async def test_a_clock_that_stood_wrong_is_set_right_before_handing_in(
    office: Office,
) -> None:
    ledger = Ledger(office.folder / "own.db")
    now = datetime.now().astimezone()
    ledger.heard(now - timedelta(days=3))
    steady = asyncio.get_running_loop().time()
    long_ago = datetime(2001, 1, 1, tzinfo=now.tzinfo)
    wrong = Reading(long_ago, False, errand._boot(), steady - 60)
    wish = Wish(SERVICE, None, (), "vi")
    ledger.give(
        "U", "key-wish-1", wish, Reading(wrong.at, False, wrong.boot, steady - 60)
    )
    ledger.close()
    async with office.kiosk() as desk:
        await handed_in(desk)
        (ticket,) = office.line()
        late = now - moment(ticket["issued_at"])
        assert timedelta(seconds=50) < late < timedelta(seconds=70)

"""The real server over /rpc: appointments booked, shown, cancelled, checked in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from server.protocol.times import stamp
from server.storage.appointments import AppointmentStore, Booked
from tests.offices import ZONE
from tests.running import Client, RefusedCall, RunningServer

SERVICE = "ho-tich"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def clerk(server: RunningServer) -> Client:
    return server.user("hoai", "clerk")


@pytest.fixture
def kiosk(server: RunningServer, request: pytest.FixtureRequest) -> Client:
    """Give a kiosk of each test's own: wrong codes are counted."""
    return server.client(server.device(request.node.name[-40:], "kiosk"))


@pytest.fixture
def beside(server: RunningServer) -> Iterator[AppointmentStore]:
    """Give what the command line writes with, while the server runs."""
    with closing(AppointmentStore(server.folder / "office.db", ZONE)) as store:
        yield store


def now() -> datetime:
    return datetime.now(ZONE).replace(microsecond=0)


def refused(client: Client, method: str, **params: Any) -> str:
    with pytest.raises(RefusedCall) as why:
        client.call(method, **{"key": uuid4().hex, **params})
    texts = why.value.error["data"]["text"]
    assert texts["vi"]
    assert texts["en"]
    return str(why.value.reason)


def add(clerk: Client, at: datetime | None = None, **params: Any) -> dict[str, Any]:
    fresh = {"at": stamp(at or now()), "service": SERVICE, "key": uuid4().hex}
    added: dict[str, Any] = clerk.call("appointment.add", **{**fresh, **params})
    return added


def lookup(client: Client, code: str) -> dict[str, Any]:
    found: dict[str, Any] = client.call("appointment.get", code=code)
    return found


def test_the_office_says_whether_it_takes_appointments(server: RunningServer) -> None:
    assert server.client().call("office.get")["appointments"] is False


def test_checking_in_with_the_code_gives_a_right_to_the_time(
    clerk: Client, kiosk: Client
) -> None:
    at = now() + timedelta(minutes=1)
    booked = add(clerk, at)
    code = booked["code"]
    assert len(code) == 6
    expected = {"code": code, "at": stamp(at), "service": SERVICE, "state": "booked"}
    assert booked == lookup(kiosk, code) == expected
    given = kiosk.do("ticket.issue", service=SERVICE, appointment=code)
    assert "appointment" not in given["ticket"]  # the hall need not know it
    clerk.do("counter.open", counter="q2")
    line = {t["id"]: t for t in clerk.call("counter.get")["waiting"]}
    clerk.do("counter.close")
    assert line[given["ticket"]["id"]]["appointment"] == stamp(at)
    assert lookup(kiosk, code)["state"] == "here"
    again = refused(kiosk, "ticket.issue", service=SERVICE, appointment=code)
    assert again == "appointment_used"
    assert refused(clerk, "appointment.cancel", code=code) == "appointment_used"


def test_a_clerk_checks_in_at_the_counter(clerk: Client) -> None:
    code = add(clerk)["code"]
    clerk.do("ticket.issue", service=SERVICE, appointment=code)
    assert lookup(clerk, code)["state"] == "here"


def test_a_code_is_for_its_service_only(clerk: Client, kiosk: Client) -> None:
    code = add(clerk)["code"]
    why = refused(kiosk, "ticket.issue", service="dat-dai", appointment=code)
    assert why == "unknown_appointment"


def test_the_same_key_books_once(clerk: Client) -> None:
    at, key = now(), "appointment-1"
    first = add(clerk, at, key=key)
    assert add(clerk, at, key=key) == first
    params = {"at": stamp(at), "service": "dat-dai", "key": key}
    assert refused(clerk, "appointment.add", **params) == "conflict"
    listed = [one["code"] for one in clerk.call("appointment.list")]
    assert listed.count(first["code"]) == 1


def test_a_cancelled_one_gives_no_ticket(clerk: Client, kiosk: Client) -> None:
    one, other = add(clerk)["code"], add(clerk)["code"]
    key = "cancel-0001"
    gone = clerk.call("appointment.cancel", code=one, key=key)
    assert gone["state"] == "cancelled"
    assert clerk.call("appointment.cancel", code=one, key=key) == gone
    assert refused(clerk, "appointment.cancel", code=other, key=key) == "conflict"
    assert lookup(kiosk, one)["state"] == "cancelled"
    why = refused(kiosk, "ticket.issue", service=SERVICE, appointment=one)
    assert why == "unknown_appointment"
    assert refused(clerk, "appointment.cancel", code="nobody") == "unknown_appointment"


def test_what_cannot_be_booked(clerk: Client) -> None:
    at = stamp(now())
    unknown = {"at": at, "service": "phep-mau"}
    assert refused(clerk, "appointment.add", **unknown) == "unknown_service"
    past = {"at": stamp(now() - timedelta(days=1)), "service": SERVICE}
    assert refused(clerk, "appointment.add", **past) == "service_closed"


def test_outside_hours_nothing_is_booked(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        office = tmp_path / "data" / "office.toml"
        text = office.read_text("utf-8").replace("always = true\n", "")
        office.write_text(text.replace("appointments = false", "appointments = true"))
        server.stop()
        server.start()
        assert server.client().call("office.get")["appointments"] is True
        clerk = server.user("hoai", "clerk")
        day = now() + timedelta(days=7 - now().weekday())  # next Monday
        night = {"at": stamp(day.replace(hour=3)), "service": SERVICE}
        assert refused(clerk, "appointment.add", **night) == "service_closed"
        assert add(clerk, day.replace(hour=9))["state"] == "booked"


def test_days_are_listed_and_other_days_are_found(
    clerk: Client, kiosk: Client, beside: AppointmentStore
) -> None:
    tomorrow = now() + timedelta(days=1)
    later, soon = add(clerk, tomorrow)["code"], add(clerk, now())["code"]
    day = tomorrow.date().isoformat()
    assert [one["code"] for one in clerk.call("appointment.list", day=day)] == [later]
    assert soon in {one["code"] for one in clerk.call("appointment.list")}
    assert lookup(kiosk, later)["at"] == stamp(tomorrow)
    why = refused(kiosk, "ticket.issue", service=SERVICE, appointment=later)
    assert why == "unknown_appointment"
    assert refused(clerk, "appointment.cancel", code=later) == "unknown_appointment"
    clerk.do("appointment.cancel", code=later, day=day)
    assert lookup(kiosk, later)["state"] == "cancelled"


def test_who_comes_too_late_still_gets_a_ticket(
    clerk: Client, kiosk: Client, beside: AppointmentStore
) -> None:
    at = now() - timedelta(minutes=16)
    [late] = beside.add_all([Booked(at.date(), "", at, SERVICE)])
    assert lookup(kiosk, late.code)["state"] == "gone"
    if at.date() == now().date():
        kiosk.do("ticket.issue", service=SERVICE, appointment=late.code)
        assert lookup(kiosk, late.code)["state"] == "here"


def test_codes_cannot_be_tried_out(kiosk: Client, clerk: Client) -> None:
    code = add(clerk)["code"]
    ask = {"service": SERVICE, "appointment": "wrong"}
    for _ in range(3):
        assert refused(kiosk, "ticket.issue", **ask) == "unknown_appointment"
    for _ in range(2):
        with pytest.raises(RefusedCall, match="unknown_appointment"):
            kiosk.call("appointment.get", code="wrong")
    with pytest.raises(RefusedCall, match="too_many_attempts"):
        kiosk.call("appointment.get", code=code)
    ask["appointment"] = code
    assert refused(kiosk, "ticket.issue", **ask) == "too_many_attempts"
    kiosk.do("ticket.issue", service=SERVICE)  # everybody else goes on
    assert lookup(clerk, code)["state"] == "booked"


def test_of_many_who_check_in_at_once_one_gets_a_ticket(
    server: RunningServer, clerk: Client
) -> None:
    code = add(clerk)["code"]
    kiosks = [server.kiosk(f"crowd-{n}") for n in range(8)]

    def check_in(kiosk: Client) -> str:
        try:
            given = kiosk.do("ticket.issue", service=SERVICE, appointment=code)
        except RefusedCall as why:
            return str(why.reason)
        return str(given["ticket"]["number"])

    with ThreadPoolExecutor(len(kiosks)) as crowd:
        told = list(crowd.map(check_in, kiosks))
    assert told.count("appointment_used") == len(kiosks) - 1

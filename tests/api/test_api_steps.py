"""The real server over /rpc: every step of the queue, and who may take it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.running import Client, RefusedCall, RunningServer

SECRET = "c2VjcmV0LW9mLWEta2lvc2"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def kiosk(server: RunningServer) -> Client:
    return server.client(server.device("kiosk", "kiosk"))


@pytest.fixture(scope="module")
def clerk(server: RunningServer) -> Client:
    made = server.user("hoai", "clerk")
    made.do("counter.open", counter="q2")
    return made


@pytest.fixture(scope="module")
def chief(server: RunningServer) -> Client:
    return server.user("chief", "supervisor")


def refused(client: Client, method: str, **params: Any) -> str:
    with pytest.raises(RefusedCall) as why:
        client.do(method, **params)
    texts = why.value.error["data"]["text"]
    assert texts["vi"]
    assert texts["en"]
    return str(why.value.reason)


def issued(kiosk: Client, service: str = "ho-tich") -> dict[str, Any]:
    given: dict[str, Any] = kiosk.do("ticket.issue", service=service)
    return given


def test_hold_and_back_and_undo(kiosk: Client, clerk: Client) -> None:
    ticket = issued(kiosk)["ticket"]["id"]
    clerk.do("counter.call", ticket=ticket)
    held = clerk.do("counter.hold", reason="đi phô tô")
    assert held["state"] == "held"
    desk = clerk.call("counter.get")
    assert [t["hold_reason"] for t in desk["aside"]] == ["đi phô tô"]
    assert desk["undo"]["kind"] == "ticket.held"
    key = "undo-0000001"
    undone = clerk.call("counter.undo", key=key)
    assert undone["ticket"]["id"] == ticket
    assert undone["undo"] is None
    clerk.do("counter.hold", reason="đi phô tô")
    assert clerk.call("counter.undo", key=key) == undone  # the first answer, whole
    assert clerk.do("ticket.restore", ticket=ticket)["state"] == "waiting"
    assert refused(clerk, "counter.undo") == "nothing_to_undo"
    called = clerk.do("counter.call_next")
    assert called["ticket"]["id"] == ticket
    assert called["ticket"]["calls"] == 2
    clerk.do("counter.finish")


def test_transfer_pause_and_walk_in(kiosk: Client, clerk: Client) -> None:
    ticket = issued(kiosk)["ticket"]["id"]
    clerk.do("counter.call", ticket=ticket)
    clerk.do("counter.start")
    assert refused(clerk, "counter.pause") == "busy"
    sent = clerk.do("counter.transfer", service="chung-thuc", note="sao y trước")
    assert (sent["state"], sent["service"]) == ("waiting", "chung-thuc")
    assert clerk.call("counter.get")["waiting"][0]["note"] == "sao y trước"
    paused = clerk.do("counter.pause", reason="họp")
    assert (paused["state"], paused["reason"]) == ("paused", "họp")
    assert refused(clerk, "counter.call_next") == "counter_not_open"
    assert clerk.do("counter.resume")["state"] == "open"
    served = clerk.do("counter.walk_in", service="ho-tich")
    assert (served["state"], served["calls"]) == ("serving", 0)
    clerk.do("counter.finish")
    assert refused(clerk, "counter.transfer", to="q3") == "nothing_called"


def test_a_supervisor_takes_a_counter_over(clerk: Client, chief: Client) -> None:
    assert refused(chief, "counter.open", counter="q2") == "counter_taken"
    forbidden = refused(clerk, "counter.open", counter="q2", take_over=True)
    assert forbidden == "forbidden"
    chief.do("counter.open", counter="q2", take_over=True)
    assert refused(clerk, "counter.call_next") == "counter_not_open"
    chief.do("counter.close")
    clerk.do("counter.open", counter="q2")


def test_priority_is_granted_with_the_secret_and_withdrawn_by_staff(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    given = issued(kiosk)
    ticket, secret = given["ticket"]["id"], given["secret"]
    reason = server.client().call("office.get")["priorities"][0]["id"]
    asked = {"ticket": ticket, "priority": reason}
    assert refused(kiosk, "ticket.prioritise", **asked) == "forbidden"
    assert refused(kiosk, "ticket.prioritise", **asked, secret="x") == "forbidden"
    got = kiosk.do("ticket.prioritise", **asked, secret=secret)
    assert got["priority"] is True
    assert "reason" not in got
    line = {t["id"]: t for t in clerk.call("counter.get")["waiting"]}
    assert line[ticket]["reason"] == reason
    clerk.do("ticket.prioritise", ticket=ticket, priority=None)
    line = {t["id"]: t for t in clerk.call("counter.get")["waiting"]}
    assert (line[ticket]["priority"], line[ticket]["reason"]) == (False, None)


def test_a_ticket_is_given_back_by_its_citizen_or_a_supervisor(
    server: RunningServer, kiosk: Client, clerk: Client, chief: Client
) -> None:
    given = issued(kiosk)
    ticket, secret = given["ticket"]["id"], given["secret"]
    anybody = server.client()
    assert refused(anybody, "ticket.cancel", ticket=ticket) == "forbidden"
    assert refused(clerk, "ticket.cancel", ticket=ticket) == "forbidden"
    gone = anybody.do("ticket.cancel", ticket=ticket, secret=secret)
    assert gone["state"] == "cancelled"
    assert refused(chief, "ticket.cancel", ticket=ticket) == "wrong_state"
    other = issued(kiosk)["ticket"]["id"]
    assert chief.do("ticket.cancel", ticket=other)["state"] == "cancelled"


def test_a_kiosks_own_ticket_is_adopted_once(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    now = datetime.now().astimezone()
    own = {
        "service": "ho-tich",
        "number": "U001",
        "issued_at": (now - timedelta(seconds=1)).isoformat(timespec="milliseconds"),
        "secret": SECRET,
    }
    first = kiosk.do("ticket.adopt", **own)
    assert (first["ticket"]["number"], first["secret"]) == ("U001", SECRET)
    assert kiosk.do("ticket.adopt", **own)["ticket"] == first["ticket"]
    followed = server.client().call(
        "ticket.follow", ticket=first["ticket"]["id"], secret=SECRET
    )
    assert followed["ticket"]["number"] == "U001"
    foreign = {**own, "number": "A001"}
    assert refused(kiosk, "ticket.adopt", **foreign) == "conflict"
    numbers = [t["number"] for t in clerk.call("counter.get")["waiting"]]
    assert numbers.count("U001") == 1


def test_after_a_restart_all_is_as_it_was(
    server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    clerk.do("counter.pause", reason="ăn trưa")
    before, queue = clerk.call("counter.get"), kiosk.call("queue.get")
    server.kill()
    server.start()
    again = clerk.call("counter.get")
    for desk in (before, again):
        for ticket in (*desk["waiting"], desk["next"]["ticket"]):
            del ticket["waited"]  # time has passed meanwhile
    assert again == before
    assert kiosk.call("queue.get") == queue
    clerk.do("counter.resume")


def test_a_moment_that_no_clock_shows_is_malformed(kiosk: Client) -> None:
    for at in ("9999-12-31T23:59:59-07:00", "0001-01-01T00:00:00+14:00"):
        with pytest.raises(RefusedCall) as malformed:
            kiosk.do(
                "ticket.adopt",
                service="ho-tich",
                number="U077",
                issued_at=at,
                secret=SECRET,
            )
        assert malformed.value.code == -32602


def test_another_ticket_with_a_number_that_was_adopted_is_a_conflict(
    kiosk: Client,
) -> None:
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    own = {"service": "ho-tich", "number": "U050", "issued_at": now}
    kiosk.do("ticket.adopt", **own, secret=SECRET)
    assert refused(kiosk, "ticket.adopt", **own, secret=SECRET[::-1]) == "conflict"


def test_what_is_no_more_does_not_keep_a_given_ticket_out(kiosk: Client) -> None:
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    given = kiosk.do(
        "ticket.adopt",
        service="ho-tich",
        number="U051",
        issued_at=now,
        secret=SECRET,
        procedures=["9.999999"],
        priority="withdrawn",
        appointment="000000",
    )
    assert given["ticket"]["procedures"] == []
    assert given["ticket"]["priority"] is False


def test_a_transfer_goes_somewhere_and_a_hold_has_a_reason(
    kiosk: Client, clerk: Client
) -> None:
    clerk.do("counter.call", ticket=issued(kiosk)["ticket"]["id"])
    for method, params in (
        ("counter.transfer", {"note": "x"}),
        ("counter.hold", {"reason": "  "}),
    ):
        with pytest.raises(RefusedCall) as malformed:
            clerk.do(method, **params)
        assert malformed.value.code == -32602
    clerk.do("counter.finish")


def test_a_clerk_sees_the_own_counter_only(clerk: Client, chief: Client) -> None:
    assert clerk.call("counter.get", counter="q2")["counter"]["id"] == "q2"
    with pytest.raises(RefusedCall) as forbidden:
        clerk.call("counter.get", counter="q3")
    assert forbidden.value.reason == "forbidden"
    assert chief.call("counter.get", counter="q3")["counter"]["id"] == "q3"


def test_nothing_written_down_says_why_somebody_has_priority_or_from_where(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    reason = server.client().call("office.get")["priorities"][0]["id"]
    ticket = kiosk.do("ticket.issue", service="ho-tich", priority=reason)["ticket"]
    clerk.do("counter.call", ticket=ticket["id"])
    assert {t["reason"] for t in clerk.do("counter.undo")["waiting"]} == {None}
    given = issued(kiosk)
    asked = {"ticket": given["ticket"]["id"], "secret": given["secret"]}
    server.client().do("ticket.cancel", **asked)
    with closing(sqlite3.connect(server.folder / "journal.db")) as journal:
        written = [str(row) for row in journal.execute("SELECT * FROM event")]
        written += [str(row) for row in journal.execute("SELECT * FROM intent")]
    assert not [row for row in written if reason in row]
    assert not [row for row in written if "127.0.0.1" in row]


def test_an_office_may_be_edited_in_the_middle_of_a_day(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    kiosk.do("ticket.issue", service="chung-thuc")
    server.stop()
    office = server.folder / "office.toml"
    text = office.read_text("utf-8")
    q2 = text.index('[[counters]]\nid = "q2"')
    q3 = text.index('[[counters]]\nid = "q3"')
    edited = text[:q2] + text[q3:]
    edited = edited.replace('services = ["chung-thuc", "viec-khac"]', "services = []")
    services = edited.index('[[services]]\nid = "chung-thuc"')
    after = edited.index('[[services]]\nid = "ho-tich"')
    edited = edited[:services] + edited[after:].replace('prefix = "B"', 'prefix = "C"')
    office.write_text(edited, "utf-8")
    server.start()
    assert issued(kiosk)["ticket"]["number"] == "C001"
    assert {c["id"] for c in kiosk.call("queue.get")["counters"]} == {"q1", "q3", "q4"}
    assert refused(clerk, "counter.open", counter="q2") == "unknown_counter"
    clerk.do("counter.open", counter="q1")
    assert clerk.do("counter.call_next")["ticket"] is not None
    assert len(clerk.call("counter.get")["waiting"]) > 0

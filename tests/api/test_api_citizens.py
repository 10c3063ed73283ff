"""What citizens do with their ticket's secret, or at the kiosk, over the real wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running import Client, RefusedCall, RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("citizens")
    with RunningServer(folder / "data") as running:
        yield running


@pytest.fixture(scope="module")
def kiosk(server: RunningServer) -> Client:
    return server.kiosk()


@pytest.fixture(scope="module")
def clerk(server: RunningServer) -> Client:
    made = server.user("hoai", "clerk")
    made.do("counter.open", counter="q2")
    return made


def refused(client: Client, method: str, **params: Any) -> str:
    with pytest.raises(RefusedCall) as why:
        client.do(method, **params)
    assert set(why.value.error["data"]["text"]) == {"vi", "en"}
    return str(why.value.reason)


def issued(kiosk: Client) -> dict[str, Any]:
    given: dict[str, Any] = kiosk.do("ticket.issue", service="ho-tich")
    return given


def test_a_phone_and_a_kiosk_come_back_into_the_line(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    for client in (server.client(), kiosk):
        given = issued(kiosk)
        ticket, secret = given["ticket"]["id"], given["secret"]
        clerk.do("counter.call", ticket=ticket)
        assert refused(client, "ticket.return", ticket=ticket, secret=secret) == (
            "wrong_state"
        )
        clerk.do("counter.no_show")
        wrong = refused(client, "ticket.return", ticket=ticket, secret="x" * 22)
        assert wrong == "forbidden"
        back = client.do("ticket.return", ticket=ticket, secret=secret)
        assert back["state"] == "waiting"
        clerk.do("counter.call", ticket=ticket)
        clerk.do("counter.no_show")
        again = refused(client, "ticket.return", ticket=ticket, secret=secret)
        assert again == "return_refused"


def test_a_visit_is_rated_and_nobody_learns_whose_it_was(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    given = issued(kiosk)
    ticket, secret = given["ticket"]["id"], given["secret"]
    rating = {"ticket": ticket, "secret": secret, "score": 1, "reasons": ["cho-lau"]}
    phone = server.client()
    assert refused(phone, "rating.give", **rating) == "not_served"
    clerk.do("counter.call", ticket=ticket)
    clerk.do("counter.finish")
    key = "rating-00000001"
    assert phone.call("rating.give", key=key, **rating) == {}
    assert phone.call("rating.give", key=key, **rating) == {}
    assert refused(phone, "rating.give", **rating) == "already_rated"
    seq = phone.call("queue.get")["seq"]
    for who in (phone, clerk):
        assert who.call("queue.get")["seq"] == seq


def test_a_kiosk_rates_by_number_five_times_a_minute(
    server: RunningServer, clerk: Client
) -> None:
    kiosk = server.kiosk("second")
    given = issued(kiosk)
    number = given["ticket"]["number"]
    clerk.do("counter.call", ticket=given["ticket"]["id"])
    clerk.do("counter.finish")
    assert refused(kiosk, "rating.give", number="Z999", score=4) == "unknown_ticket"
    reason = refused(kiosk, "rating.give", number=number, score=2, reasons=["x"])
    assert reason == "unknown_reason"
    key = "rating-00000002"
    assert kiosk.call("rating.give", key=key, number=number, score=4) == {}
    assert refused(kiosk, "rating.give", number=number, score=4) == "already_rated"
    assert refused(kiosk, "rating.give", number="Z999", score=4) == "unknown_ticket"
    assert refused(kiosk, "rating.give", number="Z999", score=4) == "rate_limited"
    # An answer that was lost is no new try.
    assert kiosk.call("rating.give", key=key, number=number, score=4) == {}


def test_a_number_alone_is_for_kiosks(server: RunningServer) -> None:
    phone = server.client()
    assert refused(phone, "rating.give", number="B001", score=4) == "forbidden"


@pytest.mark.parametrize(
    "what", [{}, {"ticket": 1}, {"ticket": 1, "secret": "x", "number": "B001"}]
)
def test_one_thing_is_rated(kiosk: Client, what: dict[str, Any]) -> None:
    with pytest.raises(RefusedCall) as why:
        kiosk.do("rating.give", score=4, **what)
    assert why.value.error["code"] == -32602


def test_the_office_tells_its_reasons_and_ages(kiosk: Client) -> None:
    office = kiosk.call("office.get")
    assert "cho-lau" in [reason["id"] for reason in office["rating_reasons"]]
    ages = {reason["id"]: reason["age"] for reason in office["priorities"]}
    assert ages["nguoi-cao-tuoi"] == 60
    assert ages["nguoi-co-cong"] is None


def test_only_staff_are_told_why_they_may_pause_or_set_aside(
    kiosk: Client, clerk: Client
) -> None:
    office = clerk.call("office.get")
    assert "sao-chup" in [reason["id"] for reason in office["hold_reasons"]]
    assert "giai-lao" in [reason["id"] for reason in office["pause_reasons"]]
    told = kiosk.call("office.get")
    assert told["hold_reasons"] == told["pause_reasons"] == []

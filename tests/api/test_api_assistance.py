"""Who asks for help, who hears of it, and who goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.running import Client, RefusedCall, RunningServer


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
    return server.user("hoai", "clerk", "Nguyễn Thị Hoài")


@pytest.fixture(scope="module")
def colleague(server: RunningServer) -> Client:
    return server.user("nam", "clerk", "Trần Văn Nam")


def test_a_request_is_open_until_one_goes_there(
    kiosk: Client, clerk: Client, colleague: Client
) -> None:
    kiosk.do("assistance.request", reason="home")
    [asked] = clerk.call("assistance.list")
    assert (asked["device"], asked["reason"], asked["by"]) == ("kiosk", "home", None)
    kiosk.do("assistance.request", reason="search")
    [again] = colleague.call("assistance.list")
    assert (again["id"], again["reason"]) == (asked["id"], "search")
    told = colleague.do("assistance.answer", id=asked["id"])
    assert told["by"] == "Trần Văn Nam"
    assert clerk.call("assistance.list") == []
    with pytest.raises(RefusedCall) as late:
        clerk.do("assistance.answer", id=asked["id"])
    assert late.value.reason == "unknown_assistance"
    assert late.value.error["data"]["text"]["vi"].startswith("Yêu cầu này")


def test_a_retry_answers_the_same_and_rings_no_more(
    kiosk: Client, clerk: Client
) -> None:
    kiosk.do("assistance.request")
    [asked] = clerk.call("assistance.list")
    key = uuid4().hex
    first = clerk.call("assistance.answer", id=asked["id"], key=key)
    assert clerk.call("assistance.answer", id=asked["id"], key=key) == first
    with pytest.raises(RefusedCall) as other:
        clerk.call("assistance.answer", id=asked["id"] + 1, key=key)
    assert other.value.reason == "conflict"


def test_a_clerk_calls_colleagues_only_from_a_counter(
    clerk: Client, colleague: Client
) -> None:
    with pytest.raises(RefusedCall) as nowhere:
        clerk.do("colleague.call")
    assert nowhere.value.reason == "counter_not_open"
    clerk.do("counter.open", counter="q2")
    asked = clerk.do("colleague.call")
    assert (asked["counter"], asked["device"]) == ("q2", None)
    assert asked["clerk"] == "Nguyễn Thị Hoài"
    assert colleague.call("assistance.list") == [asked]
    assert colleague.do("assistance.answer", id=asked["id"])["by"] == "Trần Văn Nam"


@pytest.mark.parametrize(
    "method", ["assistance.list", "assistance.answer", "colleague.call"]
)
def test_it_is_the_staffs_own_affair(
    server: RunningServer, kiosk: Client, method: str
) -> None:
    for stranger in (kiosk, server.client()):
        with pytest.raises(RefusedCall) as why:
            stranger.call(method)
        assert why.value.reason in ("forbidden", "not_signed_in")

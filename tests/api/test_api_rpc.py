"""The real server over /rpc: rights, refusals, keys, bad input."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from server.protocol.methods import METHODS, Role
from tests.running import PASSWORD, Client, RefusedCall, RunningServer

ROLES: tuple[Role, ...] = (
    "public",
    "kiosk",
    "display",
    "clerk",
    "supervisor",
    "admin",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def callers(server: RunningServer) -> dict[str, Client]:
    made = {"public": server.client()}
    for role in ("kiosk", "display"):
        made[role] = server.client(server.device(f"device-{role}", role))
    for role in ("clerk", "supervisor", "admin"):
        made[role] = server.user(f"user-{role}", role)
    return made


@pytest.mark.parametrize("method", sorted(METHODS.keys() - {"session.logout"}))
@pytest.mark.parametrize("role", ROLES)
def test_every_method_by_every_role(
    callers: dict[str, Client], method: str, role: Role
) -> None:
    """A right is decided before the params: nonsense tells which it was."""
    with pytest.raises(RefusedCall) as refused:
        callers[role].call(method, nonsense=True)
    row = METHODS[method]
    if role not in row.roles:
        expected = "not_signed_in" if role == "public" else "forbidden"
        assert refused.value.reason == expected
    elif row.transport == "ws":
        assert refused.value.reason == "forbidden"
    else:
        assert refused.value.code == -32602


def test_a_visit_over_rpc(server: RunningServer, callers: dict[str, Client]) -> None:
    kiosk, clerk = callers["kiosk"], callers["clerk"]
    issued = kiosk.do("ticket.issue", service="dat-dai")
    ticket = issued["ticket"]
    assert ticket["number"] == "H001"
    followed = callers["public"].call(
        "ticket.follow", ticket=ticket["id"], secret=issued["secret"]
    )
    assert followed["ahead"] == 0
    with pytest.raises(RefusedCall) as wrong:
        callers["public"].call("ticket.follow", ticket=ticket["id"], secret="x")
    assert wrong.value.reason == "forbidden"
    kiosk.do("ticket.printed", ticket=ticket["id"], ok=False, detail="off")
    clerk.do("counter.open", counter="q3")
    desk = clerk.call("counter.get")
    assert desk["next"]["ticket"]["number"] == "H001"
    assert desk["next"]["ticket"]["printed"] == "no"
    called = clerk.do("counter.call_next")
    assert called["ticket"]["number"] == "H001"
    assert "Đến trước" in called["because"]["text"]["vi"]
    with pytest.raises(RefusedCall) as busy:
        clerk.do("counter.call_next")
    assert busy.value.reason == "busy"
    assert "H001" in busy.value.error["data"]["text"]["vi"]
    assert clerk.do("counter.recall")["calls"] == 2
    assert clerk.do("counter.start")["state"] == "serving"
    with pytest.raises(RefusedCall) as wrong_state:
        clerk.do("counter.no_show")
    assert wrong_state.value.reason == "wrong_state"
    assert wrong_state.value.error["data"]["state"] == "serving"
    assert clerk.do("counter.finish", outcome="xong")["state"] == "done"
    queue = callers["public"].call("queue.get")
    assert queue["calls"][0]["number"] == "H001"
    assert next(c for c in queue["counters"] if c["id"] == "q3")["clerk"] is None
    clerk.do("counter.close")


def test_one_intention_is_one_ticket(callers: dict[str, Client]) -> None:
    kiosk = callers["kiosk"]
    params = {"service": "tro-cap", "key": "one-intention"}
    first = kiosk.call("ticket.issue", **params)
    assert kiosk.call("ticket.issue", **params) == first
    with pytest.raises(RefusedCall) as conflict:
        kiosk.call("ticket.issue", **(params | {"service": "dat-dai"}))
    assert conflict.value.reason == "conflict"
    # another caller's key is another intention
    clerk = callers["clerk"].call("ticket.issue", **params)
    assert clerk["ticket"]["number"] != first["ticket"]["number"]


def test_unknown_things_are_refused(callers: dict[str, Client]) -> None:
    kiosk, clerk = callers["kiosk"], callers["clerk"]
    attempts: dict[str, Callable[[], Any]] = {
        "unknown_service": lambda: kiosk.do("ticket.issue", service="nothing"),
        "unknown_procedure": lambda: kiosk.do(
            "ticket.issue", service="dat-dai", procedures=["9.999999"]
        ),
        "unknown_priority": lambda: kiosk.do(
            "ticket.issue", service="dat-dai", priority="nothing"
        ),
        "unknown_ticket": lambda: kiosk.do("ticket.printed", ticket=999, ok=True),
        "unknown_counter": lambda: clerk.do("counter.open", counter="q99"),
        "counter_not_open": lambda: clerk.call("counter.get"),
        "forbidden": lambda: clerk.do("counter.call_next", counter="q1"),
    }
    for reason, call in attempts.items():
        with pytest.raises(RefusedCall) as refused:
            call()
        assert refused.value.reason == reason
        assert refused.value.error["data"]["text"]["vi"]


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"nonsense", {}, 200, -32700),
        (b"{}", {}, 200, -32600),
        (b"[]", {}, 200, -32600),
        (b"[" * 60_000, {}, 200, -32700),
        (b'{"a":' * 10_000, {}, 200, -32600),
        (b'{"jsonrpc":"2.0","id":1,"method":"x"}', {}, 200, -32601),
        (b"x" * 65537, {}, 413, -32600),
        (b"{}", {"Content-Type": "text/plain"}, 415, -32600),
        (b"{}", {"Content-Type": "application/x-www-form-urlencoded"}, 415, -32600),
    ],
)
def test_bad_bodies(
    server: RunningServer, body: bytes, headers: dict[str, str], status: int, code: int
) -> None:
    given, answer = server.client().post(body, headers)
    assert given == status
    assert json.loads(answer)["error"]["code"] == code


def test_a_batch_answers_each(server: RunningServer) -> None:
    one = {"jsonrpc": "2.0", "id": "a", "method": "office.get"}
    other = {"jsonrpc": "2.0", "id": "b", "method": "nothing"}
    _, answer = server.client().post(json.dumps([one, other]).encode())
    first, second = json.loads(answer)
    assert (first["id"], first["result"]["name"]) == ("a", "UBND xã Thạch Khê")
    assert (second["id"], second["error"]["code"]) == ("b", -32601)


def test_hosts_and_origins(server: RunningServer) -> None:
    for headers, status in (
        ({"Host": "evil.example"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": server.url}, 200),
    ):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("GET", "/health", headers=headers)
        answer = connection.getresponse()
        assert answer.status == status
        assert "default-src 'none'" in (answer.headers["Content-Security-Policy"] or "")
        connection.close()


def test_a_browser_gets_a_cookie_and_no_token(server: RunningServer) -> None:
    server.user("browser", "clerk")
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "session.login",
        "params": {"name": "browser", "password": PASSWORD},
    }
    request = urllib.request.Request(
        f"{server.url}/rpc",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Origin": server.url},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        cookie = answer.headers["Set-Cookie"]
        result = json.loads(answer.read())["result"]
    assert "token" not in result
    for part in ("motcua_session=", "HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie


def test_a_revoked_token_opens_nothing(server: RunningServer) -> None:
    from tests.running import motcua

    token = motcua(
        "token",
        "add",
        "--role",
        "kiosk",
        "--name",
        "lost",
        "--data",
        str(server.folder),
    ).splitlines()[-1]
    lost = server.client(token)
    assert lost.call("office.get")["name"]
    motcua("token", "revoke", "lost", "--data", str(server.folder))
    with pytest.raises(RefusedCall) as refused:
        lost.call("office.get")
    assert refused.value.reason == "not_signed_in"


def test_procedures_over_rpc(callers: dict[str, Client]) -> None:
    public = callers["public"]
    bundle = public.call("procedure.bundle")
    assert public.call("procedure.bundle", version=bundle["version"]) == {
        "version": bundle["version"]
    }
    with pytest.raises(RefusedCall) as unknown:
        public.call("procedure.get", code="9.999999")
    assert unknown.value.reason == "unknown_procedure"
    heads = public.call("procedure.list", limit=5)
    assert len(heads) == min(5, len(bundle["procedures"]))


def test_phones_behind_one_access_point_do_not_lock_each_other_out(
    server: RunningServer, callers: dict[str, Client]
) -> None:
    """A follower counts for its ticket: 700 at once come through, strangers do not."""
    issued = [callers["kiosk"].do("ticket.issue", service="dat-dai") for _ in range(5)]
    phones = server.client()

    def batch(secret_of: Callable[[Any], str]) -> list[dict[str, Any]]:
        calls = [
            {
                "jsonrpc": "2.0",
                "id": n,
                "method": "ticket.follow",
                "params": {"ticket": one["ticket"]["id"], "secret": secret_of(one)},
            }
            for n, one in enumerate(issued * 10)
        ]
        _, answer = phones.post(json.dumps(calls).encode())
        answers: list[dict[str, Any]] = json.loads(answer)
        return answers

    followed = [one for _ in range(14) for one in batch(lambda one: one["secret"])]
    assert len(followed) == 700
    assert all("result" in one for one in followed)
    refused = [one for _ in range(14) for one in batch(lambda one: "x" * 22)]
    assert {one["error"]["message"] for one in refused} == {"forbidden", "rate_limited"}

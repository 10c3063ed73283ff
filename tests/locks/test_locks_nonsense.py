"""Every method by every role with params of all kinds: answered, and nothing grows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.sync.client import ClientConnection, connect

from server.protocol.errors import INTERNAL_ERROR, INVALID_PARAMS, REASONS
from server.protocol.methods import METHODS, Role
from tests.locks.nonsense import junk, params_of
from tests.running import RunningServer

ROLES: tuple[Role, ...] = (
    *("public", "kiosk", "display"),
    *("clerk", "supervisor", "admin"),
)
LEAVING = {"session.logout", "session.end_all"}
"""After these a caller is nobody any more; so only those who may not call them do."""
WITHIN = 20.0
MORE_MEMORY = 60 * 1024 * 1024
"""Bytes that thousands of calls may leave: the day's tickets and their answers."""
MORE_FILES = 20

some = settings(
    max_examples=25,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)


class Place:
    """A server without limits, one HTTP connection, and a token of each role."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.tokens = {role: server.device(role, role) for role in ROLES[1:3]}
        for role in ROLES[3:]:
            self.tokens[role] = server.user(f"user-{role}", role).token or ""
        self.line = HTTPConnection("127.0.0.1", server.port, timeout=WITHIN)

    def headers(self, role: Role) -> dict[str, str]:
        if role == "public":
            return {}
        return {"Authorization": f"Bearer {self.tokens[role]}"}

    def post(self, role: Role, body: bytes) -> tuple[int, Any]:
        sent = {"Content-Type": "application/json", **self.headers(role)}
        self.line.request("POST", "/rpc", body, sent)
        answer = self.line.getresponse()
        return answer.status, json.loads(answer.read())

    def files(self) -> int:
        return len(os.listdir(f"/proc/{self.server.pid}/fd"))

    def memory(self) -> int:
        pages = Path(f"/proc/{self.server.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("office") / "data"
    made = RunningServer(folder)
    wide = "[server]\nrequests = 1000000\nburst = 1000000\n"
    (folder / "motcua.toml").write_text(wide, "utf-8")
    with made as server:
        here = Place(server)
        files, memory = here.files(), here.memory()
        with closing(here.line):
            yield here
        assert "Traceback" not in "\n".join(server.output)
        assert server.client().call("queue.get")["day"]
        assert here.files() <= files + MORE_FILES
        assert here.memory() <= memory + MORE_MEMORY


def written(method: str, params: Any) -> str:
    call = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    return json.dumps(call)


def check(method: str, role: Role, answer: Any, transport: str) -> None:
    """Look whether an answer is one that the protocol knows."""
    row = METHODS[method]
    assert answer["jsonrpc"] == "2.0"
    if "result" in answer:
        assert answer["id"] == 7
        assert role in row.roles
        assert row.transport in ("both", transport)
        return
    error = answer["error"]
    assert error["code"] != INTERNAL_ERROR
    if role not in row.roles:
        reason = "not_signed_in" if role == "public" else "forbidden"
        assert error["data"]["reason"] == reason
    elif error["code"] == 1:
        assert error["data"]["reason"] in REASONS
        assert set(error["data"]["text"]) >= {"vi", "en"}
    else:
        assert error["code"] == INVALID_PARAMS


def roles_for(method: str) -> tuple[Role, ...]:
    return ROLES[:3] if method in LEAVING else ROLES


@pytest.mark.parametrize("method", sorted(METHODS))
def test_over_rpc(place: Place, method: str) -> None:
    @some
    @given(params=params_of(method), role=st.sampled_from(roles_for(method)))
    def ask(params: Any, role: Role) -> None:
        status, answer = place.post(role, written(method, params).encode())
        assert status == 200
        check(method, role, answer, "rpc")

    ask()


@contextmanager
def lines(place: Place) -> Iterator[dict[Role, ClientConnection]]:
    address = f"ws{place.server.url[4:]}/ws"
    with ExitStack() as opened:
        yield {
            role: opened.enter_context(
                connect(address, additional_headers=place.headers(role), proxy=None)
            )
            for role in ROLES
        }


def answer_on(line: ClientConnection, message: str | None) -> Any:
    """Send a message and wait for its answer among the news."""
    if message is not None:
        line.send(message)
    while True:
        told = json.loads(line.recv(WITHIN))
        if "method" not in told:
            return told


@pytest.mark.parametrize("part", range(4))
def test_over_live_lines(place: Place, part: int) -> None:
    """The same lines for many methods: what one leaves behind meets the next."""
    with lines(place) as opened:
        for method in sorted(METHODS)[part::4]:
            ask_on_lines(opened, method)


def ask_on_lines(opened: dict[Role, ClientConnection], method: str) -> None:
    only_rpc = METHODS[method].transport == "rpc"

    @settings(some, max_examples=15)
    @given(params=params_of(method), role=st.sampled_from(roles_for(method)))
    def ask(params: Any, role: Role) -> None:
        answer = answer_on(opened[role], written(method, params))
        if only_rpc and role in METHODS[method].roles:
            assert answer["error"]["code"] in (1, INVALID_PARAMS)
        else:
            check(method, role, answer, "ws")

    ask()


not_requests = st.one_of(
    junk.map(json.dumps),
    st.text(max_size=200),
    st.fixed_dictionaries(
        {},
        optional={
            name: junk for name in ("jsonrpc", "id", "method", "params", "result")
        },
    ).map(json.dumps),
    st.integers(1, 30_000).map(lambda deep: "[" * deep),
    st.integers(1, 10_000).map(lambda deep: '{"params":' * deep),
)


@settings(some, max_examples=150)
@given(text=not_requests, role=st.sampled_from(ROLES))
def test_what_is_no_request_over_rpc(place: Place, text: str, role: Role) -> None:
    status, answer = place.post(role, text.encode("utf-8", "surrogatepass")[:60_000])
    assert status == 200
    for one in answer if isinstance(answer, list) else [answer]:
        assert one["error"]["code"] != INTERNAL_ERROR


def test_what_is_no_request_over_a_live_line(place: Place) -> None:
    with lines(place) as opened:

        @settings(some, max_examples=150)
        @given(text=not_requests, role=st.sampled_from(ROLES))
        def ask(text: str, role: Role) -> None:
            sent = text.encode("utf-8", "replace").decode()[:15_000]
            error = answer_on(opened[role], sent)["error"]
            assert error["code"] != INTERNAL_ERROR

        ask()


@settings(some, max_examples=60)
@given(body=st.binary(max_size=300), kind=st.sampled_from(["application/json", "x"]))
def test_bytes_that_are_no_text(place: Place, body: bytes, kind: str) -> None:
    line = HTTPConnection("127.0.0.1", place.server.port, timeout=WITHIN)
    try:
        line.request("POST", "/rpc", body, {"Content-Type": kind})
        answer = line.getresponse()
        told = json.loads(answer.read())
    finally:
        line.close()
    assert answer.status == (200 if kind == "application/json" else 415)
    assert told["error"]["code"] != INTERNAL_ERROR

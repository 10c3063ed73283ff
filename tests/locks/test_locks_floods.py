"""Floods, slow senders and endless bodies on real sockets, and those beside them."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from server.gate import PLAIN_CONNECTIONS
from server.protocol.codec import MAX_BATCH
from tests.running import RefusedCall, RunningServer

WITHIN = 15.0
SOON = 2.0
"""Seconds in which a colleague is answered on a busy machine; some 5 ms else."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder, program="tests.impatient") as running:
        yield running


def opened(
    server: RunningServer, begin: bytes = b"", source: str = ""
) -> socket.socket:
    """Open a connection by hand and send the beginning of something."""
    line = socket.create_connection(
        ("127.0.0.1", server.port), WITHIN, (source, 0) if source else None
    )
    line.sendall(begin)
    return line


def rest(line: socket.socket) -> bytes:
    """Read until the server closes or cuts the connection."""
    read = b""
    try:
        while part := line.recv(65536):
            read += part
    except ConnectionResetError:
        pass
    return read


def drip(line: socket.socket, part: bytes, every: float = 0.05) -> float:
    """Send a part again and again until the line is cut; give the seconds."""
    began = time.monotonic()
    while time.monotonic() - began < WITHIN:
        try:
            line.sendall(part)
        except OSError:
            return time.monotonic() - began
        threading.Event().wait(every)
    raise AssertionError("it was never cut")


HOST = b"Host: localhost\r\n"
BEGUN = b"GET /health HTTP/1.1\r\n" + HOST
UPGRADE = (
    b"GET /ws HTTP/1.1\r\n" + HOST + b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
)
ENDLESS = (
    b"POST /rpc HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)


@pytest.mark.parametrize("begin", [b"", BEGUN, UPGRADE], ids=["nothing", "page", "ws"])
def test_a_request_that_does_not_come_is_cut(
    server: RunningServer, begin: bytes
) -> None:
    with closing(opened(server, begin)) as line:
        began = time.monotonic()
        assert rest(line) == b""
        assert time.monotonic() - began < WITHIN / 2


def test_a_head_that_drips_is_cut(server: RunningServer) -> None:
    with closing(opened(server, BEGUN)) as line:
        assert drip(line, b"X-A: b\r\n") < WITHIN / 2


def test_a_body_that_drips_is_cut(server: RunningServer) -> None:
    with closing(opened(server, ENDLESS)) as line:
        assert drip(line, b"1\r\n \r\n") < WITHIN / 2


def test_a_body_that_never_ends_is_refused_and_cut(server: RunningServer) -> None:
    with closing(opened(server, ENDLESS)) as line:
        chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
        assert drip(line, chunk, 0.01) < WITHIN / 2
    told = b"Content-Length: 99999999999\r\n\r\n"
    head = ENDLESS.replace(b"Transfer-Encoding: chunked\r\n\r\n", told)
    with closing(opened(server, head)) as line:
        assert line.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_an_answer_that_nobody_takes_is_given_up(server: RunningServer) -> None:
    asks = b"GET /fonts/icons-whole.ttf HTTP/1.1\r\n" + HOST + b"\r\n"
    with closing(socket.socket()) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.connect(("127.0.0.1", server.port))
        line.sendall(asks * 4)
        server.printed(r"was cut: (it does not take its answer)")


def test_a_head_may_only_be_so_large(server: RunningServer) -> None:
    for filler in (b"X: " + b"y" * 40_000, b"X: y\r\n" * 6_000):
        with closing(opened(server)) as line:
            with contextlib.suppress(OSError):  # it may be cut before all is sent
                line.sendall(BEGUN + b"Connection: close\r\n" + filler + b"\r\n\r\n")
            assert rest(line)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 431", b"")


def test_a_quick_request_in_two_parts_is_answered(server: RunningServer) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "office.get"}).encode()
    head = ENDLESS.replace(
        b"Transfer-Encoding: chunked", b"Connection: close\r\nContent-Length: %d"
    ) % len(body)
    for _ in range(20):
        with closing(opened(server, head + body[:10])) as line:
            threading.Event().wait(0.04)
            line.sendall(body[10:])
            assert b'"result"' in rest(line)


def test_one_address_has_only_so_many_connections(server: RunningServer) -> None:
    """The flood comes from one address, the colleague from another."""
    with ExitStack() as lines:
        flood = [
            lines.enter_context(closing(opened(server, source="127.0.0.66")))
            for _ in range(PLAIN_CONNECTIONS)
        ]
        late = lines.enter_context(closing(opened(server, source="127.0.0.66")))
        assert rest(late) == b""
        assert server.client().call("office.get")["name"]
        assert rest(flood[0]) == b""
    server_again = opened(server, BEGUN + b"Connection: close\r\n\r\n", "127.0.0.66")
    with closing(server_again) as line:
        assert rest(line).startswith(b"HTTP/1.1 200 ")


def test_a_flood_from_one_address_leaves_the_others_unhurt(
    server: RunningServer,
) -> None:
    """Thousands of calls from one address; a kiosk gives numbers all the while."""
    kiosk = server.kiosk()
    body = b'{"jsonrpc":"2.0","id":1,"method":"office.get"}'
    one = (
        b"POST /rpc HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body)
    ) + body
    stop, refused = threading.Event(), threading.Event()

    def flood() -> None:
        while not stop.is_set():
            with closing(opened(server, source="127.0.0.66")) as line:
                for _ in range(200):
                    line.sendall(one)
                    if b"rate_limited" in line.recv(65536):
                        refused.set()

    floods = [threading.Thread(target=flood) for _ in range(4)]
    for thread in floods:
        thread.start()
    try:
        assert refused.wait(WITHIN)
        took = []
        for n in range(1, 21):
            began = time.monotonic()
            issued = kiosk.do("ticket.issue", service="ho-tich")
            took.append(time.monotonic() - began)
            assert issued["ticket"]["number"] == f"B{n:03d}"
        assert max(took) < SOON
        assert server.client().call("queue.get")["seq"] >= 20
    finally:
        stop.set()
        for thread in floods:
            thread.join()


def test_a_token_that_floods_is_slowed_down_alone(server: RunningServer) -> None:
    wild = server.client(server.device("wild", "kiosk"))
    tame = server.client(server.device("tame", "kiosk"))
    batch = (
        b"[" + b",".join([b'{"jsonrpc":"2.0","id":1,"method":"x"}'] * MAX_BATCH) + b"]"
    )
    answers = (wild.post(batch)[1] for _ in range(20_000 // MAX_BATCH))
    assert any(b"rate_limited" in answer for answer in answers)
    with pytest.raises(RefusedCall) as unknown:
        tame.call("procedure.get", code="x")
    assert unknown.value.reason == "unknown_procedure"


def test_none_of_this_was_an_error_of_the_server(server: RunningServer) -> None:
    assert "Traceback" not in "\n".join(server.output)

"""Signing in and out on the real server: tokens replaced, everywhere signed out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.running import PASSWORD, Client, RefusedCall, RunningServer, motcua

REVOKED = 4401


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("office") / "data") as running:
        yield running


def sign_in(server: RunningServer, client: Client, name: str) -> Client:
    """Sign in once more, from where somebody may be signed in already."""
    told = client.call("session.login", name=name, password=PASSWORD)
    return server.client(told["token"])


def signed_in(client: Client) -> bool:
    """Whether a client's token still opens anything."""
    body = b'{"jsonrpc":"2.0","id":1,"method":"office.get"}'
    status, _ = client.post(body)
    return status == 200


async def cut(line: ClientConnection) -> int:
    """Wait until the server closes a line, a second at most; give the code."""
    async with asyncio.timeout(2):
        await line.wait_closed()
    assert line.close_code is not None
    return line.close_code


def line_of(server: RunningServer, client: Client) -> connect:
    """Open a live line as this client."""
    bearer = {"Authorization": f"Bearer {client.token}"}
    url = f"ws{server.url[4:]}/ws"
    return connect(url, additional_headers=bearer, proxy=None)


def test_signing_in_again_replaces_the_token(server: RunningServer) -> None:
    before = server.user("hoai", "clerk")
    after = sign_in(server, before, "hoai")
    assert after.token != before.token
    assert not signed_in(before)
    assert signed_in(after)
    other_place = sign_in(server, server.client(), "hoai")
    assert signed_in(after)
    assert signed_in(other_place)


async def test_signing_out_everywhere_cuts_all_lines_at_once(
    server: RunningServer,
) -> None:
    desk = server.user("nam", "clerk")
    home = sign_in(server, server.client(), "nam")
    colleague = server.user("lan", "clerk")
    async with line_of(server, desk) as one, line_of(server, colleague) as other:
        home.call("session.end_all")
        assert await cut(one) == REVOKED
        assert not signed_in(desk)
        assert not signed_in(home)
        await other.send('{"jsonrpc":"2.0","id":1,"method":"office.get"}')
        assert "result" in json.loads(await other.recv())


async def test_the_command_signs_out_on_a_running_server(server: RunningServer) -> None:
    clerk = server.user("mai", "clerk")
    async with line_of(server, clerk) as line:
        done = motcua("user", "sign-out", "mai", "--data", str(server.folder))
        assert "mai" in done
        assert await cut(line) == REVOKED
    with pytest.raises(AssertionError, match="nobody"):
        motcua("user", "sign-out", "nobody", "--data", str(server.folder))


def test_a_browser_is_signed_out_by_its_cookie(server: RunningServer) -> None:
    server.user("tam", "clerk")
    origin = {"Origin": server.url}

    def post(method: str, cookie: str = "", **params: str) -> tuple[str, bytes]:
        import urllib.request

        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        headers = origin | {"Content-Type": "application/json", "Cookie": cookie}
        request = urllib.request.Request(
            f"{server.url}/rpc", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.headers.get("Set-Cookie") or "", answer.read()

    given, answer = post("session.login", name="tam", password=PASSWORD)
    assert b"token" not in answer
    assert {"HttpOnly", "SameSite=strict"} <= set(given.split("; "))
    cookie = given.partition(";")[0]
    gone, _ = post("session.end_all", cookie)
    assert "Max-Age=0" in gone
    _, answer = post("session.logout", cookie)
    assert b"not_signed_in" in answer


def test_wrong_passwords_make_one_name_wait_and_not_its_address(
    server: RunningServer,
) -> None:
    server.user("huong", "clerk")
    server.user("binh", "clerk")
    reasons = []
    for _ in range(6):
        with pytest.raises(RefusedCall) as refused:
            server.client().call("session.login", name="huong", password="wrong")
        reasons.append(refused.value.reason)
    assert reasons == ["bad_credentials"] * 5 + ["too_many_attempts"]
    assert 0 < refused.value.error["data"]["seconds"] <= 60
    assert signed_in(sign_in(server, server.client(), "binh"))


def test_common_passwords_are_refused_with_a_sentence(tmp_path: Path) -> None:
    motcua("init", "--data", str(tmp_path / "data"))
    add = ("user", "add", "hoai", "--role", "clerk", "--password-stdin")
    with pytest.raises(AssertionError, match="first that are tried"):
        motcua(*add, "--data", str(tmp_path / "data"), stdin="12345678\n")

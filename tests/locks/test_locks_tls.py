"""https and wss on the one port, and a proxy that encrypts before it."""

from __future__ import annotations

import asyncio
import json
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import pytest
import trustme
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from assets.fetch import fetch
from server.cli.screens import _trust
from server.cli.shell import CommandError
from server.config.settings import ServerSettings
from server.protocol.link import Link, News, Online
from server.tls import own_address, tls_of
from tests.running import PASSWORD, RunningServer, motcua

LOGIN = {"name": "hoai", "password": PASSWORD}


@dataclass(frozen=True)
class Secured:
    """A server with a certificate, and the authority that signed it."""

    server: RunningServer
    authority: Path

    @property
    def url(self) -> str:
        return f"https://localhost:{self.server.port}"

    @property
    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))

    def post(self, method: str, origin: str = "", **params: object) -> HTTPResponse:
        headers = {"Content-Type": "application/json"}
        if origin:
            headers["Origin"] = origin
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        asked = urllib.request.Request(
            f"{self.url}/rpc", json.dumps(body).encode(), headers
        )
        answer = urllib.request.urlopen(asked, timeout=10, context=self.trusting)
        assert isinstance(answer, HTTPResponse)
        return answer


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("office") / "data"
    made = RunningServer(folder)
    signing = trustme.CA()
    signing.cert_pem.write_to_path(folder / "authority.pem")
    certificate = signing.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    with (folder / "chain.pem").open("wb") as chain:
        for part in certificate.cert_chain_pems:
            chain.write(part.bytes())
    settings = '[server]\ncertificate = "chain.pem"\nkey = "key.pem"\n'
    (folder / "motcua.toml").write_text(settings, "utf-8")
    made.url = f"https://localhost:{made.port}"  # what it prints
    with made:
        made.url = f"http://127.0.0.1:{made.port}"
        yield Secured(made, folder / "authority.pem")


def test_pages_and_cookies_are_secured(secured: Secured) -> None:
    motcua(
        *("user", "add", "hoai", "--role", "clerk", "--password-stdin"),
        *("--data", str(secured.server.folder)),
        stdin=PASSWORD + "\n",
    )
    with secured.post("session.login", secured.url, **LOGIN) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=strict", "Secure"} <= set(cookie.split("; "))


def test_who_does_not_trust_the_authority_does_not_talk(secured: Secured) -> None:
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{secured.url}/health", timeout=10)


def test_without_encryption_nothing_is_served(secured: Secured) -> None:
    with pytest.raises(OSError, match=r"."):
        urllib.request.urlopen(f"{secured.server.url}/health", timeout=10)


def test_an_unprotected_page_of_the_same_name_may_not_call(secured: Secured) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        secured.post("office.get", secured.url.replace("https", "http"))
    with refused.value as answer:
        assert answer.code == 403


async def test_live_lines_are_secured_too(secured: Secured) -> None:
    address = secured.url.replace("https", "wss") + "/ws"
    trusting = secured.trusting
    async with connect(address, ssl=trusting, proxy=None) as line:
        await line.send('{"jsonrpc":"2.0","id":1,"method":"office.get"}')
        assert "Thạch Khê" in str(await line.recv())
    unprotected = secured.url.replace("https", "http")
    with pytest.raises(InvalidStatus) as refused:
        async with connect(address, ssl=trusting, origin=unprotected, proxy=None):  # type: ignore[arg-type]
            pass
    assert refused.value.response.status_code == 403


async def test_a_kiosk_comes_with_the_configured_authority(
    secured: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line, and the files beside it."""
    monkeypatch.setenv("SSL_CERT_FILE", "")
    _trust(str(secured.authority))
    online = asyncio.Event()

    def hear(news: News) -> None:
        if isinstance(news, Online):
            online.set()

    link = Link(secured.url, secured.server.device("k", "kiosk"), (), hear)
    running = asyncio.create_task(link.run())
    try:
        async with asyncio.timeout(10):
            await online.wait()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    path = "/sounds/chime.wav"
    chime = await asyncio.to_thread(fetch, secured.url, path, 10_000_000)
    assert chime.startswith(b"RIFF")


def test_an_authority_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="authority"):
        _trust(str(tmp_path / "nothing.pem"))


def test_certificates_that_cannot_be_used(tmp_path: Path) -> None:
    one, other = (trustme.CA().issue_cert("localhost") for _ in range(2))
    one.cert_chain_pems[0].write_to_path(tmp_path / "chain.pem")
    other.private_key_pem.write_to_path(tmp_path / "key.pem")
    settings = ServerSettings(certificate="chain.pem", key="key.pem")
    with pytest.raises(OSError, match="cannot be used with"):
        tls_of(settings, tmp_path)
    (tmp_path / "key.pem").unlink()
    with pytest.raises(OSError, match="there is no file"):
        tls_of(settings, tmp_path)
    with pytest.raises(ValueError, match="belong together"):
        ServerSettings(certificate="chain.pem")
    assert tls_of(ServerSettings(), tmp_path) is None


def test_the_shown_address_fits_the_certificate() -> None:
    plain = ServerSettings()
    assert own_address(plain, "0.0.0.0", 8800) == "http://127.0.0.1:8800"
    assert own_address(plain, "::1", 8800) == "http://[::1]:8800"
    named = ServerSettings(certificate="c", key="k", names=("motcua.xa.vn",))
    assert own_address(named, "0.0.0.0", 8800) == "https://motcua.xa.vn:8800"


def test_behind_a_proxy_that_encrypts(tmp_path: Path) -> None:
    """Its word counts when it is configured, and only then."""
    with RunningServer(tmp_path / "plain") as server:
        assert "Secure" not in _cookie_through_proxy(server)
    folder = tmp_path / "proxied"
    proxied = RunningServer(folder)
    (folder / "motcua.toml").write_text('[server]\nproxies = ["127.0.0.1"]\n', "utf-8")
    with proxied as server:
        assert "Secure" in _cookie_through_proxy(server).split("; ")


def _cookie_through_proxy(server: RunningServer) -> str:
    server.user("hoai", "clerk")
    body = {"jsonrpc": "2.0", "id": 1, "method": "session.login", "params": LOGIN}
    headers = {
        "Content-Type": "application/json",
        "Origin": f"https://127.0.0.1:{server.port}",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.7",
    }
    asked = urllib.request.Request(
        f"{server.url}/rpc", json.dumps(body).encode(), headers
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return str(answer.headers["Set-Cookie"])


@pytest.mark.parametrize(
    ("settings", "state", "told"),
    [
        ('host = "0.0.0.0"', "note", "unencrypted"),
        ('host = "127.0.0.1"', "ok", "not needed"),
        ('host = "0.0.0.0"\nproxies = ["10.0.0.9"]', "ok", "10.0.0.9"),
        ('certificate = "x"\nkey = "y"', "bad", "no file"),
    ],
)
def test_check_says_whether_passwords_are_protected(
    tmp_path: Path, settings: str, state: str, told: str
) -> None:
    from server.cli.check import _way_in
    from server.config.settings import read_settings
    from server.storage.folder import Folder

    read = read_settings(f"[server]\n{settings}\n", {})
    found = _way_in(Folder(tmp_path), read)
    assert found.state == state
    assert told in found.sentence

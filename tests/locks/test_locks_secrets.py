"""No secret in a log, an event, a database, an address or a page."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from websockets.asyncio.client import connect

from tests.running import Client, RefusedCall, RunningServer, motcua

PASSWORD = "Rất bí mật: 4711 con bò"
WRONG = "khac-hoan-toan-8812"


class Day:
    """One day's doings, with every secret that they had."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.secrets: dict[str, str] = {"password": PASSWORD, "wrong password": WRONG}

    def first_administrator(self) -> None:
        path = self.server.printed(r"(/first-run\?code=\S+)")
        code = path.partition("=")[2]
        form = urllib.parse.urlencode(
            {"code": code, "name": "chief", "display_name": "", "password": PASSWORD}
        )
        url = f"{self.server.url}/first-run"
        with urllib.request.urlopen(url, form.encode(), timeout=10) as made:
            assert made.status == 200
        # It is printed on purpose, for whoever started the server, and works once.
        self.secrets["first-run code, used"] = code

    def sign_in(self) -> Client:
        public = self.server.client()
        with pytest.raises(RefusedCall):
            public.call("session.login", name="chief", password=WRONG)
        told = public.call("session.login", name="chief", password=PASSWORD)
        self.secrets["session"] = told["token"]
        return self.server.client(told["token"])

    def browser_signs_in(self) -> None:
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        headers = {"Content-Type": "application/json", "Origin": self.server.url}
        params = {"name": "chief", "password": PASSWORD}
        body = {"jsonrpc": "2.0", "id": 1, "method": "session.login", "params": params}
        line.request("POST", "/rpc", json.dumps(body), headers)
        answer = line.getresponse()
        cookie = answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
        self.secrets["browser's session"] = cookie
        assert cookie.encode() not in answer.read()
        for path in ("/counter", "/admin", "/admin/staff", "/admin/devices"):
            line.request("GET", path, headers={"Cookie": f"motcua_session={cookie}"})
            page = line.getresponse()
            assert page.status == 200
            assert cookie.encode() not in page.read()
        line.close()

    def kiosk(self) -> Client:
        added = motcua(
            *("token", "add", "--role", "kiosk", "--name", "kiosk"),
            *("--data", str(self.server.folder)),
        )
        token = added.splitlines()[-1]
        self.secrets["device token"] = token
        return self.server.client(token)

    def visit(self, kiosk: Client, staff: Client) -> None:
        """A ticket is given, followed, called, served and rated."""
        issued = kiosk.do("ticket.issue", service="ho-tich")
        ticket, secret = issued["ticket"]["id"], issued["secret"]
        self.secrets["ticket's secret"] = secret
        phone = self.server.client()
        phone.call("ticket.follow", ticket=ticket, secret=secret)
        with pytest.raises(RefusedCall):
            phone.call("ticket.follow", ticket=ticket, secret=secret[:-1] + "_")
        asyncio.run(self._follow(ticket, secret))
        staff.do("counter.open", counter="q2")
        staff.do("counter.call_next")
        staff.do("counter.start")
        staff.do("counter.finish")
        phone.do("rating.give", ticket=ticket, secret=secret, score=4)
        cancelled = kiosk.do("ticket.issue", service="ho-tich")
        self.secrets["another ticket's"] = cancelled["secret"]
        phone.do(
            "ticket.cancel",
            ticket=cancelled["ticket"]["id"],
            secret=cancelled["secret"],
        )

    async def _follow(self, ticket: int, secret: str) -> None:
        token = self.secrets["device token"]
        bearer = {"Authorization": f"Bearer {token}"}
        address = f"ws{self.server.url[4:]}/ws"
        async with connect(address, additional_headers=bearer, proxy=None) as line:
            params = {"ticket": ticket, "secret": secret}
            call = {"id": 1, "method": "ticket.follow", "params": params}
            await line.send(json.dumps({"jsonrpc": "2.0", **call}))
            assert "result" in json.loads(await line.recv())

    def nonsense(self) -> None:
        """What is refused or broken is written to the log sooner than what works."""
        token = self.secrets["session"]
        for body in (
            json.dumps({"jsonrpc": "2.0", "id": 1, "password": PASSWORD}),
            json.dumps([{"method": "session.login", "params": PASSWORD}]),
            f'{{"password": "{PASSWORD}"',
        ):
            self.server.client(token).post(body.encode())
        self.server.client(token + "x").post(b"{}")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("office") / "data"
    server = RunningServer(folder)
    with pytest.MonkeyPatch.context() as everything:
        everything.setenv("MOTCUA_LOG", "DEBUG")
        server.start()
    with contextlib.ExitStack() as until_then:
        until_then.callback(server.stop)
        made = Day(server)
        made.first_administrator()
        staff = made.sign_in()
        made.browser_signs_in()
        made.visit(made.kiosk(), staff)
        made.nonsense()
        asyncio.run(all_events(made))
        staff.call("session.logout")
        yield made


async def all_events(day: Day) -> None:
    """Every event of the day as the public hears it has no secret."""
    address = f"ws{day.server.url[4:]}/ws"
    async with connect(address, proxy=None) as line:
        params = {"topics": ["queue"], "after": 0}
        call = {"jsonrpc": "2.0", "id": 1, "method": "subscribe", "params": params}
        await line.send(json.dumps(call))
        last = json.loads(await line.recv())["result"]["seq"]
        heard = ""
        async with asyncio.timeout(15):
            while f'"seq":{last},' not in heard:
                heard += str(await line.recv())
    assert secrets_in(heard.encode(), day.secrets) == []


def secrets_in(data: bytes, secrets: dict[str, str]) -> list[str]:
    """Say which secrets stand in some bytes, as they are or as others write them."""
    return [
        name
        for name, secret in secrets.items()
        for shape in (
            secret.encode(),
            json.dumps(secret)[1:-1].encode(),
            json.dumps(secret, ensure_ascii=False)[1:-1].encode(),
            urllib.parse.quote(secret).encode(),
            urllib.parse.quote_plus(secret).encode(),
            base64.b64encode(secret.encode()).rstrip(b"="),
        )
        if shape in data
    ]


def test_no_log_has_a_secret(day: Day) -> None:
    """With every library at DEBUG."""
    log = "\n".join(day.server.output)
    assert "DEBUG" in log
    assert log.count("\n") > 10
    printed_once = {"first-run code, used"}
    assert set(secrets_in(log.encode(), day.secrets)) <= printed_once
    assert log.count(day.secrets["first-run code, used"]) == 1


def test_no_database_has_a_secret(day: Day) -> None:
    """The journal, the people, what SQLite keeps beside them, and all else there."""
    found = {
        path.name: secrets_in(path.read_bytes(), day.secrets)
        for path in day.server.folder.rglob("*")
        if path.is_file() and path.suffix != ".wav"
    }
    assert {"journal.db", "office.db"} <= found.keys()
    assert {name: told for name, told in found.items() if told} == {}


def test_what_is_secret_by_its_file_is_nobody_elses(day: Day) -> None:
    """The folder with the hashes, and the key of the tickets' secrets once more."""
    folder = day.server.folder
    for place in (folder, folder / "ticket.key"):
        assert place.stat().st_mode & 0o077 == 0, place


def test_no_page_has_a_secret(day: Day) -> None:
    for path in ("/", "/sign-in", "/display", "/t/1", "/t/2"):
        with urllib.request.urlopen(day.server.url + path, timeout=10) as page:
            assert secrets_in(page.read(), day.secrets) == []

"""Numbers by phone: only in the hall, few for each phone, bound as at a kiosk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from server.api.guesses import TRIES
from server.api.phone import MOST
from server.domain import hall_code
from tests.running import Client, RefusedCall, RunningServer

PROXY = '[server]\nproxies = ["127.0.0.1"]\n'
PROXY = '[server]\nproxies = ["127.0.0.1"]\n'
TAKES = "\n[phone]\ntickets = true\n"
ADDRESS = 'public_url = "http://192.168.1.10:8800"'


class Phone(Client):
    """A phone with an address of its own, as a proxy tells it."""

    def __init__(self, url: str, address: str) -> None:
        super().__init__(url, None)
        self._address = address

    def post(
        self, body: bytes, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Post to ``/rpc`` from the phone's address."""
        return super().post(body, {**(headers or {}), "X-Forwarded-For": self._address})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path_factory.mktemp("phone") / "data")
    settings = running.folder / "motcua.toml"
    text = settings.read_text("utf-8").replace("[server]", PROXY)
    settings.write_text(text, "utf-8")
    with running:
        yield running


@pytest.fixture(scope="module")
def admin(server: RunningServer) -> Client:
    return server.user("quan-tri", "admin", "Lê Quản Trị")


@pytest.fixture(scope="module")
def display(server: RunningServer) -> Client:
    return server.client(server.device("bang-goi-so", "display"))


@pytest.fixture(scope="module")
def phones(server: RunningServer) -> Iterator[Phone]:
    """Another phone each time."""
    return (Phone(server.url, f"10.0.1.{n}") for n in range(1, 255))


def put(admin: Client, area: str, **value: Any) -> None:
    """Change some values of an area of the office's settings."""
    told = admin.call("settings.get")
    tree = told["office"]
    old = tree if area == "office" else tree.get(area, {})
    flat = {k: v for k, v in old.items() if not isinstance(v, dict | list)}
    version = told["version"]
    admin.do("settings.put", version=version, area=area, value={**flat, **value})


@pytest.fixture(scope="module")
def on(admin: Client) -> None:
    """The office takes phones."""
    put(admin, "office", public_url="http://192.168.1.10:8800", languages=["vi", "en"])
    put(admin, "phone", tickets=True)


def refusal(client: Client, method: str, **params: Any) -> RefusedCall:
    with pytest.raises(RefusedCall) as why:
        client.call(method, **params)
    return why.value


def take(phone: Phone, code: str, **more: Any) -> dict[str, Any]:
    wanted = {"service": "ho-tich", "code": code, **more}
    return dict(phone.do("phone.take", **wanted))


def test_it_is_off_until_the_office_wants_it(
    server: RunningServer, admin: Client, display: Client, phones: Iterator[Phone]
) -> None:
    assert admin.call("office.get")["phone_tickets"] is False
    assert refusal(display, "phone.code").reason == "phone_off"
    wish = {"key": uuid4().hex, "code": "123456", "service": "ho-tich"}
    assert refusal(next(phones), "phone.take", **wish).reason == "phone_off"
    put(admin, "office", public_url="", languages=["vi", "en"])
    with pytest.raises(RefusedCall) as wrong:
        put(admin, "phone", tickets=True)
    [problem] = wrong.value.error["data"]["problems"]
    assert problem["at"] == "phone.tickets"


def test_who_is_in_the_hall_takes_a_number_and_follows_it(
    on: None, display: Client, phones: Iterator[Phone], server: RunningServer
) -> None:
    told = display.call("phone.code")
    assert told["address"] == "http://192.168.1.10:8800/take"
    assert {len(row) for row in told["qr"]} == {len(told["qr"])}
    now = datetime.now(UTC)
    assert now < datetime.fromisoformat(told["changes"])
    assert datetime.fromisoformat(told["until"]) > now + timedelta(seconds=290)
    phone = next(phones)
    given = take(phone, told["code"], procedures=[], lang="en")
    ticket = given["ticket"]
    followed = phone.call("ticket.follow", ticket=ticket["id"], secret=given["secret"])
    assert followed["ticket"]["number"] == ticket["number"]
    assert ticket["state"] == "waiting"
    assert ticket["lang"] == "en"


def test_only_displays_and_staff_are_told_the_code(
    on: None, server: RunningServer, admin: Client, phones: Iterator[Phone]
) -> None:
    assert refusal(next(phones), "phone.code").reason == "not_signed_in"
    assert refusal(server.kiosk("k1"), "phone.code").reason == "forbidden"
    assert admin.call("phone.code")["code"].isdecimal()


def test_wrong_codes_are_few_for_each_address(
    on: None, display: Client, phones: Iterator[Phone]
) -> None:
    code = display.call("phone.code")["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    guesser, citizen = next(phones), next(phones)
    for _ in range(TRIES):
        wish = {"key": uuid4().hex, "code": wrong, "service": "ho-tich"}
        assert refusal(guesser, "phone.take", **wish).reason == "wrong_code"
    waits = refusal(guesser, "phone.take", **{**wish, "code": code})
    assert waits.reason == "too_many_attempts"
    assert 0 < waits.error["data"]["seconds"] <= 60
    assert take(citizen, code)["ticket"]["id"]


def test_a_phone_has_few_open_numbers_and_a_cancelled_one_frees_a_place(
    on: None, display: Client, phones: Iterator[Phone]
) -> None:
    code = display.call("phone.code")["code"]
    phone, other = next(phones), next(phones)
    taken = [take(phone, code) for _ in range(MOST)]
    wish = {"key": uuid4().hex, "code": code, "service": "ho-tich"}
    assert refusal(phone, "phone.take", **wish).reason == "enough_tickets"
    assert take(other, code)["ticket"]["id"]
    first = taken[0]
    phone.do("ticket.cancel", ticket=first["ticket"]["id"], secret=first["secret"])
    assert phone.call("phone.take", **wish)["ticket"]["state"] == "waiting"


def test_the_same_wish_gives_one_number_from_wherever_it_comes(
    on: None, display: Client, phones: Iterator[Phone], server: RunningServer
) -> None:
    code = display.call("phone.code")["code"]
    wish = {"key": uuid4().hex, "code": code, "service": "ho-tich"}
    first = next(phones).call("phone.take", **wish)
    again = next(phones).call("phone.take", **wish)  # from Wi-Fi to the mobile net
    assert again == first
    other = {**wish, "service": "dat-dai"}
    assert refusal(next(phones), "phone.take", **other).reason == "conflict"
    short = refusal(next(phones), "phone.take", **{**wish, "key": "12345678"})
    assert short.code == -32602
    server.kill()
    server.start()
    assert next(phones).call("phone.take", **wish) == first


def test_the_journal_has_no_address_of_a_phone(
    on: None, server: RunningServer, display: Client, phones: Iterator[Phone]
) -> None:
    take(next(phones), display.call("phone.code")["code"])
    kept = b"".join(path.read_bytes() for path in server.folder.glob("journal.db*"))
    assert b"phone.take" in kept
    assert b"10.0.1." not in kept


def test_quotas_bind_phones_as_they_bind_kiosks(
    on: None,
    server: RunningServer,
    admin: Client,
    display: Client,
    phones: Iterator[Phone],
) -> None:
    told = admin.call("settings.get")
    services = told["office"]["services"]
    for service in services:
        service["quotas"] = [{"tickets": 0}] if service["id"] == "dat-dai" else []
    version = told["version"]
    admin.do("settings.put", version=version, area="services", value=services)
    code = display.call("phone.code")["code"]
    wish = {"key": uuid4().hex, "code": code, "service": "dat-dai"}
    assert refusal(next(phones), "phone.take", **wish).reason == "quota_reached"
    assert (
        refusal(next(phones), "phone.take", **{**wish, "service": "khong-co"}).reason
        == "unknown_service"
    )
    unknown = {**wish, "service": "ho-tich", "procedures": ["0.0"]}
    assert refusal(next(phones), "phone.take", **unknown).reason == "unknown_procedure"


def test_the_code_is_that_of_the_key_file(
    on: None, server: RunningServer, display: Client
) -> None:
    key = bytes.fromhex((server.folder / "ticket.key").read_text("ascii"))
    codes = {hall_code.shown(key, datetime.now(UTC))}
    told = display.call("phone.code")["code"]
    assert told in codes | {hall_code.shown(key, datetime.now(UTC))}

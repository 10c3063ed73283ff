"""Staff and devices in the hands of an administrator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from server.api.pairing import LIVES, MOST_AN_ADDRESS, TRIES, Pairings
from tests.running import Client, RefusedCall, RunningServer

PASSWORD = "ba con voi trắng"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("people") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: RunningServer) -> Client:
    return server.user("quan-tri", "admin", "Lê Quản Trị")


def reason(do: Any, *args: Any, **params: Any) -> str:
    with pytest.raises(RefusedCall) as refused:
        do(*args, **params)
    return str(refused.value.reason)


def sign_in(server: RunningServer, name: str, password: str = PASSWORD) -> Client:
    told = server.client().call("session.login", name=name, password=password)
    return server.client(told["token"])


def add(admin: Client, name: str, role: str = "clerk") -> None:
    new = {"name": name, "display_name": "Trần Hoa", "role": role}
    admin.do("user.add", password=PASSWORD, **new)


def test_somebody_new_signs_in_and_works_until_removed(
    server: RunningServer, admin: Client
) -> None:
    add(admin, "hoa")
    hoa = sign_in(server, "hoa")
    hoa.do("counter.open", counter="q2")
    hoa.do("counter.close")
    admin.do("user.remove", name="hoa")
    assert reason(hoa.call, "counter.get") == "not_signed_in"
    assert "hoa" not in {one["name"] for one in admin.call("user.list")}


def test_a_removed_user_s_open_line_is_closed(
    server: RunningServer, admin: Client
) -> None:
    add(admin, "binh")
    token = sign_in(server, "binh").token
    address = server.url.replace("http", "ws") + "/ws"
    with connect(
        address, additional_headers={"Authorization": f"Bearer {token}"}
    ) as line:
        admin.do("user.remove", name="binh")
        with pytest.raises(ConnectionClosed) as closed:
            line.recv(timeout=0)  # before the administrator had the answer
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


def test_a_revoked_device_s_open_line_is_closed(
    server: RunningServer, admin: Client
) -> None:
    token = server.device("bang-1", "display")
    address = server.url.replace("http", "ws") + "/ws"
    with connect(
        address, additional_headers={"Authorization": f"Bearer {token}"}
    ) as line:
        admin.do("device.revoke", name="bang-1")
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=0)


def test_who_ends_the_own_sessions_hears_so(
    server: RunningServer, admin: Client
) -> None:
    token = server.user("tu-minh", "admin").token
    params = {"name": "tu-minh", "key": "het-moi-noi"}
    call = {"jsonrpc": "2.0", "id": 5, "method": "user.sign_out", "params": params}
    address = server.url.replace("http", "ws") + "/ws"
    with connect(
        address, additional_headers={"Authorization": f"Bearer {token}"}
    ) as line:
        line.send(json.dumps(call))
        assert json.loads(line.recv(timeout=20))["result"] == {}
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=20)
    admin.do("user.remove", name="tu-minh")


def test_another_role_and_password_hold_at_once(
    server: RunningServer, admin: Client
) -> None:
    add(admin, "an")
    an = sign_in(server, "an")
    changed = {"name": "an", "display_name": "Nguyễn An", "role": "admin"}
    admin.do("user.change", **changed)
    assert an.call("settings.get")["version"]
    admin.do("user.change", **{**changed, "role": "clerk"})
    assert reason(an.call, "settings.get") == "forbidden"
    admin.do("user.password", name="an", password="một mật khẩu khác")
    assert reason(an.call, "counter.get") == "not_signed_in"
    assert sign_in(server, "an", "một mật khẩu khác").token
    admin.do("user.sign_out", name="an")
    assert {"name": "an", "display_name": "Nguyễn An", "role": "clerk"} in admin.call(
        "user.list"
    )


def test_the_last_administrator_stays(admin: Client) -> None:
    assert reason(admin.do, "user.remove", name="quan-tri") == "last_admin"
    changed = {"name": "quan-tri", "display_name": "x", "role": "clerk"}
    assert reason(admin.do, "user.change", **changed) == "last_admin"


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("user.add", {"name": "quan-tri", "password": PASSWORD}, "name_taken"),
        ("user.add", {"name": "x\n", "password": PASSWORD}, "bad_name"),
        ("user.add", {"name": "moi", "password": "12345678"}, "weak_password"),
        ("user.change", {"name": "nobody"}, "unknown_name"),
        ("user.password", {"name": "nobody", "password": PASSWORD}, "unknown_name"),
        ("user.password", {"name": "quan-tri", "password": "x"}, "weak_password"),
        ("user.remove", {"name": "nobody"}, "unknown_name"),
        ("device.revoke", {"name": "nothing"}, "unknown_name"),
        ("device.pair", {"name": "wall", "code": "000000"}, "unknown_code"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_not_logged(
    admin: Client, method: str, params: dict[str, Any], said: str
) -> None:
    before = admin.call("audit.search"), admin.call("user.list")
    if method in ("user.add", "user.change"):
        params = {"display_name": "Ai", "role": "clerk", **params}
    assert reason(admin.do, method, **params) == said
    assert (admin.call("audit.search"), admin.call("user.list")) == before


def test_every_change_is_in_the_log_without_a_password(
    server: RunningServer, admin: Client
) -> None:
    add(admin, "vinh")
    admin.do("user.password", name="vinh", password="mật khẩu của Vinh")
    newest, first = admin.call("audit.search", limit=2)
    assert (first["area"], first["what"], first["subject"]) == (
        "users",
        "added",
        "vinh",
    )
    assert (newest["what"], newest["detail"]) == ("password", {})
    journal = (server.folder / "journal.db").read_bytes()
    people = (server.folder / "office.db").read_bytes()
    for secret in (PASSWORD, "mật khẩu của Vinh"):
        assert secret.encode() not in journal + people


def test_one_key_adds_once(admin: Client) -> None:
    new = {"name": "mot", "display_name": "Một", "role": "clerk"}
    asked = {**new, "password": PASSWORD, "key": "mot-lan-thoi"}
    assert admin.call("user.add", **asked) == admin.call("user.add", **asked)
    assert len(admin.call("audit.search", text="mot", area="users")) == 1


def test_no_digest_of_a_password_is_kept(server: RunningServer, admin: Client) -> None:
    """Else the same key with another password would be a conflict."""
    asked = {"name": "thoi", "display_name": "Thôi", "role": "clerk"}
    for password in (PASSWORD, "một mật khẩu khác"):
        admin.call("user.add", **asked, password=password, key="khong-giu-lai")
    assert sign_in(server, "thoi").token


def test_a_display_is_let_in_by_the_code_it_shows(
    server: RunningServer, admin: Client
) -> None:
    public = server.client()
    asked = public.call("device.ask", kind="display")
    assert public.call("device.claim", secret=asked["secret"]) == {
        "paired": False,
        "token": None,
    }
    admin.do("device.pair", code=asked["code"], name="bang-2")
    told = public.call("device.claim", secret=asked["secret"])
    device = server.client(told["token"])
    device.call("device.report", state={"sound": "ok"})
    assert {"name": "bang-2", "role": "display", "called": ""} in admin.call(
        "device.list"
    )
    assert reason(public.call, "device.claim", secret=asked["secret"]) == "unknown_code"
    assert (
        reason(admin.do, "device.pair", code=asked["code"], name="x") == "unknown_code"
    )
    admin.do("device.revoke", name="bang-2")
    assert reason(device.call, "office.get") == "not_signed_in"


def test_two_administrators_let_a_device_in_once(
    server: RunningServer, admin: Client
) -> None:
    asked = server.client().call("device.ask", kind="display")

    def pair(n: int) -> str:
        try:
            admin.do("device.pair", code=asked["code"], name=f"bang-doi-{n}")
        except RefusedCall as refused:
            return str(refused.reason)
        return "paired"

    with ThreadPoolExecutor(4) as hands:
        done = sorted(hands.map(pair, range(4)))
    assert done == ["paired", *3 * ["unknown_code"]]
    names = [one["name"] for one in admin.call("device.list")]
    assert len([name for name in names if name.startswith("bang-doi")]) == 1


def test_a_device_is_called_something_else_and_goes_on(
    server: RunningServer, admin: Client
) -> None:
    kiosk = server.kiosk("ki-ot-sanh")
    server.device("bang-sanh", "display")
    admin.do("device.rename", name="ki-ot-sanh", called="Ki-ốt ở sảnh")
    known = {"name": "ki-ot-sanh", "role": "kiosk", "called": "Ki-ốt ở sảnh"}
    assert known in admin.call("device.list")
    assert kiosk.call("office.get")["name"]
    for called, why in (
        ("bang-sanh", "name_taken"),
        ("voice", "name_taken"),
        ("   ", "bad_name"),
    ):
        rename = {"name": "ki-ot-sanh", "called": called}
        assert reason(admin.do, "device.rename", **rename) == why
    taken = {"name": "bang-sanh", "called": "Ki-ốt ở sảnh"}
    assert reason(admin.do, "device.rename", **taken) == "name_taken"
    nobody = {"name": "nobody", "called": "Ai đó"}
    assert reason(admin.do, "device.rename", **nobody) == "unknown_name"
    assert known in admin.call("device.list")
    [newest, *_] = admin.call("audit.search", area="devices")
    assert (newest["what"], newest["subject"]) == ("renamed", "ki-ot-sanh")
    assert newest["detail"] == {"called": "Ki-ốt ở sảnh"}


def test_only_an_administrator_lets_devices_in(
    server: RunningServer, admin: Client
) -> None:
    add(admin, "thu")
    thu = sign_in(server, "thu")
    for method in ("user.list", "device.list"):
        assert reason(thu.call, method) == "forbidden"
    asked = {"code": "123456", "name": "x"}
    assert reason(thu.do, "device.pair", **asked) == "forbidden"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_codes_expire_and_no_address_opens_many() -> None:
    clock = Clock()
    pairings = Pairings(clock)
    made = [pairings.ask("display", "10.0.0.5") for _ in range(MOST_AN_ADDRESS + 1)]
    assert made[-1] is None
    assert made[0] is not None
    code, secret = made[0]
    assert pairings.find(code)
    clock.now = LIVES
    assert pairings.find(code) is None
    assert pairings.claim(secret) is None
    assert pairings.ask("display", "10.0.0.5")


def test_five_wrong_codes_in_a_minute_end_all_that_are_open() -> None:
    clock = Clock()
    pairings = Pairings(clock)
    made = pairings.ask("kiosk", "10.0.0.5")
    assert made is not None
    code = made[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(TRIES - 1):
        assert pairings.find(wrong) is None
    clock.now = 61
    assert pairings.find(wrong) is None
    assert pairings.find(code)
    for _ in range(TRIES):
        pairings.find(wrong)
    assert pairings.find(code) is None

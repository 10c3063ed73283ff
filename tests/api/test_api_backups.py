"""Backups over /rpc: made, tried out, and handed over once for the password."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage.archive import MANIFEST
from tests.running import PASSWORD, Client, RefusedCall, RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: RunningServer) -> Client:
    return server.user("lan", "admin", "Nguyễn Thị Lan")


@pytest.fixture(scope="module")
def name(admin: Client) -> str:
    """The name of a backup that was just made."""
    [made] = admin.do("backup.make")
    assert made["size"] > 1000
    assert made["made"]
    return str(made["name"])


def reason(client: Client, method: str, **params: str) -> str:
    with pytest.raises(RefusedCall) as refused:
        client.do(method, **params)
    return str(refused.value.reason)


def test_a_backup_is_made_once_for_each_key(admin: Client, name: str) -> None:
    again = {"key": "mot-ban-sao-luu"}
    both = admin.call("backup.make", **again)
    assert admin.call("backup.make", **again) == both
    assert name in [one["name"] for one in both]
    assert admin.call("backup.list") == both
    told = admin.call("audit.search", area="backups")
    assert [one["what"] for one in told] == ["made", "made"]
    assert {one["name"] for one in told} == {"Nguyễn Thị Lan"}


def test_one_is_tried_out_and_the_office_is_not_touched(
    server: RunningServer, admin: Client, name: str
) -> None:
    before = admin.call("queue.get")
    found = admin.do("backup.test", name=name)
    assert found["ok"]
    assert admin.call("queue.get")["counters"] == before["counters"]
    whole = (server.folder / "backups" / name).read_bytes()
    broken = server.folder / "backups" / "2026-01-01T0200.zip"
    broken.write_bytes(whole[: len(whole) // 2])
    try:
        shown = [o for o in admin.call("backup.list") if o["name"] == broken.name]
        assert shown[0]["events"] is None
        assert admin.do("backup.test", name=broken.name) == {"ok": False, "events": 0}
    finally:
        broken.unlink()
    assert [p.name for p in (server.folder / "backups").glob(".checking-*")] == []


def test_who_takes_one_away_gives_the_password_again(
    server: RunningServer, admin: Client, name: str
) -> None:
    wrong = {"name": name, "password": "không phải"}
    assert reason(admin, "backup.download", **wrong) == "bad_credentials"
    right = {"name": name, "password": PASSWORD}
    address = admin.do("backup.download", **right)["address"]
    other = server.user("ha", "admin")
    assert other.get(address)[0] == 404, "it was not handed to them"
    status, archive = admin.get(address)
    assert status == 200
    assert MANIFEST in zipfile.ZipFile(io.BytesIO(archive)).namelist()
    assert admin.get(address)[0] == 404, "it opens once"
    assert admin.get("/admin/backups/erraten")[0] == 404
    [told, *_] = admin.call("audit.search", area="backups")
    assert (told["what"], told["subject"]) == ("taken", name)


@pytest.mark.parametrize("named", ["../office.db", "office.db", "2020-01-01T0200.zip"])
def test_no_name_leads_elsewhere(admin: Client, named: str) -> None:
    assert reason(admin, "backup.test", name=named) == "unknown_name"
    asked = {"name": named, "password": PASSWORD}
    assert reason(admin, "backup.download", **asked) == "unknown_name"


def test_nobody_else_has_to_do_with_backups(server: RunningServer, name: str) -> None:
    chief = server.user("hung", "supervisor")
    for method, more in (
        ("backup.make", {}),
        ("backup.test", {"name": name}),
        ("backup.download", {"name": name, "password": PASSWORD}),
    ):
        assert reason(chief, method, **more) == "forbidden"


def test_wrong_passwords_wait_as_at_the_door(server: RunningServer, name: str) -> None:
    minh = server.user("minh", "admin")
    asked = {"name": name, "password": "sai"}
    seen = [reason(minh, "backup.download", **asked) for _ in range(12)]
    assert seen[0] == "bad_credentials"
    assert seen[-1] == "too_many_attempts"

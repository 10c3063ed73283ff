"""Backups over /rpc: made, tried out, taken away, brought in, restored."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.cli.supervise import AGAIN
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


@pytest.fixture
def confirmed(admin: Client) -> Client:
    """The administrator who has just given the password again."""
    assert admin.call("session.confirm", password=PASSWORD) == {"seconds": 300}
    return admin


@pytest.fixture(scope="module")
def name(admin: Client) -> str:
    """The name of a backup that was just made."""
    [made] = admin.do("backup.make")
    assert made["size"] > 1000
    assert made["made"]
    assert (made["own"], made["sent"]) == (True, False)
    return str(made["name"])


def reason(client: Client, method: str, **params: object) -> str:
    with pytest.raises(RefusedCall) as refused:
        client.do(method, **params)
    return str(refused.value.reason)


def denied(client: Client, password: str) -> str:
    with pytest.raises(RefusedCall) as refused:
        client.call("session.confirm", password=password)
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
    assert (found["ok"], found["tickets"], found["people"]) == (True, 0, 1)
    assert found["events"] >= 1
    assert found["procedures"] > 10
    assert admin.call("queue.get")["counters"] == before["counters"]
    whole = (server.folder / "backups" / name).read_bytes()
    broken = server.folder / "backups" / "2026-01-01T0200.zip"
    broken.write_bytes(whole[: len(whole) // 2])
    try:
        shown = [o for o in admin.call("backup.list") if o["name"] == broken.name]
        assert (shown[0]["events"], shown[0]["own"]) == (None, False)
        told = admin.do("backup.test", name=broken.name)
        assert not told["ok"]
        assert "no whole backup" in told["problem"]["en"]
    finally:
        broken.unlink()
    assert [p.name for p in (server.folder / "backups").glob(".checking-*")] == []


def test_who_takes_one_away_gives_the_password_again(
    server: RunningServer, admin: Client, name: str
) -> None:
    assert reason(admin, "backup.download", name=name) == "password_needed"
    assert denied(admin, "không phải") == "bad_credentials"
    assert reason(admin, "backup.download", name=name) == "password_needed"
    admin.call("session.confirm", password=PASSWORD)
    address = admin.do("backup.download", name=name)["address"]
    other = server.user("ha", "admin")
    assert reason(other, "backup.download", name=name) == "password_needed"
    assert other.get(address)[0] == 404, "it was not handed to them"
    status, archive = admin.get(address)
    assert status == 200
    assert MANIFEST in zipfile.ZipFile(io.BytesIO(archive)).namelist()
    assert admin.get(address)[0] == 404, "it opens once"
    assert admin.get("/admin/backups/erraten")[0] == 404
    [told, *_] = admin.call("audit.search", area="backups")
    assert (told["what"], told["subject"]) == ("taken", name)


def test_the_password_counts_in_this_session_alone(
    server: RunningServer, confirmed: Client, name: str
) -> None:
    login = server.client().call("session.login", name="lan", password=PASSWORD)
    elsewhere = server.client(login["token"])
    assert reason(elsewhere, "backup.restore", name=name) == "password_needed"
    assert reason(elsewhere, "backup.send") == "password_needed"
    assert confirmed.do("backup.send")["address"]


def go_on_sending(admin: Client) -> None:
    """Bring files in until the password is wanted, or it should have been."""
    for _ in range(400):
        admin.do("backup.send")
        threading.Event().wait(0.05)


def test_the_password_counts_for_a_short_time(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data", program="tests.forgetful") as server:
        admin = server.user("lan", "admin")
        admin.call("session.confirm", password=PASSWORD)
        assert admin.do("backup.send")["address"]
        with pytest.raises(RefusedCall) as refused:
            go_on_sending(admin)
        assert refused.value.reason == "password_needed"


@pytest.mark.parametrize("named", ["../office.db", "office.db", "2020-01-01T0200.zip"])
def test_no_name_leads_elsewhere(confirmed: Client, named: str) -> None:
    for method in ("backup.test", "backup.download", "backup.restore"):
        assert reason(confirmed, method, name=named) == "unknown_name"


def test_nobody_else_has_to_do_with_backups(server: RunningServer, name: str) -> None:
    for who in (server.user("hung", "supervisor"), server.user("hoa", "clerk")):
        assert denied(who, PASSWORD) == "forbidden"
        for method, more in (
            ("backup.make", {}),
            ("backup.test", {"name": name}),
            ("backup.download", {"name": name}),
            ("backup.send", {}),
            ("backup.restore", {"name": name}),
        ):
            assert reason(who, method, **more) == "forbidden"


def test_wrong_passwords_wait_as_at_the_door(server: RunningServer) -> None:
    minh = server.user("minh", "admin")
    seen = [denied(minh, "sai") for _ in range(12)]
    assert seen[0] == "bad_credentials"
    assert seen[-1] == "too_many_attempts"


# Brought in


def bring(client: Client, content: bytes) -> tuple[int, dict[str, object]]:
    return client.send(client.do("backup.send")["address"], content)


def test_a_file_is_brought_in_and_tried_out(
    server: RunningServer, confirmed: Client, name: str
) -> None:
    content = (server.folder / "backups" / name).read_bytes()
    address = confirmed.do("backup.send")["address"]
    assert server.user("nga", "admin").send(address, content)[0] == 404
    status, kept = confirmed.send(address, content)
    assert status == 200
    assert confirmed.send(address, content)[0] == 404, "it opens once"
    assert bring(confirmed, content)[0] == 200
    sent = [one for one in confirmed.call("backup.list") if one["sent"]]
    assert len(sent) == 1, "the one before makes way"
    assert sent[0]["own"]
    assert confirmed.do("backup.test", name=sent[0]["name"])["ok"]
    [_, told, *_] = confirmed.call("audit.search", area="backups")
    assert told["what"] == "sent"
    assert str(kept["name"]).startswith("sent-")
    file = server.folder / "backups" / sent[0]["name"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_is_no_backup_is_not_kept(
    server: RunningServer, confirmed: Client, name: str
) -> None:
    content = bytearray((server.folder / "backups" / name).read_bytes())
    content[len(content) // 2] ^= 255
    before = sorted(path.name for path in (server.folder / "backups").iterdir())
    for bad in (bytes(content), b"", b"no zip at all", bytes(content)[:5000]):
        status, told = bring(confirmed, bad)
        assert (status, told["reason"]) == (422, "bad_backup")
        assert "no whole backup" in told["text"]["en"]  # type: ignore[index]
    after = sorted(path.name for path in (server.folder / "backups").iterdir())
    assert after == before


def test_a_backup_of_another_office_is_not_mixed_in(
    confirmed: Client, tmp_path: Path
) -> None:
    with RunningServer(tmp_path / "other") as other:
        theirs = other.user("bich", "admin")
        [made] = theirs.do("backup.make")
        content = (other.folder / "backups" / made["name"]).read_bytes()
    status, kept = bring(confirmed, content)
    assert status == 200
    [shown] = [o for o in confirmed.call("backup.list") if o["name"] == kept["name"]]
    assert not shown["own"]
    assert reason(confirmed, "backup.restore", name=kept["name"]) == "other_history"


def test_a_damaged_backup_is_refused_before_anything_changes(
    server: RunningServer, confirmed: Client, name: str
) -> None:
    whole = (server.folder / "backups" / name).read_bytes()
    broken = server.folder / "backups" / "2026-01-02T0200.zip"
    broken.write_bytes(whole[:-500])
    try:
        assert reason(confirmed, "backup.restore", name=broken.name) == "bad_backup"
    finally:
        broken.unlink()
    assert confirmed.call("queue.get")["open"]
    assert not (server.folder / "to-restore").exists()


# Restored


def ended(server: RunningServer) -> None:
    """Wait until a server that restores has ended, and start it again."""
    assert server.wait() == AGAIN
    server.start()


def back(server: RunningServer, who: str) -> Client:
    login = server.client().call("session.login", name=who, password=PASSWORD)
    client = server.client(login["token"])
    client.call("session.confirm", password=PASSWORD)
    return client


def numbers(client: Client) -> list[str]:
    waiting = client.call("queue.get")["waiting"].values()
    return [one["number"] for each in waiting for one in each]


def test_restored_between_two_runs_and_undone(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        server.user("lan", "admin", "Nguyễn Thị Lan")
        admin = back(server, "lan")
        kiosk = server.kiosk()
        kiosk.do("ticket.issue", service="ho-tich")
        [first] = admin.do("backup.make")
        kiosk.do("ticket.issue", service="ho-tich")
        assert numbers(admin) == ["B001", "B002"]

        key = {"key": "khoi-phuc-mot-lan", "name": first["name"]}
        assert admin.call("backup.restore", **key) == admin.call(
            "backup.restore", **key
        )
        ended(server)
        with pytest.raises(RefusedCall) as refused:
            admin.call("backup.list")
        assert refused.value.reason == "not_signed_in", "sessions are not restored"
        admin = back(server, "lan")
        assert numbers(admin) == ["B001", "B002"], "what came after it is kept"
        told = admin.call("audit.search", area="backups")
        assert [one["what"] for one in told] == ["restored", "restoring", "made"]
        assert {one["name"] for one in told} == {"Nguyễn Thị Lan"}
        assert told[0]["subject"] == first["name"]
        assert len(list(server.folder.glob("before-restore-*/journal.db"))) == 1

        admin.do("backup.restore", name=first["name"], as_it_was=True)
        ended(server)
        admin = back(server, "lan")
        assert numbers(admin) == ["B001"]
        [told, *_] = admin.call("audit.search", area="backups")
        assert (told["what"], told["detail"]["as_it_was"]) == ("restored", "true")

        undo = admin.call("backup.list")[0]
        assert not undo["own"], "its history was left"
        assert reason(admin, "backup.restore", name=undo["name"]) == "other_history"
        admin.do("backup.restore", name=undo["name"], as_it_was=True)
        ended(server)
        assert numbers(back(server, "lan")) == ["B001", "B002"]
        assert server.kiosk("second").do("ticket.issue", service="ho-tich")


def test_what_is_damaged_meanwhile_changes_nothing(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        server.user("lan", "admin")
        admin = back(server, "lan")
        [first] = admin.do("backup.make")
        server.kiosk().do("ticket.issue", service="ho-tich")
        admin.do("backup.restore", name=first["name"], as_it_was=True)
        assert server.wait() == AGAIN
        archive = server.folder / "to-restore" / "archive.zip"
        archive.write_bytes(archive.read_bytes()[:-900])
        server.start()
        assert "was not restored; the data is as it was." in "\n".join(server.output)
        assert numbers(admin) == ["B001"], "nobody was signed out"
        [told, *_] = admin.call("audit.search", area="backups")
        assert (told["what"], told["detail"]) == ("not_restored", {"reason": "bad"})
        assert not (server.folder / "to-restore").exists()

"""A change of the people and its line in the log, cut off between the two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.domain.people import User
from server.domain.record import Intent, Owed
from server.storage.office import OfficeStore
from tests.running import PASSWORD, Client, RunningServer

NEW = {"name": "moi", "display_name": "Mới", "role": "clerk", "password": PASSWORD}


def cut_off(
    folder: Path, cut: str, method: str, params: dict[str, Any]
) -> tuple[RunningServer, Client]:
    """Give a new server, and its administrator, after the power went in a change."""
    broken = RunningServer(folder, program="tests.interrupted")
    with pytest.MonkeyPatch.context() as everything:
        everything.setenv("CUT", cut)
        broken.start()
    admin = broken.user("quan-tri", "admin")
    broken.device("bang", "display")
    store = OfficeStore(folder / "office.db")
    store.add_user(User("cu", "Cũ", "clerk"), "hash")
    with pytest.raises(OSError):  # noqa: PT011 - the line breaks one way or another
        admin.call(method, **params)
    broken.kill()
    assert len(store.owed()) == 1
    store.close()
    server = RunningServer(folder)
    server.start()
    return server, server.client(admin.token)


@pytest.mark.parametrize(
    ("cut", "method", "params", "line"),
    [
        ("before", "user.add", NEW, ("users", "added", "moi")),
        ("after", "user.add", NEW, ("users", "added", "moi")),
        ("before", "user.remove", {"name": "cu"}, ("users", "removed", "cu")),
        ("after", "device.revoke", {"name": "bang"}, ("devices", "removed", "bang")),
    ],
)
def test_a_kill_between_the_change_and_its_line_loses_neither(
    tmp_path: Path,
    cut: str,
    method: str,
    params: dict[str, Any],
    line: tuple[str, str, str],
) -> None:
    folder, asked = tmp_path / "data", {**params, "key": "mot-lan-thoi"}
    server, admin = cut_off(folder, cut, method, asked)
    try:
        users = {one["name"] for one in admin.call("user.list")}
        devices = {one["name"] for one in admin.call("device.list")}
        assert ("moi" in users) is (method == "user.add")
        assert ("cu" in users) is (method != "user.remove")
        assert ("bang" in devices) is (method != "device.revoke")
        for _ in range(2):
            [told] = admin.call("audit.search")
            assert (told["area"], told["what"], told["subject"]) == line
            assert told["by"] == "quan-tri"
            assert admin.call(method, **asked) == {}  # the first answer again
    finally:
        server.stop()
    store = OfficeStore(folder / "office.db")
    assert store.owed() == []
    store.close()


def test_a_line_that_comes_late_says_when_its_change_was_made(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data")
    made = datetime.now(UTC) - timedelta(hours=1)
    store = OfficeStore(server.folder / "office.db")
    line = Owed(
        id="một dòng",
        intent=Intent("user:lan", "user.add", "a-key-of-mine", b"digest"),
        at=made,
        after=0,
        by="lan",
        area="users",
        what="added",
        subject="moi",
        detail={"role": "clerk"},
    )
    store.add_user(User("moi", "Mới", "clerk"), "hash", line)
    with server:
        [told] = server.user("lan", "admin").call("audit.search")
        assert told["detail"]["role"] == "clerk"
        said = datetime.fromisoformat(told["detail"]["at"])
        assert abs(said - made) < timedelta(seconds=2)
    assert store.owed() == []
    store.close()

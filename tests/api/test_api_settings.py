"""The office changed while it is open: live, once, in the journal, and after a kill."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from server.config.document import tree_of
from server.domain.events import OfficeChanged
from server.storage.journal import Journal
from server.storage.office_file import OfficeFile, version_of
from tests.running import Client, RefusedCall, RunningServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "data") as running:
        yield running


@pytest.fixture
def admin(server: RunningServer) -> Client:
    return server.user("quan-tri", "admin", "Lê Quản Trị")


def put(admin: Client, area: str, value: Any, **more: Any) -> dict[str, Any]:
    version = admin.call("settings.get")["version"]
    asked = {"version": version, "area": area, "value": value, **more}
    return dict(admin.do("settings.put", **asked))


def settings(admin: Client) -> dict[str, Any]:
    return dict(admin.call("settings.get")["office"])


def refusal(admin: Client, method: str, **params: Any) -> dict[str, Any]:
    with pytest.raises(RefusedCall) as refused:
        admin.do(method, **params)
    return dict(refused.value.error["data"])


def test_a_change_is_live_at_once_and_after_a_restart(
    server: RunningServer, admin: Client
) -> None:
    services = settings(admin)["services"]
    changed = [{**services[0], "short": {"vi": "Sao y", "en": "Copies"}}, *services[1:]]
    answer = put(admin, "services", changed)
    before = admin.call("office.get")
    assert before["services"][0]["short"]["vi"] == "Sao y"
    assert admin.call("settings.get")["version"] == answer["version"]
    server.kill()
    server.start()
    again = server.client(admin.token).call("office.get")
    assert again["services"] == before["services"]


def test_a_new_service_and_counter_serve_at_once(
    server: RunningServer, admin: Client
) -> None:
    office = settings(admin)
    new = {**office["services"][0], "id": "moi", "prefix": "N", "fields": []}
    put(admin, "services", [*office["services"], new])
    counter = {"id": "q9", "number": 9, "name": {"vi": "Quầy 9"}, "services": ["moi"]}
    put(admin, "counters", [*office["counters"], counter])
    number = server.kiosk().do("ticket.issue", service="moi")["ticket"]["number"]
    assert number == "N001"
    clerk = server.user("hoai", "clerk")
    clerk.do("counter.open", counter="q9")
    assert clerk.do("counter.call_next")["ticket"]["number"] == number


def test_what_is_needed_today_cannot_go(server: RunningServer, admin: Client) -> None:
    office = settings(admin)
    server.kiosk().do("ticket.issue", service=office["services"][1]["id"])
    server.user("hoai", "clerk").do("counter.open", counter=office["counters"][0]["id"])
    version = admin.call("settings.get")["version"]
    for area, index in (("services", 1), ("counters", 0)):
        left = [one for n, one in enumerate(office[area]) if n != index]
        asked = {"version": version, "area": area, "value": left}
        [*problems] = refusal(admin, "settings.put", **asked)["problems"]
        assert office[area][index]["id"] in str(problems)
    assert settings(admin) == office


def test_mistakes_stand_at_their_fields_in_both_languages(admin: Client) -> None:
    office = settings(admin)
    wrong = [
        {**office["services"][0], "prefix": "AB", "minutes": 0},
        {**office["services"][1], "name": {"en": "Births"}},
    ]
    found = admin.call("settings.check", area="services", value=wrong)["problems"]
    assert {one["at"] for one in found} >= {
        "services.0.prefix",
        "services.0.minutes",
        "services.1.name",
    }
    told = refusal(
        admin,
        "settings.put",
        version=admin.call("settings.get")["version"],
        area="services",
        value=wrong,
    )
    assert told["reason"] == "invalid_settings"
    assert told["problems"] == found
    assert all(one["text"]["vi"] and one["text"]["en"] for one in found)
    assert settings(admin) == office


@pytest.mark.parametrize("depth", [30, 700])
def test_what_is_nested_deep_is_refused_and_changes_nothing(
    server: RunningServer, admin: Client, depth: int
) -> None:
    before = admin.call("settings.get")
    deep: list[Any] = []
    for _ in range(depth):
        deep = [deep]
    found = admin.call("settings.check", area="notices", value=deep)["problems"]
    assert "sâu" in found[0]["text"]["vi"]
    draft = {"area": "notices", "value": deep}
    version = {"version": before["version"]}
    assert refusal(admin, "settings.put", **draft, **version)
    with pytest.raises(RefusedCall) as refused:
        admin.call("slip.preview", lang="vi", dots=576, **draft)
    assert refused.value.reason == "invalid_settings"
    text = "notices = " + "[" * depth + "]" * depth
    assert admin.call("settings.compare", text=text)["problems"]
    assert refusal(admin, "settings.import", text=text, **version)
    assert admin.call("settings.get") == before
    assert not [line for line in server.output if "Traceback" in line]


def test_no_slip_of_an_office_without_services_is_drawn(admin: Client) -> None:
    for area in ("services", "counters"):
        with pytest.raises(RefusedCall) as refused:
            admin.call("slip.preview", lang="vi", dots=576, area=area, value=[])
        assert refused.value.reason == "invalid_settings"


def test_a_change_made_from_old_settings_is_refused(admin: Client) -> None:
    version = admin.call("settings.get")["version"]
    put(admin, "ticker", [{"text": {"vi": "Một"}}])
    asked = {"version": version, "area": "ticker", "value": []}
    assert refusal(admin, "settings.put", **asked)["reason"] == "stale"
    assert settings(admin)["ticker"] == [{"text": {"vi": "Một"}}]


def test_one_key_changes_once(admin: Client) -> None:
    version = admin.call("settings.get")["version"]
    value = [{"text": {"vi": "Một"}}]
    asked = {"version": version, "area": "ticker", "value": value, "key": str(uuid4())}
    first = admin.call("settings.put", **asked)
    assert admin.call("settings.put", **asked) == first
    assert len(admin.call("audit.search")) == 1


@pytest.mark.parametrize(
    ("area", "value", "reason"),
    [
        ("nowhere", [], "unknown_area"),
        ("services", [], "invalid_settings"),
        ("hours", {"monday": ["late"]}, "invalid_settings"),
        ("services", {"a": 1}, "invalid_settings"),
        ("call", {"number": {"vi": "x" * 5000}}, "invalid_settings"),
    ],
)
def test_what_makes_no_office_changes_nothing(
    admin: Client, area: str, value: Any, reason: str
) -> None:
    before = admin.call("settings.get")
    asked = {"version": before["version"], "area": area, "value": value}
    assert refusal(admin, "settings.put", **asked)["reason"] == reason
    assert admin.call("settings.get") == before


def test_the_log_says_who_changed_what_and_is_searched(
    server: RunningServer, admin: Client
) -> None:
    put(admin, "ticker", [{"text": {"vi": "Mất điện"}}])
    put(admin, "order", {"cap": 3})
    newest, first = admin.call("audit.search")
    assert (newest["by"], newest["name"]) == ("quan-tri", "Lê Quản Trị")
    assert (newest["area"], newest["what"]) == ("order", "changed")
    assert newest["detail"]["order.cap"].endswith("→ 3")
    assert admin.call("audit.search", text="mất điện") == [first]
    assert admin.call("audit.search", area="order") == [newest]
    assert admin.call("audit.search", before=newest["seq"]) == [first]
    day = newest["at"][:10]
    assert len(admin.call("audit.search", **{"from": day, "to": day})) == 2
    assert admin.call("audit.search", **{"from": "2999-01-01"}) == []
    assert admin.call("audit.search", limit=1) == [newest]
    clerk = server.user("hoai", "clerk")
    with pytest.raises(RefusedCall, match="forbidden"):
        clerk.call("audit.search")
    with pytest.raises(RefusedCall, match="forbidden"):
        clerk.call("settings.get")


def test_another_office_s_file_is_compared_and_taken(
    server: RunningServer, admin: Client
) -> None:
    text = (server.folder / "office.toml").read_text("utf-8")
    other = text.replace('id = "thach-khe"', 'id = "xa-khac"', 1).replace(
        "UBND xã Thạch Khê", "UBND xã Khác"
    )
    told = admin.call("settings.compare", text=other)
    assert told["changes"][0] == {
        "at": "name",
        "before": "UBND xã Thạch Khê",
        "after": "UBND xã Khác",
    }
    assert told["problems"] == []
    version = admin.call("settings.get")["version"]
    admin.do("settings.import", text=other, version=version)
    now = settings(admin)
    assert (now["id"], now["name"]) == ("thach-khe", "UBND xã Khác")
    assert admin.call("office.get")["name"] == "UBND xã Khác"
    broken = admin.call("settings.compare", text="name = ")
    assert broken["changes"] == []
    assert len(broken["problems"]) == 1


def written(folder: Path) -> list[OfficeChanged]:
    journal = Journal(folder / "journal.db")
    found = [*journal.changes()]
    journal.stop()
    return found


@pytest.mark.parametrize("told", [True, False])
def test_a_kill_between_the_steps_leaves_all_or_nothing(
    server: RunningServer, admin: Client, told: bool
) -> None:
    """Prepared, maybe written down, and not yet in its place when the power went."""
    before = settings(admin)
    old = (server.folder / "office.toml").read_text("utf-8")
    put(admin, "ticker", [{"text": {"vi": "Một"}}])
    server.kill()
    new = (server.folder / "office.toml").read_text("utf-8")
    (server.folder / "office.toml").write_text(old, "utf-8")
    file = OfficeFile(server.folder / "office.toml")
    file.prepare(new if told else new + "\n# never written down\n")
    server.start()
    now = server.client(admin.token).call("settings.get")["office"]
    assert now.get("ticker", []) == ([{"text": {"vi": "Một"}}] if told else [])
    assert {**now, "ticker": []} == {**before, "ticker": []}
    assert not (server.folder / "office.toml.next").exists()


def test_settings_that_were_there_once_are_not_taken_again_unsaid(
    server: RunningServer, admin: Client
) -> None:
    """Killed before the event: that an older event names the same file is no proof."""
    put(admin, "ticker", [{"text": {"vi": "Một"}}])
    once = (server.folder / "office.toml").read_text("utf-8")
    put(admin, "ticker", [{"text": {"vi": "Hai"}}])
    server.kill()
    OfficeFile(server.folder / "office.toml").prepare(once)
    server.start()
    now = server.client(admin.token).call("settings.get")["office"]
    assert now["ticker"] == [{"text": {"vi": "Hai"}}]


def test_what_was_used_today_may_go_and_a_restart_shows_the_same(
    server: RunningServer, admin: Client
) -> None:
    office = settings(admin)
    new = {**office["services"][0], "id": "moi", "prefix": "N", "fields": []}
    put(admin, "services", [*office["services"], new])
    counter = {"id": "q9", "number": 9, "name": {"vi": "Quầy 9"}, "services": ["moi"]}
    put(admin, "counters", [*office["counters"], counter])
    kiosk = server.kiosk()
    kiosk.do("ticket.issue", service="moi")
    clerk = server.user("hoai", "clerk")
    clerk.do("counter.open", counter="q9")
    clerk.do("counter.call_next")
    clerk.do("counter.start")
    clerk.do("counter.finish", outcome="accepted")
    clerk.do("counter.close")
    put(admin, "counters", office["counters"])
    put(admin, "services", office["services"])
    before = admin.call("office.get"), admin.call("queue.get")
    assert "q9" not in [one["id"] for one in before[1]["counters"]]
    server.kill()
    server.start()
    again = server.client(admin.token)
    assert again.call("office.get")["counters"] == before[0]["counters"]
    assert again.call("queue.get")["counters"] == before[1]["counters"]
    service = office["services"][0]["id"]
    given = server.client(kiosk.token).do("ticket.issue", service=service)
    assert given["ticket"]["number"].endswith("001")


def test_each_change_s_event_names_the_file_it_made(
    server: RunningServer, admin: Client
) -> None:
    put(admin, "order", {"cap": 4})
    text = (server.folder / "office.toml").read_text("utf-8")
    server.stop()
    [change] = written(server.folder)
    assert change.detail["version"] == version_of(text)
    assert tree_of(text)["order"] == {"cap": 4}


PICTURE = Path(__file__).parents[2] / "assets" / "office" / "so-do-cac-phong.png"


def test_a_picture_is_looked_at_kept_and_shown(
    server: RunningServer, admin: Client
) -> None:
    status, body = admin.send("/admin/pictures", PICTURE.read_bytes())
    assert status == 200, body
    slide = {"title": {"vi": "Sơ đồ"}, "picture": {"vi": body["file"]}}
    put(admin, "slides", [slide])
    [shown] = server.client().call("office.get")["slides"]
    assert shown["picture"]["vi"].endswith(body["file"])
    status, body = admin.send("/admin/pictures", b"<svg onload=alert(1)>")
    assert status == 422
    assert body["text"]["vi"]
    status, _ = admin.send("/admin/pictures", b"x" * 2_000_001)
    assert status == 413
    clerk = server.user("hoai", "clerk")
    assert clerk.send("/admin/pictures", PICTURE.read_bytes())[0] == 403
    assert [p.name for p in server.folder.glob("picture.*")] == []


def test_pictures_that_come_at_once_are_all_kept(
    server: RunningServer, admin: Client
) -> None:
    def picture(n: int) -> bytes:
        drawn = io.BytesIO()
        Image.new("RGB", (320, 320), (n, 80, 80)).save(drawn, "png")
        return drawn.getvalue()

    with ThreadPoolExecutor(8) as hands:
        sent = hands.map(lambda n: admin.send("/admin/pictures", picture(n)), range(16))
        answers = list(sent)
    assert [status for status, _ in answers] == 16 * [200]
    assert len({answer["file"] for _, answer in answers}) == 16
    for _, answer in answers:
        assert (server.folder / answer["file"]).is_file()


def test_the_settings_are_to_be_had_as_a_file(
    server: RunningServer, admin: Client
) -> None:
    status, text = admin.get("/admin/office.toml")
    assert status == 200
    assert text == (server.folder / "office.toml").read_bytes()
    assert text not in server.client().get("/admin/office.toml")[1]  # signs in first


def test_the_folder_of_another_office_may_be_copied(
    server: RunningServer, admin: Client, tmp_path: Path
) -> None:
    """The changed file stands alone: a new server reads it without the journal."""
    put(admin, "ticker", [{"text": {"vi": "Một"}}])
    text = (server.folder / "office.toml").read_text("utf-8")
    fresh = tmp_path / "fresh"
    with RunningServer(fresh) as other:
        other.stop()
        shutil.copy(server.folder / "office.toml", fresh / "office.toml")
        other.start()
        admin_there = other.user("khac", "admin")
        assert admin_there.call("settings.get")["version"] == version_of(text)

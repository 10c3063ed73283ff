"""Browsing by life event and field, posted pages, and procedures that changed."""

from pathlib import Path

import msgspec
import pytest

from kiosk.catalog import Catalog
from kiosk.flow import State, comfort, step
from kiosk.flow import inputs as i
from kiosk.flow.browsing import OpenBrowse, OpenGroup
from kiosk.flow.posted import OpenPost
from kiosk.flow.state import HOME, Screen
from kiosk.posts import NOTICES, RULES, posts_of
from tests.kiosk.glass import kiosk
from tests.kiosk.kiosk_office import office, procedures
from tests.kiosk.test_kiosk_screens import _see

OLD, NEW, CHANGED = "1.001022", "1.001193", "1.000894"
STATUS = {OLD: "withdrawn", NEW: "new", CHANGED: "changed"}
ELSEWHERE = ("TN-TACH-THUA", "TN-LY-LICH", "TN-HOC-BONG")
NOTHING = "tàu vũ trụ"


def changed_catalog() -> Catalog:
    return Catalog(
        msgspec.structs.replace(
            one,
            status=STATUS.get(one.code, "same"),
            successor=NEW if one.code == OLD else None,
        )
        for one in procedures()
    )


def world() -> State:
    state, _ = step(State(), i.LineUp(), 0)
    state, _ = step(state, i.OfficeKnown(office()), 0)
    state, _ = step(state, i.ProceduresKnown(changed_catalog()), 0)
    return state


def after(state: State, *touches: i.Input) -> State:
    for touch in touches:
        state, _ = step(state, touch, 1)
    return state


def test_a_life_event_has_what_it_needs_most_first() -> None:
    catalog = Catalog(procedures())
    birth = catalog.of_group("event", "birth")
    assert [one.code for one in birth[:2]] == ["3.000722", "1.001193"]
    assert {event.id for event in catalog.events} >= {"birth", "marriage", "death"}
    assert all(catalog.of_group("event", event.id) for event in catalog.events)
    assert "army" not in {event.id for event in catalog.events}  # nothing posted
    assert catalog.group("event", "army") is None


def test_every_procedure_is_in_its_field() -> None:
    catalog = Catalog(procedures())
    found = [
        one.code for f in catalog.fields for one in catalog.of_group("field", f.id)
    ]
    assert sorted(found) == sorted(one.code for one in procedures())
    strange = msgspec.structs.replace(procedures()[0], field="Việc lạ")
    [field] = Catalog([strange]).fields
    assert (field.id, field.name) == ("Việc lạ", {"vi": "Việc lạ"})
    assert not Catalog([msgspec.structs.replace(strange, field="")]).fields


def test_a_withdrawn_procedure_is_found_last_and_offered_nowhere() -> None:
    catalog = changed_catalog()
    assert catalog.search("nhận cha mẹ con")[-1] == OLD
    assert OLD not in catalog.commonest(99)
    assert OLD not in [one.code for one in catalog.of_service("ho-tich")]
    for group in catalog.events:
        assert OLD not in [one.code for one in catalog.of_group("event", group.id)]


def test_the_ways_of_browsing() -> None:
    state = after(world(), i.OpenSearch(), OpenBrowse())
    assert state.screen is Screen.BROWSE
    other = after(state, i.TurnTo(1), OpenBrowse("field"))
    assert len(other.path) == len(state.path)
    assert (other.place.page, other.place.group) != (1, state.place.group)
    assert after(state, OpenBrowse("nothing")) == after(state, i.Touched())
    group = after(state, OpenGroup("event", "birth"))
    assert group.screen is Screen.GROUP
    assert after(state, OpenGroup("event", "army")).screen is Screen.BROWSE
    gone = after(group, i.ProceduresKnown(Catalog()))
    assert gone.screen is Screen.BROWSE
    assert after(group, i.GoHome()).path == HOME


def test_a_posted_page_is_left_when_the_office_takes_it_away() -> None:
    state = after(world(), i.OpenPages(), OpenPost("so-do"))
    assert state.screen is Screen.POST
    assert after(state, i.OfficeKnown(office(pages=[]))).screen is Screen.PAGES
    assert after(world(), OpenPost("none")).path == HOME
    assert list(posts_of(office()))[:2] == [NOTICES, RULES]
    assert not posts_of(None)
    assert NOTICES not in posts_of(office(notices=[]))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_every_page_is_whole(form: str, language: str, tmp_path: Path) -> None:
    async with kiosk(tmp_path, form=form, language=language) as k:
        k.desk.happen(i.ProceduresKnown(changed_catalog()))
        catalog = k.desk.state.hall.catalog
        await _see(k, i.OpenSearch(), OpenBrowse())
        await _see(k, i.TurnTo(1))
        await _see(k, OpenBrowse("field"))
        for kind, groups in (("event", catalog.events), ("field", catalog.fields)):
            for group in groups:
                await _see(k, i.GoHome(), OpenGroup(kind, group.id))
        for code in (*STATUS, *ELSEWHERE):
            await _see(k, i.GoHome(), i.OpenProcedure(code))
            await _see(k, i.OpenDetails())
        await _see(k, i.GoHome(), i.OpenPages())
        for post in k.desk.state.hall.posts:
            await _see(k, i.GoHome(), i.OpenPages(), OpenPost(post))
        k.desk.happen(i.GoHome())
        k.desk.happen(i.OpenSearch())
        await _see(k, i.Type("nhận cha mẹ con"))
        await _see(k, i.Type("lý lịch tư pháp"))
        await _see(k, i.Type(NOTHING))
        await _see(k, i.TurnTo(1))


@pytest.mark.parametrize("mode", [comfort.ChangeReach, comfort.ChangeText])
async def test_a_lowered_and_an_enlarged_page_stay_whole(
    tmp_path: Path, mode: type[i.Touch]
) -> None:
    async with kiosk(tmp_path) as k:
        k.desk.happen(i.ProceduresKnown(changed_catalog()))
        await _see(k, comfort.OpenComfort(), mode(), comfort.CloseComfort())
        long_fee = "1.000656"
        for code in (long_fee, OLD, *ELSEWHERE):
            await _see(k, i.GoHome(), i.OpenProcedure(code))
        await _see(k, i.GoHome(), i.OpenSearch(), i.Type(NOTHING))


async def test_browsing_with_fingers(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        k.desk.happen(i.ProceduresKnown(changed_catalog()))
        await k.tap("Tìm thủ tục và giấy tờ cần mang")
        await k.tap("Xem theo việc, lĩnh vực")
        await k.tap("Kết hôn")
        await k.pilot.until_text("Sửa đổi 22/11")
        await k.tap("Quay lại")
        await k.tap("Theo lĩnh vực")
        await k.tap("Đất đai")
        await k.tap("Làm sổ đỏ lần đầu")
        assert k.desk.state.place.procedure == "1.013978"
        k.desk.happen(i.OpenProcedure(OLD))
        since = "Thủ tục này đã bãi bỏ từ 22/11/2026, nay thực hiện theo:"
        await k.pilot.until_text(since)
        assert not k.pilot.has("Lấy số thứ tự")
        await k.tap("Đăng ký khai sinh")
        assert k.desk.state.place.procedure == NEW
        k.desk.happen(i.GoHome())
        await k.pilot.until_text("Thông báo – Nội quy")
        await k.tap("Thông báo – Nội quy")
        await k.tap("Sơ đồ các phòng")
        await k.pilot.until_text("Bên phải sảnh")


@pytest.mark.parametrize("form", ["tall", "small"])
async def test_who_finds_nothing_takes_a_number_to_ask(
    tmp_path: Path, form: str
) -> None:
    async with kiosk(tmp_path, form=form) as k:
        k.desk.happen(i.OpenSearch())
        k.desk.happen(i.Type(NOTHING))
        await k.pilot.frames(2)
        if form == "small":
            await k.tap("Gợi ý")
        await k.tap("Lấy số để hỏi cán bộ")
        await k.pilot.until(lambda: k.desk.state.given)
        [issue] = k.server.calls("ticket.issue")
        assert (issue.service, list(issue.procedures)) == ("viec-khac", [])


async def test_an_office_without_a_general_service_offers_the_staff(
    tmp_path: Path,
) -> None:
    async with kiosk(tmp_path, office(general=None)) as k:
        await _see(k, i.OpenSearch(), i.Type(NOTHING))
        assert k.pilot.has("Ông/bà thử từ khác, hoặc chạm vào chuông để gọi cán bộ.")
        assert not k.pilot.has("Lấy số để hỏi cán bộ")


async def test_the_small_panel_tells_a_usual_procedure_on_six_pages(
    tmp_path: Path,
) -> None:
    async with kiosk(tmp_path, form="small") as k:
        counts = {}
        for one in procedures():
            for touch in (i.GoHome(), i.OpenProcedure(one.code), i.OpenDetails()):
                k.desk.happen(touch)
            await k.pilot.frames(2)
            page = k.pilot.app.root._page
            counts[one.code] = len(page.pages(k.desk.state, page.room(page._area)))
        assert sorted(counts.values())[len(counts) // 2] <= 6
        assert max(counts.values()) <= 7


async def test_tones_are_typed_on_the_small_panel(tmp_path: Path) -> None:
    async with kiosk(tmp_path, form="small") as k:
        k.desk.happen(i.OpenSearch())
        await k.pilot.frames(2)
        for key in ("T", "Ư", "123, dấu", "hỏi", "H"):
            await k.tap(key)
        assert k.desk.state.typed == "tửh"
        k.pilot.window.dispatch("on_key_down", 8, 0, None, [])
        k.pilot.window.dispatch("on_textinput", "r")
        assert k.desk.state.typed == "tưr"

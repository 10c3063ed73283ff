"""The other areas of the settings in the browser: each action, seen in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.web.browser.admin_office import (
    AdminOffice,
    admin_office,
    answer,
    edit,
    row,
    saves,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[AdminOffice]:
    with admin_office(tmp_path_factory.mktemp("areas") / "data", browser) as running:
        yield running


@pytest.fixture
def page(office: AdminOffice) -> Iterator[Page]:
    with office.page() as page:
        yield page


def add(page: Page) -> None:
    page.locator(".add").click()
    expect(page.locator(".editor")).to_be_visible()


def in_vietnamese(page: Page, label: str, text: str) -> None:
    page.get_by_label(f"{label} (tiếng Việt)").fill(text)


def test_a_counter(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/counters?lang=vi")
    add(page)
    expect(page.get_by_label("Số quầy")).to_have_value("5")
    serves = page.get_by_role("group", name="Phục vụ")
    serves.get_by_label("B · Khai sinh").check()
    serves.get_by_label("A · Chứng thực").check()
    page.get_by_role("group", name="Nhận trước").get_by_label("B · Khai").check()
    saves(page)
    added = office.settings["counters"][-1]
    assert (added["id"], added["number"]) == ("q5", 5)
    assert added["name"] == {"vi": "Quầy 5", "en": "Counter 5"}
    assert added["services"] == ["chung-thuc", "ho-tich"]
    assert added["prefers"] == ["ho-tich"]
    page.locator(".remove").click()
    answer(page, "Xóa")
    expect(row(page, "Quầy 5")).to_have_count(0)


def test_a_room(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/counters?lang=vi#rooms")
    add(page)
    in_vietnamese(page, "Phòng chờ", "Tầng 2")
    page.get_by_role("group", name="Quầy").get_by_label("3").check()
    saves(page)
    room = office.settings["rooms"][0]
    assert (room["id"], room["counters"]) == ("tang-2", ["q3"])
    page.get_by_role("link", name="Quầy", exact=True).last.click()
    edit(page, "Quầy 3")
    page.locator(".remove").click()
    expect(page.locator("#toast")).to_contain_text("Tầng 2")


def test_a_priority(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/priorities?lang=vi")
    edit(page, "Người cao tuổi")
    page.get_by_label("Từ tuổi").fill("")
    page.get_by_label("Số phút sớm hơn").fill("20")
    page.get_by_label("Gọi trước tất cả").check()
    saves(page)
    reason = next(
        one for one in office.settings["priorities"] if one["id"] == "nguoi-cao-tuoi"
    )
    assert (reason["credit_minutes"], reason["absolute"]) == (20, True)
    assert reason.get("age") is None


def test_the_order_of_calls(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/priorities?lang=vi#order")
    page.get_by_label("Ưu tiên được tính").select_option("fifo")
    page.get_by_label("Cán bộ được hoàn tác").fill("45")
    saves(page)
    assert office.settings["order"]["mode"] == "fifo"
    assert office.settings["order"]["undo_seconds"] == 45


def test_coming_back(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/priorities?lang=vi#returning")
    page.get_by_label("Số lần").fill("2")
    saves(page)
    assert office.settings["returning"]["times"] == 2


def test_the_week_with_its_lunch(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/hours?lang=vi")
    page.get_by_label("Luôn mở cửa").uncheck()
    saturday = page.get_by_role("group", name="Thứ Bảy")
    saturday.get_by_role("button", name="Thêm buổi").click()
    saturday.get_by_label("Từ").fill("7h30")
    saturday.get_by_label("Đến").fill("1130")
    monday = page.get_by_role("group", name="Thứ Hai")
    monday.get_by_label("Đến").first.fill("11:30")
    saves(page)
    hours = office.settings["hours"]
    assert hours["saturday"] == ["07:30-11:30"]
    assert hours["monday"] == ["07:30-11:30", "13:00-16:30"]
    assert not hours.get("always")
    saturday.get_by_role("button", name="Bỏ dòng này").click()
    saves(page)
    assert not office.settings["hours"].get("saturday")


def test_sessions_that_overlap_are_marked(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/hours?lang=vi")
    monday = page.get_by_role("group", name="Thứ Hai")
    monday.get_by_label("Đến").first.fill("14:00")
    page.locator(".save").click()
    expect(page.locator(".state")).to_contain_text("Chưa lưu")
    expect(monday.locator(".wrong")).to_be_visible()
    assert "14:00" not in str(office.settings["hours"]["monday"])


def test_a_season(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/hours?lang=vi#seasons")
    edit(page, "16/04 – 15/10")
    page.get_by_label("Đến ngày/tháng").fill("1/11")
    saves(page)
    assert office.settings["hours"]["seasons"][0]["last"] == "11-01"


def test_a_holiday(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/hours?lang=vi#holidays")
    add(page)
    page.get_by_label("Ngày", exact=True).fill("2/9/2028")
    in_vietnamese(page, "Tên ngày nghỉ", "Quốc khánh 2028")
    saves(page)
    added = {"date": "2028-09-02", "name": {"vi": "Quốc khánh 2028"}}
    assert added in office.settings["hours"]["holidays"]


def test_a_date_that_is_none(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/hours?lang=vi#holidays")
    add(page)
    page.get_by_label("Ngày", exact=True).fill("31/02/2028")
    in_vietnamese(page, "Tên ngày nghỉ", "Ngày không có")
    page.locator(".save").click()
    expect(page.locator(".state")).to_contain_text("Chưa lưu")
    expect(page.get_by_label("Ngày", exact=True)).to_be_focused()


def test_a_swapped_day(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/hours?lang=vi#swapped")
    add(page)
    page.get_by_label("Ngày đi làm").fill("05/12/2026")
    page.get_by_label("Làm bù cho ngày").fill("04/12/2026")
    saves(page)
    swapped = office.settings["hours"]["swapped"]
    assert swapped == [{"date": "2026-12-05", "works_as": "2026-12-04"}]


def test_the_office(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/office?lang=vi")
    page.get_by_label("Tên cơ quan").fill("UBND xã Thạch Hà")
    page.get_by_label("Tên Wi-Fi").fill("Mot cua")
    page.get_by_label("Ngôn ngữ").select_option("vi")
    page.get_by_label("Hiện tên cán bộ").check()
    saves(page)
    settings = office.settings
    assert settings["name"] == "UBND xã Thạch Hà"
    assert settings["wifi"] == "Mot cua"
    assert settings["languages"] == ["vi"]
    assert settings["show_clerk_names"] is True
    assert office.kiosk.call("office.get")["name"] == "UBND xã Thạch Hà"
    page.get_by_label("Ngôn ngữ").select_option("vi,en")
    saves(page)
    assert office.settings["languages"] == ["vi", "en"]


def test_the_words_of_a_call(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/wording?lang=vi")
    in_vietnamese(page, "Phần số", "Xin mời số {number}")
    in_vietnamese(page, "Phần quầy", "đến quầy {counter}")
    saves(page)
    call = office.settings["call"]
    assert call["number"]["vi"] == "Xin mời số {number}"
    assert call["counter"]["vi"] == "đến quầy {counter}"


def test_a_call_without_its_number_is_refused(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/wording?lang=vi")
    in_vietnamese(page, "Phần số", "Xin mời")
    page.locator(".save").click()
    expect(page.locator(".state")).to_contain_text("Chưa lưu")
    expect(page.get_by_label("Phần số (tiếng Việt)")).to_be_focused()


def test_a_notice_with_its_days(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/posts?lang=vi")
    add(page)
    in_vietnamese(page, "Tiêu đề", "Nghỉ buổi chiều")
    in_vietnamese(page, "Nội dung", "Chiều thứ Sáu không tiếp công dân.")
    page.get_by_label("Từ ngày").fill("01/12/2099")
    page.get_by_label("Đến ngày").fill("04/12/2099")
    expect(page.locator(".wall")).to_contain_text("Nghỉ buổi chiều")
    saves(page)
    added = office.settings["notices"][-1]
    assert added["title"] == {"vi": "Nghỉ buổi chiều"}
    assert (added["first"], added["last"]) == ("2099-12-01", "2099-12-04")
    expect(row(page, "Nghỉ buổi chiều")).to_contain_text("Từ 01/12/2099")


def test_a_rule_and_a_line(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/posts?lang=vi#rules")
    edit(page, "Lệ phí")
    in_vietnamese(page, "Tiêu đề", "Phí, lệ phí")
    saves(page)
    assert "Phí, lệ phí" in str(office.settings["rules"])
    assert "Phí, lệ phí" in str(office.kiosk.call("office.get")["rules"])
    page.get_by_role("link", name="Dòng chữ").click()
    add(page)
    in_vietnamese(page, "Dòng chữ", "Mất điện từ 14 giờ.")
    page.locator("main summary").click()
    page.get_by_role("button", name="Thêm buổi").click()
    page.get_by_label("Từ", exact=True).fill("7")
    page.get_by_label("Đến", exact=True).fill("14")
    saves(page)
    line = office.settings["ticker"][-1]
    assert line["text"] == {"vi": "Mất điện từ 14 giờ."}
    assert line["hours"] == ["07:00-14:00"]


def test_a_page_of_the_kiosk(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/posts?lang=vi#pages")
    edit(page, "Nơi nhận phản ánh")
    page.get_by_role("button", name="Thêm dòng").click()
    in_last_row = page.locator(".rows > li").last
    in_last_row.get_by_label("Cột trái (tiếng Việt)").fill("Điện thoại")
    in_last_row.get_by_label("Cột phải (tiếng Việt)").fill("1022")
    saves(page)
    rows = office.settings["pages"][1]["rows"]
    assert rows[-1] == {"label": {"vi": "Điện thoại"}, "text": {"vi": "1022"}}


@pytest.mark.parametrize("area", ["rating_reasons", "hold_reasons", "pause_reasons"])
def test_a_reason(page: Page, office: AdminOffice, area: str) -> None:
    office.open(page, f"/admin/reasons?lang=vi#{area}")
    add(page)
    in_vietnamese(page, "Lý do", "Đi lấy giấy tờ")
    saves(page)
    assert office.settings[area][-1] == {
        "id": "di-lay-giay-to",
        "name": {"vi": "Đi lấy giấy tờ"},
    }


MAP = ROOT / "assets" / "office" / "so-do-cac-phong.png"


def test_a_slide_with_its_picture(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/posts?lang=vi#slides")
    add(page)
    page.get_by_label("Chọn hình (tiếng Việt)").set_input_files(MAP)
    expect(page.locator(".picture").first).to_contain_text("Đã nhận")
    expect(page.locator(".wall img")).to_be_visible()
    saves(page)
    file = office.settings["slides"][0]["picture"]["vi"]
    assert (office.server.folder / file).read_bytes() == MAP.read_bytes()
    shown = office.kiosk.call("office.get")["slides"][0]["picture"]["vi"]
    page.reload()
    page.locator("tbody .open").click()
    expect(page.locator(".thumb img").first).to_have_attribute("src", shown)
    page.get_by_role("button", name="Bỏ hình").first.click()
    page.locator(".save").click()
    expect(page.locator(".state")).to_contain_text("Chưa lưu")
    assert office.settings["slides"][0]["picture"]["vi"] == file


def test_what_is_no_picture_is_refused(
    office: AdminOffice, browser: Browser, tmp_path: Path
) -> None:
    wrong = tmp_path / "slide.png"
    wrong.write_bytes(b"no picture at all")
    with office.page(calm=False) as page:
        office.open(page, "/admin/posts?lang=vi#slides")
        add(page)
        page.get_by_label("Chọn hình (tiếng Việt)").set_input_files(wrong)
        expect(page.locator(".picture .wrong").first).to_be_visible()
        expect(page.locator(".thumb").first).to_be_hidden()


def test_the_log_tells_who_changed_what(page: Page, office: AdminOffice) -> None:
    office.change("ticker", [{"text": {"vi": "Một dòng cho nhật ký."}}])
    reasons = office.settings["rating_reasons"]
    reasons[0]["name"]["vi"] = "Phải chờ quá lâu"
    office.change("rating_reasons", reasons)
    office.open(page, "/admin/audit?lang=vi")
    newest = page.locator("tbody tr").first
    expect(newest).to_contain_text("Phải chờ quá lâu")
    expect(newest).to_contain_text("Trần Thị Hà")
    page.get_by_label("Mục", exact=True).select_option("ticker")
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator("tbody tr").first).to_contain_text("Dòng chữ")
    expect(page.get_by_text("Phải chờ quá lâu")).to_have_count(0)
    page.get_by_label("Mục", exact=True).select_option("")
    page.get_by_label("Tìm chữ").fill("không ai đổi điều này")
    page.keyboard.press("Enter")
    expect(page.locator(".none")).to_be_visible()
    page.get_by_label("Tìm chữ").fill("")
    page.get_by_label("Đến ngày").fill("1/1/2020")
    page.keyboard.press("Enter")
    expect(page.locator(".none")).to_be_visible()
    page.get_by_label("Đến ngày").fill("ngày nào đó")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Đến ngày")).to_be_focused()
    expect(page.locator(".search .wrong:visible")).to_contain_text("ngày/tháng/năm")


def test_the_settings_as_a_file(
    page: Page, office: AdminOffice, tmp_path: Path
) -> None:
    office.open(page, "/admin/file?lang=vi")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải tệp cấu hình").click()
    kept = tmp_path / "office.toml"
    downloading.value.save_as(kept)
    choose = page.get_by_label("Chọn tệp")
    choose.set_input_files(kept)
    expect(page.get_by_text("không có gì để đổi")).to_be_visible()
    text = kept.read_text("utf-8")
    other = tmp_path / "other.toml"
    name = office.settings["name"]
    other.write_text(text.replace(name, "UBND xã Khác"), encoding="utf-8")
    choose.set_input_files(other)
    expect(page.locator(".changes tbody tr")).to_contain_text(["UBND xã Khác"])
    page.get_by_role("button", name="Áp dụng").click()
    answer(page, "Giữ lại")
    assert office.settings["name"] == name
    page.get_by_role("button", name="Áp dụng").first.click()
    answer(page, "Áp dụng")
    expect(page.locator("#toast")).to_contain_text("Đã áp dụng")
    assert office.settings["name"] == "UBND xã Khác"


def test_a_file_with_mistakes_changes_nothing(
    page: Page, office: AdminOffice, tmp_path: Path
) -> None:
    name = office.settings["name"]
    office.open(page, "/admin/file?lang=vi")
    for n, text in enumerate(("x = [", 'id = "x"\nname = 3\n')):
        wrong = tmp_path / f"wrong{n}.toml"
        wrong.write_text(text, encoding="utf-8")
        page.get_by_label("Chọn tệp").set_input_files(wrong)
        expect(page.locator(".problems li").first).to_be_visible()
        expect(page.get_by_role("button", name="Áp dụng")).to_have_count(0)
    assert office.settings["name"] == name


def test_a_file_is_compared_anew_when_somebody_was_faster(
    page: Page, office: AdminOffice, tmp_path: Path
) -> None:
    file = tmp_path / "office.toml"
    text = office.other.get("/admin/office.toml")[1].decode()
    file.write_text(text.replace("cap = 2", "cap = 5"), encoding="utf-8")
    office.open(page, "/admin/file?lang=vi")
    page.get_by_label("Chọn tệp").set_input_files(file)
    expect(page.locator(".changes")).to_contain_text("order.cap")
    office.change("ticker", [{"text": {"vi": "Một dòng mới."}}])
    page.get_by_role("button", name="Áp dụng").click()
    answer(page, "Áp dụng")
    expect(page.locator(".changes")).to_contain_text("ticker")
    assert office.settings["order"]["cap"] != 5


def test_the_overview_says_what_is_missing(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin?lang=vi")
    missing = page.locator(".checks .bad", has_text="địa chỉ cho điện thoại")
    expect(missing).to_be_visible()
    overview = page.locator(".overview")
    expect(overview).to_contain_text("Giọng đọc")
    expect(overview.locator(".bad", has_text="thủ tục")).to_be_visible()
    expect(overview).to_contain_text("bản sao lưu", ignore_case=True)
    missing.get_by_role("link").click()
    page.get_by_label("Địa chỉ cho điện thoại").fill("http://192.168.1.10:8800")
    saves(page)
    office.open(page, "/admin?lang=vi")
    expect(missing).to_have_count(0)


def test_leaving_with_something_typed_asks(page: Page, office: AdminOffice) -> None:
    office.open(page, "/admin/office?lang=vi")
    page.get_by_label("Tên bộ phận").fill("Bộ phận khác")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.locator("#menu a[href='/admin/counters']").click()
    expect(page.get_by_label("Tên bộ phận")).to_have_value("Bộ phận khác")
    assert asked == ["beforeunload"]

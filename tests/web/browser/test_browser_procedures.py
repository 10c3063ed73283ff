"""The administrator's procedures: every deed with the mouse and with the keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from server.procedures.importer import FORMAT
from tests.running import PASSWORD, Client, RunningServer
from tests.web.browser.visiting import DESK, page_of, take_picture


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that only this module's administrator changes."""
    data = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(data, program="tests.hurried") as running:
        yield running


@pytest.fixture(scope="module")
def admin(office: RunningServer) -> Client:
    return office.user("thanh", "admin", "Lê Văn Thành")


@pytest.fixture(scope="module")
def kept(browser: Browser, office: RunningServer, admin: Client) -> Any:
    """What a browser keeps in which the administrator has signed in."""
    with page_of(browser, DESK) as page:
        page.goto(f"{office.url}/admin/procedures")
        page.fill("input[name=name]", "thanh")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".procedures tbody tr").first).to_be_visible()
        return page.context.storage_state()


@pytest.fixture
def page(browser: Browser, office: RunningServer, kept: Any) -> Iterator[Page]:
    with page_of(browser, DESK, storage_state=kept) as page:
        page.goto(f"{office.url}/admin/procedures?lang=vi")
        expect(page.locator(".procedures tbody tr").first).to_be_visible()
        yield page


def record(**changes: Any) -> dict[str, Any]:
    code = f"9.{uuid4().hex[:6]}"
    return {
        "code": code,
        "name": {"vi": f"Đăng ký thuyền thúng {code}"},
        "short": {"vi": "Thuyền\nthúng"},
        "field": "Nghề cá",
        "service": "ho-tich",
        "fee": {"vi": "Miễn phí"},
        "fee_kind": "free",
        "time": {"vi": "Trong ngày"},
        "result": {"vi": "Sổ thuyền"},
        "who_must_come": {"vi": "Chủ thuyền"},
        "papers": [{"id": "p1", "name": {"vi": "Đơn"}, "kind": "submit"}],
        **changes,
    }


def made(admin: Client, page: Page, **changes: Any) -> str:
    """Make a draft, which the open page follows; give its code."""
    code: str = record(**changes)["code"]
    admin.do("procedure.put", procedure={**record(), **changes, "code": code})
    expect(row(page, code)).to_have_count(1)
    return code


def row(page: Page, code: str) -> Any:
    return page.locator(f"tr[data-code='{code}']")


def entry(admin: Client, code: str) -> dict[str, Any]:
    (found,) = [one for one in admin.call("procedure.all") if one["code"] == code]
    return dict(found)


def open_form(page: Page, code: str) -> Any:
    row(page, code).locator(".open").click()
    form = page.locator(".editor form")
    expect(form).to_be_visible()
    return form


def test_it_is_found_by_words_without_accents_and_by_state(
    page: Page, admin: Client
) -> None:
    code = made(admin, page)
    page.get_by_label("Tìm theo tên").fill(f"thuyen thung {code}")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Trạng thái").select_option("posted")
    expect(page.locator("tbody tr")).to_have_count(0)
    expect(page.get_by_text("Không có thủ tục nào như vậy")).to_be_visible()


def test_what_is_edited_is_saved_whole(page: Page, admin: Client) -> None:
    code = made(admin, page)
    form = open_form(page, code)
    form.get_by_label("Lệ phí ghi trên màn hình (tiếng Việt)").fill("8.000 đồng")
    form.get_by_label("Loại lệ phí").select_option("amount")
    form.get_by_role("button", name="Thêm giấy tờ").click()
    paper = form.locator(".rows.rows > li").last
    paper.get_by_label("Tên giấy tờ (tiếng Việt)").fill("Căn cước")
    paper.get_by_label("Nộp hay xuất trình").select_option("show")
    form.get_by_label("Các bước").fill("Nộp đơn\nNhận sổ")
    form.get_by_role("button", name="Lưu thay đổi").click()
    expect(form.get_by_text("Đã lưu lúc")).to_be_visible()
    saved = admin.call("procedure.record", code=code)["procedure"]
    assert (saved["fee"], saved["fee_kind"]) == ({"vi": "8.000 đồng"}, "amount")
    assert [(one["name"]["vi"], one["kind"]) for one in saved["papers"]] == [
        ("Đơn", "submit"),
        ("Căn cước", "show"),
    ]
    assert saved["steps"] == ["Nộp đơn", "Nhận sổ"]
    assert saved["short"] == {"vi": "Thuyền\nthúng"}  # its line break is kept


def test_a_mistake_stands_at_its_field(page: Page, admin: Client) -> None:
    code = made(admin, page)
    form = open_form(page, code)
    name = form.get_by_label("Tên đầy đủ (tiếng Việt)")
    name.fill("")
    form.get_by_role("button", name="Lưu thay đổi").click()
    expect(name).to_be_focused()
    expect(form.get_by_text("chưa có chữ tiếng Việt")).to_be_visible()
    assert admin.call("procedure.record", code=code)["procedure"]["name"]["vi"]
    row(page, code).locator(".open").click()
    expect(page.get_by_text("Có thay đổi chưa lưu")).to_be_visible()
    page.get_by_role("button", name="Bỏ thay đổi").click()


def test_a_new_one_with_the_keyboard_alone(page: Page, admin: Client) -> None:
    code = f"9.{uuid4().hex[:6]}"
    page.locator(".add").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Mã thủ tục")).to_be_focused()
    page.keyboard.type(code)
    for label, text in {
        "Tên đầy đủ (tiếng Việt)": "Đăng ký lưới",
        "Tên thường gọi (tiếng Việt)": "Lưới",
        "Lệ phí ghi trên màn hình (tiếng Việt)": "Miễn phí",
        "Thời hạn (tiếng Việt)": "1 ngày",
        "Kết quả (tiếng Việt)": "Giấy",
        "Ai phải đến (tiếng Việt)": "Chủ lưới",
    }.items():
        page.get_by_label(label).focus()
        page.keyboard.type(text)
    page.get_by_label("Dịch vụ nhận").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Mã thủ tục").focus()
    page.keyboard.press("Enter")
    expect(row(page, code)).to_have_count(1)
    assert entry(admin, code)["state"] == "draft"
    assert entry(admin, code)["service"]


def test_confirm_with_the_keyboard(page: Page, admin: Client, tmp_path: Path) -> None:
    code = made(admin, page)
    form = open_form(page, code)
    form.get_by_role("button", name="Xác nhận").focus()
    page.keyboard.press("Enter")
    dialog = page.locator(".posted-dialog")
    expect(dialog).to_contain_text("Lê Văn Thành xác nhận thay cơ quan")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Xin ghi số quyết định.")).to_be_visible()
    expect(dialog.get_by_text("Xin ghi ngày như 24/11/2026.")).to_be_visible()
    take_picture(page, tmp_path, "confirm")
    page.keyboard.type("1234/QĐ-UBND")
    page.keyboard.press("Tab")
    page.keyboard.type("20/8/2026")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(row(page, code)).to_contain_text("Đã xác nhận")
    assert entry(admin, code)["confirmation"] == {
        "by": "Lê Văn Thành",
        "decision": "1234/QĐ-UBND",
        "date": "2026-08-20",
    }


def test_posted_hidden_withdrawn(page: Page, admin: Client, tmp_path: Path) -> None:
    code, other = made(admin, page), made(admin, page)
    form = open_form(page, code)
    form.get_by_role("button", name="Niêm yết").click()
    page.get_by_role("button", name="Vẫn niêm yết").click()
    expect(row(page, code)).to_contain_text("Đang niêm yết")
    form.get_by_role("button", name="Ẩn").click()
    expect(row(page, code)).to_contain_text("Bản nháp")
    form.get_by_role("button", name="Bãi bỏ").click()
    dialog = page.locator(".posted-dialog")
    dialog.get_by_label("Thủ tục thay thế").select_option(other)
    take_picture(page, tmp_path, "withdraw")
    dialog.get_by_role("button", name="Bãi bỏ").click()
    expect(row(page, code)).to_contain_text("Đã bãi bỏ")
    assert entry(admin, code)["successor"] == other
    form.get_by_role("button", name="Lịch sử").click()
    expect(dialog.locator(".versions > li")).to_have_count(4)
    expect(dialog).to_contain_text("Lê Văn Thành")
    take_picture(page, tmp_path, "history")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_several_at_once(page: Page, admin: Client) -> None:
    codes = [made(admin, page) for _ in range(2)]
    for code in codes:
        row(page, code).locator("input[type=checkbox]").check()
    bulk = page.locator(".bulk")
    expect(bulk).to_contain_text("Đã chọn 2")
    bulk.get_by_role("button", name="Xác nhận").click()
    dialog = page.locator(".posted-dialog")
    dialog.get_by_label("Số quyết định công bố").fill("7/QĐ-UBND")
    dialog.get_by_label("Ngày của quyết định").fill("1.9.2026")
    dialog.get_by_role("button", name="Xác nhận").click()
    for code in codes:
        expect(row(page, code)).to_contain_text("Đã xác nhận")
    expect(bulk).to_be_hidden()


def file_of(tmp_path: Path, *records: dict[str, Any]) -> Path:
    path = tmp_path / "thu-tuc.json"
    path.write_text(json.dumps({"format": FORMAT, "procedures": records}), "utf-8")
    return path


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_only_what_is_chosen_of_a_file_is_taken(
    page: Page, office: RunningServer, admin: Client, tmp_path: Path, lang: str
) -> None:
    code = made(admin, page)
    new, other = record(name={"vi": "Mới"}), record(name={"vi": "Không lấy"})
    changed = record(code=code, time={"vi": "3 ngày"})
    page.goto(f"{office.url}/admin/procedures?lang={lang}")
    expect(row(page, code)).to_have_count(1)
    given = file_of(tmp_path, changed, new, other)
    page.set_input_files("input[type=file]", given)
    found = page.locator(".found")
    expect(found.locator("li").first).to_contain_text(code)
    found.locator("summary").first.click()
    expect(found.locator("table.changes").first).to_contain_text("3 ngày")
    take_picture(page, tmp_path, f"import_{lang}")
    found.locator("li", has_text=new["code"]).get_by_role("checkbox").check()
    page.locator(".import .bulk .solid").click()
    expect(row(page, new["code"])).to_have_count(1)
    saved = admin.call("procedure.record", code=code)["procedure"]
    assert saved["time"] == {"vi": "3 ngày"}
    assert other["code"] not in {one["code"] for one in admin.call("procedure.all")}


def test_a_file_that_is_none_says_so(page: Page, admin: Client, tmp_path: Path) -> None:
    before = admin.call("procedure.all")
    path = tmp_path / "anh.json"
    path.write_text("[" * 50_000, "utf-8")
    page.set_input_files("input[type=file]", path)
    expect(page.locator("#toast")).to_contain_text("không phải JSON")
    assert admin.call("procedure.all") == before


def test_what_another_changes_is_not_overwritten_unseen(
    page: Page, admin: Client
) -> None:
    code = made(admin, page)
    form = open_form(page, code)
    form.get_by_label("Thời hạn (tiếng Việt)").fill("Của tôi")
    now = admin.call("procedure.record", code=code)
    newer = {**now["procedure"], "time": {"vi": "Của người khác"}}
    admin.do("procedure.put", procedure=newer, version=now["version"])
    expect(form.get_by_text("Người khác vừa đổi")).to_be_visible()
    expect(form.get_by_label("Thời hạn (tiếng Việt)")).to_have_value("Của tôi")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_pictures(
    page: Page, office: RunningServer, tmp_path: Path, lang: str
) -> None:
    page.goto(f"{office.url}/admin/procedures?lang={lang}")
    expect(page.locator("tbody tr").first).to_be_visible()
    take_picture(page, tmp_path, f"list_{lang}")
    page.locator("tbody .open").first.click()
    expect(page.locator(".editor form")).to_be_visible()
    take_picture(page, tmp_path, f"edit_{lang}")

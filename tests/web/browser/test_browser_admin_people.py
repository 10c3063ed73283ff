"""Staff and devices in the administrator's hands, in Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import PASSWORD, RunningServer
from tests.web.browser.visiting import (
    DESK,
    TELEVISION,
    fits_without_scrolling,
    page_of,
    take_picture,
)

NEW = "ba con voi trắng"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("people") / "data"
    with RunningServer(data, program="tests.hurried") as running:
        running.user("thanh", "admin", "Lê Văn Thành")
        yield running


@pytest.fixture(scope="module")
def signed_in(browser: Browser, server: RunningServer) -> object:
    with page_of(browser, DESK) as page:
        page.goto(f"{server.url}/sign-in?to=/admin/staff")
        page.fill("input[name=name]", "thanh")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#main h1")).to_be_visible()
        return page.context.storage_state()


@pytest.fixture
def page(browser: Browser, signed_in: object) -> Iterator[Page]:
    with page_of(browser, DESK, storage_state=signed_in) as page:
        yield page


def test_somebody_is_added_changed_and_removed(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/admin/staff")
    page.locator(".add").click()
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Họ và tên").fill("Trần Thị Hoa")
    page.get_by_label("Mật khẩu").fill("12345678")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("không được dễ đoán")
    page.get_by_label("Mật khẩu").fill(NEW)
    page.keyboard.press("Enter")
    row = page.locator("tbody tr").filter(has_text="Trần Thị Hoa")
    expect(row).to_contain_text("Cán bộ quầy")
    token = server.client().call("session.login", name="hoa", password=NEW)["token"]
    row.click()
    take_picture(page, tmp_path, "staff")
    page.get_by_label("Vai trò").select_option("supervisor")
    page.get_by_role("button", name="Lưu thay đổi").click()
    expect(row).to_contain_text("Phụ trách")
    row.click()
    page.get_by_role("button", name="Xóa cán bộ").click()
    page.locator("#ask-answers").get_by_text("Xóa cán bộ").click()
    expect(row).to_have_count(0)
    assert server.client(token).post(b"{}")[0] == 401


def test_the_last_administrator_cannot_go(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.url}/admin/staff")
    page.locator("tbody tr").filter(has_text="Lê Văn Thành").click()
    page.get_by_role("button", name="Xóa cán bộ").click()
    page.locator("#ask-answers").get_by_text("Xóa cán bộ").click()
    expect(page.locator("#toast")).to_contain_text("người quản trị cuối cùng")


def test_a_television_is_let_in_by_its_digits_and_shut_out_again(
    browser: Browser, page: Page, server: RunningServer, tmp_path: Path
) -> None:
    with page_of(browser, TELEVISION, calm=False) as wall:
        wall.goto(f"{server.url}/display?pair")
        digits = wall.locator("#pairing b")
        expect(digits).to_be_visible()
        take_picture(wall, tmp_path, "pairing")
        assert fits_without_scrolling(wall)
        page.goto(f"{server.url}/admin/devices")
        page.locator(".add").click()
        page.get_by_label("Sáu chữ số trên màn hình").fill(digits.inner_text())
        page.get_by_label("Tên thiết bị").fill("bang-tang-2")
        page.keyboard.press("Enter")
        row = page.locator("tbody tr").filter(has_text="bang-tang-2")
        expect(row).to_contain_text("Đang kết nối", timeout=30_000)
        expect(wall.locator("#pairing")).not_to_be_visible()
        row.click()
        expect(page.locator("dl.told")).to_contain_text("1920×1080")
        take_picture(page, tmp_path, "devices")
        page.get_by_label("Tên gọi").fill("Bảng tầng 2")
        page.keyboard.press("Enter")
        expect(row.locator("b")).to_have_text("Bảng tầng 2")
        page.goto(f"{server.url}/admin")
        expect(page.locator(".overview")).to_contain_text("Bảng tầng 2")
        page.goto(f"{server.url}/admin/devices")
        row.click()
        expect(page.get_by_label("Tên gọi")).to_have_value("Bảng tầng 2")
        take_picture(page, tmp_path, "renamed")
        outlasting = [c for c in wall.context.cookies() if c["expires"] > 0]
        wall.context.close()  # switched off
        expect(row).to_contain_text("Mất kết nối", timeout=30_000)
        with page_of(
            *(browser, TELEVISION),
            calm=False,
            storage_state={"cookies": outlasting, "origins": []},
        ) as again:
            again.goto(f"{server.url}/display")
            expect(row).to_contain_text("Đang kết nối", timeout=30_000)
            [renewed] = again.context.cookies()
            assert renewed["expires"] > time.time() + 399 * 24 * 3600
        page.get_by_role("button", name="Thu hồi").click()
        page.locator("#ask-answers").get_by_text("Thu hồi").click()
        expect(row).to_have_count(0)


def test_a_counter_s_display_shows_its_digits_too(
    browser: Browser, server: RunningServer, tmp_path: Path
) -> None:
    with page_of(browser, {"width": 800, "height": 480}) as page:
        page.goto(f"{server.url}/display/counter/2?pair")
        expect(page.locator("#pairing b")).to_be_visible()
        take_picture(page, tmp_path, "pairing")
        assert fits_without_scrolling(page)


def test_the_keyboard_alone_adds_somebody(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.url}/admin/staff")
    page.locator(".add").focus()
    page.keyboard.press("Enter")
    for typed in ("vinh", "Nguyễn Vinh"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(NEW)
    page.keyboard.press("Enter")
    expect(page.locator("tbody")).to_contain_text("Nguyễn Vinh")

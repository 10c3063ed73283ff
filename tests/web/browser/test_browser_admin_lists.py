"""A list of the settings in the browser: services, with all that lists can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.admin_office import (
    AdminOffice,
    admin_office,
    answer,
    edit,
    row,
    saves,
)


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[AdminOffice]:
    with admin_office(tmp_path_factory.mktemp("lists") / "data", browser) as running:
        yield running


@pytest.fixture(scope="module")
def first(office: AdminOffice) -> dict[str, Any]:
    """The settings as they were before all tests."""
    return office.settings


@pytest.fixture
def page(office: AdminOffice, first: dict[str, Any]) -> Iterator[Page]:
    """The page of the services, as they were at first."""
    for area in ("counters", "services", "counters"):
        now = office.settings
        if area == "counters":
            # Nobody serves what is added or removed here, until it is all as before.
            kept = [{**c, "services": [], "prefers": []} for c in first[area]]
            wanted = first[area] if now["services"] == first["services"] else kept
        else:
            wanted = first[area]
        if now[area] != wanted:
            office.change(area, wanted)
    with office.page() as page:
        office.open(page, "/admin/services?lang=vi")
        yield page


def named(office: AdminOffice, prefix: str) -> dict[str, Any]:
    """Give the service with this letter."""
    services = office.settings["services"]
    return next(service for service in services if service["prefix"] == prefix)


def test_a_change_is_saved_and_shown_at_once(page: Page, office: AdminOffice) -> None:
    edit(page, "Khai sinh")
    page.get_by_label("Tên trên nút (tiếng Việt)").fill("Hộ tịch,\nquốc tịch")
    page.get_by_label("Số phút").fill("17")
    expect(page.locator(".kiosk-button")).to_contain_text("Hộ tịch")
    saves(page)
    assert named(office, "B")["minutes"] == 17
    shown = office.kiosk.call("office.get")["services"]
    names = {service["id"]: service["name"]["vi"] for service in shown}
    assert names["ho-tich"] == "Hộ tịch,\nquốc tịch"
    expect(row(page, "Hộ tịch, quốc tịch")).to_have_count(1)


def test_an_icon_is_chosen_from_the_list(page: Page, office: AdminOffice) -> None:
    edit(page, "Khai sinh")
    page.locator(".icon-choice").click()
    page.get_by_label("Tìm biểu tượng").fill("can cuoc")
    offered = page.locator(".icons .grid button:visible")
    expect(offered).to_have_count(1)
    offered.click()
    saves(page)
    assert named(office, "B")["icon"] == "id-card"


def test_a_service_is_added_with_its_counters(page: Page, office: AdminOffice) -> None:
    page.locator(".add").click()
    page.get_by_label("Tên trên nút (tiếng Việt)").fill("Cư trú, căn cước")
    page.get_by_label("Tên trên nút (tiếng Anh)").fill("Residence")
    page.get_by_label("Dãy", exact=True).fill("C")
    page.locator(".chosen", has_text="3").click()
    page.get_by_label("Màu").select_option("Xanh dương")
    expect(page.locator(".kiosk-button .plate")).to_have_css(
        "color", "rgb(27, 71, 121)"
    )
    saves(page)
    added = named(office, "C")
    assert (added["id"], added["colour"]) == ("cu-tru-can-cuoc", "blue")
    assert added["short"] == {"vi": "Cư trú, căn cước", "en": "Residence"}
    serving = {c["id"]: c["services"] for c in office.settings["counters"]}
    assert "cu-tru-can-cuoc" in serving["q3"]
    assert "cu-tru-can-cuoc" not in serving["q1"]
    expect(row(page, "Cư trú, căn cước")).to_contain_text("3")


def test_quotas_are_rows_of_their_own(page: Page, office: AdminOffice) -> None:
    edit(page, "Khai sinh")
    page.locator("main summary").click()
    page.get_by_role("button", name="Thêm giới hạn").click()
    page.get_by_label("Số phiếu").fill("40")
    page.get_by_label("Từ", exact=True).fill("7h30")
    page.get_by_label("Đến", exact=True).fill("12")
    saves(page)
    quotas = named(office, "B")["quotas"]
    assert quotas == [{"tickets": 40, "opens": "07:30", "closes": "12:00"}]
    page.get_by_role("button", name="Bỏ dòng này").click()
    saves(page)
    assert not named(office, "B").get("quotas")


def test_what_is_still_served_is_not_removed(page: Page, office: AdminOffice) -> None:
    edit(page, "Khai sinh")
    page.locator(".remove").click()
    expect(page.locator("#toast")).to_contain_text("Quầy 2 còn phục vụ")
    assert named(office, "B")


def test_removing_asks_first(page: Page, office: AdminOffice) -> None:
    edit(page, "Trợ cấp")  # only the counter for everything serves it
    page.locator(".remove").click()
    answer(page, "Giữ lại")
    assert named(office, "M")
    page.locator(".remove").click()
    answer(page, "Xóa")
    expect(page.locator("#toast")).to_contain_text("Đã xóa")
    expect(row(page, "Trợ cấp")).to_have_count(0)
    expect(page.locator(".editor")).to_be_hidden()
    assert "M" not in [s["prefix"] for s in office.settings["services"]]


def test_the_order_is_changed_with_the_keyboard(
    page: Page, office: AdminOffice
) -> None:
    before = [service["id"] for service in office.settings["services"]]
    page.get_by_role("button", name="Đưa “B ·").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text("Khai sinh")
    expect(page.locator("#toast")).to_contain_text("vị trí 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the focus went along: the next one moves it down
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Khai sinh")
    expect(page.locator("#toast")).to_contain_text("vị trí 2")
    assert [service["id"] for service in office.settings["services"]] == before


def test_a_mistake_stands_at_its_field(page: Page, office: AdminOffice) -> None:
    edit(page, "Khai sinh")
    letter = page.get_by_label("Dãy", exact=True)
    letter.fill("A")
    page.locator(".save").click()
    expect(page.locator(".state")).to_contain_text("Chưa lưu")
    expect(letter).to_have_attribute("aria-invalid", "true")
    expect(letter).to_be_focused()
    expect(letter).to_have_accessible_description(re.compile("“A” đã có"))
    assert named(office, "B")["id"] == "ho-tich"
    letter.fill("B")
    saves(page)
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_a_mistake_of_another_row_is_named(page: Page, office: AdminOffice) -> None:
    edit(page, "Chứng thực")
    page.get_by_label("Dãy", exact=True).fill("B")
    page.locator(".save").click()
    expect(page.locator(".problems li")).to_contain_text("B · Khai sinh")
    assert named(office, "A")["id"] == "chung-thuc"


def test_a_mistake_in_what_is_folded_away_unfolds_it(page: Page) -> None:
    edit(page, "Khai sinh")
    page.locator("main summary").click()
    page.get_by_role("button", name="Thêm giới hạn").click()
    page.get_by_label("Số phiếu").fill("nhiều")
    page.locator("main summary").click()
    page.locator(".save").click()
    tickets = page.get_by_label("Số phiếu")
    expect(tickets).to_be_focused()
    expect(tickets).to_have_attribute("aria-invalid", "true")


def test_what_somebody_else_changed_meanwhile_is_said(
    page: Page, office: AdminOffice
) -> None:
    edit(page, "Khai sinh")
    page.get_by_label("Số phút").fill("21")
    services = office.settings["services"]
    services[1]["icon"] = "heart"
    office.change("services", services)
    expect(page.locator(".state")).to_contain_text("Người khác vừa đổi")
    expect(page.get_by_label("Số phút")).to_have_value("21")
    saves(page)
    assert named(office, "B")["minutes"] == 21


def test_a_change_elsewhere_stops_nobody(page: Page, office: AdminOffice) -> None:
    edit(page, "Khai sinh")
    page.get_by_label("Số phút").fill("22")
    office.change("ticker", [{"text": {"vi": "Mất điện chiều nay."}}])
    saves(page)
    assert named(office, "B")["minutes"] == 22
    assert office.settings["ticker"][0]["text"]["vi"] == "Mất điện chiều nay."


def test_what_is_not_being_edited_follows_at_once(
    page: Page, office: AdminOffice
) -> None:
    services = office.settings["services"]
    services[0]["name"]["vi"] = "Sao y"
    office.change("services", services)
    expect(row(page, "Sao y")).to_have_count(1)


def test_what_is_typed_is_not_lost_by_a_slip(page: Page, office: AdminOffice) -> None:
    edit(page, "Khai sinh")
    page.get_by_label("Số phút").fill("33")
    row(page, "Hộ kinh doanh").locator(".open").click()
    answer(page, "Ở lại")
    expect(page.get_by_label("Số phút")).to_have_value("33")
    row(page, "Hộ kinh doanh").locator(".open").click()
    answer(page, "Bỏ thay đổi")
    expect(page.locator(".editor h2")).to_contain_text("Hộ kinh doanh")
    assert named(office, "B")["minutes"] != 33


def test_a_service_is_changed_with_the_keyboard_alone(
    page: Page, office: AdminOffice
) -> None:
    page.get_by_role("button", name="Sửa K · Hộ kinh doanh").focus()
    page.keyboard.press("Enter")
    name = page.get_by_label("Tên trên nút (tiếng Việt)")
    expect(name).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Số phút")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("19")
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_contain_text("Đã lưu")
    assert named(office, "K")["minutes"] == 19

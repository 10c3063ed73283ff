"""A clerk's whole work without a mouse, and what axe-core says of the page."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import events_of, issue, press


def serious(page: Page) -> list[str]:
    """Let axe-core look at the page; give its serious findings, and worse ones."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_what_is_done_without_a_ticket_in_hand(
    page: Page, server: RunningServer
) -> None:
    started = events_of(server, "ticket.started")
    press(page, "Alt+C")
    page.keyboard.press("1")
    number = page.locator("#ask-large")
    expect(number).to_have_text(re.compile(r"^A\d{3}$"))
    given = number.inner_text()
    page.keyboard.press("1")
    expect(page.locator("#next-number")).to_have_text(given)
    press(page, "Alt+K")
    page.keyboard.press("2")
    expect(page.locator("#number")).to_have_text(re.compile(r"^B\d{3}$"))
    assert events_of(server, "ticket.started") == started + 1
    press(page, "F10")
    press(page, "F2")
    page.keyboard.press("1")
    expect(page.locator("#next")).to_contain_text("Tiếp tục nhận khách")
    press(page, "F8")
    expect(page.locator("#next")).to_contain_text("Gọi số tiếp theo")
    press(page, "Alt+Q")
    page.keyboard.press("1")
    expect(page.locator("#choose")).to_be_visible()
    expect(page.locator("#toast")).to_have_text("Đã đóng quầy.")


def test_what_is_done_with_a_ticket_in_hand(
    page: Page, kiosk: Client, hall_clerk: Client
) -> None:
    first, second = (issue(kiosk, "ho-tich")["number"] for _ in range(2))
    expect(page.locator("#next-number")).to_have_text(first)
    press(page, "F8")
    press(page, "Alt+U")
    page.keyboard.press("1")
    expect(page.locator("#chips")).to_contain_text("Ưu tiên:")
    press(page, "Alt+U")
    withdraw = page.locator("#ask-answers button", has_text="Bỏ ưu tiên")
    page.keyboard.press(withdraw.get_attribute("data-key") or "")
    expect(page.locator("#chips")).not_to_contain_text("Ưu tiên")
    press(page, "Alt+I")
    expect(page.locator("#toast.problem")).to_contain_text("Không có ki-ốt")
    press(page, "F6")
    page.keyboard.press("2")
    expect(page.locator("#tab-aside")).to_have_text("Tạm để lại / vắng mặt: 1")
    press(page, "F3")
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    expect(page.locator("#ask-title")).to_have_text(first)
    page.keyboard.press("1")
    expect(page.locator("#number")).to_have_text(first)
    hall_clerk.do("counter.open", counter="q4")
    press(page, "F4")
    there = page.locator("#ask-answers button", has_text="Quầy 4")
    page.keyboard.press(there.get_attribute("data-key") or "")
    page.keyboard.type("Đã xem giấy tờ")
    page.keyboard.press("Enter")
    expect(page.locator("#next-number")).to_have_text(second)
    assert hall_clerk.do("counter.call_next")["ticket"]["number"] == first


def test_axe_finds_nothing_serious(page: Page, kiosk: Client) -> None:
    code = kiosk.call("procedure.list", service="ho-tich")[0]["code"]
    for _ in range(3):
        issue(kiosk, "ho-tich", procedures=[code])
    expect(page.locator("#line button")).to_have_count(2)
    assert serious(page) == []
    press(page, "F8")
    press(page, "F1")
    expect(page.locator("#dossier")).to_be_visible()
    expect(page.locator("#finish")).to_be_enabled()
    assert serious(page) == []
    press(page, "F6")
    assert serious(page) == []

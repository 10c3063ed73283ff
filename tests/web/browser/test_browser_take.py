"""A citizen in the hall takes a number by phone, by the code that the wall shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.emulator.printer import read_qr
from tests.web.browser.admin_office import AdminOffice, admin_office, saves
from tests.web.browser.visiting import PHONE, TELEVISION, page_of, take_picture

SIX = re.compile(r"Mã \d{3} \d{3}")
MATTER = "Khai sinh"


@pytest.fixture(scope="module")
def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AdminOffice]:
    with admin_office(tmp_path_factory.mktemp("take") / "data", browser) as made:
        yield made


def switch_on(office: AdminOffice) -> None:
    """Set the address for phones, and let citizens take numbers by phone."""
    with office.page() as page:
        office.open(page, "/admin/office?lang=vi#phone")
        page.get_by_label("lấy số bằng điện thoại").check()
        page.locator(".save:visible").click()
        expect(page.locator(".wrong:visible")).to_contain_text("chưa đặt địa chỉ")
    with office.page() as page:
        office.open(page, "/admin/office?lang=vi")
        page.get_by_label("Địa chỉ cho điện thoại").fill(office.server.url)
        page.get_by_label("Tên Wi-Fi").fill("Mot-cua Thach Khe")
        saves(page)
        office.open(page, "/admin/office?lang=vi#phone")
        page.get_by_label("lấy số bằng điện thoại").check()
        saves(page)


def pair(office: AdminOffice, wall: Page) -> None:
    """Let the wall in by the digits that it shows."""
    wall.goto(f"{office.server.url}/display?pair&lang=vi")
    digits = wall.locator("#pairing b").inner_text().replace(" ", "")
    office.other.do("device.pair", name="bang-1", code=digits)


def looks_well(page: Page, folder: Path, name: str) -> None:
    """Take a picture of a step; nothing is cut off, everybody can use it."""
    take_picture(page, folder, name)
    assert Axe().run(page).response["violations"] == [], name


def choose(page: Page) -> None:
    """Choose a service and its first matter, and say which papers are there."""
    expect(page.locator("#service-step h2")).to_be_focused()
    page.locator("#services button", has_text=MATTER).click()
    page.locator("#matters button").first.click()
    expect(page.locator("#papers-step")).to_be_visible()
    page.locator("#papers input").first.check()


def test_a_number_is_taken_by_phone_in_the_hall(
    browser: Browser, office: AdminOffice, tmp_path: Path
) -> None:
    url = office.server.url
    with page_of(browser, PHONE) as page:
        page.goto(f"{url}/take?lang=vi")
        expect(page.locator("main")).to_contain_text("Hiện không lấy số")
        looks_well(page, tmp_path, "off")
    switch_on(office)
    with page_of(browser, TELEVISION) as wall:
        wall.goto(f"{url}/display?lang=vi")
        expect(wall.locator("#foot .service")).to_have_count(3)
        expect(wall.locator("#by-phone")).to_be_hidden()  # it is none of the office's
    with page_of(browser, TELEVISION) as wall:
        pair(office, wall)
        expect(wall.locator("#by-phone .code")).to_have_text(
            re.compile(r"Mã \d{3} \d{3}")
        )
        expect(wall.locator("#foot .service")).to_have_count(2)
        take_picture(wall, tmp_path, "wall")
        shown = wall.locator("#by-phone .code").inner_text()
        code = "".join(re.findall(r"\d", shown))
        with Image.open(tmp_path / "wall.png") as picture:
            assert read_qr(picture) == f"{url}/take#{code}"
    with page_of(browser, PHONE) as page:
        page.goto(f"{url}/take?lang=vi")
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(f"{(int(code) + 1) % 1_000_000:06d}")
        looks_well(page, tmp_path, "code")
        page.keyboard.press("Enter")
        expect(page.locator("#services button").first).to_be_visible()
        looks_well(page, tmp_path, "services")
        page.locator("#services button", has_text=MATTER).click()
        expect(page.locator("#matters button").first).to_be_visible()
        looks_well(page, tmp_path, "matters")
        page.go_back()
        choose(page)
        looks_well(page, tmp_path, "papers")
        page.click("#take")
        expect(page.locator("#code-step .problem")).to_contain_text("không đúng")
        looks_well(page, tmp_path, "wrong")
        page.fill("#code", code)
        page.click("#code-step button")
        choose(page)
        page.click("#take")
        page.wait_for_url(re.compile(r"/t/\d+#"))
        expect(page.locator("#number")).to_have_text(re.compile("B0*1"))
        expect(page.locator("#papers-title")).to_have_text("Cần thêm")
    with page_of(browser, PHONE, calm=False) as page:
        page.goto(f"{url}/take?lang=en#{code}")
        expect(page.locator("#service-step h2")).to_be_visible()
        looks_well(page, tmp_path, "english")
        lost: list[str] = []

        def lose(route: Route) -> None:
            """Let the wish arrive, and its answer never."""
            lost.append(route.request.post_data or "")
            office.server.client().post(lost[0].encode())
            route.abort()

        page.locator("#services button", has_text="Birth").click()
        page.locator("#matters button").last.click()
        expect(page.locator("#take")).to_be_visible()
        page.route("**/rpc", lose, times=1)
        page.click("#take")
        expect(page.locator("#papers-step .problem")).to_contain_text("No connection")
        page.reload()
        page.wait_for_url(re.compile(r"/t/\d+#"))
        expect(page.locator("#number")).to_have_text(re.compile("B0*2"))
    office.change("phone", {"tickets": False})
    assert len(office.other.call("queue.get")["waiting"]["ho-tich"]) == 2

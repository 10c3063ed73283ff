"""The page of backups: made, tried out, downloaded and restored with the password."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.cli.supervise import AGAIN
from tests.running import PASSWORD
from tests.web.browser.admin_office import AdminOffice, admin_office, sign_in_to
from tests.web.browser.visiting import take_picture


@pytest.fixture(scope="module")
def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AdminOffice]:
    with admin_office(tmp_path_factory.mktemp("backups") / "data", browser) as made:
        yield made


def give_password(page: Page, given: str, go_on: str) -> None:
    page.get_by_label("Mật khẩu của ông/bà").fill(given)
    page.locator("dialog.password").get_by_role("button", name=go_on).click()


def test_the_whole_life_of_a_backup(office: AdminOffice, tmp_path: Path) -> None:
    with office.page(calm=False) as page:
        office.open(page, "/admin/backups?lang=vi")
        expect(page.locator("main")).to_contain_text("Chưa có bản sao lưu nào")
        page.get_by_role("button", name="Sao lưu ngay").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("button", name="Thử khôi phục").click()
        expect(page.locator("#toast")).to_contain_text("2 cán bộ")
        take_picture(page, tmp_path, "backups")

        page.get_by_role("button", name="Tải về").click()
        give_password(page, "không phải", "Tải về")
        expect(page.locator("dialog .wrong")).not_to_be_empty()
        take_picture(page, tmp_path, "password")
        with page.expect_download() as taken:
            give_password(page, PASSWORD, "Tải về")
        assert "manifest.json" in zipfile.ZipFile(taken.value.path()).namelist()
        expect(page.locator("dialog.password")).to_be_hidden()

        bring_in(page, taken.value.path())
        expect(page.locator("tbody tr")).to_have_count(2)
        expect(page.locator("tbody tr").first).to_contain_text("đưa lên")
        wrong = tmp_path / "bai-tho.zip"
        wrong.write_text("không phải bản sao lưu", "utf-8")
        bring_in(page, wrong)
        expect(page.locator("#toast")).to_contain_text("Chưa thay đổi gì")
        expect(page.locator("tbody tr")).to_have_count(2)

        office.server.kiosk().do("ticket.issue", service="ho-tich")
        page.locator("tbody tr").last.get_by_role(
            "button", name="Khôi phục"
        ).last.click()
        expect(page.locator("dialog.password")).to_contain_text("before-restore-")
        expect(page.get_by_label("Mật khẩu của ông/bà")).to_be_hidden()
        take_picture(page, tmp_path, "restore")
        page.locator("dialog.password").get_by_role("button", name="Khôi phục").click()
        expect(page.locator("main [role=status]")).to_contain_text(
            "mời ông/bà đăng nhập"
        )
        take_picture(page, tmp_path, "restarting")
        assert office.server.wait() == AGAIN
        office.server.start()
        expect(page.locator("#sign-in")).to_be_visible()
        sign_in_to(page, office.server, "/admin/backups?lang=vi", "thanh")
        expect(page.locator(".news")).to_contain_text("đã khôi phục")
        take_picture(page, tmp_path, "restored")
        expect(page.locator("tbody tr")).to_have_count(3)
        page.goto(f"{office.server.url}/admin/backups?lang=en")
        page.get_by_role("button", name="Restore").last.click()
        expect(page.get_by_label("Your password")).to_be_visible()
        take_picture(page, tmp_path, "restore_en")
        page.set_viewport_size({"width": 390, "height": 844})
        take_picture(page, tmp_path, "restore_phone")
        page.keyboard.press("Escape")
        take_picture(page, tmp_path, "phone")
    assert waiting(office) == ["B001"], "what came after it was kept"


def bring_in(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.locator("dialog.password").get_by_role("button", name="Tiếp tục").click()


def waiting(office: AdminOffice) -> list[str]:
    queue = office.server.client().call("queue.get")["waiting"]
    return [one["number"] for each in queue.values() for one in each]

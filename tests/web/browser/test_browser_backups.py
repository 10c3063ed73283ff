"""The page of backups: made, tried out, downloaded with the password."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.running import PASSWORD
from tests.web.browser.admin_office import AdminOffice, admin_office
from tests.web.browser.visiting import take_picture


@pytest.fixture(scope="module")
def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AdminOffice]:
    with admin_office(tmp_path_factory.mktemp("backups") / "data", browser) as made:
        yield made


def test_a_backup_is_made_tried_out_and_taken_away(
    office: AdminOffice, tmp_path: Path
) -> None:
    with office.page(calm=False) as page:
        office.open(page, "/admin/backups?lang=vi")
        expect(page.locator("main")).to_contain_text("Chưa có bản sao lưu nào")
        page.get_by_role("button", name="Sao lưu ngay").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("button", name="Thử khôi phục").click()
        expect(page.locator("#toast")).to_contain_text("dùng được")
        take_picture(page, tmp_path, "backups")
        page.get_by_role("button", name="Tải về").click()
        page.get_by_label("Mật khẩu của ông/bà").fill("không phải")
        page.keyboard.press("Enter")
        expect(page.locator("dialog .wrong")).not_to_be_empty()
        take_picture(page, tmp_path, "password")
        page.get_by_label("Mật khẩu của ông/bà").fill(PASSWORD)
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        assert "manifest.json" in zipfile.ZipFile(taken.value.path()).namelist()
        expect(page.locator("dialog.password")).to_be_hidden()
        office.open(page, "/admin/backups?lang=en")
        expect(page.locator("tbody tr")).to_have_count(1)
        take_picture(page, tmp_path, "backups_en")

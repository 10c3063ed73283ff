"""What is printed, read back from the printer's dots: its text and its code."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from assets.paper.checklist import Checklist, draw_checklist
from assets.paper.page import WIDTHS, Paper
from assets.paper.slip import Slip, draw
from kiosk.printing.printer import open_printer
from kiosk.printing.spool import Job
from kiosk.printing.spool.ledger import State
from tests.emulator.printer import PrinterEmulator, read_qr
from tests.printing.spooling import Opener, Recorder, settings

PORTAL = "https://dichvucong.gov.vn/p/home/dvc-tthc-chi-tiet.html?ma_thu_tuc=2.000635"


def read(image: Image.Image, folder: Path) -> str:
    """Read the text of a slip with Tesseract, on one line, marks composed."""
    wide = ImageOps.expand(image.convert("L"), 40, 255)
    return recognised(wide.resize((wide.width * 2, wide.height * 2)), folder, "6")


def read_number(image: Image.Image, folder: Path) -> str:
    """Read the number of a slip: its tallest line above the code.

    Tesseract knows no letters of 2 cm, so they are made small; and it cannot tell a
    nought from the letter O, which stands in no number but at its beginning.
    """
    high, top = max(lines(image.crop((0, 0, image.width, 400))))
    line = image.crop((0, top, image.width, top + high)).convert("L")
    small = line.resize((round(line.width * 60 / high), 60), Image.Resampling.LANCZOS)
    known = ("-c", "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    said = recognised(ImageOps.expand(small, 30, 255), folder, "7", *known)
    return said[:1] + said[1:].replace("O", "0")


def lines(image: Image.Image) -> Iterator[tuple[int, int]]:
    """Yield the height and the top of each line of a picture, without what is cut."""
    ink = ImageOps.invert(image.convert("L"))
    top: int | None = None
    for y in range(image.height):
        if ink.crop((0, y, image.width, y + 1)).getbbox() is not None:
            top = y if top is None else top
        elif top is not None:
            yield y - top, top
            top = None


def recognised(image: Image.Image, folder: Path, layout: str, *settings: str) -> str:
    """Return what Tesseract sees: layout "6" is a column of text, "7" one line."""
    path = folder / "slip.png"
    image.save(path, dpi=(406, 406))
    command = ["tesseract", str(path), "-", "-l", "vie", "--psm", layout, *settings]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return unicodedata.normalize("NFC", " ".join(said.split()))


def says(text: str, phrase: str) -> bool:
    """Tell whether a text has a phrase but for a letter in eight: readers err too."""
    least = len(phrase) - len(phrase) // 8
    return any(
        SequenceMatcher(None, phrase, text[at : at + len(phrase)]).ratio()
        >= least / len(phrase)
        for at in range(max(len(text) - len(phrase) + 1, 1))
    )


def test_the_reader_of_these_tests_is_strict_enough() -> None:
    assert says("xin Không cần mơng giấy tờ.", "Không cần mang giấy tờ")
    assert not says("Khong can mang giay to", "Không cần mang giấy tờ")


@pytest.fixture
def checklist() -> Checklist:
    return Checklist(
        office="UBND xã Thạch Khê",
        unit="Trung tâm Phục vụ hành chính công",
        title="Bản sao Giấy khai sinh,\ntrích lục hộ tịch",
        papers=(
            Paper("Căn cước hoặc hộ chiếu", True),
            Paper("Tờ khai cấp bản sao trích lục"),
            Paper("Văn bản ủy quyền", False),
        ),
        fee="8.000 đồng/bản",
        time="Trong ngày",
        place=None,
        confirmed=False,
        source="Cổng Dịch vụ công quốc gia",
        updated=date(2026, 10, 1),
        portal=PORTAL,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_slip_is_read_back_from_the_printer_s_dots(
    width: int, slip: Slip, printer: PrinterEmulator, tmp_path: Path
) -> None:
    made = replace(settings(printer), width=width)
    open_printer(made).print(draw(slip, width))
    image = printer.wait_slip().image
    assert read_qr(image) == slip.qr
    assert read_number(image, tmp_path) == slip.number
    text = read(image, tmp_path)
    for word in ("UBND xã Thạch Khê", "Bản sao Giấy khai sinh", "3 người", "09:05"):
        assert says(text, word), text


@pytest.mark.parametrize("width", WIDTHS)
def test_a_number_of_the_kiosk_s_own_says_who_calls_it(
    width: int, slip: Slip, tmp_path: Path
) -> None:
    image = draw(replace(slip, number="Z018", own=True, ahead=None), width)
    assert read_number(image, tmp_path) == "Z018"
    text = read(image, tmp_path)
    assert says(text, "Cán bộ gọi số này tại quầy, theo giờ lấy số.")
    assert says(text, "Diện ưu tiên: xin báo cán bộ.")
    assert not says(text, "Người chờ trước")
    proved = draw(replace(slip, own=True, ahead=None, priority=True), width)
    assert not says(read(proved, tmp_path), "xin báo cán bộ")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_checklist_says_all_and_leads_to_the_portal(
    width: int, checklist: Checklist, tmp_path: Path
) -> None:
    image = draw_checklist(checklist, width)
    assert (image.mode, image.width) == ("1", width)
    assert read_qr(image) == PORTAL
    text = read(image, tmp_path)
    for words in (
        "Bản sao Giấy khai sinh",
        "Giấy tờ cần mang",
        "Căn cước hoặc hộ chiếu",
        "Còn thiếu: Văn bản ủy quyền",
        "Lệ phí: 8.000 đồng/bản",
        "Trong ngày",
        "01/10/2026",
    ):
        assert says(text, words), text


def test_a_checklist_says_where_else_and_does_without_papers_and_portal(
    checklist: Checklist, tmp_path: Path
) -> None:
    bare = replace(
        checklist,
        papers=(),
        fee="",
        place="Nộp tại Công an xã, không lấy số ở đây",
        confirmed=True,
        source="",
        updated=None,
        portal=None,
    )
    text = read(draw_checklist(bare, 576), tmp_path)
    assert says(text, "Không cần mang giấy tờ")
    assert says(text, "Nộp tại Công an xã")
    assert not says(text, "Chưa xác nhận")


async def test_a_sheet_is_printed_in_its_turn_and_not_kept(
    spool: Opener, slip: Slip, checklist: Checklist
) -> None:
    machine = Recorder()
    one = spool(machine)
    assert (await one.submit(Job(87, slip))).ok
    outcome = await one.print_sheet(lambda width: draw_checklist(checklist, width))
    assert outcome.state is State.PRINTED
    assert len(machine.images) == 2
    assert [report.ticket for report in one.pending_reports()] == [87]


async def test_a_sheet_that_cannot_be_drawn_is_no_fault_of_the_printer(
    spool: Opener,
) -> None:
    def broken(width: int) -> Image.Image:
        raise ValueError("nothing to draw")

    one = spool(Recorder())
    assert (await one.print_sheet(broken)).state is State.FAILED

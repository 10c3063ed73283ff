"""Priority and scanned tickets on the real glass, the scanner a real serial line."""

import asyncio
import itertools
import logging
import os
import pty
import tty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from assets.lang import texts
from kiosk.errands import tickets
from kiosk.flow import inputs as i
from kiosk.flow.modes import Away
from kiosk.flow.priority import OpenPriority
from kiosk.flow.returning import ComeBack
from kiosk.flow.scanning import Scanned, ScannerThere
from kiosk.flow.state import HOME, Screen
from kiosk.printing.faults import Reason
from kiosk.scanning.codes import Card, ForeignCode, TicketCode
from kiosk.scanning.ports import SerialPort
from kiosk.scanning.scanner import Scanner
from server.protocol import messages as m
from tests.kiosk.glass import CLOCK, SIZES, Kiosk, Slips, kiosk
from tests.kiosk.kiosk_office import (
    appointment,
    followed,
    issued,
    office,
    priorities,
)
from tests.kiosk.test_kiosk_screens import COPY, _looks_right, _see

SECRET = "s" * 22
SLIP = TicketCode(87, SECRET)
BORN = {75: "23111951", 20: "01012006"}
NUMBERS = {75: "042051012345", 20: "042206012345"}


def card(years: int) -> str:
    """A citizen card of somebody as old as that today."""
    name = "Nguyễn Văn Mẫu"
    return f"{NUMBERS[years]}|183456789|{name}|{BORN[years]}|Nam|Thôn 1|15082021"


def whole(**changes: Any) -> m.Office:
    counter = m.Counter(
        id="q2",
        number=2,
        name={"vi": "Quầy số 2", "en": "Counter 2"},
        state="open",
        clerk=None,
        services=[],
        ticket=None,
    )
    known = {"priorities": priorities(), "counters": [counter], "appointments": True}
    return office(**{**known, **changes})


async def _number(k: Kiosk, printer: Slips, key: str = "key-00001") -> None:
    """Let a citizen have a number, with papers that are missing."""
    before = len(printer.slips)
    paper = k.desk.state.hall.catalog.get(COPY).papers[0].id
    for touch in (i.OpenProcedure(COPY), i.TickPaper(paper)):
        k.desk.happen(touch)
    k.desk.happen(i.Take(key, "ho-tich", COPY))
    await k.pilot.until(lambda: k.desk.state.given)
    if printer.fault is None:
        await k.pilot.until(lambda: len(printer.slips) > before)
    else:
        await k.pilot.until(lambda: k.desk.state.screen is Screen.FAULT)


async def _in_both_languages(k: Kiosk) -> None:
    await _see(k)
    await _see(k, i.OtherLanguage())
    k.desk.happen(i.OtherLanguage())


async def _scan(k: Kiosk, code: Any) -> None:
    k.desk.happen(Scanned("key-scanned", code))
    await k.pilot.until(lambda: not k.desk.state.underway)


@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_every_page_of_it_is_whole_and_can_be_struck(
    form: str, tmp_path: Path
) -> None:
    printer = Slips()
    known = whole(public_url="http://192.168.1.10:8800")
    async with kiosk(tmp_path, known, form=form, printer=printer) as k:
        k.server.tickets["key-00001"] = issued("M888", id=1)
        k.desk.happen(ScannerThere(True))
        await _number(k, printer)
        await _in_both_languages(k)
        k.desk.happen(OpenPriority())
        await _in_both_languages(k)
        k.desk.happen(i.TurnTo(1))
        await _in_both_languages(k)
        await _scan(k, Card(75))
        assert k.desk.state.given.issued.ticket.priority
        await _in_both_languages(k)
        k.desk.happen(i.Done())
        printer.fault = Reason.PAPER_OUT
        await _number(k, printer, "key-00002")
        await _in_both_languages(k)
        k.desk.happen(i.Done())
        for state in ("no_show", "waiting", "called", "serving", "held"):
            at = "q2" if state in ("called", "serving") else None
            k.server.held[87] = followed(state, counter=at, number="M888")
            await _scan(k, SLIP)
            await _in_both_languages(k)
        k.server.held[87] = followed("no_show", priority=True)
        await _scan(k, SLIP)
        k.desk.happen(ComeBack("key-00003"))
        await k.pilot.until(lambda: k.desk.state.presented.place.ticket.priority)
        await k.pilot.until(lambda: not k.desk.state.underway)
        await _in_both_languages(k)
        for code in (Card(20), ForeignCode(), TicketCode(1, SECRET)):
            await _scan(k, code)
            assert k.desk.state.message
            await _see(k)
            k.desk.happen(i.Dismiss())


class Hand:
    """A scanner on a pseudo-terminal, and a kiosk that reads it."""

    def __init__(self, k: Kiosk, master: int) -> None:
        self.k, self._master = k, master

    async def scan(self, text: str) -> None:
        """Hold a code before it; wait until the kiosk did something."""
        before = self.k.desk.state
        os.write(self._master, (text + "\r").encode())
        await self.k.pilot.until(lambda: self.k.desk.state != before)
        await self.k.pilot.until(lambda: not self.k.desk.state.underway)
        await self.k.pilot.frames(2)


@asynccontextmanager
async def hand(k: Kiosk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hand]:
    """Connect a scanner to the kiosk as the program does."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    monkeypatch.setattr(k.desk, "office_time", lambda: CLOCK)
    port = SerialPort(os.ttyname(slave), 9600)
    reading = Scanner(port, k.desk.scans.heard, k.desk.scans.known).run()
    running = asyncio.create_task(reading)
    try:
        await k.pilot.until(lambda: k.desk.state.hall.scanner)
        yield Hand(k, master)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        os.close(master)
        os.close(slave)


async def test_a_day_of_scans_and_touches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    printer = Slips()
    async with (
        kiosk(tmp_path, whole(), printer=printer) as k,
        hand(k, monkeypatch) as scanner,
    ):
        await k.pilot.until(lambda: k.server.calls("device.report"))
        await _a_reason_is_touched(k, printer)
        await _a_card_on_the_page_of_the_number(k, scanner, printer)
        await _a_card_before_the_number(k, scanner)
        await _somebody_comes_back(k, scanner)
        await _an_appointment_and_a_foreign_code(k, scanner)
        report = k.server.calls("device.report")[-1]
        assert report.state["scanner"] == "ok"
        asked = repr(k.server.asked)
        state = repr(k.desk.state)
    _nothing_of_a_card(asked, state, *(r.getMessage() for r in caplog.records))


async def _a_reason_is_touched(k: Kiosk, printer: Slips) -> None:
    await k.tap("Khai sinh")
    await k.tap("Việc khác")
    await k.pilot.until(lambda: len(printer.slips) == 1)
    await k.tap("Tôi thuộc diện ưu tiên")
    assert k.pilot.has("Ông/bà thuộc diện nào?")
    await k.tap("Quay lại")
    await k.tap("Tôi thuộc diện ưu tiên")
    await k.tap("Phụ nữ mang thai")
    await k.pilot.until_text("Đã ghi nhận ưu tiên")
    [asked] = k.server.calls("ticket.prioritise")
    assert (asked.priority, asked.secret) == ("phu-nu-mang-thai", SECRET)
    assert not k.pilot.has("Tôi thuộc diện ưu tiên")
    assert len(printer.slips) == 1
    await k.tap("Xong")
    assert k.desk.state.path == HOME


async def _a_card_on_the_page_of_the_number(
    k: Kiosk, scanner: Hand, printer: Slips
) -> None:
    await k.tap("Khai sinh")
    await k.tap("Việc khác")
    await k.pilot.until(lambda: len(printer.slips) == 2)
    await scanner.scan(card(20))
    await k.pilot.until_text("chưa đến tuổi được ưu tiên")
    await k.tap("Đã hiểu")
    await scanner.scan(card(75))
    await k.pilot.until_text("Đã ghi nhận ưu tiên")
    assert k.server.calls("ticket.prioritise")[-1].priority == "nguoi-cao-tuoi"
    await k.tap("Xong")


async def _a_card_before_the_number(k: Kiosk, scanner: Hand) -> None:
    await scanner.scan(card(75))
    await k.pilot.until_text("Ông/bà được ưu tiên theo tuổi.")
    await k.tap("Đã hiểu")
    await k.tap("Khai sinh")
    await k.tap("Việc khác")
    await k.pilot.until(lambda: k.desk.state.given)
    assert k.server.calls("ticket.issue")[-1].priority == "nguoi-cao-tuoi"
    await k.pilot.until_text("Xong")
    await k.tap("Xong")


async def _somebody_comes_back(k: Kiosk, scanner: Hand) -> None:
    link = f"http://192.168.1.10:8800/t/87#{SECRET}"
    k.server.held[87] = followed("no_show")
    await scanner.scan(link)
    await k.pilot.until_text("Số này đã được gọi mà chưa thấy ông/bà.")
    await k.tap("Tôi đã quay lại", index=-1)
    await k.pilot.until_text("Đã ghi nhận ông/bà quay lại.")
    [asked] = k.server.calls("ticket.return")
    assert (asked.ticket, asked.secret) == (87, SECRET)
    await k.server.tell("ticket", followed("called", counter="q2"))
    await k.pilot.until_text("Đã đến lượt ông/bà, mời đến")
    assert k.pilot.has("Quầy\N{NO-BREAK SPACE}số\N{NO-BREAK SPACE}2")
    await k.tap("Xong")
    assert (k.desk.state.path, k.desk.state.presented) == (HOME, None)


async def _an_appointment_and_a_foreign_code(k: Kiosk, scanner: Hand) -> None:
    k.server.booked = {"407152": appointment()}
    await scanner.scan("407152")
    await k.pilot.until(lambda: k.desk.state.given)
    assert k.server.calls("ticket.issue")[-1].appointment == "407152"
    await scanner.scan("8935049500544")
    await k.pilot.until_text("Ki-ốt không dùng mã này.")
    await k.tap("Đã hiểu")
    await scanner.scan(card(75).replace("23111951", "30021951"))
    await k.pilot.until_text("Chưa đọc được ngày sinh trên thẻ này.")


def _nothing_of_a_card(*places: str) -> None:
    for years in BORN:
        for part in (*card(years).split("|")[:4], "042", "183456", "Nguy", "Thôn"):
            assert not any(part in place for place in places), part


async def test_refusals_and_silence_are_said_over_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.protocol.errors import Refused

    words = {"vi": "Đã quá thời gian được quay lại.", "en": "Too late to come back."}
    async with kiosk(tmp_path, whole()) as k:
        k.server.held[87] = followed("no_show")
        await _scan(k, SLIP)
        k.server.refuse = Refused("return_refused", words, {})
        await k.tap("Tôi đã quay lại", index=-1)
        await k.pilot.until_text(words["vi"])
        await k.tap("Đã hiểu")
        k.server.refuse = None
        k.server.answering.clear()
        # Not struck: the button is deaf for half a second after it was.
        k.desk.happen(ComeBack("key-00002"))
        await k.after(0.3)
        assert k.pilot.has("Đang xem số này")
        await k.after(15)
        await k.pilot.until_text("Xin ông/bà báo trực tiếp cán bộ tại quầy.")
        await k.tap("Đã hiểu")
        k.server.answering.set()
        waiting = structs.replace(followed(), ahead=0, wait=m.Wait(low=0, high=0))
        await k.server.tell("ticket", waiting)
        await k.pilot.until_text("Xin ông/bà ngồi chờ gọi số.")
        _looks_right(k)
        await k.after(46)
        await k.after(21)
        assert (k.desk.state.path, k.desk.state.presented) == (HOME, None)
        await _a_server_that_stumbles(k, monkeypatch)


async def _a_server_that_stumbles(k: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give an answer that is none, then none at all."""
    k.server.held[87] = None  # type: ignore[assignment]
    await _scan(k, SLIP)
    await k.pilot.until_text("chưa xem được số này.")
    await k.tap("Đã hiểu")
    monkeypatch.setattr(tickets, "PATIENCE", 0.05)
    k.server.answering.clear()
    await _scan(k, SLIP)
    assert k.desk.state.message.key == "scan.away"
    k.server.answering.set()


@pytest.mark.parametrize("form", SIZES)
async def test_who_has_a_number_of_the_kiosks_own_is_told_whom_to_tell(
    tmp_path: Path, form: str
) -> None:
    whole, away = office(priorities=priorities()), Away(series="U", after=0.0)
    shown = itertools.product((None, Reason.PAPER_OUT), ("vi", "en"))
    for n, (fault, language) in enumerate(shown):
        folder, printer = tmp_path / str(n), Slips(fault)
        async with kiosk(
            folder, whole, form, printer, language=language, away=away
        ) as k:
            k.desk.happen(i.LineDown())
            k.desk.happen(i.Take("key-00000001", "ho-tich"))
            await k.pilot.until_text("U001")
            if form != "small":
                told = "priority.own"
            else:
                told = "own.valid" if fault else "priority.own_short"
            await k.pilot.until_text(texts("kiosk", language)(told))
            _looks_right(k)

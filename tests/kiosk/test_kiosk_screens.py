"""Every page at three sizes in two languages: whole texts, large targets, touches."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.flow import inputs as i
from kiosk.flow.state import HOME
from kiosk.printing.faults import Reason
from tests.kiosk.glass import Kiosk, Slips, kiosk
from tests.kiosk.kiosk_office import closed_office, office

COPY, POLICE = "2.000635", "1.004222"


def _looks_right(k: Kiosk) -> None:
    """No text is cut or too small, no target is too small or too near another."""
    from assets.look.current import look
    from assets.look.text import IconText, Text
    from assets.look.tokens import CAP_HEIGHT
    from assets.look.touch import Touchable

    mm = look.scale.mm
    targets = []
    for widget in k.pilot.widgets():
        if (
            isinstance(widget, Text)
            and not isinstance(widget, IconText)
            and widget.text
        ):
            assert widget.whole, f"cut: {widget.text!r} in {widget.size}"
            assert mm(widget.font_px * CAP_HEIGHT) >= 7.3 - 0.1, widget.text
        if isinstance(widget, Touchable):
            assert min(mm(widget.width), mm(widget.height)) >= 20, widget.text
            assert 0 <= widget.x <= widget.right <= k.pilot.window.width + 1
            assert -1 <= widget.y <= widget.top <= k.pilot.window.height + 1
            targets.append(widget)
    assert targets
    _are_apart(targets, mm)


def _are_apart(targets: list[Any], mm: Any) -> None:
    for n, one in enumerate(targets):
        for other in targets[n + 1 :]:
            if other in one.walk() or one in other.walk():
                continue  # "Lấy số" lies on its row
            across = max(one.x, other.x) - min(one.right, other.right)
            along = max(one.y, other.y) - min(one.top, other.top)
            assert mm(max(across, along)) >= 2.9, (one, other)


def _longest(language: str) -> list[str]:
    """Codes of the procedures with the longest texts, and one for the police."""
    from tests.kiosk.kiosk_office import procedures

    shown = procedures()
    rules: tuple[Any, ...] = (
        lambda p: len(p.short[language]),
        lambda p: len(p.fee[language]),
        lambda p: len(p.time[language]),
        lambda p: max(len(paper.name[language]) for paper in p.papers),
        lambda p: max(
            len((paper.note or {"vi": "", "en": ""})[language]) for paper in p.papers
        ),
    )
    longest = [sorted(shown, key=rule)[-2:] for rule in rules]
    return sorted({p.code for pair in longest for p in pair} | {POLICE})


async def _see(k: Kiosk, *touches: i.Input) -> None:
    for touch in touches:
        k.desk.happen(touch)
    await k.pilot.frames(2)
    _looks_right(k)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_every_page_is_whole_and_can_be_struck(
    form: str, language: str, tmp_path: Path
) -> None:
    printer = Slips()
    async with kiosk(tmp_path, form=form, language=language, printer=printer) as k:
        state = k.desk.state
        await _see(k)
        for service in state.hall.services:
            await _see(k, i.OpenService(service.id))
            await _see(k, i.TurnTo(1))
            k.desk.happen(i.GoHome())
        for code in _longest(language):
            await _see(k, i.OpenProcedure(code))
            k.desk.happen(i.GoHome())
        await _see(k, i.OpenProcedure(COPY), i.OpenDetails())
        await _see(k, i.GoHome(), i.OpenPages())
        await _see(k, i.GoHome(), i.OpenHelp())
        await _see(k, i.GoHome(), i.OpenSearch())
        await _see(k, i.Type("khai sinh"))
        await _see(k, i.TurnTo(1))
        await _see(k, i.Type("xyzxyz"))
        await k.after(91)
        _looks_right(k)
        await _see(k, i.MoreTime(), i.GoHome(), i.LineDown())
        await _see(k, i.Take("key-00001", "ho-tich"))
        k.server.office = closed_office()
        k.desk.happen(i.Dismiss())
        k.desk.happen(i.LineUp())
        await k.pilot.until(lambda: k.desk.state.hall.closed)
        await _see(k)


@pytest.mark.parametrize("number", ["B018", "M888"])
@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_the_number_is_whole_with_and_without_its_paper(
    form: str, number: str, tmp_path: Path
) -> None:
    from tests.kiosk.kiosk_office import issued

    whole = office(public_url="http://192.168.1.10:8800", wifi="UBND Thach Khe")
    printer = Slips()
    async with kiosk(tmp_path, whole, form=form, printer=printer) as k:
        k.server.tickets["key-00001"] = issued(number)
        first = k.desk.state.hall.catalog.get(COPY).papers[0].id
        k.desk.happen(i.OpenProcedure(COPY))
        k.desk.happen(i.TickPaper(first))
        k.desk.happen(i.Take("key-00001", "ho-tich", COPY))
        await k.pilot.until(lambda: printer.slips)
        await k.pilot.until_text(k.server.tickets["key-00001"].ticket.number)
        await _see(k)
        k.desk.happen(i.Done())
        printer.fault = Reason.PAPER_OUT
        k.server.tickets["key-00002"] = issued(number, id=88)
        k.desk.happen(i.Take("key-00002", "ho-tich", COPY))
        await k.pilot.until_text("Máy in gặp sự cố")
        await _see(k)


async def test_the_codes_address_can_be_read_from_the_glass(tmp_path: Path) -> None:
    import zxingcpp

    whole = office(public_url="http://192.168.1.10:8800")
    async with kiosk(tmp_path, whole, printer=Slips(Reason.OFF)) as k:
        k.desk.happen(i.Take("key-00001", "ho-tich"))
        await k.pilot.until_text("Giữ số bằng điện thoại")
        [code] = zxingcpp.read_barcodes(await k.pilot.image())
        assert code.text == "http://192.168.1.10:8800/t/87#" + "s" * 22
        [told] = await k.pilot.until(lambda: k.server.calls("ticket.printed"))
        assert (told.ok, told.detail) == (False, "off")


async def test_searching_with_the_keys_of_the_glass(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        await k.tap("Tìm thủ tục và giấy tờ cần mang")
        for key in ("K", "H", "A", "I", "dấu cách", "T", "U", "hỏi"):
            await k.tap(key)
        assert k.desk.state.typed == "khai tủ"
        await k.pilot.until_text("Đăng ký khai tử")
        k.pilot.window.dispatch("on_key_down", 8, 0, None, [])
        k.pilot.window.dispatch("on_textinput", "ử")
        assert k.desk.state.typed == "khai tử"
        await k.tap("Xóa hết")
        await k.tap("123")
        await k.tap("7")
        assert k.desk.state.typed == "7"
        await k.tap("Quay lại")
        assert k.desk.state.path == HOME


async def test_a_procedure_is_ticked_read_and_taken(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        await k.tap("Khai sinh, kết hôn, khai tử")
        await k.tap("Bản sao Giấy khai sinh, trích lục hộ tịch")
        await k.pilot.until_text("Chạm vào giấy tờ ông/bà đã có:")
        assert k.pilot.has("chưa xác nhận")
        await k.tap("Căn cước hoặc hộ chiếu")
        await k.tap("Chi tiết")
        await k.pilot.until_text("Tên thủ tục")
        await k.tap("Quay lại")
        await k.tap("Lấy số thứ tự")
        await k.pilot.until_text("Cần thêm:")
        [asked] = k.server.calls("ticket.issue")
        assert asked.procedures == (COPY,)
        assert len(asked.missing) == 2


async def test_what_belongs_to_the_police_gives_no_number(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        k.desk.happen(i.OpenProcedure(POLICE))
        await k.pilot.until_text("Nộp tại Công an xã, không lấy số ở đây")
        assert not k.pilot.has("Lấy số thứ tự")


async def test_two_quick_touches_are_one_ticket(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        k.server.answering.clear()
        await k.tap("Hộ kinh doanh")
        await k.tap("Lấy số")
        await k.after(0.3)
        await k.pilot.until_text("Đang lấy số…")
        await k.tap("Lấy số")
        await k.after(5)
        await k.pilot.until_text("Chưa có trả lời.")
        k.server.answering.set()
        await k.pilot.until_text("K018")
        assert len(k.server.calls("ticket.issue")) == 1


async def test_a_cut_line_keeps_the_wish_and_its_key(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        k.server.answering.clear()
        await k.tap("Hộ kinh doanh")
        await k.tap("Việc khác")
        await k.pilot.until(lambda: k.server.calls("ticket.issue"))
        await k.server.cut()
        await k.pilot.until(lambda: not k.desk.state.hall.online)
        k.server.answering.set()
        await k.pilot.until_text("K018")
        keys = {asked.key for asked in k.server.calls("ticket.issue")}
        assert len(keys) == len(k.server.tickets) == 1


async def test_the_language_and_staff(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        await k.tap("English")
        await k.pilot.until_text("What do you need to do?")
        await k.tap("Call staff")
        await k.pilot.until_text("Staff have been told.")
        [asked] = k.server.calls("assistance.request")
        assert asked.reason == "home"
        await k.tap("OK")
        await k.after(46)
        await k.pilot.until_text("English")


async def test_the_countdown_can_be_stopped(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        await k.tap("Đất đai, xây dựng")
        await k.after(46)
        await k.pilot.until_text("Ông/bà còn ở đây không?")
        await k.tap("Tôi cần thêm thời gian")
        await k.pilot.until(lambda: not k.pilot.has("Ông/bà còn ở đây không?"))
        assert k.desk.state.place.service == "dat-dai"
        await k.after(46)
        await k.after(21)
        await k.pilot.until(lambda: k.desk.state.path == HOME)

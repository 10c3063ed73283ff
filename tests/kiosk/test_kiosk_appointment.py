"""The pad for an appointment's code on the real glass."""

from pathlib import Path

import pytest

from kiosk.flow import inputs as i
from kiosk.flow.state import HOME, Screen
from tests.kiosk.glass import Kiosk, kiosk
from tests.kiosk.kiosk_office import appointment, office
from tests.kiosk.test_kiosk_screens import _looks_right, _see

CODE = "407152"
OTHERS = {
    "000001": {"at": "2026-11-24T09:30:00.000+07:00"},
    "000002": {"state": "gone"},
    "000003": {"state": "gone", "at": "2026-11-20T09:30:00.000+07:00"},
    "000004": {"state": "cancelled"},
    "000005": {"state": "here"},
}
"""Codes that give no number, and why."""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_every_page_of_it_is_whole_and_can_be_struck(
    form: str, language: str, tmp_path: Path
) -> None:
    whole = office(appointments=True)
    async with kiosk(tmp_path, whole, form=form, language=language) as k:
        k.server.booked = {c: appointment(c, **how) for c, how in OTHERS.items()}
        await _see(k)
        await _see(k, i.OpenAppointment())
        await _see(k, i.TypeCode("4071"))
        for code in (*OTHERS, "999999"):
            k.desk.happen(i.OpenAppointment())
            k.desk.happen(i.TypeCode(code))
            k.desk.happen(i.CheckIn("key-00001"))
            await k.pilot.until(lambda: k.desk.state.message)
            await _see(k)
            k.desk.happen(i.Dismiss())
            await _see(k)
        k.server.answering.clear()
        await _see(k, i.OpenAppointment(), i.TypeCode(CODE), i.CheckIn("key-00002"))
        await k.after(0.3)
        assert k.pilot.has("Đang xem lịch hẹn" if language == "vi" else "Looking up")
        # What lies over the page is whole; the page below it is not struck.
        k.server.answering.set()
        await k.pilot.until(lambda: k.desk.state.message)
        _looks_right(k)


async def _strike(k: Kiosk, *keys: str) -> None:
    from assets.look.widgets import KeyCap

    for key in keys:
        caps = (w for w in k.pilot.widgets() if isinstance(w, KeyCap))
        await k.rest()
        await k.pilot.tap(widget=next(w for w in caps if key in (w.text, w.icon)))


async def _scan(k: Kiosk, text: str) -> None:
    k.pilot.window.dispatch("on_textinput", text)
    await k.pilot.frames(2)


async def test_a_code_is_typed_and_gives_a_number(tmp_path: Path) -> None:
    async with kiosk(tmp_path, office(appointments=True)) as k:
        k.server.booked = {CODE: appointment(CODE)}
        await k.tap("Tôi có lịch hẹn")
        await _strike(k, *"40798")
        k.pilot.window.dispatch("on_key_down", 8, 0, None, [])
        await _strike(k, "delete", *"152")
        assert k.desk.state.code == CODE
        await k.tap("Lấy số theo lịch hẹn")
        await k.pilot.until_text("B018")
        [asked] = k.server.calls("ticket.issue")
        assert (asked.service, asked.appointment) == ("ho-tich", CODE)
        assert (k.desk.state.screen, k.desk.state.code) == (Screen.TICKET, CODE)
        await k.tap("Xong")
        assert (k.desk.state.path, k.desk.state.code) == (HOME, "")


async def test_a_scanner_types_and_an_unknown_code_is_said_kindly(
    tmp_path: Path,
) -> None:
    async with kiosk(tmp_path, office(appointments=True)) as k:
        await k.tap("Tôi có lịch hẹn")
        await _scan(k, "12345")
        await k.tap("Lấy số theo lịch hẹn")  # not yet: a digit is missing
        assert k.server.calls("appointment.get") == []
        await _scan(k, "6")
        await k.tap("Lấy số theo lịch hẹn")
        await k.pilot.until_text("Chưa tìm thấy lịch hẹn có mã này.")
        await k.tap("Đã hiểu")
        await k.tap("Xóa hết")
        assert (k.desk.state.code, k.desk.state.screen) == ("", Screen.APPOINTMENT)
        assert k.server.calls("ticket.issue") == []


async def test_a_fault_of_the_server_is_said_in_general(tmp_path: Path) -> None:
    async with kiosk(tmp_path, office(appointments=True)) as k:
        k.server.booked = {CODE: None}  # type: ignore[dict-item]  # no answer at all
        await k.tap("Tôi có lịch hẹn")
        await _scan(k, CODE)
        await k.tap("Lấy số theo lịch hẹn")
        await k.pilot.until_text("Chưa lấy được số. Xin ông/bà hỏi cán bộ tại quầy.")


async def test_the_button_comes_and_goes_with_the_offices_word(tmp_path: Path) -> None:
    async with kiosk(tmp_path, office()) as k:
        assert not k.pilot.has("Tôi có lịch hẹn")
        k.desk.happen(i.OfficeKnown(office(appointments=True)))
        await k.pilot.until_text("Tôi có lịch hẹn")
        k.desk.happen(i.OfficeKnown(office()))
        await k.pilot.until(lambda: not k.pilot.has("Tôi có lịch hẹn"))

"""The main path with real touches against a server on a real socket."""

from pathlib import Path

from tests.kiosk.glass import Slips, kiosk


async def test_two_touches_give_a_number_and_a_slip(tmp_path: Path) -> None:
    printer = Slips()
    async with kiosk(tmp_path, printer=printer) as k:
        await k.pilot.until_text("Ông/bà cần làm việc gì?")
        await k.tap("Khai sinh, kết hôn, khai tử")
        await k.pilot.until_text("Việc khác")
        await k.tap("Lấy số")
        await k.pilot.until_text("B018")
        await k.pilot.until(lambda: printer.slips)
        await k.pilot.until_text("Vui lòng nhận phiếu")
        [asked] = k.server.calls("ticket.issue")
        assert asked.service == "ho-tich"
        assert len(asked.procedures) == 1
        await k.pilot.until(lambda: k.server.calls("ticket.printed"))
        [printed] = k.server.calls("ticket.printed")
        assert (printed.ticket, printed.ok) == (87, True)
        await k.tap("Xong")
        await k.pilot.until_text("Ông/bà cần làm việc gì?")

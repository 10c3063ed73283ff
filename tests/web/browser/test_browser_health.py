"""What the clerk's page says of the hall's devices."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import DESK, page_of, sign_in, sit_down

WELL = {"printer": "ok", "frames": "drawn", "clock": "ok", "disk": "ok"}
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"printer": "paper_out"}, "Máy in hết giấy"),
    (
        {"printer": "paper_low", "paper_left_m": 3.4},
        "Sắp hết giấy in (còn khoảng 3 m)",
    ),
    ({"frames": "frozen"}, "Ki-ốt: hình đứng yên"),
    ({"clock": "wrong"}, "Ki-ốt: đồng hồ máy sai giờ"),
    ({"disk": "low"}, "Ki-ốt: sắp đầy ổ đĩa"),
    ({"own_clock": "behind"}, "Ki-ốt: đồng hồ máy bị lùi lại"),
    ({"own_series": "failed"}, "Ki-ốt không tự cấp được số"),
    ({"own_series": "taken"}, "Ki-ốt: chữ của số tạm trùng chữ của một dịch vụ"),
    ({"own_refused": 2}, "Ki-ốt: 2 số tạm chưa nhập được"),
    ({"scanner": "away"}, "Ki-ốt: máy quét mất kết nối"),
]


def test_a_display_says_how_it_is_and_when_it_shows_old_calls(
    browser: Browser, server: RunningServer
) -> None:
    wall = server.client(server.device("wall", "display"))
    well = {"picture": "x11", "size": "1920×1080", "sound": "ok", "seq": 123}
    well |= {"board": "ok", "room": "ok", "version": "1.2"}
    with page_of(browser, DESK) as page:
        sign_in(page, server, "hoai")
        sit_down(page, 2)
        wall.call("device.report", state=well)
        told = "Bảng gọi số tốt (1920×1080, có tiếng, sự kiện 123, bản 1.2)"
        expect(page.locator("#health")).to_contain_text(told)
        wall.call("device.report", state={**well, "sound": "off"})
        expect(page.locator("#health")).to_contain_text("không phát tiếng")
        for fault, said in (
            ({"board": "old"}, "Bảng gọi số đang hiện tin cũ"),
            ({"room": "unknown"}, "chưa khai báo phòng chờ"),
            ({"sound": "no_device"}, "Bảng gọi số không có loa"),
            ({"sound": "blocked"}, "Bảng gọi số chưa có tiếng"),
        ):
            wall.call("device.report", state={**well, **fault})
            expect(page.locator("#problems")).to_contain_text(said)
        wall.call("device.report", state=well)
        expect(page.locator("#problems")).to_be_empty()


def test_each_fault_of_a_kiosk_is_said_and_goes(
    browser: Browser, server: RunningServer, kiosk: Client
) -> None:
    with page_of(browser, DESK) as page:
        sign_in(page, server, "hoai")
        sit_down(page, 2)
        problems = page.locator("#problems")
        for state, said in FAULTS:
            kiosk.call("device.report", state={**WELL, **state})
            expect(problems).to_contain_text(said)
        both = {**WELL, **FAULTS[0][0], **FAULTS[2][0]}
        kiosk.call("device.report", state=both)
        expect(problems).to_contain_text("+1")
        kiosk.call("device.report", state=WELL)
        expect(problems).to_be_empty()
        expect(page.locator("#health")).to_contain_text("Máy in tốt")

"""Every step of a clerk in Chromium against the real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    DESK,
    TELEVISION,
    events_of,
    fits_without_scrolling,
    issue,
    page_of,
    press,
    sign_in,
    sit_down,
    take_picture,
)


def call_first(page: Page, number: str) -> None:
    """Call the next number."""
    expect(page.locator("#next-number")).to_have_text(number)
    press(page, "F8")
    expect(page.locator("#number")).to_have_text(number)


def answer(page: Page, text: str) -> None:
    """Press the answer of the open question that has this text."""
    page.locator("#ask-answers button", has_text=text).first.click()


def counter(server: RunningServer, id: str = "q2") -> dict[str, Any]:
    """Give a counter as the hall sees it."""
    counters = server.client().call("queue.get")["counters"]
    found: dict[str, Any] = next(one for one in counters if one["id"] == id)
    return found


def row(page: Page, number: str) -> Locator:
    """Give the row of a number in the list that is shown."""
    return page.locator("#line button", has_text=number)


def test_a_ticket_is_set_aside_with_a_reason_and_called_again(
    page: Page, kiosk: Client
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    press(page, "F6")
    expect(page.locator("#ask-title")).to_have_text(f"Tạm để lại {number}: vì sao?")
    answer(page, "Đi nộp phí, lệ phí")
    expect(page.locator("#idle")).to_be_visible()
    expect(page.locator("#tab-aside")).to_have_text("Tạm để lại / vắng mặt: 1")
    page.click("#tab-aside")
    expect(row(page, number)).to_contain_text("Đi nộp phí, lệ phí")
    row(page, number).click()
    expect(page.locator("#ask-text")).to_contain_text("Tạm để lại: Đi nộp phí, lệ phí")
    answer(page, f"Gọi {number}")
    expect(page.locator("#number")).to_have_text(number)
    expect(page.locator("#remarks")).to_contain_text("Tạm để lại: Đi nộp phí, lệ phí")
    expect(page.locator("#chips")).to_contain_text("lần 2")


def test_a_reason_can_be_written_but_not_left_empty(
    page: Page, kiosk: Client, server: RunningServer
) -> None:
    held = events_of(server, "ticket.held")
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    press(page, "F6")
    line = page.locator("#ask input")
    line.fill("   ")
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_be_visible()
    line.fill("Về nhà lấy sổ <b>hộ khẩu</b>")
    page.keyboard.press("Enter")
    expect(page.locator("#idle")).to_be_visible()
    page.click("#tab-aside")
    expect(row(page, number)).to_contain_text("Về nhà lấy sổ <b>hộ khẩu</b>")
    assert events_of(server, "ticket.held") == held + 1


def test_who_was_absent_goes_back_into_the_line(
    page: Page, kiosk: Client, server: RunningServer
) -> None:
    first, second = (issue(kiosk, "ho-tich")["number"] for _ in range(2))
    call_first(page, first)
    press(page, "F7")
    call_first(page, second)
    page.click("#tab-aside")
    row(page, first).click()
    call = page.locator("#ask-answers button", has_text=f"Gọi {first}")
    expect(call).to_be_disabled()
    expect(call).to_contain_text(f"Đang có {second}")
    answer(page, "Đưa lại vào hàng chờ")
    expect(page.locator("#toast")).to_have_text(f"{first} đã vào lại hàng chờ.")
    expect(page.locator("#next-number")).to_have_text(first)
    assert events_of(server, "ticket.restored") > 0


def test_a_waiting_number_is_called_by_its_row(page: Page, kiosk: Client) -> None:
    numbers = [issue(kiosk, "ho-tich")["number"] for _ in range(3)]
    expect(row(page, numbers[2])).to_be_visible()
    row(page, numbers[2]).click()
    answer(page, f"Gọi {numbers[2]}")
    expect(page.locator("#number")).to_have_text(numbers[2])
    expect(page.locator("#next-number")).to_have_text(numbers[0])


@pytest.mark.parametrize("typed", ["whole", "lower", "digits"])
def test_a_number_is_found_by_what_is_typed(
    page: Page, kiosk: Client, typed: str
) -> None:
    numbers = [issue(kiosk, "ho-tich")["number"] for _ in range(3)]
    expect(row(page, numbers[2])).to_be_visible()
    press(page, "F3")
    ways = {
        "whole": numbers[2],
        "lower": numbers[2][0].lower() + numbers[2][1:].lstrip("0"),
        "digits": str(int(numbers[2][1:])),
    }
    page.keyboard.type(ways[typed])
    expect(page.locator("#line button")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#ask-title")).to_have_text(numbers[2])
    page.keyboard.press("1")
    expect(page.locator("#number")).to_have_text(numbers[2])
    expect(page.locator("#search")).to_have_value("")


def test_a_number_that_is_nobodys_or_of_two_services(page: Page, kiosk: Client) -> None:
    one, other = issue(kiosk, "ho-tich"), issue(kiosk, "chung-thuc")
    while one["number"][1:] != other["number"][1:]:
        if one["number"][1:] < other["number"][1:]:
            one = issue(kiosk, "ho-tich")
        else:
            other = issue(kiosk, "chung-thuc")
    waiting = kiosk.call("queue.get")["waiting"]
    mine = len(waiting["ho-tich"]) + len(waiting["chung-thuc"])
    expect(page.locator("#tab-line")).to_contain_text(f"Sau đó: {mine - 1} số")
    press(page, "F3")
    page.keyboard.type("Z999")
    expect(page.locator("#line")).to_have_text(
        "Không có “Z999” trong hàng của quầy này."
    )
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_have_value("")
    press(page, "F3")
    page.keyboard.type(str(int(one["number"][1:])))
    expect(page.locator("#line button")).to_have_count(2)
    page.keyboard.press("Enter")  # two are meant: the arrows choose
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    numbers = f"^({one['number']}|{other['number']})$"
    expect(page.locator("#ask-title")).to_have_text(re.compile(numbers))
    page.keyboard.press("Escape")


def test_a_waiting_ticket_is_found_by_its_procedure_and_service(
    page: Page, kiosk: Client
) -> None:
    marriage = next(
        head["code"]
        for head in kiosk.call("procedure.list", service="ho-tich")
        if "kết hôn" in head["name"]["vi"].lower()
    )
    issue(kiosk, "ho-tich")
    other = issue(kiosk, "chung-thuc")["number"]
    wanted = issue(kiosk, "ho-tich", procedures=[marriage])["number"]
    expect(row(page, wanted)).to_contain_text("kết hôn")
    press(page, "F3")
    page.keyboard.type("DANG KY ket hon")
    expect(page.locator("#line button")).to_have_count(1)
    expect(row(page, wanted)).to_be_visible()
    page.keyboard.press("Escape")
    page.select_option("#only", "chung-thuc")
    expect(page.locator("#line button")).to_have_count(1)
    expect(row(page, other)).to_be_visible()
    expect(page.locator("#only option:checked")).to_have_text("Chứng thực, sao y (1)")


def test_a_ticket_goes_to_another_service_with_a_note(
    page: Page, kiosk: Client, hall_clerk: Client
) -> None:
    hall_clerk.do("counter.open", counter="q3")
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    press(page, "F4")
    expect(page.locator("#ask-answers")).not_to_contain_text("Khai sinh, kết hôn")
    answer(page, "Đất đai, xây dựng")
    expect(page.locator("#ask-title")).to_have_text(
        f"Chuyển {number} đến: Đất đai, xây dựng"
    )
    page.locator("#ask input").fill("Cần trích lục thửa đất")
    page.keyboard.press("Enter")
    expect(page.locator("#idle")).to_be_visible()
    there = hall_clerk.do("counter.call_next")["ticket"]
    assert (there["number"], there["service"]) == (number, "dat-dai")
    desk = hall_clerk.call("counter.get")
    assert desk["ticket"]["note"] == "Cần trích lục thửa đất"


def test_a_ticket_goes_to_an_open_counter_without_a_note(
    page: Page, kiosk: Client, hall_clerk: Client, server: RunningServer
) -> None:
    hall_clerk.do("counter.open", counter="q4")
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    press(page, "F1")
    press(page, "F4")
    expect(page.locator("#ask-answers")).not_to_contain_text("Quầy 1")
    answer(page, "Quầy 4")
    answer(page, "Chuyển")
    expect(page.locator("#idle-title")).to_have_text("Không có công dân chờ")
    assert hall_clerk.do("counter.call_next")["ticket"]["number"] == number
    expect(page.locator("#others")).to_contain_text(f"4 · {number}")


def test_a_note_from_a_colleague_stands_beside_the_ticket(
    page: Page, kiosk: Client, hall_clerk: Client
) -> None:
    hall_clerk.do("counter.open", counter="q4")
    number = issue(kiosk, "ho-tich")["number"]
    hall_clerk.do("counter.call_next")
    hall_clerk.do("counter.transfer", to="q2", note="Đã thu bản chính")
    call_first(page, number)
    expect(page.locator("#remarks")).to_contain_text("chuyển: Đã thu bản chính")


def test_a_counter_pauses_and_goes_on(
    page: Page, kiosk: Client, server: RunningServer
) -> None:
    issue(kiosk, "ho-tich")
    press(page, "F2")
    answer(page, "Nghỉ giải lao")
    expect(page.locator("#idle-title")).to_have_text("Quầy 2 đang tạm ngừng")
    expect(page.locator("#idle-words")).to_have_text("Lý do: Nghỉ giải lao")
    expect(page.locator("#next")).to_contain_text("Tiếp tục nhận khách")
    expect(page.locator("#walk-in")).to_be_disabled()
    expect(page.locator("#pause")).to_be_disabled()
    assert counter(server)["state"] == "paused"
    called = events_of(server, "ticket.called")
    press(page, "F8")
    expect(page.locator("#next")).to_contain_text("Gọi số tiếp theo")
    assert counter(server)["state"] == "open"
    assert events_of(server, "ticket.called") == called


def test_a_pause_needs_no_reason_and_none_with_a_ticket_in_hand(
    page: Page, kiosk: Client, server: RunningServer
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    expect(page.locator("#pause")).to_be_disabled()
    press(page, "F10")
    press(page, "F2")
    page.locator("#ask input").press("Enter")
    expect(page.locator("#idle-words")).to_contain_text("đang báo “Tạm ngừng”")
    assert counter(server)["state"] == "paused"


@pytest.mark.parametrize("way", ["mouse", "key"])
def test_the_last_step_is_taken_back(
    page: Page, kiosk: Client, server: RunningServer, way: str
) -> None:
    undone = events_of(server, "counter.undone")
    number = issue(kiosk, "ho-tich")["number"]
    expect(page.locator("#undo")).to_be_disabled()
    call_first(page, number)
    press(page, "F1")
    press(page, "F10")
    undo = page.locator("#undo")
    expect(undo).to_contain_text(re.compile(r"Hoàn tác hoàn tất · [56]\d giây"))
    expect(undo).to_be_enabled()
    if way == "mouse":
        undo.dblclick()
    else:
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")
    expect(page.locator("#number")).to_have_text(number)
    expect(page.locator("#chips")).to_contain_text("Đang phục vụ")
    expect(undo).to_be_disabled()
    expect(page.locator("#toast")).to_have_text("Đã hoàn tác hoàn tất.")
    assert events_of(server, "counter.undone") == undone + 1


def test_undo_ends_when_its_time_is_over(page: Page, kiosk: Client) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    expect(page.locator("#undo")).to_be_enabled()
    told = page.evaluate(
        """() => new Promise((done) => {
          const real = Date.now;
          let ahead = 0;
          Date.now = () => real() + ahead;
          const undo = document.querySelector("#undo");
          const look = () => {
            if (undo.disabled) return done(undo.querySelector("span").textContent);
            ahead += 61000; // whatever the server tells, it sets the page's clock right
            setTimeout(look, 50);
          };
          look();
        })"""
    )
    assert told == "Hoàn tác"


def test_in_a_line_to_write_in_undo_is_the_writers(
    page: Page, kiosk: Client, server: RunningServer
) -> None:
    undone = events_of(server, "counter.undone")
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    press(page, "F6")
    page.locator("#ask input").press_sequentially("abc")
    page.keyboard.press("Control+z")
    page.keyboard.press("F10")
    page.keyboard.press("Escape")
    expect(page.locator("#number")).to_have_text(number)
    assert events_of(server, "counter.undone") == undone


def test_somebody_without_a_ticket_is_served_at_once(
    page: Page, server: RunningServer
) -> None:
    called = events_of(server, "ticket.called")
    page.click("#walk-in")
    answer(page, "Chứng thực, sao y")
    expect(page.locator("#number")).to_have_text(re.compile(r"^A\d{3}$"))
    expect(page.locator("#chips")).to_contain_text("Đang phục vụ")
    assert events_of(server, "ticket.called") == called
    assert counter(server)["ticket"]["state"] == "serving"
    press(page, "F10")
    expect(page.locator("#line")).to_contain_text("A")


def test_priority_is_granted_and_withdrawn(page: Page, kiosk: Client) -> None:
    first, second = issue(kiosk, "ho-tich"), issue(kiosk, "ho-tich")
    row(page, second["number"]).click()
    answer(page, "Diện ưu tiên")
    answer(page, "Người khuyết tật")
    expect(page.locator("#next-number")).to_have_text(second["number"])
    expect(page.locator("#next-waited")).to_contain_text("Ưu tiên: Người khuyết tật")
    expect(page.locator("#because")).to_contain_text("Ưu tiên")
    call_first(page, second["number"])
    expect(page.locator("#chips")).to_contain_text("Ưu tiên: Người khuyết tật")
    expect(page.locator("#priority")).to_be_enabled()
    page.click("#priority")
    has = page.locator("#ask-answers button", has_text="Người khuyết tật")
    expect(has).to_contain_text("đang có")
    expect(has).to_be_disabled()
    answer(page, "Bỏ ưu tiên")
    expect(page.locator("#chips")).not_to_contain_text("Ưu tiên")
    expect(page.locator("#next-number")).to_have_text(first["number"])


def test_absent_is_proposed_after_several_calls_and_never_forced(
    page: Page, kiosk: Client
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    for n in (2, 3, 4):
        expect(page.locator("#absent")).not_to_have_class(re.compile("proposed"))
        press(page, "F9")
        expect(page.locator("#chips")).to_contain_text(f"lần {n}")
    expect(page.locator("#absent")).to_have_class(re.compile("proposed"))
    expect(page.locator("#chips")).to_contain_text("có thể ghi vắng mặt")
    press(page, "F9")
    expect(page.locator("#chips")).to_contain_text("lần 5")
    press(page, "F1")
    expect(page.locator("#absent")).not_to_have_class(re.compile("proposed"))


def test_a_refusals_sentence_is_shown(
    page: Page, kiosk: Client, hall_clerk: Client
) -> None:
    """The colleague was quicker: the row is asked about while it is called."""
    number = issue(kiosk, "ho-tich")["number"]
    other = issue(kiosk, "ho-tich")["number"]
    row(page, other).click()
    hall_clerk.do("counter.open", counter="q4")
    hall_clerk.do("counter.call_next")
    hall_clerk.do("counter.finish")
    assert hall_clerk.do("counter.call_next")["ticket"]["number"] == other
    answer(page, f"Gọi {other}")
    expect(page.locator("#toast.problem")).to_have_text(
        "Không làm được: số này đang được gọi."
    )
    assert number != other
    expect(page.locator("#idle-title")).to_have_text("Không có công dân chờ")


def test_an_answer_to_a_question_that_time_has_settled_does_nothing(
    page: Page, kiosk: Client, server: RunningServer, supervisor: Client
) -> None:
    """While the reason is asked the ticket leaves the hand: nothing else is held."""
    held = events_of(server, "ticket.held")
    first, second = (issue(kiosk, "ho-tich")["number"] for _ in range(2))
    call_first(page, first)
    press(page, "F6")
    supervisor.do("counter.finish", counter="q2")
    supervisor.do("counter.call_next", counter="q2")
    expect(page.locator("#number")).to_have_text(second)
    answer(page, "Bổ sung giấy tờ")
    expect(page.locator("#ask")).not_to_be_visible()
    expect(page.locator("#hold")).to_be_enabled()
    assert events_of(server, "ticket.held") == held


# A supervisor


@pytest.fixture(scope="module")
def supervisor(hall: Any) -> Client:
    """A supervisor, ``phuc``, who may also sign in to the page."""
    client: Client = hall.server.user("phuc", "supervisor", "Lê Hồng Phúc")
    return client


@pytest.fixture
def above(
    browser: Browser, server: RunningServer, supervisor: Client
) -> Iterator[Page]:
    """The supervisor's page, before a counter is chosen."""
    with page_of(browser, DESK) as page:
        sign_in(page, server, "phuc")
        expect(page.locator("#counters button").first).to_be_enabled()
        yield page


def test_a_supervisor_takes_a_counter_over_after_a_question(
    page: Page, above: Page, kiosk: Client, server: RunningServer
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    call_first(page, number)
    second = above.locator("#counters button").nth(1)
    expect(second).to_contain_text("Nguyễn Thị Hoài đang ngồi")
    second.click()
    expect(above.locator("#ask-title")).to_have_text("Tiếp nhận quầy 2?")
    expect(above.locator("#ask-text")).to_contain_text(f"Số {number} đang phục vụ")
    above.keyboard.press("Escape")
    expect(above.locator("#choose")).to_be_visible()
    second.click()
    answer(above, "Tiếp nhận quầy này")
    expect(above.locator("#number")).to_have_text(number)
    expect(page.locator("#choose")).to_be_visible()
    expect(page.locator("#toast.problem")).to_contain_text("cán bộ khác tiếp nhận")
    expect(page.locator("#counters button").nth(1)).to_be_disabled()


def test_a_supervisor_cancels_a_number_after_a_question(
    above: Page, kiosk: Client, server: RunningServer
) -> None:
    cancelled = events_of(server, "ticket.cancelled")
    sit_down(above, 2)
    first, second = (issue(kiosk, "ho-tich")["number"] for _ in range(2))
    row(above, second).click()
    answer(above, "Hủy số")
    answer(above, "Hủy số")
    expect(above.locator("#toast")).to_have_text(f"Đã hủy {second}.")
    expect(row(above, second)).to_have_count(0)
    expect(above.locator("#next-number")).to_have_text(first)
    assert events_of(server, "ticket.cancelled") == cancelled + 1


def test_a_clerk_can_neither_take_over_nor_cancel(
    browser: Browser, server: RunningServer, kiosk: Client, hall_clerk: Client
) -> None:
    hall_clerk.do("counter.open", counter="q1")
    with page_of(browser, DESK) as page:
        sign_in(page, server, "hoai")
        first = page.locator("#counters button").first
        expect(first).to_contain_text("Trần Văn Nam đang ngồi")
        expect(first).to_be_disabled()
        sit_down(page, 2)
        _, second = (issue(kiosk, "ho-tich")["number"] for _ in range(2))
        row(page, second).click()
        expect(page.locator("#ask-answers")).not_to_contain_text("Hủy số")
        page.keyboard.press("Escape")


# How it looks


@pytest.mark.parametrize(
    ("size", "lang"),
    [(DESK, "vi"), (DESK, "en"), (TELEVISION, "vi")],
    ids=["1280-vi", "1280-en", "1920-vi"],
)
def test_every_question_and_state_fits_on_the_screen(
    browser: Browser,
    server: RunningServer,
    kiosk: Client,
    hall_clerk: Client,
    signed_in: Any,
    tmp_path: Path,
    lang: str,
    size: dict[str, int],
) -> None:
    hall_clerk.do("counter.open", counter="q4")
    with page_of(browser, size, storage_state=signed_in) as page:
        page.goto(f"{server.url}/counter?lang={lang}")
        sit_down(page, 2)

        def look(name: str) -> None:
            take_picture(page, tmp_path, f"{name}_{lang}")
            assert fits_without_scrolling(page)
            assert page.evaluate(
                "() => { const ask = document.querySelector('#ask');"
                " return ask.scrollHeight <= ask.clientHeight; }"
            )

        for reason in (None, "nguoi-khuyet-tat", None, None):
            issue(kiosk, "ho-tich", priority=reason)
        expect(page.locator("#line button")).to_have_count(3)
        call_first(page, page.locator("#next-number").inner_text())
        look("called")
        for key, name in (("F6", "hold"), ("F4", "transfer")):
            press(page, key)
            look(name)
            page.keyboard.press("Escape")
        expect(page.locator("#priority")).to_be_enabled()
        page.click("#priority")
        look("priority")
        page.keyboard.press("Escape")
        press(page, "F7")
        expect(page.locator("#rest")).to_be_visible()
        page.click("#tab-aside")
        look("aside")
        page.locator("#line button").first.click()
        look("one_aside")
        page.keyboard.press("Escape")
        expect(page.locator("#walk-in")).to_be_enabled()
        page.click("#walk-in")
        look("walk_in")
        page.keyboard.press("Escape")
        press(page, "F2")
        look("pause")
        page.locator("#ask-answers button").first.click()
        expect(page.locator("#idle-sign[data-sign=circle-pause]")).to_be_visible()
        look("paused")

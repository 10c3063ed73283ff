"""What stands over one counter, state by state."""

from __future__ import annotations

import pytest

from display.counter import CounterBoard, show_counter
from display.hearing import Hearing
from tests.display.hallway import MORNING, START, Hallway, counter


def board(way: Hallway, number: int = 4, language: str = "vi") -> CounterBoard:
    return show_counter(way.heard, number, way.now, language)


def calling() -> Hallway:
    way = Hallway()
    way.event(
        "ticket.issued", ticket=5, number="M006", service="tro-cap", priority=True
    )
    way.called(5, "M006", 4, service="tro-cap")
    return way


def test_calling() -> None:
    found = board(calling())
    assert (found.kind, found.title, found.state) == (
        "calling",
        "Quầy 4",
        "Mời ông/bà vào",
    )
    assert (found.number, found.foot) == ("M006", "Trợ cấp, người có công")
    assert found.priority
    assert (found.headline, found.body) == ("", "")


def test_a_new_call_alternates_for_four_seconds() -> None:
    way = calling()
    seen = []
    for _ in range(12):
        seen.append(board(way).pressed)
        way.let(0.5)
    assert seen == [False, True] * 4 + [False] * 4


def test_serving() -> None:
    way = calling()
    way.event("ticket.started", ticket=5, counter="q4")
    way.let(0.6)
    found = board(way)
    assert (found.kind, found.state, found.number) == (
        "serving",
        "Đang phục vụ",
        "M006",
    )
    assert found.priority
    assert not found.pressed


def test_open_and_idle() -> None:
    way = calling()
    way.event("ticket.done", ticket=5, counter="q4")
    found = board(way)
    assert (found.kind, found.number, found.headline) == ("open", "", "Xin chờ gọi số")
    assert found.state == "09:14"
    assert found.foot == "Nhận mọi việc"
    some = Hallway(counters=[counter(4, ("chung-thuc", "dat-dai"))])
    assert board(some).foot == "Chứng thực, sao y · Đất đai, xây dựng"


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_shut_counter_sends_to_one_that_serves_the_same(state: str) -> None:
    others = [
        counter(1, ("ho-tich",)),
        counter(2, ("dat-dai",), state="paused"),
        counter(3, ("dat-dai", "tro-cap")),
    ]
    way = Hallway(counters=[*others, counter(4, ("dat-dai",), state=state)])
    found = board(way)
    assert (found.kind, found.elsewhere) == (state, True)
    assert found.foot == "Xin mời ông/bà sang quầy 3"
    way.event("counter.closed", counter="q3")
    assert (board(way).foot, board(way).elsewhere) == ("", False)


def test_a_counter_that_pauses_and_goes_on() -> None:
    way = calling()
    way.event("ticket.done", ticket=5, counter="q4")
    way.event("counter.paused", counter="q4")
    found = board(way)
    assert (found.kind, found.headline) == ("paused", "Tạm ngừng")
    assert (found.number, found.pressed) == ("", False)
    assert found.foot == "Xin mời ông/bà sang quầy 1"
    way.event("counter.resumed", counter="q4")
    assert (board(way).kind, board(way).headline) == ("open", "Xin chờ gọi số")


def test_a_counter_whose_clerk_takes_a_step_back() -> None:
    way = calling()
    told = {"ticket": 5, "number": "M006", "service": "tro-cap", "counter": "q4"}
    way.event("ticket.held", **told)
    assert (board(way).kind, board(way).number) == ("open", "")
    way.event("counter.undone", undone="ticket.held", state="called", **told)
    found = board(way)
    assert (found.kind, found.number, found.priority) == ("calling", "M006", True)
    way.let(0.6)
    way.called(5, "M006", 4, n=2, service="tro-cap")
    way.let(0.6)
    assert board(way).pressed
    way.event("counter.undone", undone="ticket.called", state="waiting", **told)
    assert (board(way).kind, board(way).pressed) == ("open", False)


def test_priority_that_is_granted_and_withdrawn_at_the_counter() -> None:
    way = calling()
    told = {"ticket": 5, "number": "M006", "service": "tro-cap"}
    way.event("ticket.prioritised", priority=False, **told)
    assert not board(way).priority
    way.event("ticket.prioritised", priority=True, **told)
    assert board(way).priority


def test_any_open_counter_serves_when_one_of_them_serves_all() -> None:
    way = Hallway(counters=[counter(1, ("ho-tich",)), counter(4, state="closed")])
    assert board(way).foot == "Xin mời ông/bà sang quầy 1"


def test_a_cut_line() -> None:
    way = calling()
    way.heard.line.look(False, way.now)
    way.let(30)
    assert (board(way).state, board(way).connection) == ("đang cập nhật…", "updating")
    way.let(100)
    found = board(way)
    assert (found.state, found.connection) == ("Tạm dừng từ 09:14", "stale")
    assert found.number == "M006"
    assert not found.pressed
    idle = Hallway()
    idle.heard.line.look(False, idle.now)
    idle.let(100)
    assert board(idle).body == "Xin nghe cán bộ gọi số."


def test_a_counter_that_is_none() -> None:
    found = board(Hallway(), 9)
    assert (found.kind, found.headline) == ("unknown", "Chưa có quầy 9")
    assert (found.foot, found.number) == ("", "")


def test_before_anything_is_known() -> None:
    heard = Hearing(MORNING, START)
    found = show_counter(heard, 4, START, "vi")
    assert (found.kind, found.headline) == ("starting", "Đang mở bảng gọi số…")


def test_english() -> None:
    found = board(calling(), language="en")
    assert (found.title, found.state, found.foot) == (
        "Counter 4",
        "Please come in",
        "Allowances",
    )


def test_a_clerk_is_named_where_the_office_wants_it_and_leaves_with_the_shift() -> None:
    way = Hallway()
    assert show_counter(way.heard, 2, way.now, "vi").clerk == ""
    way.event("counter.opened", counter="q2", clerk="Nguyễn Thị Hoài")
    assert show_counter(way.heard, 2, way.now, "vi").clerk == "Nguyễn Thị Hoài"
    way.event("counter.paused", counter="q2", reason="họp")
    shown = show_counter(way.heard, 2, way.now, "vi")
    assert (shown.clerk, shown.headline, shown.body) == ("", "Tạm ngừng", "Lý do: họp.")
    way.event("counter.resumed", counter="q2")
    assert show_counter(way.heard, 2, way.now, "vi").clerk == "Nguyễn Thị Hoài"
    way.event("counter.paused", counter="q2")
    shown = show_counter(way.heard, 2, way.now, "vi")
    assert shown.body == "Quầy sẽ sớm phục vụ lại.", "no reason was given this time"
    way.event("counter.closed", counter="q2")
    way.event("counter.opened", counter="q2")
    assert show_counter(way.heard, 2, way.now, "vi").clerk == ""

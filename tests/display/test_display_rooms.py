"""Two halls, two floors: each display shows and speaks what is called in its room."""

from __future__ import annotations

import pytest

from display.board import show_wall
from display.scope import Scope, scope_of, served
from server.protocol import messages as m
from tests.display.hallway import Hallway, call, counter, office, queue, ticket

LAND = ("dat-dai", "ho-kinh-doanh")
ROOMS = [
    m.Room(id="tang-1", name={"vi": "Tầng 1"}, counters=["q1", "q2"], services=[]),
    m.Room(id="tang-2", name={"vi": "Tầng 2"}, counters=[], services=list(LAND)),
]
COUNTERS = [counter(1, ("chung-thuc",)), counter(2, ("ho-tich",)), counter(3, LAND)]


def way(room: str, **first: object) -> Hallway:
    shown = office(rooms=ROOMS, counters=COUNTERS)
    return Hallway(shown, room=room, **{"counters": COUNTERS, **first})


def waiting(way: Hallway) -> list[str]:
    return [call.number for call in way.heard.announcer.waiting]


def rows(way: Hallway) -> list[str]:
    wall = show_wall(way.heard, way.now, "vi", services=9)
    return [row.number for row in wall.rows]


def foot(way: Hallway) -> list[str]:
    wall = show_wall(way.heard, way.now, "vi", services=9)
    return [service.name for service in wall.foot]


@pytest.mark.parametrize(
    ("room", "calls", "services"),
    [
        ("tang-1", ["A001", "B001"], ["Chứng thực, sao y", "Khai sinh, kết hôn"]),
        ("tang-2", ["H001"], ["Đất đai, xây dựng", "Hộ kinh doanh"]),
    ],
)
def test_a_room_speaks_and_counts_only_its_own(
    room: str, calls: list[str], services: list[str]
) -> None:
    there = way(room)
    there.called(1, "A001", 1)
    there.called(2, "B001", 2, service="ho-tich")
    there.called(3, "H001", 3, service="dat-dai")
    assert waiting(there) == calls
    assert foot(there) == services
    there.announce()
    assert rows(there) == calls[-2::-1], "the last one is large"


def test_a_ticket_that_goes_up_is_called_upstairs() -> None:
    up, down = way("tang-2"), way("tang-1")
    for there in (up, down):
        there.called(1, "A001", 1)
        there.announce()
        told = {"ticket": 1, "number": "A001", "counter": "q1"}
        there.event("ticket.transferred", service="dat-dai", **told)
        there.called(1, "A001", 3, n=2, service="dat-dai")
    assert waiting(up) == ["A001"]
    assert waiting(down) == []
    assert rows(down) == []


def test_what_was_called_before_is_sorted_by_counter_and_service() -> None:
    calls = [
        call(1, "H001", 3, ago=30, service="dat-dai"),
        call(2, "A001", 1, ago=60, service="chung-thuc"),
    ]
    for room, number in (("tang-1", "A001"), ("tang-2", "H001")):
        wall = show_wall((there := way(room, calls=calls)).heard, there.now, "vi")
        assert getattr(wall.hero, "number", "") == number
        assert wall.rows == ()


def test_after_a_cut_nothing_of_the_other_room_is_spoken() -> None:
    there = way("tang-2")
    there.heard.online()
    up = ticket(7, "H002", "called", service="dat-dai")
    standing = [
        counter(1, ("chung-thuc",), ticket=ticket(6, "A002", "called")),
        counter(3, LAND, ticket=up),
    ]
    calls = [
        call(6, "A002", 1, service="chung-thuc"),
        call(7, "H002", 3, service="dat-dai"),
    ]
    told = queue(seq=40, counters=standing, calls=calls)
    there.heard.hear(m.Snapshot(seq=40, queue=told), there.now)
    assert waiting(there) == ["H002"]


def test_a_room_whose_counters_are_closed_says_so_while_the_other_works() -> None:
    counters = [counter(1, state="closed"), counter(2, state="closed"), COUNTERS[2]]
    wall = show_wall((down := way("tang-1", counters=counters)).heard, down.now, "vi")
    assert getattr(wall.hero, "kind", "") == "no_counter"
    wall = show_wall((up := way("tang-2", counters=counters)).heard, up.now, "vi")
    assert getattr(wall.hero, "kind", "") == "welcome"


def test_a_room_that_the_office_does_not_have_misses_nothing() -> None:
    there = way("tang-9")
    assert there.heard.lost_room
    assert not way("tang-1").heard.lost_room
    assert not way("").heard.lost_room
    there.called(1, "A001", 1)
    assert waiting(there) == ["A001"]


def test_a_room_of_counters_and_services_needs_both() -> None:
    scope = Scope(frozenset({"q1"}), frozenset({"ho-tich"}))
    assert scope.has("q1", "ho-tich")
    assert not scope.has("q1", "dat-dai")
    assert not scope.has("q2", "ho-tich")
    assert scope_of(None, "tang-1") is None
    everywhere = office(counters=[counter(1)], rooms=ROOMS)
    down = scope_of(everywhere, "tang-1")
    assert down is not None
    assert len(served(everywhere, down)) == 6, "its counter serves everything"

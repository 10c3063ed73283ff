"""What stands on the wall: exhaustively by state, and what holds for any day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.lang.words import word
from display.announcer import Pause
from display.board import (
    CallHero,
    FootService,
    Wall,
    connection,
    is_pressed,
    show_wall,
)
from display.hearing import Hearing
from display.pages import PageHero, SideNote
from display.rules import FOOT_TURN, HERO_LEAST, PAGE_TURN, QUIET, ROWS
from server.protocol import messages as m
from tests.display.hallway import (
    HOLIDAY,
    ID_CARD,
    MORNING,
    SERVICES,
    START,
    Hallway,
    call,
    closed_services,
    counter,
    office,
    phone_code,
    procedure,
    queue,
    service,
    ticket,
)


def wall(way: Hallway, language: str = "vi", places: int = 3) -> Wall:
    return show_wall(way.heard, way.now, language, places)


def hero(way: Hallway) -> CallHero:
    found = wall(way).hero
    assert isinstance(found, CallHero)
    return found


def page(way: Hallway, language: str = "vi") -> PageHero:
    found = wall(way, language).hero
    assert isinstance(found, PageHero)
    return found


def numbers(way: Hallway) -> list[str]:
    return [row.number for row in wall(way).rows]


# Calls


def test_a_call_has_the_large_place_with_its_counter() -> None:
    way = Hallway()
    way.called(7, "B018", 2)
    way.begin()
    found = hero(way)
    assert (found.number, found.counter) == ("B018", "2")
    assert (found.caption, found.counter_words) == ("Mời công dân có số", "đến quầy")
    assert found.calling
    assert numbers(way) == []


def test_two_calls_in_one_second_each_get_their_moment() -> None:
    way = Hallway()
    way.called(1, "A041", 1)
    way.let(0.4)
    way.called(2, "B018", 2)
    shown: list[tuple[str, float]] = []
    while (order := way.heard.announcer.next(way.now)) is not None:
        if not shown or shown[-1][0] != hero(way).number:
            shown.append((hero(way).number, way.now))
            others = {"A041": ["B018"], "B018": ["A041"]}
            assert numbers(way) == others[hero(way).number]
        way.let(order.seconds if isinstance(order, Pause) else 1.0)
    assert [number for number, _ in shown] == ["A041", "B018"]
    assert shown[1][1] - shown[0][1] >= HERO_LEAST
    assert way.now - shown[1][1] >= HERO_LEAST


def test_a_call_joins_the_rows_before_it_is_spoken() -> None:
    way = Hallway()
    way.called(1, "A041", 1)
    way.begin()
    way.called(2, "B018", 2)
    assert hero(way).number == "A041"
    assert numbers(way) == ["B018"]


def test_only_so_many_rows_newest_first() -> None:
    way = Hallway()
    for id in range(1, 9):
        way.called(id, f"A{id:03}", 1)
        way.announce()
    assert hero(way).number == "A008"
    assert numbers(way) == [f"A00{n}" for n in (7, 6, 5, 4, 3, 2)]
    assert len(numbers(way)) == ROWS


@pytest.mark.parametrize("end", ["started", "done", "no_show"])
def test_who_has_come_or_is_absent_stays_as_the_last_call(end: str) -> None:
    way = Hallway()
    way.called(7, "B018", 2)
    way.begin()
    way.event(f"ticket.{end}", ticket=7, counter="q2")  # type: ignore[arg-type]
    assert hero(way).calling, "it is still being spoken"
    way.announce()
    found = hero(way)
    assert (found.number, found.calling) == ("B018", False)
    assert found.caption == "Số gọi gần nhất, lúc 09:14"
    assert found.counter_words == "tại quầy"


def test_a_call_that_nobody_answered_yet_stays_solid_and_still() -> None:
    way = Hallway()
    way.called(7, "B018", 2)
    way.announce()
    way.let(30)
    way.tick()
    assert hero(way).calling
    assert not hero(way).pressed


UNDONE = {"undone": "ticket.called", "state": "waiting", "service": "chung-thuc"}


def test_a_call_taken_back_leaves_the_wall_once_its_sentence_is_over() -> None:
    way = Hallway()
    way.called(6, "A041", 1)
    way.announce()
    way.called(7, "B018", 2)
    way.begin()
    way.event("counter.undone", ticket=7, number="B018", counter="q2", **UNDONE)
    assert hero(way).number == "B018", "the large number follows the voice"
    assert numbers(way) == ["A041"]
    way.announce()
    assert hero(way).number == "A041"
    assert numbers(way) == []


def test_a_call_taken_back_before_its_turn_is_never_on_the_wall() -> None:
    way = Hallway()
    way.called(6, "A041", 1)
    way.begin()
    way.called(7, "B018", 2)
    assert numbers(way) == ["B018"]
    ask = way.event("counter.undone", ticket=7, number="B018", counter="q2", **UNDONE)
    assert ask == "queue"
    assert numbers(way) == []
    way.announce()
    assert hero(way).number == "A041"
    way.called(7, "B018", 3, n=2)
    way.begin()
    assert (hero(way).number, hero(way).counter) == ("B018", "3")


def test_a_call_taken_back_while_the_outbox_overflowed_is_not_spoken() -> None:
    """A snapshot stands for events that never came; among them was the undo."""
    way = Hallway()
    way.called(5, "M006", 4)
    way.begin()
    way.called(6, "A041", 1)
    way.called(7, "B018", 2)
    busy = counter(1, ticket=ticket(6, "A041", "called"))
    now = queue(seq=99, calls=[call(6, "A041", 1)], counters=[busy, counter(4)])
    way.heard.hear(m.Snapshot(seq=99, queue=now), way.now)
    way.seq = 99
    assert [call.ticket for call in way.heard.announcer.waiting] == [6]
    way.announce()
    assert hero(way).number == "A041"
    nothing = queue(seq=100, counters=[counter(1), counter(4)])
    way.heard.answer(nothing, way.now)
    assert way.heard.announcer.hero is None


def test_a_call_to_the_next_counter_ends_that_to_the_one_before() -> None:
    way = Hallway()
    way.called(7, "B018", 2)
    way.announce()
    assert hero(way).calling
    way.event("ticket.transferred", ticket=7, number="B018", counter="q2", to="q3")
    assert not hero(way).calling
    way.called(7, "B018", 3, n=2)
    assert (hero(way).counter, hero(way).calling) == ("2", False)
    way.begin()
    assert (hero(way).counter, hero(way).calling) == ("3", True)


def test_a_recall_emphasises_again() -> None:
    way = Hallway()
    way.called(7, "B018", 2)
    way.announce()
    way.called(7, "B018", 2, n=2)
    way.begin()
    way.let(0.6)
    assert hero(way).pressed


def test_the_emphasis_is_one_hertz_for_four_seconds() -> None:
    seen = [is_pressed(n / 100) for n in range(900)]
    changes = [n for n in range(1, 900) if seen[n] != seen[n - 1]]
    assert changes == [50, 100, 150, 200, 250, 300, 350, 400]
    assert not is_pressed(-0.1)


def test_at_the_start_the_newest_call_has_the_large_place() -> None:
    way = Hallway(calls=[call(2, "A002", 1, ago=20), call(1, "A001", 3, ago=60)])
    assert (hero(way).number, hero(way).pressed) == ("A002", False)
    assert numbers(way) == ["A001"]


def test_a_first_call_waits_for_its_voice_behind_what_was_there() -> None:
    way = Hallway(calls=[call(1, "A001", 3, ago=20)])
    way.called(2, "A002", 1)
    assert hero(way).number == "A001"
    assert numbers(way) == ["A002"]
    way.begin()
    assert hero(way).number == "A002"


def test_a_counter_nobody_knows_is_shown_by_its_id() -> None:
    way = Hallway()
    way.called(1, "A001", 12)
    way.begin()
    assert hero(way).counter == "q12"


# The line


@pytest.mark.parametrize(
    ("age", "state"),
    [(0, "ok"), (9.99, "ok"), (10, "updating"), (60, "updating"), (60.1, "stale")],
)
def test_what_the_age_of_the_line_means(age: float, state: str) -> None:
    assert connection(age) == state


def test_a_cut_line_is_said_in_three_steps() -> None:
    way = Hallway()
    way.called(6, "A041", 1)
    way.announce()
    way.called(7, "B018", 2)
    way.announce()
    way.heard.line.look(False, way.now)
    cut = way.now - START
    assert wall(way).date == "Thứ Hai, 23/11/2026"
    way.let(30)
    assert (wall(way).connection, wall(way).date) == ("updating", "đang cập nhật…")
    assert hero(way).calling
    way.let(100)
    found = wall(way)
    assert found.connection == "stale"
    assert found.strip == "Bảng tạm dừng từ 09:14. Xin nghe cán bộ gọi số."
    assert not hero(way).calling
    assert hero(way).caption == "Số gọi gần nhất, lúc 09:14"
    assert found.rows_title == "Trước đó"
    assert found.foot == ()
    assert cut < 40
    way.heard.line.look(True, way.now)
    assert (wall(way).connection, wall(way).strip) == ("ok", "")
    assert hero(way).calling


def test_a_stale_board_without_a_call_keeps_its_page() -> None:
    way = Hallway()
    way.heard.line.look(False, way.now)
    way.let(120)
    assert page(way).kind == "welcome"
    assert wall(way).strip
    assert wall(way).rows_title == "Vừa gọi"


def test_a_stale_board_shows_its_call_however_long_ago() -> None:
    way = Hallway(office(notices=[ID_CARD]), calls=[call(1, "A001", 3, ago=4000)])
    way.heard.line.look(False, way.now)
    way.let(120)
    assert hero(way).number == "A001"


def test_before_anything_is_known_it_says_that_it_opens() -> None:
    heard = Hearing(MORNING, START)
    found = show_wall(heard, START, "vi")
    assert isinstance(found.hero, PageHero)
    assert found.hero.kind == "starting"
    assert (found.office, found.foot, found.rows) == ("", (), ())
    late = show_wall(heard, START + 70, "vi")
    assert late.strip == "Bảng tạm dừng từ 09:14. Xin nghe cán bộ gọi số."


# Quiet


def test_before_the_first_call_people_are_welcome() -> None:
    way = Hallway()
    assert (page(way).kind, page(way).title) == ("welcome", "Kính chào quý vị")
    assert page(way).head == "Trung tâm Phục vụ hành chính công"
    assert page(way, "en").title == "Welcome"


def test_outside_hours_it_says_when_numbers_are_given_again() -> None:
    way = Hallway(office(services=closed_services()))
    assert page(way).kind == "closed"
    assert page(way).body == "Cấp số trở lại lúc 13:00."
    way.let(24 * 3600 - 5 * 3600)
    way.tick()
    assert page(way).body.startswith("Cấp số trở lại lúc 13:00, Thứ Hai")


def test_outside_hours_without_an_hour_it_still_says_so() -> None:
    shut = [service(*SERVICES[0], open=False)]
    assert page(Hallway(office(services=shut))).body.startswith("Xin mời quý vị")


def test_after_a_quiet_while_the_notices_take_turns() -> None:
    way = Hallway(office(notices=[ID_CARD, HOLIDAY]))
    way.called(7, "B018", 2)
    way.announce()
    way.event("ticket.done", ticket=7, counter="q2")
    way.let(QUIET - 1)
    way.tick()
    assert hero(way).number == "B018"
    way.let(1)
    way.tick()
    seen = []
    for _ in range(4):
        found = page(way)
        assert (found.kind, found.count) == ("notice", 2)
        seen.append((found.title, found.place))
        way.let(PAGE_TURN)
        way.tick()
    titles = [ID_CARD.title["vi"], HOLIDAY.title["vi"]]
    assert sorted(set(seen)) == sorted(zip(titles, (0, 1), strict=True))
    assert seen[:2] == seen[2:]
    assert numbers(way) == ["B018"], "beside a notice the last call is a row"
    way.called(8, "A042", 1)
    assert hero(way).number == "B018", "until its chime sounds"
    way.begin()
    assert hero(way).number == "A042"


def test_without_notices_the_last_call_stays() -> None:
    way = Hallway(calls=[call(1, "A001", 3, ago=4000)])
    assert (hero(way).number, hero(way).calling) == ("A001", False)


def test_a_quiet_board_at_the_start_goes_by_the_offices_clock() -> None:
    recent, old = QUIET - 5, QUIET + 5
    way = Hallway(office(notices=[ID_CARD]), calls=[call(1, "A001", 3, ago=recent)])
    assert hero(way).number == "A001"
    way = Hallway(office(notices=[ID_CARD]), calls=[call(1, "A001", 3, ago=old)])
    assert page(way).kind == "notice"


def test_a_call_whose_moment_is_none_counts_as_long_ago() -> None:
    odd = msgspec.structs.replace(call(1, "A001", 3), called_at="soon")
    way = Hallway(calls=[odd])
    assert hero(way).caption == "Số gọi gần nhất, lúc "
    assert page(Hallway(office(notices=[ID_CARD]), calls=[odd])).kind == "notice"


def test_closed_comes_before_the_notices() -> None:
    way = Hallway(office(services=closed_services(), notices=[ID_CARD]))
    kinds = set()
    for _ in range(2):
        kinds.add((page(way).kind, page(way).place))
        way.let(PAGE_TURN)
    assert kinds == {("closed", 0), ("notice", 1)}


def test_an_office_without_services_is_not_called_closed() -> None:
    assert page(Hallway(office(services=[]))).kind == "welcome"


# The foot


def feet(way: Hallway, places: int = 3) -> list[FootService]:
    return list(wall(way, places=places).foot)


def test_the_foot_turns_every_eight_seconds() -> None:
    way = Hallway()
    way.now = 1000.0
    assert [f.name for f in feet(way)] == [row[2] for row in SERVICES[3:]]
    way.now = 1007.9
    assert feet(way)[0].name == SERVICES[3][2]
    way.now = 1008.0
    assert [f.name for f in feet(way)] == [row[2] for row in SERVICES[:3]]
    assert [f.name for f in feet(way, 2)] == [row[2] for row in SERVICES[:2]]


def test_the_last_turn_is_filled_and_few_services_do_not_turn() -> None:
    five = Hallway(office(services=[service(*row) for row in SERVICES[:5]]))
    five.now = 1000.0
    assert [f.name for f in feet(five)] == [SERVICES[n][2] for n in (3, 4, 0)]
    three = Hallway(office(services=[service(*row) for row in SERVICES[:3]]))
    assert feet(three) == feet(three)
    before = feet(three)
    three.let(8)
    assert feet(three) == before


def line_of(
    waiting: int, figures: tuple[int, int] | None, **changed: Any
) -> FootService:
    row = (*SERVICES[0][:4], waiting, figures)
    return feet(Hallway(office(services=[service(*row, **changed)])))[0]


def test_the_foot_is_honest_about_waits() -> None:
    assert line_of(5, (600, 1500)).line == "5 người, 10–25 phút"
    free = line_of(0, (0, 0))
    assert (free.line, free.free, free.people) == ("Mời vào ngay", True, False)
    assert line_of(3, None).line == "3 người chờ"
    assert line_of(0, None).line == "Quầy chưa mở"
    assert line_of(0, (0, 0), open=False).line == "Ngoài giờ cấp số"
    assert line_of(2, (300, 900), open=False).line == "2 người, 5–15 phút"


def test_english() -> None:
    way = Hallway()
    way.called(7, "B018", 2)
    way.begin()
    found = show_wall(way.heard, way.now, "en")
    assert isinstance(found.hero, CallHero)
    assert found.hero.caption == "Now calling"
    assert found.date == "Monday, 23/11/2026"
    assert word({"vi": "chỉ có tiếng Việt"}, "en") == "chỉ có tiếng Việt"


# Any day

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("call"), st.integers(1, 12), st.integers(1, 4)),
        st.tuples(
            st.sampled_from(["ticket.started", "ticket.done", "ticket.no_show"]),
            st.integers(1, 12),
            st.integers(1, 4),
        ),
        st.tuples(st.just("wait"), st.integers(0, 400), st.just(0)),
        st.tuples(st.just("speak"), st.integers(1, 5), st.just(0)),
    ),
    max_size=40,
)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_whatever_happens_every_call_is_on_the_wall_once(
    steps: list[tuple[str, int, int]],
) -> None:
    way = Hallway(office(notices=[ID_CARD]))
    times: dict[int, int] = {}
    for what, one, two in steps:
        match what:
            case "call":
                times[one] = times.get(one, 0) + 1
                way.called(one, f"A{one:03}", two, n=times[one])
            case "wait":
                way.let(one)
                way.tick()
            case "speak":
                if (order := way.heard.announcer.next(way.now)) is not None:
                    way.let(order.seconds if isinstance(order, Pause) else one)
            case _:
                way.event(what, ticket=one, counter=f"q{two}")  # type: ignore[arg-type]
        check(way)


def check(way: Hallway) -> None:
    found = wall(way)
    large = found.hero.ticket if isinstance(found.hero, CallHero) else None
    shown = [row.ticket for row in found.rows]
    newest = [call.ticket for call in way.heard.hall.calls if call.ticket != large]
    assert shown == newest[:ROWS]
    assert large not in shown
    if way.heard.announcer.busy:
        assert way.heard.announcer.hero is not None
        assert large == way.heard.announcer.hero.ticket
    assert found == wall(way)
    assert found.clock == (MORNING + timedelta(seconds=way.now - START)).strftime(
        "%H:%M"
    )


# The note beside few calls


def side(way: Hallway, language: str = "vi") -> SideNote:
    found = show_wall(way.heard, way.now, language).side
    assert found is not None
    return found


def test_beside_few_calls_notices_take_turns_with_what_to_do() -> None:
    way = Hallway(office(notices=[HOLIDAY, ID_CARD]))
    way.called(7, "B018", 2)
    way.begin()
    seen = set()
    for _ in range(3):
        seen.add((side(way).kind, side(way).title))
        way.let(PAGE_TURN)
    holiday, card = HOLIDAY.title["vi"], ID_CARD.title["vi"]
    waits = ("wait", "Xin mời ngồi chờ")
    assert seen == {waits, ("notice", holiday), ("notice", card)}


def test_beside_a_page_nothing_stands_twice() -> None:
    way = Hallway(office(notices=[HOLIDAY]), calls=[call(1, "A001", 1, ago=900)])
    assert page(way).kind == "notice"
    assert side(way).kind == "wait"


def test_a_board_that_has_stopped_promises_no_more_calls_here() -> None:
    way = Hallway(office(notices=[HOLIDAY]), calls=[call(1, "A001", 1, ago=60)])
    way.heard.line.look(False, way.now)
    way.let(90)
    assert side(way).title == "Xin giữ phiếu"


def test_before_a_counter_is_open_the_wall_says_so() -> None:
    shut = [counter(n, state="closed") for n in (1, 2)]
    way = Hallway(counters=shut)
    assert (page(way).kind, page(way).title) == ("no_counter", "Các quầy chưa mở")
    way.event("counter.opened", counter="q2")
    assert page(way).kind == "welcome"


# What only displays show


POSTER = m.Page(title={}, body={}, picture={"vi": "/pictures/a.png"})
TOLD = m.Page(title={"vi": "Chiều nay mất điện"}, body={})


def test_a_slide_is_shown_once_its_picture_is_here_and_a_call_comes_first() -> None:
    way = Hallway(office(slides=[POSTER]), calls=[call(1, "A001", 1, ago=900)])
    assert isinstance(show_wall(way.heard, way.now, "vi").hero, CallHero)
    way.heard.pictures = {"/pictures/a.png": Path("/kept/a.png")}
    assert (page(way).kind, page(way).picture) == ("slide", "/kept/a.png")
    assert page(way, "en").picture == "/kept/a.png", "there is no English one"
    way.called(2, "A002", 2)
    way.begin()
    assert hero(way).number == "A002"


def test_a_video_stands_its_own_time_and_without_a_player_its_picture() -> None:
    film = m.Page(
        title={},
        body={},
        picture={"vi": "/pictures/a.png"},
        video={"vi": "/videos/b.mp4"},
        seconds=40,
    )
    way = Hallway(office(slides=[film, TOLD]), calls=[call(1, "A001", 1, ago=900)])
    way.heard.pictures = {"/pictures/a.png": Path("/kept/a.png")}

    def turns(seconds: int) -> list[tuple[str, str]]:
        """Look at the pages each second."""
        found = []
        for _ in range(seconds):
            found.append((page(way).picture, page(way).video))
            way.let(1)
            way.tick()
        return found

    still, words = ("/kept/a.png", ""), ("", "")
    seen = turns(120)
    assert (seen.count(still), seen.count(words)) == (60, 60)
    way.heard.pictures["/videos/b.mp4"] = Path("/kept/b.mp4")
    moving = ("/kept/a.png", "/kept/b.mp4")
    seen = turns(104)
    assert (seen.count(moving), seen.count(words)) == (80, 24)


def test_a_line_takes_its_turn_with_the_services() -> None:
    way = Hallway(office(ticker=[TOLD]))
    seen = []
    for _ in range(3):
        wall = show_wall(way.heard, way.now, "vi")
        seen.append((len(wall.foot), wall.line))
        way.let(FOOT_TURN)
    assert sorted(seen) == [(0, "Chiều nay mất điện"), (3, ""), (3, "")]
    assert show_wall(way.heard, way.now, "vi", services=9).line in ("", seen[0][1])


def test_a_board_that_has_stopped_tells_no_line() -> None:
    way = Hallway(office(ticker=[TOLD], services=[]))
    assert show_wall(way.heard, way.now, "vi").line == "Chiều nay mất điện"
    way.heard.line.look(False, way.now)
    way.let(90)
    assert show_wall(way.heard, way.now, "vi").line == ""


def test_procedures_that_changed_lately_and_are_confirmed_are_posted_too() -> None:
    way = Hallway(office(), calls=[call(1, "A001", 1, ago=900)])
    way.heard.procedures = [
        procedure("1", "Đăng ký khai sinh"),
        procedure("2", "Chứng thực", status="same"),
        procedure("3", "Hộ kinh doanh", confirmed=False),
        procedure("4", "Đất đai", updated="2026-10-01"),
        procedure("5", "Trợ cấp", updated="2026-12-01"),
        procedure("6", "Kết hôn", updated="one day"),
    ]
    shown = page(way)
    assert (shown.kind, shown.title, shown.count) == (
        "procedure",
        "Đăng ký khai sinh",
        1,
    )
    assert shown.body.startswith("Có thay đổi từ ngày 22/11/2026.")
    way.heard.procedures = [
        procedure(f"{n}", f"Việc {n}", updated=f"2026-11-{n}", status="withdrawn")
        for n in range(10, 20)
    ]
    assert (page(way).count, page(way).title[:6]) == (3, "Việc 1")
    assert page(way, "en").body.startswith("Withdrawn on")


def test_the_code_for_phones_takes_one_place_of_the_services() -> None:
    way = Hallway(office(phone_tickets=True, wifi="Mot-cua"))
    assert wall(way).by_phone is None
    way.heard.phone = phone_code()
    shown = wall(way).by_phone
    assert shown is not None
    assert (shown.code, shown.address) == ("Mã 407 192", "192.168.1.10:8800/take")
    assert shown.wifi == "Wi-Fi: Mot-cua"
    assert len(wall(way).foot) == 2
    english = wall(way, "en").by_phone
    assert english is not None
    assert english.title == "Take a number by phone"
    seen = set()
    for _ in SERVICES:
        seen |= {f.name for f in wall(way).foot}
        way.let(FOOT_TURN)
    assert len(seen) == len(SERVICES)


def test_no_code_stands_there_that_counts_no_more() -> None:
    way = Hallway(office(phone_tickets=True))
    way.heard.phone = phone_code()
    way.let(9 * 60 - 1)
    way.tick()
    assert wall(way).by_phone is not None
    way.let(1)
    way.tick()
    assert wall(way).by_phone is None


def test_no_code_stands_there_while_no_number_is_given() -> None:
    way = Hallway(office(phone_tickets=True))
    way.heard.phone = phone_code()
    way.heard.hall.hear_office(office(services=closed_services()))
    assert wall(way).by_phone is None
    way.heard.hall.hear_office(office())
    assert wall(way).by_phone is not None
    way.heard.line.look(False, way.now)
    way.let(90)
    assert wall(way).by_phone is None

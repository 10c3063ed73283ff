"""The hall folded from events; folded from the real server's, it is its snapshot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from display.hall import CALLS_KEPT, Hall
from display.hearing import Hearing, Line
from server.protocol import messages as m
from server.protocol.times import OfficeClock, read_moment, stamp
from tests.display.hallway import (
    MORNING,
    START,
    Hallway,
    call,
    counter,
    office,
    queue,
    ticket,
)


def hand(way: Hallway, number: int) -> Any:
    found = way.heard.hall.counter(number)
    assert found is not None
    return found.hand


def test_a_ticket_goes_through_the_hall() -> None:
    way = Hallway()
    hall = way.heard.hall
    way.event(
        "ticket.issued", ticket=5, number="M006", service="tro-cap", priority=True
    )
    assert hand(way, 4) is None
    way.called(5, "M006", 4, service="tro-cap")
    assert (hand(way, 4).number, hand(way, 4).service) == ("M006", "tro-cap")
    assert hand(way, 4).priority
    assert hall.is_called(5, "q4")
    way.event("ticket.started", ticket=5, counter="q4")
    assert hand(way, 4).started
    assert not hall.is_called(5, "q4")
    way.event("ticket.done", ticket=5, counter="q4")
    assert hand(way, 4) is None
    assert [c.number for c in hall.calls] == ["M006"]


ENDS = ("done", "no_show", "held", "transferred", "restored", "cancelled", "expired")


@pytest.mark.parametrize("kind", get_args(m.EventKind))
def test_every_event_leaves_or_frees_the_counter(kind: m.EventKind) -> None:
    way = Hallway(
        calls=[call(5, "B018", 2)],
        counters=[counter(2, ticket=ticket(5, "B018", "called")), counter(3)],
    )
    told = {"ticket": 5, "number": "B018", "counter": "q3", "service": "chung-thuc"}
    if not kind.startswith("ticket."):
        told = {"counter": "q2"}
    ask = way.event(kind, **told)
    frees = {f"ticket.{end}" for end in ENDS}
    frees |= {"counter.closed", "day.opened", "ticket.called"}
    assert (hand(way, 2) is None) == (kind in frees)
    expected = {"office.changed": "office"}
    expected |= dict.fromkeys(("counter.undone", "ticket.restored"), "queue")
    assert ask == expected.get(kind)


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("ticket.done", "serving"),
        ("ticket.done", "called"),
        ("ticket.held", "serving"),
        ("ticket.transferred", "serving"),
        ("ticket.no_show", "called"),
        ("ticket.started", "called"),
        ("ticket.called", "waiting"),
        ("ticket.called", "held"),
    ],
)
def test_an_undo_puts_the_ticket_back_where_it_was(step: Any, state: Any) -> None:
    way = Hallway()
    way.called(5, "B018", 2)
    if step != "ticket.called":
        way.event(step, ticket=5, number="B018", service="dat-dai", counter="q2")
    told = {"number": "B018", "service": "ho-tich", "counter": "q2"}
    way.event("counter.undone", ticket=5, undone=step, state=state, **told)
    back = hand(way, 2)
    if state in ("called", "serving"):
        assert (back.ticket, back.number, back.service) == (5, "B018", "ho-tich")
        assert back.started == (state == "serving")
    else:
        assert back is None
    shown = [c.ticket for c in way.heard.hall.calls]
    assert shown == ([] if step == "ticket.called" else [5])


def test_who_walks_up_without_a_ticket_is_served_without_a_call() -> None:
    way = Hallway()
    told = {"ticket": 5, "number": "B018", "service": "ho-tich"}
    way.event("ticket.issued", priority=False, **told)
    way.event("ticket.started", counter="q2", **told)
    assert (hand(way, 2).number, hand(way, 2).started) == ("B018", True)
    assert way.heard.hall.calls == []
    way.event("ticket.started", counter="q99", **told)
    undone = {"undone": "ticket.started", "state": "waiting"}
    way.event("counter.undone", counter="q2", **undone, **told)
    assert hand(way, 2) is None


def test_an_undone_call_leaves_priority_and_the_other_calls() -> None:
    way = Hallway()
    way.event("ticket.issued", ticket=5, number="B018", priority=True)
    way.called(4, "A001", 1)
    way.called(5, "B018", 2)
    told = {"ticket": 5, "number": "B018", "counter": "q2", "service": "ho-tich"}
    way.event("counter.undone", undone="ticket.called", state="waiting", **told)
    assert [c.ticket for c in way.heard.hall.calls] == [4]
    way.called(5, "B018", 3, n=2)  # the second call is at another counter
    assert hand(way, 2) is None
    assert hand(way, 3).priority
    way.event("counter.undone", undone="ticket.called", state="held", **told)
    assert hand(way, 3) is None
    way.event(
        "counter.undone",
        undone="ticket.done",
        state="serving",
        **told | {"counter": "q9"},
    )
    assert all(c.hand is None for c in way.heard.hall.counters.values() if c.id != "q1")


@pytest.mark.parametrize(
    "kind", ["ticket.held", "ticket.transferred", "ticket.no_show"]
)
def test_a_ticket_set_aside_is_called_again_at_another_counter(kind: Any) -> None:
    way = Hallway()
    way.called(5, "B018", 2)
    way.event(kind, ticket=5, number="B018", counter="q2", service="dat-dai")
    assert hand(way, 2) is None
    way.event("ticket.restored", ticket=5, number="B018", service="dat-dai")
    way.called(5, "B018", 3, n=2, service="dat-dai")
    assert hand(way, 2) is None
    assert (hand(way, 3).ticket, hand(way, 3).service) == (5, "dat-dai")
    assert [(c.counter, c.n) for c in way.heard.hall.calls] == [("q3", 2)]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("opened", "open"),
        ("resumed", "open"),
        ("paused", "paused"),
        ("closed", "closed"),
    ],
)
def test_a_counter_turns(kind: str, state: str) -> None:
    way = Hallway()
    way.event(f"counter.{kind}", counter="q2")  # type: ignore[arg-type]
    found = way.heard.hall.counter(2)
    assert found is not None
    assert found.state == state
    way.event("counter.closed", counter="q99")
    assert way.heard.hall.counter(99) is None


def test_priority_can_be_given_and_withdrawn_in_hand() -> None:
    way = Hallway()
    way.called(5, "B018", 2)
    way.event("ticket.prioritised", ticket=5, priority=True)
    assert hand(way, 2).priority
    way.event("ticket.prioritised", ticket=5, priority=False)
    assert not hand(way, 2).priority


def test_priority_is_known_from_the_snapshot() -> None:
    line = [
        m.Waiting(ticket=5, number="B018", priority=True, issued_at=stamp(MORNING)),
        m.Waiting(ticket=6, number="B019", priority=False, issued_at=stamp(MORNING)),
    ]
    there = counter(4, ticket=ticket(7, "M006", "called", priority=True))
    way = Hallway(waiting={"ho-tich": line}, counters=[counter(2), counter(3), there])
    way.called(5, "B018", 2)
    way.called(6, "B019", 3)
    way.called(7, "M006", 4, n=2)
    assert hand(way, 2).priority
    assert not hand(way, 3).priority
    assert hand(way, 4).priority


def test_a_recalled_ticket_is_one_row_and_the_newest() -> None:
    way = Hallway()
    way.called(1, "A001", 1)
    way.called(2, "A002", 2)
    way.called(1, "A001", 1, n=2)
    assert [(c.ticket, c.n) for c in way.heard.hall.calls] == [(1, 2), (2, 1)]
    for id in range(10, 40):
        way.called(id, f"B{id:03}", 1)
    assert len(way.heard.hall.calls) == CALLS_KEPT


def test_a_ticket_called_elsewhere_leaves_its_counter() -> None:
    way = Hallway()
    way.called(1, "A001", 1)
    way.called(1, "A001", 2, n=2)
    assert hand(way, 1) is None
    assert hand(way, 2).ticket == 1


def test_a_call_to_a_counter_nobody_knows_is_still_a_row() -> None:
    way = Hallway()
    way.called(1, "A001", 9)
    assert way.heard.hall.number_of("q9") is None
    assert [c.number for c in way.heard.hall.calls] == ["A001"]


def test_events_that_a_snapshot_holds_change_nothing() -> None:
    hall = Hall()
    assert not hall.known
    hall.hear_queue(queue(seq=20))
    old = m.Event(seq=20, at=stamp(MORNING), kind="ticket.called", ticket=1)
    assert hall.hear_event(old) is None
    assert hall.calls == []


def test_the_office_brings_counters_and_waits_before_any_queue() -> None:
    hall = Hall()
    hall.hear_office(office())
    assert hall.number_of("q3") == 3
    assert hall.waits["chung-thuc"].waiting == 5
    hall.hear_queue(queue(counters=[counter(7)]))
    hall.hear_office(office())
    assert hall.counter(3) is None
    assert hall.counter(7) is not None


def test_the_clock_is_the_offices() -> None:
    own = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    clock = OfficeClock(own, 50.0)
    assert clock.at(60.0) == own + timedelta(seconds=10)
    clock.hear_zone(stamp(MORNING - timedelta(hours=3)))
    assert clock.at(60.0).strftime("%H:%M:%S") == "09:00:10"
    clock.hear(stamp(MORNING), 70.0)
    assert clock.at(75.0) == MORNING + timedelta(seconds=5)
    for wrong in ("", "now", "2026-11-23T09:00:00"):
        assert read_moment(wrong) is None
        clock.hear(wrong, 80.0)
        clock.hear_zone(wrong)
    assert clock.at(75.0) == MORNING + timedelta(seconds=5)


# The line


def test_a_whole_line_has_no_age_and_a_cut_one_counts_from_its_last_word() -> None:
    line = Line(MORNING, 0.0)
    assert line.age(8.0) == 8.0
    line.look(True, 8.0)
    assert line.age(19.0) == 0.0
    assert line.age(20.0) == 12.0, "no tick came"
    line.heard(20.0)
    assert line.age(25.0) == 0.0
    line.look(False, 25.0)
    assert line.age(25.0) == 5.0
    line.look(True, 90.0)
    assert line.age(91.0) == 0.0, "nothing was missed, so no news came"


def test_a_kept_state_is_old_from_the_start_but_says_so_only_after_a_while() -> None:
    line = Line(MORNING, 0.0)
    line.remember(MORNING - timedelta(hours=1))
    assert line.age(5.0) == 5.0
    assert line.age(10.0) == 3610.0
    line.heard(11.0)
    assert line.age(30.0) == 19.0
    line.remember(MORNING + timedelta(hours=1))
    assert line.age(30.0) == 19.0


# Hearing


def test_calls_from_before_it_was_switched_on_are_shown_and_not_spoken() -> None:
    heard = Hearing(MORNING, START)
    assert heard.online() == ("office", "queue")
    standing = counter(2, ticket=ticket(5, "B018", "called"))
    shown = queue(calls=[call(5, "B018", 2)], counters=[standing])
    heard.hear(m.Snapshot(seq=10, queue=shown), START)
    heard.answer(shown, START)
    assert heard.announcer.next(START) is None
    assert [c.number for c in heard.hall.calls] == ["B018"]


def cut(way: Hallway) -> None:
    way.heard.line.look(False, way.now)
    way.let(30)
    way.heard.online()


@pytest.mark.parametrize("answer_first", [True, False])
def test_after_a_cut_only_what_is_still_true_is_spoken(answer_first: bool) -> None:
    way = Hallway()
    cut(way)
    standing = counter(2, ticket=ticket(6, "A002", "called"))
    coming = counter(3, ticket=ticket(7, "A003", "serving"))
    answer = queue(seq=13, counters=[counter(1), standing, coming])
    if answer_first:
        way.heard.answer(answer, way.now)
    for id in (5, 6, 7):
        way.called(id, f"A00{id - 4}", {5: 1, 6: 2, 7: 3}[id])
        if not answer_first:
            assert way.heard.announcer.next(way.now) is None, "not before it is known"
    if not answer_first:
        way.heard.answer(answer, way.now)
    assert [c.number for c in way.heard.announcer.waiting] == ["A002"]
    assert way.heard.announcer.waiting[0].voice == ("/voice/A002-2.wav",)
    way.called(8, "A004", 4)
    assert [c.number for c in way.heard.announcer.waiting] == ["A002", "A004"]


def test_what_only_a_snapshot_tells_is_chimed_if_it_is_true() -> None:
    way = Hallway()
    way.called(5, "A001", 1)
    way.announce()
    cut(way)
    counters = [
        counter(1, ticket=ticket(5, "A001", "called")),
        counter(2, ticket=ticket(6, "A002", "called")),
        counter(3),
    ]
    calls = [call(7, "A003", 3), call(6, "A002", 2), call(5, "A001", 1)]
    told = queue(seq=90, counters=counters, calls=calls)
    way.heard.hear(m.Snapshot(seq=90, queue=told), way.now)
    assert [(c.number, c.voice) for c in way.heard.announcer.waiting] == [("A002", ())]
    way.heard.answer(told, way.now)
    assert len(way.heard.announcer.waiting) == 1


def test_an_answer_that_is_behind_takes_nothing_back() -> None:
    way = Hallway()
    way.called(5, "A001", 1)
    way.heard.answer(queue(seq=10), way.now)
    assert [c.number for c in way.heard.hall.calls] == ["A001"]


def test_a_new_day_clears_the_board() -> None:
    way = Hallway()
    way.called(5, "A001", 1)
    way.announce()
    way.event("day.opened", day="2026-11-24")
    assert way.heard.hall.calls == []
    assert way.heard.announcer.hero is None
    assert way.heard.called_since == {}
    assert way.heard.hall.day == "2026-11-24"


def test_a_snapshot_of_another_day_clears_the_board_too() -> None:
    way = Hallway()
    way.called(5, "A001", 1)
    way.announce()
    other = queue(seq=90, day="2026-11-24")
    way.heard.hear(m.Snapshot(seq=90, queue=other), way.now)
    assert way.heard.announcer.hero is None
    assert way.heard.called_since == {}


def test_what_was_kept_is_shown_and_whatever_the_server_says_replaces_it() -> None:
    heard = Hearing(MORNING, START)
    kept = queue(seq=500, calls=[call(5, "A001", 1)])
    heard.remember(kept, office(), MORNING - timedelta(hours=2))
    assert heard.hall.known
    assert heard.line.age(START + 20) == 7220.0
    heard.online()
    heard.answer(queue(seq=3, calls=[call(9, "B001", 2)]), START)
    assert [c.number for c in heard.hall.calls] == ["B001"]


def test_waits_and_ticks_are_heard() -> None:
    way = Hallway()
    told = {"ho-tich": m.ServiceWait(waiting=9, wait=None)}
    later = MORNING + timedelta(minutes=5)
    way.heard.hear(m.Waits(at=stamp(later), services=told), way.now)
    assert way.heard.hall.waits["ho-tich"].waiting == 9
    assert way.heard.clock.at(way.now) == later
    way.heard.hear("something newer", way.now)


def test_the_office_says_when_nothing_sounds() -> None:
    heard = Hearing(MORNING, START)  # 09:14
    heard.look_at_clock(START)
    assert not heard.announcer.quiet
    heard.hall.hear_office(office(quiet=["07:00-08:00", "09:15-09:30"]))
    for minutes, quiet in ((0, False), (1, True), (15, True), (16, False)):
        heard.look_at_clock(START + 60 * minutes)
        assert heard.announcer.quiet == quiet, minutes

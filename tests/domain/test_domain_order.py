"""Who is next, and why: the rules of the order, each named exception with its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.model import Appointment, CounterSetup, Credit, OrderRules, Ticket
from server.domain.order import Line
from tests.offices import MONDAY

COUNTER = CounterSetup("q1", 1, {"vi": "Quầy 1"}, ())
CREDIT = 1800


def at(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def line(
    rules: OrderRules | None = None,
    *,
    streak: int = 0,
    prefers: tuple[str, ...] = (),
    now: float = 600,
) -> Line:
    counter = replace(COUNTER, prefers=prefers)
    return Line(counter, rules or OrderRules(), streak, at(now))


def ticket(
    id: int,
    minutes: float,
    credit: Credit | None = None,
    service: str = "copies",
    booked: float | None = None,
) -> Ticket:
    return Ticket(
        id,
        f"A{id:03d}",
        service,
        at(minutes),
        priority=credit is not None,
        credit=credit if credit is not None else 0,
        appointment=Appointment(f"{id}", at(booked)) if booked is not None else None,
    )


def order_of(here: Line, *waiting: Ticket) -> list[int]:
    return [ticket.id for ticket in here.order(waiting)]


def why(here: Line, *waiting: Ticket) -> str:
    return here.because(here.order(waiting)).rule


# First come


def test_without_any_right_calls_follow_the_time_of_issue() -> None:
    early, late = ticket(2, 0), ticket(1, 1)
    assert order_of(line(), late, early) == [2, 1]
    assert why(line(), late, early) == "first_come"


def test_who_came_in_the_same_instant_follows_the_id() -> None:
    assert order_of(line(), ticket(2, 0), ticket(1, 0)) == [1, 2]


# Priority


def test_priority_passes_whoever_came_less_than_its_credit_before() -> None:
    ordinary, soon, late = ticket(1, 0), ticket(2, 29, CREDIT), ticket(3, 31, CREDIT)
    assert order_of(line(), ordinary, soon, late) == [2, 1, 3]
    because = line().because(line().order([ordinary, soon, late]))
    assert because.rule == "priority"
    assert because.data == {
        "issued_at": "2026-11-23T08:29:00+07:00",
        "waiting": 3,
        "credit": CREDIT,
    }


def test_priority_that_came_first_is_first_come() -> None:
    assert why(line(), ticket(1, 0, CREDIT), ticket(2, 5)) == "first_come"


def test_after_the_cap_an_ordinary_ticket_is_called() -> None:
    many = [ticket(id, 10, CREDIT) for id in range(2, 7)]
    ordinary = [ticket(1, 0), ticket(9, 0)]
    assert order_of(line(), *ordinary, *many) == [2, 3, 1, 4, 5, 9, 6]
    capped = line(streak=2)
    assert order_of(capped, *ordinary, *many)[0] == 1
    because = capped.because(capped.order([*ordinary, *many]))
    assert (because.rule, because.data["calls"]) == ("cap", 2)


def test_the_cap_counts_calls_while_an_ordinary_ticket_waits() -> None:
    special, plain = ticket(1, 0, CREDIT), ticket(2, 0)
    assert line(streak=1).streak_after(special, [special, plain]) == 2
    assert line(streak=1).streak_after(special, [special]) == 0
    assert line(streak=1).streak_after(plain, [special, plain]) == 0


@pytest.mark.parametrize(
    "rules", [OrderRules("absolute", cap=9), OrderRules("credit", cap=9)]
)
def test_an_absolute_right_goes_before_everybody(rules: OrderRules) -> None:
    earned: Credit = 0 if rules.mode == "absolute" else "absolute"
    here = line(rules)
    assert order_of(here, ticket(1, 0), ticket(2, 500, earned)) == [2, 1]
    assert why(here, ticket(1, 0), ticket(2, 500, earned)) == "absolute"


def test_fifo_knows_no_priority() -> None:
    here = line(OrderRules("fifo"))
    assert order_of(here, ticket(1, 0), ticket(2, 1, "absolute")) == [1, 2]
    assert here.streak_after(ticket(2, 1, CREDIT), [ticket(1, 0)]) == 0


# Preferences


def test_a_preferred_service_has_a_head_start_and_no_more() -> None:
    here = line(OrderRules(head_start=timedelta(minutes=10)), prefers=("births",))
    other, soon, late = (
        ticket(1, 0),
        ticket(2, 9, None, "births"),
        ticket(3, 11, None, "births"),
    )
    assert order_of(here, other, soon, late) == [2, 1, 3]
    because = here.because(here.order([other, soon, late]))
    assert (because.rule, because.data["head_start"]) == ("preference", 600)


# Appointments


def test_an_appointment_waits_for_its_time_as_everybody_does() -> None:
    booked = ticket(2, 5, booked=60)
    assert order_of(line(now=59), ticket(1, 0), booked) == [1, 2]
    assert order_of(line(now=60), ticket(1, 0, "absolute"), booked) == [2, 1]
    because = line(now=60).because([booked, ticket(1, 0)])
    assert (because.rule, because.data["at"]) == (
        "appointment",
        "2026-11-23T09:00:00+07:00",
    )


def test_who_comes_later_than_the_grace_has_lost_the_right() -> None:
    in_time, late = ticket(2, 75, booked=60), ticket(3, 75.1, booked=60)
    assert order_of(line(), ticket(1, 0), in_time) == [2, 1]
    assert order_of(line(), ticket(1, 0), late) == [1, 3]


def test_appointments_follow_their_time_and_leave_the_cap_alone() -> None:
    first, second = ticket(2, 50, booked=60), ticket(1, 0, CREDIT, booked=70)
    assert order_of(line(), second, first) == [2, 1]
    assert line(streak=1).streak_after(second, [second, ticket(3, 0)]) == 1


# Whatever waits


@st.composite
def halls(draw: st.DrawFn, *, plain: bool = True) -> list[Ticket]:
    """Draw a hall in which all priorities earn the same."""
    waiting = []
    for id in range(1, draw(st.integers(1, 14)) + 1):
        credit = draw(st.sampled_from([None, None, CREDIT]))
        minutes = draw(st.integers(0, 90))
        service = draw(st.sampled_from(["copies", "births"]))
        booked = None if plain else draw(st.sampled_from([None, None, 30, 80]))
        waiting.append(ticket(id, minutes, credit, service, booked))
    return waiting


def calls(here: Line, waiting: list[Ticket]) -> list[tuple[Ticket, list[Ticket]]]:
    """Call everybody one by one: who was called, and who still waited."""
    called, left = [], list(waiting)
    while left:
        first = here.order(left)[0]
        here = replace(here, streak=here.streak_after(first, left))
        left = [ticket for ticket in left if ticket is not first]
        called.append((first, left))
    return called


@given(waiting=halls(), cap=st.integers(1, 3))
def test_an_ordinary_ticket_is_passed_within_the_credit_only(
    waiting: list[Ticket], cap: int
) -> None:
    for called, left in calls(line(OrderRules(cap=cap)), waiting):
        if called.priority:
            for other in left:
                if not other.priority:
                    later = called.issued_at - other.issued_at
                    assert later <= timedelta(seconds=CREDIT)


@given(waiting=halls(), cap=st.integers(1, 3))
def test_priority_is_passed_by_a_later_one_only_where_the_cap_demands_it(
    waiting: list[Ticket], cap: int
) -> None:
    streak = 0
    for called, left in calls(line(OrderRules(cap=cap)), waiting):
        passed = [
            other
            for other in left
            if other.priority and other.issued_at < called.issued_at
        ]
        if not called.priority and passed:
            assert streak >= cap
        ordinary_waits = any(not other.priority for other in left)
        streak = streak + 1 if called.priority and ordinary_waits else 0


@given(waiting=halls(), cap=st.integers(1, 3))
def test_a_counter_never_makes_more_priority_calls_in_a_row_than_the_cap(
    waiting: list[Ticket], cap: int
) -> None:
    row = 0
    for called, left in calls(line(OrderRules(cap=cap)), waiting):
        if not called.priority or all(other.priority for other in left):
            row = 0
        else:
            row += 1
        assert row <= cap


@given(waiting=halls(), cap=st.integers(1, 3))
def test_within_a_class_and_service_calls_follow_the_time_of_issue(
    waiting: list[Ticket], cap: int
) -> None:
    here = line(OrderRules(cap=cap), prefers=("births",))
    order = [called for called, _ in calls(here, waiting)]
    for priority in (True, False):
        for service in ("copies", "births"):
            same = [
                (t.issued_at, t.id)
                for t in order
                if t.priority is priority and t.service == service
            ]
            assert same == sorted(same)


@given(waiting=halls(), cap=st.integers(1, 3))
def test_with_a_preference_nobody_is_passed_by_more_than_credit_and_head_start(
    waiting: list[Ticket], cap: int
) -> None:
    rules = OrderRules(cap=cap)
    bound = timedelta(seconds=CREDIT) + rules.head_start
    for called, left in calls(line(rules, prefers=("births",)), waiting):
        for other in left:
            if not other.priority:
                assert called.issued_at - other.issued_at <= bound


@given(waiting=halls(plain=False), now=st.integers(0, 120))
def test_due_appointments_go_first_in_the_order_of_their_times(
    waiting: list[Ticket], now: int
) -> None:
    here = line(now=now)
    order = here.order(waiting)
    due = [ticket for ticket in order if here.is_due(ticket)]
    assert order[: len(due)] == due
    times = [t.appointment.at for t in due if t.appointment]
    assert times == sorted(times)


@given(waiting=halls(plain=False), cap=st.integers(1, 3), streak=st.integers(0, 4))
def test_the_list_is_the_order_of_the_calls(
    waiting: list[Ticket], cap: int, streak: int
) -> None:
    """What the clerk sees and what the estimate uses is what will be called."""
    here = line(OrderRules(cap=cap), streak=streak, prefers=("births",))
    assert here.order(waiting) == [called for called, _ in calls(here, waiting)]
    assert here.order(reversed(waiting)) == here.order(waiting)


@given(waiting=halls(plain=False))
def test_every_call_has_its_reason(waiting: list[Ticket]) -> None:
    here = line(prefers=("births",), streak=1)
    known = {"first_come", "priority", "cap", "preference", "appointment"}
    assert why(here, *waiting) in known


def test_fifo_and_absolute_are_what_they_say() -> None:
    waiting = [ticket(1, 0), ticket(2, 5, CREDIT), ticket(3, 3), ticket(4, 1, CREDIT)]
    fifo = line(OrderRules("fifo")).order(waiting)
    assert all(a.issued_at <= b.issued_at for a, b in pairwise(fifo))
    first = line(OrderRules("absolute", cap=9)).order(waiting)
    assert [t.id for t in first] == [4, 2, 1, 3]

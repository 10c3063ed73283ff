"""Everybody's place and wait: the formula, several lines, and what changes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import answers, commands
from server.domain.model import Appointment, Wait
from tests.domain.desks import Driven
from tests.offices import office


def crowd(counters: int, waiting: int) -> Driven:
    """So many counters that serve everything, each with a ticket in hand."""
    where = office()
    setups = {
        f"q{n}": replace(where.counters["q3"], id=f"q{n}", number=n)
        for n in range(1, counters + 1)
    }
    driven = Driven(replace(where, counters=setups))
    for n in range(1, counters + 1):
        driven.do(commands.OpenCounter(f"q{n}", f"clerk{n}"), after=0)
        driven.issue()
        driven.do(commands.CallNext(f"clerk{n}"), after=0)
    for _ in range(waiting):
        driven.issue()
    return driven


def seconds(driven: Driven, service: str = "copies") -> float | None:
    new = driven.desk.would_be(service, driven.now)
    return driven.desk.outlook(driven.now).seconds_for(new)


@given(counters=st.integers(1, 5), waiting=st.integers(0, 12))
def test_with_one_line_it_is_the_formula(counters: int, waiting: int) -> None:
    """(ahead + 1) x mean / counters, whether it is run forward or continued."""
    driven = crowd(counters, waiting)
    expected = (waiting + 1) * 600 / counters
    assert driven.ahead("copies") == waiting
    assert seconds(driven) == pytest.approx(expected)
    driven.desk.moved()
    assert seconds(driven) == pytest.approx(expected)
    assert driven.ahead("copies") == waiting


@given(waiting=st.lists(st.sampled_from(["copies", "births"]), max_size=12))
def test_a_continued_outlook_is_the_one_that_is_run_anew(waiting: list[str]) -> None:
    driven = Driven()
    for counter, clerk in (("q1", "hoai"), ("q3", "minh")):
        driven.do(commands.OpenCounter(counter, clerk), after=0)
        driven.issue()
        driven.do(commands.CallNext(clerk), after=0)
    seconds(driven)
    for service in waiting:
        driven.do(commands.Issue(service), after=0)
    desk, now = driven.desk, driven.now
    continued = desk.outlook(now)
    assert all(continued.ends_with(desk.would_be(s, now)) for s in ("copies", "births"))
    desk.moved()
    anew = desk.outlook(now)
    for ticket in desk.waiting.values():
        assert continued.ahead(ticket) == anew.ahead(ticket)
        assert continued.seconds(ticket) == pytest.approx(anew.seconds(ticket))
    for service in ("copies", "births"):
        new = desk.would_be(service, now)
        assert continued.ahead_of(new) == anew.ahead_of(new)
        assert continued.seconds_for(new) == pytest.approx(anew.seconds_for(new))


def test_nobody_knows_the_wait_while_no_counter_is_open_for_it() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.issue("births")
    assert driven.wait("births") is None
    assert driven.ahead("births") == 1
    ticket = driven.desk.tickets[1]
    assert driven.desk.outlook(driven.now).seconds(ticket) is None
    assert driven.wait("copies") == Wait(0, 0)


def test_a_short_pause_counts_as_being_there() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.do(commands.Pause("hoai"))
    assert driven.wait("copies") == Wait(300, 900)


def test_each_place_is_where_the_line_has_it() -> None:
    driven = crowd(1, 3)
    outlook = driven.desk.outlook(driven.now)
    places = [outlook.ahead(ticket) for ticket in driven.desk.waiting.values()]
    assert places == [0, 1, 2]
    waits = [outlook.seconds(ticket) for ticket in driven.desk.waiting.values()]
    assert waits == [600, 1200, 1800]


def test_who_is_called_is_ahead_of_nobody() -> None:
    driven = crowd(1, 1)
    in_hand = driven.desk.tickets[1]
    assert driven.desk.outlook(driven.now).ahead(in_hand) == 0


def test_a_priority_goes_before_and_is_counted() -> None:
    driven = crowd(1, 2)
    driven.issue("copies", priority="elderly")
    outlook = driven.desk.outlook(driven.now)
    ahead = {t.number: outlook.ahead(t) for t in driven.desk.waiting.values()}
    assert ahead == {"A004": 0, "A002": 1, "A003": 2}
    new = driven.desk.would_be("copies", driven.now)
    assert outlook.ahead_of(new) == 3
    assert outlook.seconds_for(new) == 2400


def test_the_cap_lets_a_new_one_pass_priorities() -> None:
    driven = crowd(1, 0)
    for _ in range(4):
        driven.issue("copies", priority="elderly")
    assert driven.ahead("copies") == 2
    assert seconds(driven) == 3 * 600


def test_a_preference_counts_for_who_is_yet_to_come() -> None:
    where = office()
    prefers = replace(where.counters["q3"], prefers=("births",))
    driven = Driven(replace(where, counters={"q3": prefers}))
    driven.do(commands.OpenCounter("q3", "minh"))
    driven.issue("copies")
    assert driven.ahead("births") == 0
    assert driven.ahead("copies") == 1


def test_another_service_s_counter_does_not_help() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.do(commands.OpenCounter("q2", "lan"))
    for _ in range(3):
        driven.issue("copies")
    assert seconds(driven, "copies") == 4 * 600
    assert seconds(driven, "births") == 0


def test_a_ticket_that_shifts_the_line_is_looked_at_anew() -> None:
    driven = crowd(1, 2)
    before = driven.desk.outlook(driven.now)
    driven.do(commands.Cancel(2, "citizen"))
    assert driven.desk.outlook(driven.now) is not before
    assert driven.ahead("copies") == 1
    known = driven.desk.outlook(driven.now)
    assert driven.desk.outlook(driven.now + timedelta(seconds=9)) is known
    assert driven.desk.outlook(driven.now + timedelta(seconds=11)) is not known


def test_who_has_a_right_is_told_a_shorter_wait() -> None:
    driven = crowd(1, 3)
    booked = Appointment("123456", driven.now)
    due = driven.do(commands.Issue("copies", appointment=booked))
    assert isinstance(due, answers.Issued)
    assert (due.ahead, due.ticket.expected) == (0, 600)
    elder = driven.do(commands.Issue("copies", priority="elderly"))
    assert isinstance(elder, answers.Issued)
    assert (elder.ahead, elder.ticket.expected) == (1, 1200)
    outlook = driven.desk.outlook(driven.now)
    assert outlook.ahead(elder.ticket) == 1
    assert outlook.seconds(elder.ticket) == 1200


def test_a_free_counter_is_free_whoever_waits_elsewhere_with_priority() -> None:
    driven = Driven()
    driven.do(commands.OpenCounter("q1", "hoai"))
    driven.do(commands.OpenCounter("q2", "lan"))
    driven.issue("births", priority="elderly")
    assert driven.wait("copies") == Wait(0, 0)
    assert driven.ahead("copies") == 0

"""What a citizen may do alone: come back after a missed call, and rate a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain import answers, commands, errors
from server.domain.events import RatingGiven
from server.domain.model import CITIZEN, Returning, State, Wait
from server.domain.ticket_rules import is_near, open_to_holder
from tests.domain.desks import Driven
from tests.offices import office

REASONS = {"slow": {"vi": "Chờ lâu"}, "rude": {"vi": "Thái độ"}}


USUAL = Returning()


def driven(returning: Returning = USUAL) -> Driven:
    """Counter q1 at work, in an office with that rule."""
    made = Driven(replace(office(), returning=returning, rating_reasons=REASONS))
    made.do(commands.OpenCounter("q1", "hoai"))
    return made


def missed(desk: Driven) -> None:
    """Let the first in line miss the call."""
    desk.do(commands.CallNext("hoai"))
    desk.do(commands.NoShow("hoai"))


def test_who_missed_the_call_comes_back_with_the_time_of_issue() -> None:
    desk = driven()
    desk.issue()
    desk.issue()
    missed(desk)
    given = desk.do(commands.Return(1))
    assert isinstance(given, answers.OneTicket)
    assert (given.ticket.state, given.ticket.returned) == (State.WAITING, 1)
    assert [t.id for t in desk.desk.line("q1", desk.now)] == [1, 2]
    assert desk.happened[-1].by == CITIZEN  # type: ignore[attr-defined]


def test_only_so_often_and_staff_may_all_the_same() -> None:
    desk = driven(Returning(times=1))
    desk.issue()
    missed(desk)
    desk.do(commands.Return(1))
    missed(desk)
    with pytest.raises(errors.ReturnRefused):
        desk.do(commands.Return(1))
    desk.do(commands.Restore(1, "user:hoai"))
    assert desk.desk.tickets[1].returned == 1


@pytest.mark.parametrize(
    ("rule", "minutes"),
    [(Returning(allowed=False), 1), (Returning(within=timedelta(minutes=5)), 6)],
)
def test_not_where_the_office_says_no(rule: Returning, minutes: int) -> None:
    desk = driven(rule)
    desk.issue()
    missed(desk)
    before = len(desk.happened)
    desk.now += timedelta(minutes=minutes)
    with pytest.raises(errors.ReturnRefused) as refused:
        desk.do(commands.Return(1))
    assert refused.value.data == {"number": "A001"}
    assert len(desk.happened) == before


def test_who_was_not_called_cannot_come_back() -> None:
    desk = driven()
    desk.issue()
    with pytest.raises(errors.WrongState) as refused:
        desk.do(commands.Return(1))
    assert refused.value.state is State.WAITING
    with pytest.raises(errors.UnknownTicket):
        desk.do(commands.Return(7))


def served(desk: Driven) -> None:
    desk.issue()
    desk.do(commands.CallNext("hoai"))
    desk.do(commands.Finish("hoai"))


@pytest.mark.parametrize("named", [1, "A001"])
def test_a_visit_is_rated_once(named: int | str) -> None:
    desk = driven()
    served(desk)
    given = desk.do(commands.Rate(named, 1, ("slow", "rude", "slow")))
    assert given == answers.Accepted()
    rating = desk.happened[-1]
    assert isinstance(rating, RatingGiven)
    assert (rating.ticket, rating.score, rating.reasons) == (1, 1, ("slow", "rude"))
    for again in (1, "A001"):
        with pytest.raises(errors.AlreadyRated):
            desk.do(commands.Rate(again, 4))


def test_a_rating_waits_for_the_end_of_the_visit() -> None:
    desk = driven()
    desk.issue()
    with pytest.raises(errors.NotServed):
        desk.do(commands.Rate("A001", 4))
    with pytest.raises(errors.UnknownTicket) as refused:
        desk.do(commands.Rate("A002", 4))
    assert refused.value.data == {"number": "A002"}


def test_only_reasons_of_the_office() -> None:
    desk = driven()
    served(desk)
    with pytest.raises(errors.UnknownReason):
        desk.do(commands.Rate(1, 2, ("weather",)))
    desk.do(commands.Rate(1, 2, ("slow",)))


def test_a_rating_leaves_the_undo_of_the_visit_s_end() -> None:
    desk = driven()
    served(desk)
    desk.do(commands.Rate(1, 4))
    desk.do(commands.Undo("hoai"))
    assert desk.desk.tickets[1].rated
    assert desk.desk.tickets[1].state is State.CALLED


def test_the_holder_is_told_what_is_open_and_only_that_is_accepted() -> None:
    desk = driven()
    desk.issue()

    def may() -> list[str]:
        return list(open_to_holder(desk.desk, desk.desk.ticket(1), desk.now))

    assert may() == ["cancel"]
    desk.do(commands.CallNext("hoai"))
    assert may() == []
    desk.do(commands.NoShow("hoai"))
    assert may() == ["return"]
    desk.do(commands.Return(1))
    assert may() == ["cancel"]
    missed(desk)
    assert may() == [], "once is enough"
    with pytest.raises(errors.ReturnRefused):
        desk.do(commands.Return(1))
    desk.do(commands.Call("hoai", ticket=1))
    desk.do(commands.Finish("hoai"))
    assert may() == ["rate"]
    desk.do(commands.Rate(1, 4))
    assert may() == []


MINUTE = 60


@pytest.mark.parametrize(
    ("ahead", "wait", "near"),
    [
        (0, Wait(0, 0), True),
        (2, Wait(10 * MINUTE, 30 * MINUTE), True),
        (3, Wait(0, 5 * MINUTE), False),
        (1, Wait(95 * MINUTE, 105 * MINUTE), False),  # lunch lies before it
        (0, None, False),  # no counter is at work
    ],
)
def test_a_turn_is_near_when_few_are_ahead_and_the_call_may_come(
    ahead: int, wait: Wait | None, near: bool
) -> None:
    assert is_near(ahead, wait) is near

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.domain import answers, commands, errors
from server.domain.apply import apply, apply_all
from server.domain.desk import CALLS_SHOWN, Desk
from server.domain.events import (
    EVENTS,
    DayClosed,
    DayOpened,
    OfficeChanged,
    TicketCalled,
    TicketExpired,
    TicketIssued,
)
from server.domain.model import CounterState, Hours, Printed, State, Wait
from server.domain.office_rules import OfficeInUse
from tests.domain.desks import Driven, held
from tests.offices import MONDAY, WEEK, office


@pytest.fixture
def driven() -> Driven:
    return Driven()


def opened(driven: Driven, counter: str = "q1", clerk: str = "hoai") -> None:
    driven.do(commands.OpenCounter(counter, clerk))


# Numbers and days


def test_numbers_run_for_each_prefix_from_001(driven: Driven) -> None:
    given = [driven.issue("copies"), driven.issue("births"), driven.issue("copies")]
    assert given == ["A001", "B001", "A002"]


def test_after_a999_comes_a1000(driven: Driven) -> None:
    given = [driven.issue() for _ in range(1001)]
    assert given[998:] == ["A999", "A1000", "A1001"]


def test_a_new_day_starts_at_001_and_ids_go_on(driven: Driven) -> None:
    driven.issue()
    driven.now += timedelta(days=1)
    assert driven.issue() == "A001"
    assert [ticket.id for ticket in driven.desk.tickets.values()] == [2]
    assert driven.desk.day == date(2026, 11, 24)


def test_the_day_turns_with_everything_of_the_old_one_ended(driven: Driven) -> None:
    opened(driven)
    driven.issue()
    driven.issue()
    driven.do(commands.CallNext("hoai"))
    driven.now += timedelta(days=1)
    driven.turn()
    kinds = [event.kind for event in driven.happened[-5:]]
    assert kinds == [
        "ticket.expired",
        "ticket.expired",
        "counter.closed",
        "day.closed",
        "day.opened",
    ]
    first, second = driven.happened[-5:-3]
    assert isinstance(first, TicketExpired)
    assert isinstance(second, TicketExpired)
    assert (first.counter, second.counter) == ("q1", None)
    assert driven.desk.tickets == {}
    assert driven.desk.counters["q1"].state is CounterState.CLOSED


def test_a_clock_that_runs_back_keeps_the_day(driven: Driven) -> None:
    driven.issue()
    driven.now -= timedelta(days=2)
    assert driven.issue() == "A002"
    assert driven.desk.day == date(2026, 11, 23)
    assert sum(isinstance(event, DayOpened) for event in driven.happened) == 1


def test_a_machine_that_was_off_for_a_week_opens_one_day(driven: Driven) -> None:
    driven.issue()
    driven.now += timedelta(days=7)
    driven.turn()
    days = [e.day for e in driven.happened if isinstance(e, DayOpened | DayClosed)]
    assert days == ["2026-11-23", "2026-11-23", "2026-11-30"]


# Issuing


def test_a_ticket_says_who_is_ahead_and_how_long(driven: Driven) -> None:
    closed = driven.do(commands.Issue("copies"))
    assert isinstance(closed, answers.Issued)
    assert (closed.ahead, closed.wait) == (0, None)
    opened(driven)
    second = driven.do(commands.Issue("copies"))
    assert isinstance(second, answers.Issued)
    assert (second.ahead, second.wait) == (1, Wait(600, 1800))


def test_who_waits_only_for_other_counters_is_not_ahead(driven: Driven) -> None:
    opened(driven, "q1", "hoai")
    opened(driven, "q2", "lan")
    driven.issue("births")
    given = driven.do(commands.Issue("copies"))
    assert isinstance(given, answers.Issued)
    assert (given.ahead, given.wait) == (0, Wait(0, 0))


def test_a_free_counter_calls_at_once_whatever_waits_for_another(
    driven: Driven,
) -> None:
    """q3 serves everything and is busy; q2 serves births and has nobody."""
    opened(driven, "q3", "lan")
    for _ in range(4):
        driven.issue("copies")
    driven.do(commands.CallNext("lan"))
    assert driven.ahead("births") == 3
    opened(driven, "q2", "hoai")
    assert driven.ahead("births") == 0
    assert driven.wait("births") == Wait(0, 0)
    mine = driven.do(commands.Issue("births"))
    assert isinstance(mine, answers.Issued)
    assert (mine.ahead, mine.wait) == (0, Wait(0, 0))
    called = driven.do(commands.CallNext("hoai"))
    assert called.ticket.number == mine.ticket.number  # type: ignore[union-attr]


def test_an_unknown_service_or_priority_is_refused(driven: Driven) -> None:
    with pytest.raises(errors.UnknownService):
        driven.issue("nothing")
    with pytest.raises(errors.UnknownPriority):
        driven.issue("copies", priority="nothing")
    assert [event.kind for event in driven.happened] == ["day.opened"]


def test_outside_hours_no_ticket_is_given_and_it_is_said_until_when() -> None:
    evening = MONDAY.replace(hour=18)
    driven = Driven(office(hours=Hours(WEEK)), evening)
    with pytest.raises(errors.ServiceClosed) as refused:
        driven.issue()
    assert refused.value.data == {"until": "2026-11-24T07:30:00+07:00"}
    never = Driven(office(hours=Hours({})), evening)
    with pytest.raises(errors.ServiceClosed) as for_ever:
        never.issue()
    assert for_ever.value.data == {"until": None}
    assert str(for_ever.value) == "service_closed (until=None)"


def test_a_procedure_counts_once_and_an_unknown_language_is_the_offices(
    driven: Driven,
) -> None:
    driven.issue("copies", procedures=("2.1", "2.2", "2.1"), lang="fr")
    ticket = driven.desk.tickets[1]
    assert (ticket.procedures, ticket.lang) == (("2.1", "2.2"), "vi")


def test_priority_is_a_mark_and_its_reason_no_part_of_the_event(
    driven: Driven,
) -> None:
    driven.issue("copies", priority="elderly")
    issued = driven.happened[-1]
    assert isinstance(issued, TicketIssued)
    assert issued.priority is True
    assert "elderly" not in repr(issued)


# Counters


def test_a_counter_has_one_clerk(driven: Driven) -> None:
    opened(driven)
    opened(driven)  # the same clerk again changes nothing
    assert [e.kind for e in driven.happened] == ["day.opened", "counter.opened"]
    with pytest.raises(errors.CounterTaken):
        opened(driven, "q1", "lan")
    with pytest.raises(errors.UnknownCounter):
        opened(driven, "q9", "lan")


def test_a_clerk_who_sits_down_elsewhere_leaves_the_old_counter(
    driven: Driven,
) -> None:
    opened(driven, "q1")
    opened(driven, "q2")
    assert driven.desk.counters["q1"].state is CounterState.CLOSED
    found = driven.desk.counter_of("hoai")
    assert found is not None
    assert found.id == "q2"


def test_nobody_leaves_with_a_ticket_in_hand(driven: Driven) -> None:
    opened(driven)
    number = driven.issue()
    driven.do(commands.CallNext("hoai"))
    for command in (
        commands.CloseCounter("hoai"),
        commands.OpenCounter("q2", "hoai"),
        commands.CallNext("hoai"),
    ):
        with pytest.raises(errors.Busy) as refused:
            driven.do(command)
        assert refused.value.data["number"] == number


def test_closing_gives_the_counter_back(driven: Driven) -> None:
    opened(driven)
    given = driven.do(commands.CloseCounter("hoai"))
    assert isinstance(given, answers.OneCounter)
    assert given.counter.state is CounterState.CLOSED
    assert given.counter.clerk is None


@pytest.mark.parametrize(
    "step",
    [
        commands.CallNext,
        commands.Recall,
        commands.Start,
        commands.Finish,
        commands.NoShow,
        commands.CloseCounter,
    ],
)
def test_without_a_counter_there_is_no_step(
    driven: Driven, step: type[commands.AtCounter]
) -> None:
    with pytest.raises(errors.CounterNotOpen):
        driven.do(step("hoai"))
    with pytest.raises(errors.CounterNotOpen):
        driven.do(step("hoai", "q1"))


@pytest.mark.parametrize(
    "step", [commands.Recall, commands.Start, commands.Finish, commands.NoShow]
)
def test_without_a_ticket_there_is_no_step(
    driven: Driven, step: type[commands.AtCounter]
) -> None:
    opened(driven)
    with pytest.raises(errors.NothingCalled):
        driven.do(step("hoai"))


# Calling


def test_calls_follow_the_time_of_issue_over_the_services_of_the_counter(
    driven: Driven,
) -> None:
    opened(driven, "q3")
    expected = [driven.issue(s) for s in ("births", "copies", "births", "copies")]
    called = []
    for _ in expected:
        given = driven.do(commands.CallNext("hoai"))
        assert isinstance(given, answers.Called)
        assert given.ticket is not None
        assert given.because.rule == "first_come"
        called.append(given.ticket.number)
        driven.do(commands.Finish("hoai"))
    assert called == expected


def test_a_counter_calls_only_what_it_serves(driven: Driven) -> None:
    opened(driven, "q2")
    driven.issue("copies")
    given = driven.do(commands.CallNext("hoai"))
    assert isinstance(given, answers.Called)
    assert given.ticket is None
    assert given.because.rule == "nobody_waits"


def test_two_counters_call_two_people(driven: Driven) -> None:
    opened(driven, "q1", "hoai")
    opened(driven, "q3", "lan")
    driven.issue()
    driven.issue()
    hands = [driven.do(commands.CallNext(who)) for who in ("hoai", "lan")]
    assert {hand.ticket.number for hand in hands} == {"A001", "A002"}  # type: ignore[union-attr]


def test_a_visit_from_call_to_end(driven: Driven) -> None:
    opened(driven)
    driven.issue()
    driven.do(commands.CallNext("hoai"))
    driven.do(commands.Recall("hoai"), after=45)
    recalled = driven.happened[-1]
    assert isinstance(recalled, TicketCalled)
    assert (recalled.n, recalled.because) == (2, None)
    driven.do(commands.Start("hoai"), after=10)
    with pytest.raises(errors.WrongState) as refused:
        driven.do(commands.NoShow("hoai"))
    assert refused.value.state is State.SERVING
    ended = driven.do(commands.Finish("hoai", None, "xong", "H27-1"), after=300)
    assert isinstance(ended, answers.OneTicket)
    ticket = ended.ticket
    assert (ticket.state, ticket.calls) == (State.DONE, 2)
    assert (ticket.outcome, ticket.dossier) == ("xong", "H27-1")
    assert ticket.issued_at < ticket.called_at < ticket.started_at < ticket.ended_at  # type: ignore[operator]
    assert driven.desk.counters["q1"].ticket is None


def test_an_absent_citizen_frees_the_counter(driven: Driven) -> None:
    opened(driven)
    driven.issue()
    driven.do(commands.CallNext("hoai"))
    gone = driven.do(commands.NoShow("hoai"))
    assert isinstance(gone, answers.OneTicket)
    assert gone.ticket.state is State.NO_SHOW
    assert driven.desk.counters["q1"].ticket is None


def test_a_supervisor_steps_at_a_named_counter(driven: Driven) -> None:
    opened(driven)
    driven.issue()
    given = driven.do(commands.CallNext("chief", "q1"))
    assert given.ticket.counter == "q1"  # type: ignore[union-attr]
    assert driven.desk.counters["q1"].clerk == "hoai"


def test_finished_visits_shorten_or_lengthen_the_estimate(driven: Driven) -> None:
    opened(driven)
    for _ in range(20):
        driven.issue()
        driven.do(commands.CallNext("hoai"))
        driven.do(commands.Start("hoai"))
        driven.do(commands.Finish("hoai"), after=1799)
    # the day is twice as slow: the mean is now (20 x 20 + 20 x 30) / 40 = 25 minutes
    driven.issue()
    assert driven.wait("copies") == Wait(1500, 4500)


def test_the_newest_calls_come_first_and_each_ticket_once(driven: Driven) -> None:
    opened(driven)
    for _ in range(CALLS_SHOWN + 2):
        driven.issue()
        driven.do(commands.CallNext("hoai"))
        driven.do(commands.Recall("hoai"))
        driven.do(commands.Finish("hoai"))
    calls = driven.desk.calls
    assert len(calls) == CALLS_SHOWN
    assert [call.number for call in calls[:2]] == ["A026", "A025"]
    assert {call.n for call in calls} == {2}


# Printing


def slip_of(driven: Driven) -> Printed:
    return driven.desk.tickets[1].printed


def test_what_is_known_of_a_slip(driven: Driven) -> None:
    driven.issue()
    driven.do(commands.ReportPrinted(1, None, "timeout"))
    assert slip_of(driven) == Printed.UNKNOWN
    driven.do(commands.ReportPrinted(1, False, "off"))
    assert slip_of(driven) == Printed.NO
    driven.do(commands.ReportPrinted(1, True))
    before = len(driven.happened)
    driven.do(commands.ReportPrinted(1, False))  # too late: it is out
    assert slip_of(driven) == Printed.YES
    assert len(driven.happened) == before


def test_a_reprint_is_for_a_ticket_there_is(driven: Driven) -> None:
    driven.issue()
    assert driven.do(commands.Reprint(1)) == answers.Accepted()
    with pytest.raises(errors.UnknownTicket):
        driven.do(commands.Reprint(7))


def test_events_must_follow_each_other(driven: Driven) -> None:
    driven.issue()
    with pytest.raises(AssertionError, match="after"):
        apply(driven.desk, driven.happened[0])


def test_the_same_events_build_the_same_desk(driven: Driven) -> None:
    opened(driven)
    driven.issue()
    driven.issue("births")
    driven.do(commands.CallNext("hoai"))
    again = Desk(office())
    apply_all(again, driven.happened)
    assert held(again) == held(driven.desk)


def test_a_change_of_the_office_is_written_down_and_leaves_the_queue(
    driven: Driven,
) -> None:
    opened(driven)
    driven.issue()
    before = held(driven.desk)
    command = commands.ChangeOffice(
        by="quan-tri", area="services", what="changed", subject="births"
    )
    assert driven.do(command) == answers.Accepted()
    event = driven.happened[-1]
    assert isinstance(event, OfficeChanged)
    assert (event.by, event.area, event.subject) == ("quan-tri", "services", "births")
    assert held(driven.desk) == {**before, "seq": event.seq, "at": event.at}


def test_an_office_that_lacks_what_the_day_needs_is_refused(driven: Driven) -> None:
    opened(driven)
    driven.issue()
    before = held(driven.desk)
    bare = replace(office(), services={}, counters={})
    command = commands.ChangeOffice(
        by="quan-tri", area="services", what="changed", becomes=bare
    )
    with pytest.raises(OfficeInUse) as refused:
        driven.do(command)
    assert {part.area for part in refused.value.parts} == {"services", "counters"}
    assert held(driven.desk) == before
    driven.do(replace(command, becomes=office()))
    assert isinstance(driven.happened[-1], OfficeChanged)


def test_every_event_kind_has_its_type() -> None:
    assert {kind: event.kind for kind, event in EVENTS.items()} == {
        k: k for k in EVENTS
    }
    assert str(errors.NothingCalled()) == "nothing_called"

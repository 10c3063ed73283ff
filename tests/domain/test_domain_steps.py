"""The steps beside the plain visit: hold, transfer, restore, cancel, undo, pause …"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain import answers, commands, errors
from server.domain.apply import apply_all
from server.domain.desk import Desk
from server.domain.events import (
    CounterOpened,
    CounterUndone,
    TicketCalled,
    TicketPrioritised,
    TicketTransferred,
)
from server.domain.model import Appointment, CounterState, State, Ticket
from tests.domain.desks import Driven, held
from tests.offices import office


@pytest.fixture
def driven() -> Driven:
    """Three counters at work: q1 copies, q2 births, q3 everything."""
    made = Driven()
    for counter, clerk in (("q1", "hoai"), ("q2", "lan"), ("q3", "minh")):
        made.do(commands.OpenCounter(counter, clerk))
    return made


def call(driven: Driven, clerk: str = "hoai") -> Ticket:
    given = driven.do(commands.CallNext(clerk))
    assert isinstance(given, answers.Called)
    assert given.ticket is not None
    return given.ticket


def one(given: answers.Answer) -> Ticket:
    assert isinstance(given, answers.OneTicket)
    return given.ticket


def line(driven: Driven, counter: str) -> list[str]:
    return [t.number for t in driven.desk.line(counter, driven.now)]


# Hold and back


def test_a_held_ticket_comes_back_to_its_old_place(driven: Driven) -> None:
    for _ in range(3):
        driven.issue()
    call(driven)
    set_aside = one(driven.do(commands.Hold("hoai", reason="đi phô tô")))
    assert (set_aside.state, set_aside.hold_reason) == (State.HELD, "đi phô tô")
    assert driven.desk.counters["q1"].ticket is None
    assert line(driven, "q1") == ["A002", "A003"]
    back = one(driven.do(commands.Restore(1, "user:hoai")))
    assert back.state is State.WAITING
    assert line(driven, "q1") == ["A001", "A002", "A003"]


def test_a_held_ticket_can_be_called_directly(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.Hold("hoai", reason="x"))
    again = driven.do(commands.Call("lan", ticket=1))
    assert isinstance(again, answers.Called)
    assert again.because.rule == "chosen"
    assert again.ticket is not None
    assert (again.ticket.counter, again.ticket.calls) == ("q2", 2)


def test_somebody_absent_is_restored_with_the_time_of_issue(driven: Driven) -> None:
    driven.issue()
    driven.issue()
    call(driven)
    driven.do(commands.NoShow("hoai"))
    call(driven)
    driven.do(commands.Restore(1, "user:hoai"))
    assert line(driven, "q1") == ["A001"]
    assert driven.desk.tickets[1].ended_at is None
    with pytest.raises(errors.WrongState) as refused:
        driven.do(commands.Restore(2, "user:hoai"))
    assert refused.value.state is State.CALLED


# Calling by number


def test_calling_by_number_passes_the_line(driven: Driven) -> None:
    driven.issue()
    driven.issue()
    given = driven.do(commands.Call("hoai", ticket=2))
    assert isinstance(given, answers.Called)
    assert given.ticket is not None
    assert given.ticket.number == "A002"
    with pytest.raises(errors.Busy):
        driven.do(commands.Call("hoai", ticket=1))
    with pytest.raises(errors.WrongState):
        driven.do(commands.Call("lan", ticket=2))
    with pytest.raises(errors.UnknownTicket):
        driven.do(commands.Call("lan", ticket=9))


def test_a_first_call_says_how_long_was_waited_and_expected(driven: Driven) -> None:
    driven.issue()
    driven.do(commands.CallNext("hoai"), after=300)
    first = driven.happened[-1]
    assert isinstance(first, TicketCalled)
    assert (first.waited, first.expected) == (300, 0)
    driven.do(commands.Recall("hoai"))
    again = driven.happened[-1]
    assert isinstance(again, TicketCalled)
    assert (again.n, again.waited, again.expected) == (2, None, None)


def test_absence_is_proposed_after_some_recalls_and_never_forced(
    driven: Driven,
) -> None:
    driven.issue()
    assert not driven.desk.absence_is_likely("q1")
    call(driven)
    for _ in range(3):
        assert not driven.desk.absence_is_likely("q1")
        driven.do(commands.Recall("hoai"))
    assert driven.desk.absence_is_likely("q1")
    driven.do(commands.Recall("hoai"))
    driven.do(commands.Start("hoai"))
    assert not driven.desk.absence_is_likely("q1")


# Transfer


def test_a_transfer_to_a_service_keeps_the_time_of_issue(driven: Driven) -> None:
    driven.issue("copies")
    driven.issue("births")
    call(driven)
    driven.do(commands.Start("hoai"))
    sent = one(
        driven.do(commands.Transfer("hoai", None, "births", None, "cần bổ sung"))
    )
    assert (sent.state, sent.service, sent.note) == (
        State.WAITING,
        "births",
        "cần bổ sung",
    )
    assert line(driven, "q2") == ["A001", "B001"]
    event = driven.happened[-1]
    assert isinstance(event, TicketTransferred)
    assert (event.before, event.service, event.counter) == ("copies", "births", "q1")


def test_a_transfer_to_a_counter_is_for_that_one_alone(driven: Driven) -> None:
    driven.issue("copies")
    call(driven)
    driven.do(commands.Transfer("hoai", None, None, "q2"))
    assert line(driven, "q2") == ["A001"]
    assert line(driven, "q1") == line(driven, "q3") == []
    driven.do(commands.CloseCounter("lan"))  # nobody is lost with the counter
    assert line(driven, "q1") == line(driven, "q3") == ["A001"]


def test_a_transfer_to_nowhere_is_refused(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.CloseCounter("lan"))
    for command, why in (
        (commands.Transfer("hoai", None, "nothing"), errors.UnknownService),
        (commands.Transfer("hoai", None, None, "q9"), errors.UnknownCounter),
        (commands.Transfer("hoai", None, None, "q2"), errors.CounterNotOpen),
    ):
        with pytest.raises(why):
            driven.do(command)
    assert driven.desk.tickets[1].state is State.CALLED


# Cancel


def test_a_ticket_is_given_back_while_it_waits_or_is_held(driven: Driven) -> None:
    for _ in range(3):
        driven.issue()
    gone = one(driven.do(commands.Cancel(2, "citizen")))
    assert gone.state is State.CANCELLED
    call(driven)
    with pytest.raises(errors.WrongState):
        driven.do(commands.Cancel(1, "citizen"))
    driven.do(commands.Hold("hoai", reason="x"))
    driven.do(commands.Cancel(1, "citizen"))
    assert line(driven, "q1") == ["A003"]


# Priority after the issue


def test_priority_is_granted_changed_and_withdrawn(driven: Driven) -> None:
    driven.issue()
    driven.issue()
    given = one(driven.do(commands.Prioritise(2, "elderly", "device:kiosk")))
    assert (given.priority, given.credit) == (True, 1800)
    assert line(driven, "q1") == ["A002", "A001"]
    event = driven.happened[-1]
    assert isinstance(event, TicketPrioritised)
    assert event.by == "device:kiosk"
    assert "elderly" not in repr(event)
    driven.desk.reasons[2] = "elderly"  # as the service keeps it
    before = len(driven.happened)
    driven.do(commands.Prioritise(2, "elderly", "user:hoai"))
    assert len(driven.happened) == before
    plain = one(driven.do(commands.Prioritise(2, None, "user:hoai")))
    assert (plain.priority, plain.credit) == (False, 0)
    assert line(driven, "q1") == ["A001", "A002"]
    with pytest.raises(errors.UnknownPriority):
        driven.do(commands.Prioritise(2, "nothing", "x"))


def test_who_is_served_needs_no_priority(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.Start("hoai"))
    with pytest.raises(errors.WrongState):
        driven.do(commands.Prioritise(1, "elderly", "x"))


def test_the_cap_holds_over_the_calls_of_a_counter(driven: Driven) -> None:
    driven.issue()
    for _ in range(4):
        driven.issue("copies", priority="elderly")
    called = []
    for _ in range(5):
        called.append(call(driven).number)
        driven.do(commands.Finish("hoai"))
    assert called == ["A002", "A003", "A001", "A004", "A005"]


# Pause


def test_a_paused_counter_calls_nobody_until_it_resumes(driven: Driven) -> None:
    driven.issue()
    paused = driven.do(commands.Pause("hoai", None, "họp"))
    assert isinstance(paused, answers.OneCounter)
    assert (paused.counter.state, paused.counter.reason) == (
        CounterState.PAUSED,
        "họp",
    )
    before = len(driven.happened)
    driven.do(commands.Pause("hoai", None, "họp"))
    assert len(driven.happened) == before
    driven.do(commands.Pause("hoai", None, "ăn trưa"))
    for command in (
        commands.CallNext("hoai"),
        commands.Call("hoai", ticket=1),
        commands.WalkIn("hoai", service="copies"),
    ):
        with pytest.raises(errors.CounterNotOpen) as refused:
            driven.do(command)
        assert refused.value.data["state"] == "paused"
    resumed = driven.do(commands.Resume("hoai"))
    assert isinstance(resumed, answers.OneCounter)
    assert resumed.counter.state is CounterState.OPEN
    assert resumed.counter.reason is None
    before = len(driven.happened)
    assert driven.do(commands.Resume("hoai")) == resumed
    assert len(driven.happened) == before
    call(driven)
    with pytest.raises(errors.Busy):
        driven.do(commands.Pause("hoai"))


# Taking over


def test_a_counter_is_taken_over_with_the_ticket_in_hand(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.Recall("hoai"))
    given = driven.do(commands.TakeOver("q1", "chief"))
    assert isinstance(given, answers.OneCounter)
    assert given.ticket is not None
    assert (given.counter.clerk, given.counter.recalls) == ("chief", 1)
    event = driven.happened[-1]
    assert isinstance(event, CounterOpened)
    assert event.before == "hoai"
    assert driven.desk.counter_of("hoai") is None
    before = len(driven.happened)
    driven.do(commands.TakeOver("q1", "chief"))
    assert len(driven.happened) == before
    driven.do(commands.Finish("chief"))
    driven.do(commands.TakeOver("q2", "chief"))
    assert driven.desk.counters["q1"].state is CounterState.CLOSED


# A walk-in


def test_who_walks_up_is_served_with_a_ticket_that_was_never_called(
    driven: Driven,
) -> None:
    served = one(driven.do(commands.WalkIn("lan", service="births")))
    assert (served.number, served.state, served.calls) == ("B001", State.SERVING, 0)
    assert (served.counter, served.called_at) == ("q2", None)
    assert [e.kind for e in driven.happened[-2:]] == [
        "ticket.issued",
        "ticket.started",
    ]
    done = one(driven.do(commands.Finish("lan")))
    assert done.state is State.DONE
    with pytest.raises(errors.UnknownService):
        driven.do(commands.WalkIn("lan", service="nothing"))


# Undo


STEPS = [
    ("ticket.called", commands.CallNext("hoai"), State.WAITING),
    ("ticket.started", commands.Start("hoai"), State.CALLED),
    ("ticket.done", commands.Finish("hoai"), State.CALLED),
    ("ticket.no_show", commands.NoShow("hoai"), State.CALLED),
    ("ticket.held", commands.Hold("hoai", reason="x"), State.CALLED),
    ("ticket.transferred", commands.Transfer("hoai", None, "births"), State.CALLED),
]


@pytest.mark.parametrize(("kind", "step", "before"), STEPS)
def test_a_step_is_taken_back_within_a_minute(
    driven: Driven, kind: str, step: commands.Command, before: State
) -> None:
    driven.issue()
    if before is not State.WAITING:
        call(driven)
    was = driven.desk.tickets[1]
    driven.do(step)
    undo = driven.desk.can_undo("q1", driven.now)
    assert undo is not None
    assert undo.kind == kind
    given = driven.do(commands.Undo("hoai"), after=60)
    assert isinstance(given, answers.Standing)
    now = driven.desk.tickets[1]
    assert given.hand == (None if before is State.WAITING else now)
    assert now.state is before
    if kind != "ticket.called":
        assert now == was
    in_hand = None if before is State.WAITING else 1
    assert driven.desk.counters["q1"].ticket == in_hand
    event = driven.happened[-1]
    assert isinstance(event, CounterUndone)
    assert (event.undone, event.state, event.service) == (kind, before, "copies")
    with pytest.raises(errors.NothingToUndo):
        driven.do(commands.Undo("hoai"))


def test_an_undone_call_leaves_the_wall_and_the_cap_as_they_were(
    driven: Driven,
) -> None:
    driven.issue()
    for _ in range(2):
        driven.issue("copies", priority="elderly")
    call(driven)
    assert driven.desk.counters["q1"].streak == 1
    driven.do(commands.Undo("hoai"))
    assert driven.desk.counters["q1"].streak == 0
    assert driven.desk.calls == []
    assert call(driven).number == "A002"
    assert driven.desk.calls[0].n == 2  # a call and its n are one for ever


def test_a_call_that_the_hall_has_heard_again_is_final(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.Recall("hoai"))
    undo = driven.desk.can_undo("q1", driven.now)
    assert undo is None


def test_after_a_minute_a_step_is_final(driven: Driven) -> None:
    driven.issue()
    call(driven)
    with pytest.raises(errors.NothingToUndo):
        driven.do(commands.Undo("hoai"), after=61)


def test_what_others_have_built_on_is_final(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.NoShow("hoai"))
    driven.do(commands.Restore(1, "user:lan"))
    with pytest.raises(errors.NothingToUndo):
        driven.do(commands.Undo("hoai"))


def test_a_counter_that_was_paused_or_left_has_nothing_to_undo(
    driven: Driven,
) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.Finish("hoai"))
    driven.do(commands.Pause("hoai"))
    with pytest.raises(errors.NothingToUndo):
        driven.do(commands.Undo("hoai"))
    with pytest.raises(errors.CounterNotOpen):
        driven.do(commands.Undo("nobody"))


def test_the_slip_and_the_priority_survive_an_undo(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.ReportPrinted(1, True))
    driven.do(commands.Prioritise(1, "elderly", "user:hoai"))
    driven.do(commands.Undo("hoai"))
    ticket = driven.desk.tickets[1]
    assert (ticket.printed.value, ticket.priority, ticket.credit) == (
        "yes",
        True,
        1800,
    )


def test_every_step_is_in_the_events(driven: Driven) -> None:
    for _ in range(3):
        driven.issue()
    call(driven)
    driven.do(commands.Hold("hoai", reason="x"))
    driven.do(commands.Undo("hoai"))
    driven.do(commands.Transfer("hoai", None, "births", "q2", "n"))
    driven.do(commands.Pause("hoai", None, "họp"))
    driven.do(commands.TakeOver("q1", "chief"))
    driven.do(commands.Cancel(2, "citizen"))
    driven.now += timedelta(seconds=5)
    again = Desk(office())
    apply_all(again, driven.happened)
    assert held(again) == held(driven.desk)


# What a step leaves behind


def test_a_ticket_set_aside_is_listed_where_it_was_in_hand(driven: Driven) -> None:
    driven.issue("copies")
    call(driven)
    driven.do(commands.Transfer("hoai", None, None, "q2"))
    driven.do(commands.CallNext("lan"))
    driven.do(commands.Hold("lan", reason="x"))
    aside = driven.desk.standing("q2", driven.now).aside
    assert [ticket.number for ticket in aside] == ["A001"]


def test_the_next_of_a_free_counter_is_called_at_once(driven: Driven) -> None:
    driven.issue("births")
    outlook = driven.desk.outlook(driven.now)
    assert outlook.seconds(driven.desk.tickets[1]) == 0


def test_called_anew_a_visit_begins_anew(driven: Driven) -> None:
    driven.issue()
    call(driven)
    driven.do(commands.Start("hoai"))
    driven.do(commands.Hold("hoai", reason="x"))
    driven.do(commands.Call("hoai", ticket=1), after=600)
    ticket = driven.desk.tickets[1]
    assert (ticket.started_at, ticket.called_at) == (None, driven.now)
    driven.do(commands.NoShow("hoai"))
    driven.do(commands.Call("hoai", ticket=1))
    assert driven.desk.tickets[1].ended_at is None


def test_a_visit_lasts_from_its_first_call_and_counts_once(driven: Driven) -> None:
    driven.issue()
    call(driven)
    began = driven.now
    for _ in range(3):
        driven.do(commands.Recall("hoai"), after=60)
    assert driven.desk.tickets[1].called_at == began
    driven.do(commands.Finish("hoai"), after=120)
    once = driven.desk.visits.means()["copies"]
    assert once == pytest.approx((20 * 600 * (20 + 0.5) / 21 + 300) / 21)
    driven.do(commands.Undo("hoai"))
    assert driven.desk.visits.means()["copies"] == 600
    driven.do(commands.Finish("hoai"), after=0)


def test_a_walk_in_has_no_line_to_go_back_to(driven: Driven) -> None:
    driven.do(commands.WalkIn("lan", service="births"))
    with pytest.raises(errors.NothingToUndo):
        driven.do(commands.Undo("lan"))


def test_who_gives_a_ticket_back_may_use_the_appointment_again(driven: Driven) -> None:
    booked = Appointment("123456", driven.now)
    driven.do(commands.Issue("copies", appointment=booked))
    driven.do(commands.Cancel(1, "citizen"))
    driven.do(commands.Issue("copies", appointment=booked))
    assert driven.desk.appointments == {"123456"}


def test_a_day_goes_on_though_its_office_was_edited(driven: Driven) -> None:
    """A counter and a service are gone, a prefix is another one."""
    driven.issue("copies")
    driven.issue("births")
    call(driven, "lan")
    driven.do(commands.Finish("lan"))
    driven.issue("births")
    where = office()
    births = replace(where.services["births"], prefix="C")
    counters = {id: where.counters[id] for id in ("q1", "q3")}
    edited = replace(where, services={"births": births}, counters=counters)
    again = Desk(edited)
    apply_all(again, driven.happened)
    assert again.next_number("births") == "C001"
    outlook = again.outlook(driven.now)
    assert outlook.ahead(again.tickets[3]) == 1
    assert outlook.seconds(again.tickets[3]) is not None
    with pytest.raises(errors.UnknownCounter):
        again.line("q2", driven.now)
    driven.desk = again
    driven.do(commands.CloseCounter("lan"))  # whoever sat there can still leave

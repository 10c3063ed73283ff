"""Any sequence of commands at any time: what always holds of the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server.domain import answers, commands
from server.domain.apply import apply_all
from server.domain.desk import Desk
from server.domain.errors import Refusal, WrongState
from server.domain.events import TicketCalled, TicketIssued
from server.domain.model import (
    Appointment,
    CounterState,
    Office,
    PriorityReason,
    State,
    Ticket,
)
from server.domain.ticket_rules import adoption
from tests.domain.desks import Driven, held
from tests.offices import office

CLERKS = st.sampled_from(["hoai", "lan", "minh"])
COUNTERS = st.sampled_from(["q1", "q2", "q3"])
SERVICES = st.sampled_from(["copies", "births"])
REASONS = st.sampled_from([None, "elderly", "merit"])
TICKETS = st.integers(1, 12)
STEPS = st.sampled_from(
    [
        commands.CallNext,
        commands.CallNext,
        commands.Recall,
        commands.Start,
        commands.Finish,
        commands.NoShow,
        commands.CloseCounter,
        commands.Pause,
        commands.Resume,
        commands.Undo,
        partial(commands.Hold, reason="đi phô tô"),
        partial(commands.WalkIn, service="copies"),
    ]
)
MERIT = PriorityReason("merit", {"vi": "Có công"}, "", "absolute")


def everywhere() -> Office:
    """An office with a credit, an absolute right, a preference and appointments."""
    made = office()
    counters = dict(made.counters)
    counters["q3"] = replace(counters["q3"], prefers=("births",))
    priorities = {**made.priorities, "merit": MERIT}
    return replace(made, counters=counters, priorities=priorities)


class QueueMachine(RuleBasedStateMachine):
    """Citizens, clerks and a clock that does what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.driven = Driven(everywhere())
        self.codes = 0
        self.ever: dict[tuple[str, str, str], int] = {}

    @rule(service=SERVICES, priority=REASONS, booked=st.booleans())
    def issue(self, service: str, priority: str | None, booked: bool) -> None:
        self.codes += 1
        at = self.driven.now + timedelta(minutes=5 * (self.codes % 3))
        appointment = Appointment(f"{self.codes}", at) if booked else None
        given = self.driven.do(
            commands.Issue(service, priority=priority, appointment=appointment)
        )
        assert isinstance(given, answers.Issued)
        self.keep(given.ticket.id, priority)

    @rule(number=st.integers(1, 4), hours=st.integers(-30, 1))
    def adopt(self, number: int, hours: int) -> None:
        self.driven.turn()
        known = set(self.driven.desk.adopted)
        asked = commands.Adopt(
            issue=commands.Issue("births", device="k"),
            device="k",
            number=f"U{number:03d}",
            issued_at=self.driven.now + timedelta(hours=hours),
            earliest=self.driven.now - timedelta(hours=40),
            secret="5e",
        )
        named = adoption(self.driven.desk, asked)
        if named in self.ever:
            asked = replace(asked, known=self.ever[named])
        given = self.driven.do(asked, after=0)
        assert isinstance(given, answers.Issued)
        if named in known:
            assert given.ticket.id == self.ever[named]
        self.ever.setdefault(named, given.ticket.id)
        assert self.ever[named] == given.ticket.id

    @rule(ticket=TICKETS, reason=REASONS)
    def prioritise(self, ticket: int, reason: str | None) -> None:
        if self.attempt(commands.Prioritise(ticket, reason, "user:x")):
            self.keep(ticket, reason)

    @rule(ticket=TICKETS, how=st.sampled_from([commands.Cancel, commands.Restore]))
    def change(
        self, ticket: int, how: type[commands.Cancel | commands.Restore]
    ) -> None:
        self.attempt(how(ticket, "user:x"))

    @rule(ticket=TICKETS)
    def come_back(self, ticket: int) -> None:
        self.attempt(commands.Return(ticket))

    @rule(ticket=TICKETS | st.sampled_from(["A001", "B001"]), score=st.integers(1, 4))
    def rate(self, ticket: int | str, score: int) -> None:
        self.attempt(commands.Rate(ticket, score))

    @rule(counter=COUNTERS, clerk=CLERKS, how=st.booleans())
    def open(self, counter: str, clerk: str, how: bool) -> None:
        sit = commands.TakeOver if how else commands.OpenCounter
        self.attempt(sit(counter, clerk))

    @rule(ticket=TICKETS, clerk=CLERKS)
    def call(self, ticket: int, clerk: str) -> None:
        self.attempt(commands.Call(clerk, ticket=ticket))

    @rule(clerk=CLERKS, service=st.none() | SERVICES, to=st.none() | COUNTERS)
    def transfer(self, clerk: str, service: str | None, to: str | None) -> None:
        self.attempt(commands.Transfer(clerk, None, service, to))

    @rule(step=STEPS, clerk=CLERKS)
    def step(self, step: Callable[[str], commands.Command], clerk: str) -> None:
        line = [ticket.id for ticket in self.line_of(clerk)]
        before = len(self.driven.happened)
        command = step(clerk)
        self.attempt(command)
        if isinstance(command, commands.CallNext):
            for event in self.driven.happened[before:]:
                assert isinstance(event, TicketCalled)
                assert event.ticket == line[0]
                assert event.because is not None

    @rule(seconds=st.sampled_from([5, 45, 90, 600]))
    def a_while(self, seconds: int) -> None:
        self.driven.now += timedelta(seconds=seconds)

    @rule(hours=st.integers(-30, 30))
    def time_passes(self, hours: int) -> None:
        self.driven.now += timedelta(hours=hours)
        self.driven.turn()

    def line_of(self, clerk: str) -> list[Ticket]:
        self.driven.turn()
        desk = self.driven.desk
        counter = desk.counter_of(clerk)
        if counter is None:
            return []
        return desk.line(counter.id, max(self.driven.now, desk.at or self.driven.now))

    def attempt(self, command: commands.Command) -> bool:
        """Do a command; if it is refused, nothing at all has changed."""
        self.driven.turn()
        before = list(self.driven.happened)
        was = held(self.driven.desk).copy()
        refused: Refusal | None = None
        try:
            self.driven.do(command, after=0)
        except Refusal as why:
            refused = why
        if refused is None:
            return True
        assert self.driven.happened == before
        assert held(self.driven.desk) == was
        if isinstance(refused, WrongState):
            assert refused.state is self.meant(command).state
        return False

    def meant(self, command: commands.Command) -> Ticket:
        """Give the ticket that a command was about."""
        desk = self.driven.desk
        if isinstance(command, commands.AtCounter) and not isinstance(
            command, commands.Call
        ):
            counter = desk.counter_of(command.clerk)
            assert counter is not None
            return desk.in_hand(counter.id)
        return desk.tickets[command.ticket]  # type: ignore[union-attr, index]

    def keep(self, ticket: int, reason: str | None) -> None:
        """Keep a reason as the service does."""
        if reason is None:
            self.driven.desk.reasons.pop(ticket, None)
        else:
            self.driven.desk.reasons[ticket] = reason

    @invariant()
    def seq_has_no_gap(self) -> None:
        seqs = [event.seq for event in self.driven.happened]
        assert seqs == list(range(1, len(seqs) + 1))

    @invariant()
    def no_ticket_is_in_two_hands(self) -> None:
        desk = self.driven.desk
        hands = [c.ticket for c in desk.counters.values() if c.ticket is not None]
        assert len(hands) == len(set(hands))
        busy = {
            ticket.id
            for ticket in desk.tickets.values()
            if ticket.state in (State.CALLED, State.SERVING)
        }
        assert busy == set(hands)

    @invariant()
    def what_is_in_hand_says_so(self) -> None:
        desk = self.driven.desk
        for counter in desk.counters.values():
            if counter.ticket is not None:
                assert desk.tickets[counter.ticket].counter == counter.id
                assert counter.state is not CounterState.CLOSED

    @invariant()
    def everybody_has_a_place(self) -> None:
        """Nobody waits in no line, as long as the office has a counter for them."""
        desk, now = self.driven.desk, self.driven.now
        lines = [desk.line(id, now) for id in desk.counters]
        assert {t.id for line in lines for t in line} == set(desk.waiting)

    @invariant()
    def no_clerk_has_two_counters(self) -> None:
        clerks = [c.clerk for c in self.driven.desk.counters.values() if c.clerk]
        assert len(clerks) == len(set(clerks))

    @invariant()
    def no_number_is_given_twice_a_day(self) -> None:
        given: set[tuple[str, str]] = set()
        day = ""
        for event in self.driven.happened:
            if event.kind == "day.opened":
                day = event.day  # type: ignore[attr-defined]
            elif isinstance(event, TicketIssued):
                named = event.adopted_day or day, event.number
                assert named not in given
                given.add(named)

    @invariant()
    def who_waits_is_who_waits(self) -> None:
        desk = self.driven.desk
        waiting = {t.id for t in desk.tickets.values() if t.state is State.WAITING}
        assert set(desk.waiting) == waiting

    def teardown(self) -> None:
        """The events alone give the identical desk."""
        again = Desk(everywhere())
        apply_all(again, self.driven.happened)
        assert {**held(again), "reasons": 0} == {**held(self.driven.desk), "reasons": 0}


QueueMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=50)
TestQueue = QueueMachine.TestCase

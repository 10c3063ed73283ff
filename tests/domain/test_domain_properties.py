"""Any sequence of commands at any time: what always holds of the queue."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server.domain import commands
from server.domain.apply import apply_all
from server.domain.desk import Desk
from server.domain.errors import Refusal
from server.domain.events import TicketCalled, TicketIssued
from server.domain.model import State
from tests.domain.desks import Driven, held
from tests.offices import office

CLERKS = st.sampled_from(["hoai", "lan", "minh"])
COUNTERS = st.sampled_from(["q1", "q2", "q3"])
STEPS = st.sampled_from(
    [
        commands.CallNext,
        commands.Recall,
        commands.Start,
        commands.Finish,
        commands.NoShow,
        commands.CloseCounter,
    ]
)


class QueueMachine(RuleBasedStateMachine):
    """Citizens, clerks and a clock that does what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.driven = Driven()

    @rule(service=st.sampled_from(["copies", "births"]), priority=st.booleans())
    def issue(self, service: str, priority: bool) -> None:
        self.driven.issue(service, priority="elderly" if priority else None)

    @rule(counter=COUNTERS, clerk=CLERKS)
    def open(self, counter: str, clerk: str) -> None:
        self.attempt(commands.OpenCounter(counter, clerk))

    @rule(step=STEPS, clerk=CLERKS)
    def step(self, step: type[commands.AtCounter], clerk: str) -> None:
        line = [ticket.id for ticket in self.line_of(clerk)]
        before = len(self.driven.happened)
        self.attempt(step(clerk))
        if step is commands.CallNext and len(self.driven.happened) > before:
            called = self.driven.happened[-1]
            if isinstance(called, TicketCalled):
                assert called.ticket == line[0]

    @rule(hours=st.integers(-30, 30))
    def time_passes(self, hours: int) -> None:
        self.driven.now += timedelta(hours=hours)
        self.driven.turn()

    def line_of(self, clerk: str) -> list:  # type: ignore[type-arg]
        counter = self.driven.desk.counter_of(clerk)
        if counter is None:
            return []
        return self.driven.desk.line(counter.id, self.driven.desk.at or self.driven.now)

    def attempt(self, command: commands.OpenCounter | commands.AtCounter) -> None:
        """Do a command; if it is refused, nothing at all has changed."""
        self.driven.turn()
        before = list(self.driven.happened)
        try:
            self.driven.do(command, after=0)
        except Refusal:
            assert self.driven.happened == before

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
                assert (day, event.number) not in given
                given.add((day, event.number))

    @invariant()
    def who_waits_is_who_waits(self) -> None:
        desk = self.driven.desk
        waiting = {t.id for t in desk.tickets.values() if t.state is State.WAITING}
        assert set(desk.waiting) == waiting

    def teardown(self) -> None:
        """The events alone give the identical desk."""
        again = Desk(office())
        apply_all(again, self.driven.happened)
        assert held(again) == held(self.driven.desk)


QueueMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None
)
TestQueue = QueueMachine.TestCase

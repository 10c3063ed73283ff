"""The ledger's promises, under any order of steps and crashes."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.printing.faults import Reason
from kiosk.printing.spool.ledger import Ledger, Outcome, State

DAY = date(2026, 11, 23)
SLIPS = st.sampled_from(["a", "b", "c"])
ENDS = st.sampled_from(
    [
        Outcome(State.PRINTED),
        Outcome(State.FAILED, Reason.OFF),
        Outcome(State.UNKNOWN, Reason.BROKEN),
    ]
)


class Crashes(RuleBasedStateMachine):
    """One slip at a time is on its way, as in the spool; a crash may come anywhere.

    `paper` counts how often ink may have touched paper for a slip.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / "slips.db"
        self.ledger = Ledger(self._path)
        self.on_its_way: tuple[str, State] | None = None
        self.paper = dict.fromkeys("abc", 0)
        self.surely_not = dict.fromkeys("abc", 0)
        self.reports = 0

    def teardown(self) -> None:
        self.ledger.close()
        self._folder.cleanup()

    @precondition(lambda self: self.on_its_way is None)
    @rule(slip=SLIPS)
    def ask(self, slip: str) -> None:
        known = self.ledger.admit(slip, ord(slip), DAY)
        printable = self.paper[slip] == self.surely_not[slip]
        assert (known is None) == printable
        if known is None:
            self.on_its_way = (slip, State.QUEUED)

    @precondition(lambda self: self.on_its_way is not None)
    @rule()
    def begin(self) -> None:
        assert self.on_its_way is not None
        slip, state = self.on_its_way
        self.ledger.begin(slip)
        self.paper[slip] += state is State.QUEUED
        self.on_its_way = (slip, State.PRINTING)

    @precondition(lambda self: self.on_its_way is not None)
    @rule(outcome=ENDS)
    def end(self, outcome: Outcome) -> None:
        assert self.on_its_way is not None
        slip, state = self.on_its_way
        if state is State.QUEUED:
            outcome = Outcome(State.FAILED, Reason.LATE)
        assert self.ledger.end(slip, outcome)
        assert not self.ledger.end(slip, outcome), "an end is written once"
        self.surely_not[slip] += (
            outcome.state is State.FAILED and state is State.PRINTING
        )
        self.reports += 1
        self.on_its_way = None

    @rule()
    def crash(self) -> None:
        """Another process opens the file as the first one left it."""
        self.ledger.close()
        self.ledger = Ledger(self._path)
        self.reports += self.on_its_way is not None
        self.on_its_way = None

    @precondition(lambda self: self.reports > 0)
    @rule()
    def acknowledge(self) -> None:
        self.ledger.reported(self.ledger.pending()[0].key)
        self.reports -= 1

    @invariant()
    def every_end_is_reported_until_acknowledged(self) -> None:
        assert len(self.ledger.pending()) == self.reports

    @invariant()
    def no_slip_is_on_paper_twice_by_itself(self) -> None:
        for slip, tries in self.paper.items():
            assert tries - self.surely_not[slip] <= 1


TestCrashes = Crashes.TestCase
TestCrashes.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

"""Days full of every step that clerks can take, as the hall's clients hear of them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from server.api.views import Views
from server.domain import commands
from server.domain.errors import Refusal
from server.protocol import messages as m
from tests.domain.desks import Driven

CLERKS = ("hoai", "lan", "minh")
COUNTERS = ("q1", "q2", "q3")
SERVICES = ("copies", "births")
REASONS = ("elderly", None)
Step = Callable[[Random, Driven], commands.Command]


def _clerk(random: Random) -> str:
    return random.choice(CLERKS)


def _ticket(random: Random, driven: Driven) -> int:
    return random.randrange(1, driven.desk.next_ticket + 1)


STEPS: tuple[Step, ...] = (
    lambda r, _: commands.Issue(r.choice(SERVICES), priority=r.choice(REASONS)),
    lambda r, _: commands.OpenCounter(r.choice(COUNTERS), _clerk(r)),
    lambda r, _: commands.TakeOver(r.choice(COUNTERS), _clerk(r)),
    lambda r, _: commands.CloseCounter(_clerk(r)),
    lambda r, _: commands.Pause(_clerk(r), reason="nghỉ"),
    lambda r, _: commands.Resume(_clerk(r)),
    lambda r, _: commands.CallNext(_clerk(r)),
    lambda r, _: commands.CallNext(_clerk(r)),
    lambda r, d: commands.Call(_clerk(r), ticket=_ticket(r, d)),
    lambda r, _: commands.Recall(_clerk(r)),
    lambda r, _: commands.Start(_clerk(r)),
    lambda r, _: commands.WalkIn(_clerk(r), service=r.choice(SERVICES)),
    lambda r, _: commands.Finish(_clerk(r)),
    lambda r, _: commands.NoShow(_clerk(r)),
    lambda r, _: commands.Hold(_clerk(r), reason="đi sao chụp"),
    lambda r, _: commands.Transfer(_clerk(r), service=r.choice(SERVICES)),
    lambda r, _: commands.Transfer(_clerk(r), to=r.choice(COUNTERS)),
    lambda r, _: commands.Undo(_clerk(r)),
    lambda r, _: commands.Undo(_clerk(r)),
    lambda r, d: commands.Prioritise(_ticket(r, d), r.choice(REASONS), "user:x"),
    lambda r, d: commands.Cancel(_ticket(r, d), "user:x"),
    lambda r, d: commands.Restore(_ticket(r, d), "user:x"),
)


class RandomDay:
    """One day that depends on its seed alone.

    Attributes:
        first: the hall before it began.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._driven = Driven()
        self._driven.turn()
        office = self._driven.desk.office
        self._views = Views(office, lambda number, counter: {}, lambda name: name)
        self.first = self.queue()

    def queue(self) -> m.Queue:
        """Give the hall as the server shows it now."""
        return self._views.queue(self._driven.desk, self._driven.now, staff=False)

    def step(self) -> list[m.Event]:
        """Let somebody do something; gives the events that the hall is told of."""
        before = len(self._driven.happened)
        asked = self._random.choice(STEPS)(self._random, self._driven)
        try:
            self._driven.do(asked, after=self._random.choice((1, 1, 20)))
        except Refusal:
            return []
        happened = self._driven.happened[before:]
        return [self._views.event(event, staff=False) for event in happened]

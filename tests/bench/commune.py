"""Simulated communes served by the real rules: who waits how long, and was told what.

The world (who comes, how long a visit takes) is ``server.simulate``, which shares no
code with the estimate; everything else is the product's own: each step is a command
that ``server.domain`` decides and applies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from server.config.office import read_office
from server.domain import commands, events
from server.domain.apply import apply_all
from server.domain.day import turn
from server.domain.decide import decide
from server.domain.desk import Desk
from server.domain.model import (
    CounterSetup,
    CounterState,
    Hours,
    Office,
    OrderRules,
    PriorityReason,
    Service,
    TicketId,
    Wait,
)
from server.simulate.hall import play
from server.simulate.world import (
    BUSY_VISITS,
    NO_SHOWS,
    PRIORITY,
    SEVEN,
    VISITS,
    Day,
    Kind,
    Plan,
    a_day,
    usual_visits,
)

FIRST = datetime(2026, 11, 23, tzinfo=UTC)
OPEN = ((27_000.0, 55_800.0),)
"""Eight hours without a lunch break, as in the simulation that is compared with."""
DAYS = 5
"""Days in a row for each seed: what was learned on one is known on the next."""
GUESS = timedelta(minutes=12)
"""What the office guesses that every visit takes; the desk is to learn the truth."""
CREDIT = 1800


@dataclass(frozen=True)
class Commune:
    """One office and who comes to it."""

    name: str
    office: Office
    plan: Plan


@dataclass
class Visit:
    """What one citizen was told, and what became true; all in seconds.

    Attributes:
        service: what they came for.
        told: the range that they were told; ``expected`` the estimate behind it.
        waited: the real wait until the first call; None: never called.
        others: what the other estimators would have said.
    """

    service: str
    issued: float
    told: Wait | None
    expected: float | None
    priority: bool
    waited: float | None
    others: dict[str, float]


def communes() -> Iterator[Commune]:
    """Give the communes, the plain ones first."""
    one = (Kind("general"),)
    yield _pool("4 counters, 94 a day", one, 4, VISITS)
    yield _pool("4 counters, 115 a day", one, 4, BUSY_VISITS)
    yield _pool("2 counters, 47 a day", one, 2, VISITS / 2)
    yield _pool("10 % priority, 30 min credit", one, 4, VISITS, priority=PRIORITY)
    absolute = _pool("10 % priority, absolute", one, 4, VISITS, priority=PRIORITY)
    rules = OrderRules(mode="absolute", cap=10_000)
    yield replace(absolute, office=replace(absolute.office, order_rules=rules))
    yield _pool("5 % no-shows", one, 4, VISITS, no_shows=NO_SHOWS)
    for counters in (4, 3, 2):
        visits = usual_visits(SEVEN, counters)
        yield _pool(f"7 services, {counters} counters", SEVEN, counters, visits)
    yield _sample("sample office, 4 pools")
    yield _sample("the same, priority, no-shows", PRIORITY, NO_SHOWS)


def _pool(
    name: str,
    kinds: Sequence[Kind],
    counters: int,
    visits: float,
    *,
    priority: float = 0.0,
    no_shows: float = 0.0,
) -> Commune:
    """Make a commune whose counters all serve everything."""
    office = _office(
        {kind.id: _service(kind.id, n) for n, kind in enumerate(kinds)},
        {
            f"q{n}": CounterSetup(f"q{n}", n, {"vi": f"Quầy {n}"}, ())
            for n in range(1, counters + 1)
        },
    )
    plan = Plan(OPEN, visits, kinds, counters, no_shows, priority)
    return Commune(name, office, plan)


def _sample(name: str, priority: float = 0.0, no_shows: float = 0.0) -> Commune:
    """Make the sample office: counters that serve different, overlapping services."""
    with open("assets/office/thach-khe.toml", encoding="utf-8") as file:
        office = read_office(file.read())
    kinds = sample_kinds(office)
    visits = usual_visits(kinds, len(office.counters))
    plan = Plan(OPEN, visits, kinds, len(office.counters), no_shows, priority)
    guessed = {
        id: replace(service, usual=GUESS) for id, service in office.services.items()
    }
    return Commune(name, _office(guessed, dict(office.counters)), plan)


def sample_kinds(office: Office) -> tuple[Kind, ...]:
    """Give what the sample office's services really take, and how many come for each.

    A third come for certified copies, a fifth to collect results; the lengths are
    those of the seven services (assumed).
    """
    weights = (0.33, 0.17, 0.12, 0.06, 0.12, 0.20)
    medians = (300.0, 586.0, 900.0, 640.0, 640.0, 190.0)
    return tuple(
        Kind(id, weight, median)
        for id, weight, median in zip(office.services, weights, medians, strict=True)
    )


def _service(id: str, n: int) -> Service:
    words = {"vi": id}
    return Service(id, "ABHKMXC"[n], words, words, "stamp", (id,), GUESS)


def _office(services: dict[str, Service], counters: dict[str, CounterSetup]) -> Office:
    return Office(
        id="commune",
        name="UBND xã",
        unit="Trung tâm",
        zone=UTC,
        languages=("vi",),
        services=services,
        counters=counters,
        hours=Hours({}, always=True),
        priorities={"p": PriorityReason("p", {"vi": "Ưu tiên"}, "", CREDIT)},
    )


def visits(commune: Commune, seed: int, watch: type[Watch]) -> list[Visit]:
    """Play some days in a row and give everybody who came."""
    chance = Random(seed)
    desk = Desk(commune.office)
    found: list[Visit] = []
    for n in range(DAYS):
        day = a_day(commune.plan, chance)
        midnight = FIRST + timedelta(days=n)
        apply_all(desk, turn(desk, midnight))
        rules = Rules(desk, day, midnight, watch(desk))
        play(day, rules)
        found += rules.visits
    return found


class Watch:
    """What the other estimators see. ``guess`` is asked before each issue."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def guess(self, service: str, at: float) -> dict[str, float]:
        """Give each other estimator's wait in seconds for who takes a ticket now."""
        return {}

    def issued(self, visit: Visit) -> None:
        """Somebody has taken a ticket."""

    def called(self, visit: Visit) -> None:
        """Somebody was called; the real wait is known."""


class Rules:
    """A reception that asks the real rules at every step."""

    def __init__(self, desk: Desk, day: Day, midnight: datetime, watch: Watch) -> None:
        self.visits: list[Visit] = []
        self._desk = desk
        self._day = day
        self._midnight = midnight
        self._watch = watch
        self._ids = list(desk.office.counters)
        self._who: dict[TicketId, int] = {}

    def _do(self, command: commands.Command, at: float) -> Sequence[events.Event]:
        now = self._midnight + timedelta(seconds=at)
        happened = decide(self._desk, command, now)
        apply_all(self._desk, happened)
        return happened

    def open(self, counter: int, at: float) -> None:
        """A clerk sits down."""
        self._do(commands.OpenCounter(self._ids[counter], _clerk(counter)), at)

    def issue(self, visitor: int, at: float) -> None:
        """A ticket is given; a priority is declared when the number is there."""
        wants = self._day.visitors[visitor]
        others = self._watch.guess(wants.service, at)
        (issued,) = self._do(commands.Issue(wants.service), at)
        assert isinstance(issued, events.TicketIssued)
        if wants.priority:
            self._do(commands.Prioritise(issued.ticket, "p", "kiosk"), at)
        self._who[issued.ticket] = visitor
        visit = Visit(
            wants.service,
            at,
            issued.wait,
            issued.expected,
            wants.priority,
            None,
            others,
        )
        self.visits.append(visit)
        self._watch.issued(visit)

    def call(self, counter: int, at: float) -> int | None:
        """Whoever the order says is called."""
        happened = self._do(commands.CallNext(_clerk(counter)), at)
        if not happened:
            return None
        (called,) = happened
        assert isinstance(called, events.TicketCalled)
        visitor = self._who[called.ticket]
        visit = self.visits[visitor]
        visit.waited = at - visit.issued
        self._watch.called(visit)
        return visitor

    def start(self, counter: int, at: float) -> None:
        """The citizen has come."""
        self._do(commands.Start(_clerk(counter)), at)

    def finish(self, counter: int, at: float) -> None:
        """The visit is over."""
        self._do(commands.Finish(_clerk(counter)), at)

    def no_show(self, counter: int, at: float) -> None:
        """The citizen did not come."""
        self._do(commands.NoShow(_clerk(counter)), at)

    def pause(self, counter: int, at: float) -> None:
        """The clerk's break."""
        self._do(commands.Pause(_clerk(counter)), at)

    def resume(self, counter: int, at: float) -> None:
        """The clerk is back."""
        self._do(commands.Resume(_clerk(counter)), at)

    def close(self, counter: int, at: float) -> None:
        """The clerk leaves."""
        self._do(commands.CloseCounter(_clerk(counter)), at)


def somebody_is_free(desk: Desk, service: str) -> bool:
    """Whether a counter that serves this has nothing to do: no wait at all."""
    return any(
        counter.state is CounterState.OPEN
        and counter.ticket is None
        and desk.office.counters[id].serves(service)
        for id, counter in desk.counters.items()
    )


def _clerk(counter: int) -> str:
    return f"clerk-{counter}"

"""Whatever clerks do, the folded hall is the server's own."""

from __future__ import annotations

from collections import Counter

import pytest

from display.hall import Hall
from tests.display.days import RandomDay

KINDS = {
    *("ticket.called", "ticket.started", "ticket.done", "ticket.no_show"),
    *("ticket.held", "ticket.transferred", "ticket.restored", "ticket.prioritised"),
    *("ticket.cancelled", "counter.opened", "counter.paused", "counter.resumed"),
    *("counter.closed", "counter.undone"),
}


def test_the_hall_is_the_servers_after_every_step() -> None:
    seen: Counter[str] = Counter()
    for seed in range(60):
        day, hall = RandomDay(seed), Hall()
        hall.hear_queue(day.first)
        for _ in range(150):
            for event in day.step():
                hall.hear_event(event)
                seen[event.kind] += 1
            known = Hall()
            known.hear_queue(day.queue())
            assert hall.counters == known.counters
            assert [(c.ticket, c.counter, c.n) for c in hall.calls] == [
                (c.ticket, c.counter, c.n) for c in known.calls
            ]
    assert set(seen) >= KINDS
    assert min(seen[kind] for kind in KINDS) > 10


@pytest.mark.parametrize("seed", range(3))
def test_a_display_that_is_switched_on_later_follows_as_well(seed: int) -> None:
    day, hall = RandomDay(seed), Hall()
    for _ in range(60):
        day.step()
    hall.hear_queue(day.queue())
    for _ in range(60):
        for event in day.step():
            if hall.hear_event(event) == "queue":
                hall.hear_queue(day.queue())
    known = Hall()
    known.hear_queue(day.queue())
    for id, counter in hall.counters.items():
        assert counter.state == known.counters[id].state
        mine, theirs = counter.hand, known.counters[id].hand
        assert (mine and (mine.ticket, mine.started)) == (
            theirs and (theirs.ticket, theirs.started)
        )

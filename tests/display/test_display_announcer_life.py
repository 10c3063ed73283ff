"""Any life of a hall: calls, recalls, undone calls, cut lines, restarts, quiet hours.

The server's side is a little model here: what is called now, and every event with its
number. The announcer hears what its line lets through. Time is simulated.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from display.announcer import INSTANT, Announcer, Chime, Pause, Say, Spoken
from display.rules import CROWD, GAP, HERO_LEAST

CHIME, SENTENCE = 0.85, 3.0
TICKETS, COUNTERS = st.integers(1, 5), st.sampled_from(["q1", "q2", "q3"])
ONCE = max(CHIME + SENTENCE, HERO_LEAST)
TWICE = CHIME + 2 * SENTENCE + GAP

Key = tuple[int, int]


@dataclass
class Server:
    """What is true: the events, and who is called where."""

    seq: int = 0
    calls: dict[int, int] = field(default_factory=dict)
    called: dict[int, Spoken] = field(default_factory=dict)

    def call(self, ticket: int, counter: str) -> Spoken:
        """Call a ticket, or call it again: its next ``n``."""
        self.seq += 1
        n = self.calls[ticket] = self.calls.get(ticket, 0) + 1
        voice = (f"/{ticket}-{n}.wav",)
        one = Spoken(self.seq, ticket, n, f"A{ticket:03}", counter, "", voice)
        self.called[ticket] = one
        return one

    @property
    def still(self) -> frozenset[tuple[int, int, str]]:
        """(ticket, n, counter) of all who were called and did not come yet."""
        return frozenset((c.ticket, c.n, c.counter) for c in self.called.values())


class Life(RuleBasedStateMachine):
    """A display through anything that can happen to it."""

    @initialize()
    def begin(self) -> None:
        """Switch on server and display."""
        self.server = Server()
        self.now = 0.0
        self.played: list[tuple[float, float, str]] = []
        self.on()

    def on(self) -> None:
        """Begin as a display that was just switched on: all that is old is known."""
        self.announcer = Announcer()
        self.announcer.know(self.server.called.values())
        self.cut_at: int | None = None
        self.missed: list[Spoken] = []
        self.due: list[tuple[float, Spoken]] = []
        self.begun: list[tuple[float, Spoken]] = []
        self.withdrawn: set[int] = set()
        self.first_sound = len(self.played)
        self.step_of: Key | None = None

    # What happens

    @rule(ticket=TICKETS, counter=COUNTERS)
    def call(self, ticket: int, counter: str) -> None:
        """Call or recall; a cut line keeps it from the display."""
        one = self.server.call(ticket, counter)
        if self.cut_at is None:
            self.hear(one)
        else:
            self.missed.append(one)

    @rule(ticket=TICKETS)
    def come(self, ticket: int) -> None:
        """Have someone come to the counter: the call is over, and nothing is said."""
        self.server.called.pop(ticket, None)

    @rule(ticket=TICKETS)
    def undo(self, ticket: int) -> None:
        """Take a call back."""
        if self.server.called.pop(ticket, None) is None or self.cut_at is not None:
            return
        self.announcer.withdraw(ticket)
        self.due = [(at, one) for at, one in self.due if one.ticket != ticket]

    @rule(n=st.integers(0, 200))
    def tell_again(self, n: int) -> None:
        """Hear an old event once more, as after a reconnection."""
        known = [one for _, one in (*self.due, *self.begun)]
        if known and self.cut_at is None:
            self.announcer.hear(known[n % len(known)])

    @precondition(lambda self: self.cut_at is None)
    @rule()
    def cut(self) -> None:
        """Lose the line; the station learns it when the line is back."""
        self.cut_at = self.server.seq

    @precondition(lambda self: self.cut_at is not None)
    @rule(events_first=st.booleans(), fresh=st.integers(0, 2), ticket=TICKETS)
    def mend(self, events_first: bool, fresh: int, ticket: int) -> None:
        """Come back: the missed events and the answer come in either order."""
        self.announcer.keep_back()
        answer, still = self.server.seq, self.server.still
        events = [*self.missed]
        events += [self.server.call(ticket, "q1") for _ in range(fresh)]
        self.cut_at, self.missed = None, []
        if events_first:
            for one in events:
                self.announcer.hear(one)
            self.announcer.catch_up(answer, still)
        else:
            self.announcer.catch_up(answer, still)
            for one in events:
                self.announcer.hear(one)
        for one in events:
            told = (one.ticket, one.n, one.counter)
            if one.seq > answer or told in still:
                self.due.append((self.now, one))

    @rule()
    def restart(self) -> None:
        """Switch the display off in the middle of anything, and on again."""
        self.on()

    @rule(quiet=st.booleans())
    def hush(self, quiet: bool) -> None:
        """Enter or leave the quiet hours."""
        self.announcer.quiet = quiet

    @rule(steps=st.integers(1, 8))
    def go_on(self, steps: int) -> None:
        """Carry out some orders."""
        for _ in range(steps):
            self.step()

    # How it is carried out

    def hear(self, one: Spoken) -> None:
        """Tell the announcer of a call that must be announced."""
        self.announcer.hear(one)
        self.due.append((self.now, one))

    def step(self) -> bool:
        """Carry out one order in simulated time."""
        order = self.announcer.next(self.now)
        hero = self.announcer.hero
        if hero is not None and (not self.begun or self.begun[-1][1] is not hero):
            self.take_place(hero)
        match order:
            case Chime():
                self.sound("chime", CHIME)
            case Say(voice):
                self.sound(voice, SENTENCE)
            case Pause(seconds):
                assert seconds > 0
                self.now += seconds
        return order is not None

    def take_place(self, hero: Spoken) -> None:
        """Check whose turn it is, and that nobody waited too long."""
        heard, one = self.due.pop(0)
        assert hero == one, "in the order of the calls, and none left out"
        keys = {(o.ticket, o.n) for _, o in self.begun}
        assert (hero.ticket, hero.n) not in keys, "never twice"
        if self.begun:
            assert self.now - self.begun[-1][0] >= HERO_LEAST - INSTANT
        before = sum(at > heard for at, _ in self.begun)
        bound = (before + 1) * ONCE + (CROWD + 1) * (TWICE - ONCE)
        assert self.now - heard <= bound + 0.1, "in bounded time"
        self.begun.append((self.now, hero))

    def sound(self, what: str, seconds: float) -> None:
        """Play something: nothing else may be playing."""
        if self.played:
            assert self.now >= self.played[-1][1], "one at a time"
        self.played.append((self.now, self.now + seconds, what))
        self.now += seconds

    # What always holds

    @invariant()
    def each_is_chimed_once_and_said_once_or_twice(self) -> None:
        """Look at all sounds since the display was switched on."""
        if not hasattr(self, "played"):
            return
        sounds = [what for _, _, what in self.played[self.first_sound :]]
        assert sounds.count("chime") <= len(self.begun)
        said = [what for what in sounds if what != "chime"]
        assert all(said.count(what) <= 2 for what in said)
        order = list(dict.fromkeys(said))
        begun = [one.voice[0] for _, one in self.begun]
        assert order == [voice for voice in begun if voice in order]

    def teardown(self) -> None:
        """Let it speak to the end: all that was due has had its moment."""
        if not hasattr(self, "played"):
            return
        while self.step():
            pass
        assert self.due == []
        assert not self.announcer.busy


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.announcer import INSTANT, Announcer, Chime, Pause, Say, Spoken, of_event
from display.rules import CROWD, GAP, HERO_LEAST
from tests.display.halls import called, event

CHIME, SENTENCE = 0.85, 3.0


def spoken(ticket: int, n: int = 1, *, voice: bool = True, seq: int = 99) -> Spoken:
    sounds = (f"/{ticket}-{n}.wav",) if voice else ()
    return Spoken(seq, ticket, n, f"A{ticket:03}", "q1", "", sounds)


@dataclass
class Hall:
    """A loudspeaker that takes the time of each sound, and notes it."""

    announcer: Announcer = field(default_factory=Announcer)
    now: float = 0.0
    played: list[tuple[float, float, str]] = field(default_factory=list)
    heroes: list[tuple[float, Spoken]] = field(default_factory=list)

    def step(self) -> bool:
        """Carry out one order; False when there is none."""
        order = self.announcer.next(self.now)
        hero = self.announcer.hero
        if hero is not None and (not self.heroes or self.heroes[-1][1] is not hero):
            self.heroes.append((self.now, hero))
        match order:
            case Chime():
                self._play("chime", CHIME)
            case Say(voice):
                self._play(voice, SENTENCE)
            case Pause(seconds):
                assert seconds > 0
                self.now += seconds
        return order is not None

    def all(self) -> None:
        while self.step():
            pass

    def _play(self, sound: str, seconds: float) -> None:
        self.played.append((self.now, self.now + seconds, sound))
        self.now += seconds

    @property
    def sounds(self) -> list[str]:
        return [sound for _, _, sound in self.played]


def hero(hall: Hall) -> Spoken | None:
    """Give what is large on the wall now."""
    return hall.announcer.hero


def test_a_call_is_chime_sentence_gap_sentence() -> None:
    hall = Hall()
    hall.announcer.hear(spoken(1))
    hall.all()
    assert hall.sounds == ["chime", "/1-1.wav", "/1-1.wav"]
    first, second = hall.played[1], hall.played[2]
    assert second[0] - first[1] == pytest.approx(GAP)
    assert not hall.announcer.busy
    assert hall.announcer.ended == pytest.approx(hall.now)


def test_a_call_without_a_voice_is_a_chime_that_holds_the_hero() -> None:
    hall = Hall()
    hall.announcer.hear(spoken(1, voice=False))
    hall.announcer.hear(spoken(2, voice=False))
    hall.all()
    assert hall.sounds == ["chime", "chime"]
    assert hall.heroes[1][0] - hall.heroes[0][0] >= HERO_LEAST - INSTANT


def test_every_language_of_the_office_is_spoken_in_turn() -> None:
    hall = Hall()
    voice = {"vi": "/vi.wav", "en": "/en.wav"}
    call = of_event(called(1, 7, "A007", 1, voice=voice))
    assert call is not None
    hall.announcer.hear(call)
    hall.all()
    both = ["/vi.wav", "/en.wav"]
    assert hall.sounds == ["chime", *both, *both]


def test_only_a_call_is_an_announcement() -> None:
    assert of_event(event(1, "ticket.issued", ticket=1, number="A001")) is None
    assert of_event(event(1, "ticket.called", ticket=1, number="A001")) is None
    assert of_event(event(1, "ticket.called", counter="q1")) is None


def test_while_two_further_calls_wait_it_is_said_once() -> None:
    hall = Hall()
    for ticket in (1, 2, 3):
        hall.announcer.hear(spoken(ticket))
    hall.all()
    said = [s for s in hall.sounds if s != "chime"]
    assert said == ["/1-1.wav", *["/2-1.wav"] * 2, *["/3-1.wav"] * 2]


def test_a_call_that_was_taken_back_before_its_turn_is_not_spoken() -> None:
    hall = Hall()
    for ticket in (1, 2, 3):
        hall.announcer.hear(spoken(ticket))
    hall.step()
    hall.announcer.withdraw(2)
    assert [call.ticket for call in hall.announcer.waiting] == [3]
    hall.all()
    assert "/2-1.wav" not in hall.sounds
    assert [hero.ticket for _, hero in hall.heroes] == [1, 3]


def test_a_call_taken_back_while_it_is_spoken_is_not_repeated() -> None:
    hall = Hall()
    hall.announcer.hear(spoken(1))
    hall.step()
    hall.announcer.withdraw(1)
    assert hall.announcer.hero == spoken(1)
    hall.all()
    assert hall.sounds == ["chime", "/1-1.wav"]
    assert hero(hall) is None
    hall.announcer.hear(spoken(1, n=2))  # called anew, it is announced again
    hall.all()
    assert hall.sounds[2:] == ["chime", "/1-2.wav", "/1-2.wav"]
    assert hall.announcer.hero == spoken(1, n=2)


def test_a_call_taken_back_after_it_was_spoken_gives_up_the_large_place() -> None:
    hall = Hall()
    hall.announcer.hear(spoken(1))
    hall.all()
    hall.announcer.withdraw(7)  # some other ticket's
    assert hall.announcer.hero == spoken(1)
    hall.announcer.withdraw(1)
    assert hero(hall) is None
    assert not hall.announcer.busy


def test_a_call_that_is_kept_back_can_be_taken_back() -> None:
    hall = Hall()
    hall.announcer.keep_back()
    hall.announcer.hear(spoken(1))
    hall.announcer.hear(spoken(2))
    hall.announcer.withdraw(1)
    hall.announcer.catch_up(0, frozenset())
    hall.all()
    assert set(hall.sounds) == {"chime", "/2-1.wav"}


def test_a_recall_speaks_again_and_the_same_call_never_twice() -> None:
    hall = Hall()
    hall.announcer.hear(spoken(1))
    hall.announcer.hear(spoken(1))
    hall.all()
    hall.announcer.hear(spoken(1))
    hall.announcer.hear(spoken(1, n=2))
    hall.all()
    assert hall.sounds.count("/1-1.wav") == 2
    assert hall.sounds.count("/1-2.wav") == 2


def test_after_a_cut_only_what_is_still_true_is_spoken() -> None:
    hall = Hall()
    announcer = hall.announcer
    announcer.keep_back()
    announcer.keep_back()
    announcer.hear(spoken(1, seq=5))
    announcer.hear(spoken(2, seq=6))
    assert not hall.step()
    announcer.catch_up(7, frozenset({(2, 1, "q1"), (4, 1, "q1"), (5, 1, "q1")}))
    announcer.hear(spoken(3, seq=7))  # missed too, told late, no longer true
    announcer.hear(spoken(4, seq=7))  # missed too, told late, still true
    announcer.hear(spoken(6, seq=8))  # new
    hall.all()
    assert list(dict.fromkeys(hall.sounds)) == [
        "chime",
        "/2-1.wav",
        "/4-1.wav",
        "/6-1.wav",
    ]


def test_calls_that_only_a_snapshot_tells_of_are_chimed_if_true() -> None:
    hall = Hall()
    shown = [spoken(t, voice=False, seq=0) for t in (1, 2)]
    hall.announcer.catch_up(9, frozenset({(2, 1, "q1")}), shown)
    hall.all()
    assert [hero.ticket for _, hero in hall.heroes] == [2]


def test_calls_from_before_it_ran_are_not_spoken() -> None:
    hall = Hall()
    hall.announcer.know([spoken(1)])
    hall.announcer.hear(spoken(1))
    assert not hall.step()
    assert hall.announcer.hero is None


def test_a_new_day_ends_what_waits_but_cuts_nothing() -> None:
    hall = Hall()
    hall.announcer.hear(spoken(1))
    hall.announcer.hear(spoken(2))
    hall.step()
    hall.announcer.new_day()
    assert hall.announcer.waiting == ()
    hall.all()
    assert hall.sounds == ["chime", "/1-1.wav", "/1-1.wav"]
    hall.announcer.new_day()
    assert hall.announcer.hero is None


def test_in_quiet_hours_a_call_is_shown_and_nothing_sounds() -> None:
    hall = Hall()
    hall.announcer.quiet = True
    hall.announcer.hear(spoken(1))
    hall.announcer.hear(spoken(2))
    hall.all()
    assert hall.sounds == []
    assert [hero.ticket for _, hero in hall.heroes] == [1, 2]
    assert hall.heroes[1][0] - hall.heroes[0][0] >= HERO_LEAST - INSTANT
    hall.announcer.quiet = False
    hall.announcer.hear(spoken(3))
    hall.all()
    assert hall.sounds == ["chime", "/3-1.wav", "/3-1.wav"]


def test_quiet_hours_do_not_cut_what_is_being_spoken() -> None:
    hall = Hall()
    hall.announcer.hear(spoken(1))
    hall.step()
    hall.announcer.quiet = True
    hall.all()
    assert hall.sounds == ["chime", "/1-1.wav", "/1-1.wav"]


calls_over_time = st.lists(
    st.tuples(st.floats(0, 12), st.integers(1, 6), st.integers(1, 3)), max_size=14
)


@given(calls_over_time)
def test_in_order_once_without_overlap_and_in_bounded_time(
    arrivals: list[tuple[float, int, int]],
) -> None:
    hall, due, heard = Hall(), 0.0, list[tuple[float, Spoken]]()
    for wait, ticket, n in arrivals:
        due += wait
        while hall.now < due:
            if not hall.step():
                hall.now = due
        call = spoken(ticket, n)
        if all((c.ticket, c.n) != (ticket, n) for _, c in heard):
            heard.append((hall.now, call))
        hall.announcer.hear(call)
    hall.all()
    _check_order_and_once(hall, heard)
    for (_, end, _), (begin, _, _) in zip(hall.played, hall.played[1:], strict=False):
        assert begin >= end
    _check_delay(hall, heard)


def _check_order_and_once(hall: Hall, heard: list[tuple[float, Spoken]]) -> None:
    assert [hero for _, hero in hall.heroes] == [call for _, call in heard]
    assert hall.sounds.count("chime") == len(heard)
    for _, call in heard:
        assert hall.sounds.count(call.voice[0]) in (1, 2)
    starts = [begin for begin, _ in hall.heroes]
    for one, following in itertools.pairwise(starts):
        assert following - one >= HERO_LEAST - INSTANT


def _check_delay(hall: Hall, heard: list[tuple[float, Spoken]]) -> None:
    """A call waits for those before it: once each, twice at most for ``CROWD``."""
    once = max(CHIME + SENTENCE, HERO_LEAST)
    twice = CHIME + 2 * SENTENCE + GAP
    begun = {(hero.ticket, hero.n): at for at, hero in hall.heroes}
    for at, call in heard:
        begins = begun[call.ticket, call.n]
        before = sum(at < b < begins for b in begun.values())
        bound = (before + 1) * once + (CROWD + 1) * (twice - once)
        assert begins - at <= bound + 1e-2

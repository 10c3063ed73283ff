"""What a page that is read aloud is made of: texts, lines, buttons. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assets.lang import Texts, manner, texts
from assets.lang.words import line, word
from kiosk import receiving
from kiosk.flow import away
from kiosk.flow.state import State
from server.protocol.messages import Procedure, Service, Words

One = TypeVar("One")

Sentences = Iterator[str]


@dataclass(frozen=True)
class Sight:
    """The glass as somebody who cannot see it is told of it.

    Attributes:
        state: what stands on it.
        rows: how many of a list have room on it at once; 0: all.
    """

    state: State
    rows: int = 0

    @property
    def language(self) -> str:
        """The language that is shown, which is the one that is spoken."""
        return self.state.language

    @property
    def say(self) -> Texts:
        """What is only said."""
        return texts("aloud", self.language)

    @property
    def written(self) -> Texts:
        """What stands on the glass."""
        return texts("kiosk", self.language)

    def word(self, words: Words | None) -> str:
        """Return a text of the office in one line, in Vietnamese for want of it."""
        return line(word(words, self.language))

    def office(self) -> Sentences:
        """Say whose kiosk it is."""
        office = self.state.hall.office
        if office is not None:
            yield self.say("ticket.office", office=office.name, unit=office.unit)

    def foot(self) -> Sentences:
        """Say what stands at the bottom of nearly every page."""
        keys = ("foot.back", "foot.home", "comfort.button", "foot.staff")
        yield self.say("button.foot", buttons=self._named(keys))

    def buttons(self, *keys: str) -> Sentences:
        """Name buttons by their keys among the written texts."""
        yield self.say("home.buttons", buttons=self._named(keys))

    def _named(self, keys: Iterable[str]) -> str:
        return ", ".join(" ".join(self.written(key).split()) for key in keys)

    def button(self, key: str) -> str:
        """Ask to touch a button."""
        return self.say("button.touch", button=self.written(key))

    def wait(self, service: Service) -> str:
        """Return the line of a service and its wait, as a page's second line does."""
        if not service.open:
            return self.word(service.closed_because) or self.written("wait.closed")
        line = self.state.hall.wait(service.id)
        if line is None:
            return self.written(away.short_sentence(self.state))
        people = manner.people_waiting(line.waiting, self.language)
        if line.wait is None:
            return self.written("wait.line_no_counter", people=people)
        if line.wait.high == 0:
            return self.written("wait.line_now")
        span = manner.wait_range(line.wait.low, line.wait.high, self.language)
        return self.written("wait.line", people=people, range=span)

    def elsewhere(self, one: Procedure) -> str:
        """Return where a procedure is received, empty if it is here."""
        elsewhere = receiving.elsewhere(one)
        return receiving.place(self.written, one) if elsewhere else ""

    def takes(self, one: Procedure) -> bool:
        """Tell whether a number for it is given here at this hour."""
        return receiving.given(one, self.state.hall.service(one.service))

    def shown(self, whole: Sequence[One]) -> tuple[Sequence[One], int]:
        """Return what of a list has room on the glass, and how many follow it."""
        if not self.rows or len(whole) <= self.rows:
            return whole, 0
        page = self.state.place.page % -(-len(whole) // self.rows)
        part = whole[page * self.rows : (page + 1) * self.rows]
        return part, len(whole) - page * self.rows - len(part)

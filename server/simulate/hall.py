"""The hall: citizens take tickets, clerks call, take their breaks and go home.

A discrete-event simulation of one day. It decides when something happens; a
``Reception`` decides who is called, so that the same day can be played by the real
rules or by rules of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush
from typing import Protocol

from .world import ABSENT_AFTER, Day, Visitor

_OPEN, _ARRIVE, _START, _END, _BREAK, _BACK, _SHUT = range(7)
"""What can come due, in the order in which it happens at one and the same moment."""


class Reception(Protocol):
    """What is told of every step; counters and visitors are named by their index.

    ``at`` is in seconds since midnight and never runs back.
    """

    def open(self, counter: int, at: float) -> None:
        """A clerk sat down."""

    def issue(self, visitor: int, at: float) -> None:
        """A citizen took a ticket."""

    def call(self, counter: int, at: float) -> int | None:
        """A clerk calls; give who is called, None if nobody waits for the counter."""

    def start(self, counter: int, at: float) -> None:
        """Who was called has come."""

    def finish(self, counter: int, at: float) -> None:
        """The visit is over."""

    def no_show(self, counter: int, at: float) -> None:
        """Who was called did not come."""

    def pause(self, counter: int, at: float) -> None:
        """The clerk's break began."""

    def resume(self, counter: int, at: float) -> None:
        """The clerk is back."""

    def close(self, counter: int, at: float) -> None:
        """The clerk left."""


def play(day: Day, reception: Reception) -> None:
    """Play a day to its end: until everybody who can be called has been."""
    _Hall(day, reception).play()


class _Hall:
    def __init__(self, day: Day, reception: Reception) -> None:
        self._day = day
        self._visitors: Sequence[Visitor] = day.visitors
        self._reception = reception
        self._doors = False
        self._here = [False] * len(day.breaks)
        self._idle: dict[int, None] = {}
        self._hand: list[int] = [-1] * len(day.breaks)
        self._tired = [False] * len(day.breaks)
        due = [(v.at, _ARRIVE, n) for n, v in enumerate(day.visitors)]
        for opens, closes in day.sessions:
            due += [(opens, _OPEN, 0), (closes, _SHUT, 0)]
        if day.break_ > 0:
            due += [(at, _BREAK, n) for n, at in enumerate(day.breaks)]
        heapify(due)
        self._due = due

    def play(self) -> None:
        steps: tuple[Callable[[int, float], None], ...] = (
            self._open_doors,
            self._arrive,
            self._start,
            self._end,
            self._want_break,
            self._back,
            self._shut_doors,
        )
        while self._due:
            at, what, who = heappop(self._due)
            steps[what](who, at)

    def _open_doors(self, _: int, at: float) -> None:
        self._doors = True
        for counter, here in enumerate(self._here):
            if not here:
                self._here[counter] = True
                self._reception.open(counter, at)
                self._next(counter, at)

    def _shut_doors(self, _: int, at: float) -> None:
        self._doors = False
        for counter in list(self._idle):
            self._next(counter, at)

    def _arrive(self, visitor: int, at: float) -> None:
        self._reception.issue(visitor, at)
        for counter in self._idle:
            if self._call(counter, at):
                del self._idle[counter]
                return

    def _call(self, counter: int, at: float) -> bool:
        called = self._reception.call(counter, at)
        if called is None:
            return False
        self._hand[counter] = called
        visitor = self._visitors[called]
        if visitor.comes:
            heappush(self._due, (at + visitor.walk, _START, counter))
            heappush(self._due, (at + visitor.takes, _END, counter))
        else:
            heappush(self._due, (at + ABSENT_AFTER, _END, counter))
        return True

    def _start(self, counter: int, at: float) -> None:
        self._reception.start(counter, at)

    def _end(self, counter: int, at: float) -> None:
        if self._visitors[self._hand[counter]].comes:
            self._reception.finish(counter, at)
        else:
            self._reception.no_show(counter, at)
        self._next(counter, at)

    def _want_break(self, counter: int, at: float) -> None:
        if self._here[counter]:
            self._tired[counter] = True
            if counter in self._idle:
                self._next(counter, at)

    def _back(self, counter: int, at: float) -> None:
        self._reception.resume(counter, at)
        self._next(counter, at)

    def _next(self, counter: int, at: float) -> None:
        """A clerk with empty hands: a break, the next citizen, home, or wait."""
        self._idle.pop(counter, None)
        if self._tired[counter]:
            self._tired[counter] = False
            self._reception.pause(counter, at)
            heappush(self._due, (at + self._day.break_, _BACK, counter))
        elif not self._call(counter, at):
            if self._doors:
                self._idle[counter] = None
            else:
                self._here[counter] = False
                self._reception.close(counter, at)

"""A desk that is driven by commands, as the service drives it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from server.domain import commands
from server.domain.answers import Answer
from server.domain.decide import answer, decide, turn
from server.domain.desk import Desk
from server.domain.events import Event
from server.domain.model import Office
from tests.offices import MONDAY, office


class Driven:
    """A desk, its clock, and everything that has happened on it."""

    def __init__(self, where: Office | None = None, now: datetime = MONDAY) -> None:
        self.desk = Desk(where or office())
        self.now = now
        self.happened: list[Event] = []

    def do(self, command: Any, after: int = 1) -> Answer:
        """Do a command ``after`` seconds later."""
        self.now += timedelta(seconds=after)
        self.turn()
        events = decide(self.desk, command, self.now)
        self._apply(events)
        return answer(self.desk, command, events)

    def turn(self) -> None:
        self._apply(turn(self.desk, self.now))

    def _apply(self, events: object) -> None:
        for event in list(events):  # type: ignore[call-overload]
            self.desk.apply(event)
            self.happened.append(event)

    def issue(self, service: str = "copies", **more: object) -> str:
        given = self.do(commands.Issue(service, **more))  # type: ignore[arg-type]
        return given.ticket.number  # type: ignore[union-attr]

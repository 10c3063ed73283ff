"""A desk that is driven by commands, as the service drives it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from server.domain import commands
from server.domain.answers import Answer
from server.domain.apply import apply
from server.domain.day import turn
from server.domain.decide import answer, decide
from server.domain.desk import Desk
from server.domain.events import Event
from server.domain.model import Office, Wait
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
            apply(self.desk, event)
            self.happened.append(event)

    def issue(self, service: str = "copies", **more: object) -> str:
        given = self.do(commands.Issue(service, **more))  # type: ignore[arg-type]
        return given.ticket.number  # type: ignore[union-attr]

    def ahead(self, service: str) -> int:
        """Count who would be ahead of the next citizen of a service."""
        new = self.desk.would_be(service, self.now)
        return self.desk.outlook(self.now).ahead_of(new)

    def wait(self, service: str) -> Wait | None:
        """Give the wait that the next citizen of a service would be told."""
        new = self.desk.would_be(service, self.now)
        seconds = self.desk.outlook(self.now).seconds_for(new)
        return self.desk.wait(seconds, self.now)


def held(desk: Desk) -> dict[str, object]:
    """Give all that a desk holds, without what it has only worked out."""
    return {
        name: value
        for name, value in vars(desk).items()
        if name not in ("office", "_outlook")
    }

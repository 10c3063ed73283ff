"""What of the office may change while people wait, and what is written down of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from . import commands, events
from .desk import Desk
from .errors import Refusal
from .model import CounterState, Office
from .pen import Pen


@dataclass(frozen=True)
class InUse:
    """A part of the office that cannot go now: its area and its id."""

    area: str
    id: str


class OfficeInUse(Refusal):
    """The day still needs ``parts`` that the new office lacks."""

    reason = "invalid_settings"

    def __init__(self, parts: tuple[InUse, ...]) -> None:
        super().__init__()
        self.parts = parts


def in_use(desk: Desk, office: Office) -> Iterator[InUse]:
    """Find what the new ``office`` lacks and the day still needs.

    A service for which somebody waits, is served or is set aside, and a counter at
    which somebody works: nobody who holds a number shall lose it to a setting.
    """
    needed = {ticket.service for ticket in desk.unfinished()}
    for service in desk.office.services:
        if service in needed and service not in office.services:
            yield InUse("services", service)
    for counter in desk.office.counters:
        works = desk.counters[counter].state is not CounterState.CLOSED
        if works and counter not in office.counters:
            yield InUse("counters", counter)


def change(desk: Desk, command: commands.ChangeOffice, now: datetime, pen: Pen) -> None:
    """Write down who changed what.

    Raises:
        OfficeInUse: the new office lacks what the day still needs.
    """
    if command.becomes is not None and (parts := tuple(in_use(desk, command.becomes))):
        raise OfficeInUse(parts)
    said = {name: value for name, value in vars(command).items() if name != "becomes"}
    pen.write(events.OfficeChanged, **said)

"""The rooms in which people wait, from ``office.toml``. PURE."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from server.domain import model

from .mistakes import Mistake, doubles, nearest


@dataclass(frozen=True)
class Given:
    """A room as the file has it; no counters: all, no services: all."""

    id: str
    name: dict[str, str]
    counters: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def mistakes(
    given: Iterable[Given], counters: Collection[str], services: Collection[str]
) -> Iterable[Mistake]:
    """Find doubles, rooms for everything, and names that name nothing."""
    yield from doubles(("rooms",), "id", [room.id for room in given])
    for n, room in enumerate(given):
        if not room.counters and not room.services:
            yield Mistake(("rooms", n), "room_for_all")
        for kind, named, known in (
            ("counter", room.counters, counters),
            ("service", room.services, services),
        ):
            for id in named:
                if id not in known:
                    at = ("rooms", n, f"{kind}s")
                    yield Mistake(at, f"no_{kind}", nearest(id, known), id=id)


def rooms(given: Iterable[Given]) -> tuple[model.Room, ...]:
    """Make the rooms of a file without mistakes."""
    return tuple(model.Room(r.id, r.name, r.counters, r.services) for r in given)

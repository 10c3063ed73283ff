"""The rooms in which people wait, from ``office.toml``. PURE."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from server.domain import model

from .reader import doubles, meant


@dataclass(frozen=True)
class Given:
    """A room as the file has it; no counters: all, no services: all."""

    id: str
    name: dict[str, str]
    counters: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def mistakes(
    given: Iterable[Given], counters: Collection[str], services: Collection[str]
) -> Iterable[str]:
    """Find doubles, rooms for everything, and names that name nothing."""
    yield from doubles("rooms: the id", [room.id for room in given])
    for room in given:
        if "vi" not in room.name:
            yield f"{room.id}: the Vietnamese name is missing"
        if not room.counters and not room.services:
            yield f"rooms: {room.id} names neither counters nor services"
        for kind, named, known in (
            ("counter", room.counters, counters),
            ("service", room.services, services),
        ):
            for id in named:
                if id not in known:
                    wrong = f"rooms: {room.id} names {id!r}, which is no {kind}"
                    yield wrong + meant(id, known)


def rooms(given: Iterable[Given]) -> tuple[model.Room, ...]:
    """Make the rooms of a file without mistakes."""
    return tuple(model.Room(r.id, r.name, r.counters, r.services) for r in given)

"""Which calls a display shows and speaks: those of its room. PURE."""

from __future__ import annotations

from dataclasses import dataclass

from server.protocol import messages as m


@dataclass(frozen=True)
class Scope:
    """The counters and services of a room; none named: all."""

    counters: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def has(self, counter: str, service: str) -> bool:
        """Tell whether a call to that counter for that service belongs here."""
        return self.has_counter(counter) and (
            not self.services or service in self.services
        )

    def has_counter(self, counter: str) -> bool:
        """Tell whether calls to that counter may belong here."""
        return not self.counters or counter in self.counters


EVERYTHING = Scope()


def scope_of(office: m.Office | None, room: str) -> Scope | None:
    """Return the scope of the room with that id; "" has everything.

    None: there is no such room. Its display then shows and speaks every call, so
    that nobody misses one, and tells the staff.
    """
    if not room:
        return EVERYTHING
    rooms = office.rooms if office else ()
    found = (r for r in rooms if r.id == room)
    return next(
        (Scope(frozenset(r.counters), frozenset(r.services)) for r in found), None
    )


def served(office: m.Office, scope: Scope) -> list[m.Service]:
    """Return the services for which people wait in the room."""
    counters = [c for c in office.counters if scope.has_counter(c.id)]
    everything = any(not c.services for c in counters)
    by_counters = {id for c in counters for id in c.services}
    return [
        service
        for service in office.services
        if (not scope.services or service.id in scope.services)
        and (not scope.counters or everything or service.id in by_counters)
    ]

"""What may be asked of the queue. Who asks and when is given beside the command."""

from __future__ import annotations

from dataclasses import dataclass

from .model import CounterId, ServiceId, TicketId


@dataclass(frozen=True)
class Issue:
    """Give a ticket. ``missing`` are papers the citizen has not ticked."""

    service: ServiceId
    procedures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    priority: str | None = None
    lang: str = "vi"
    device: str | None = None


@dataclass(frozen=True)
class ReportPrinted:
    """Say what became of a ticket's slip; ``ok`` None is unknown."""

    ticket: TicketId
    ok: bool | None
    detail: str | None = None


@dataclass(frozen=True)
class Reprint:
    """Order the same ticket's slip once more."""

    ticket: TicketId


@dataclass(frozen=True)
class OpenCounter:
    """Sit down at a counter."""

    counter: CounterId
    clerk: str


@dataclass(frozen=True)
class CloseCounter:
    """Leave a counter."""

    counter: CounterId


@dataclass(frozen=True)
class CallNext:
    """Call whoever the order says is next."""

    counter: CounterId


@dataclass(frozen=True)
class Recall:
    """Call the ticket in hand again."""

    counter: CounterId


@dataclass(frozen=True)
class Start:
    """The citizen has come."""

    counter: CounterId


@dataclass(frozen=True)
class Finish:
    """The visit is over."""

    counter: CounterId
    outcome: str | None = None
    dossier: str | None = None


@dataclass(frozen=True)
class NoShow:
    """The citizen did not come."""

    counter: CounterId


@dataclass(frozen=True)
class Turn:
    """Let the day turn if the calendar says so; changes nothing otherwise."""


Command = (
    Issue
    | ReportPrinted
    | Reprint
    | OpenCounter
    | CloseCounter
    | CallNext
    | Recall
    | Start
    | Finish
    | NoShow
    | Turn
)

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
class AtCounter:
    """A step at the counter that the clerk has open, or at the one named."""

    clerk: str
    counter: CounterId | None = None


@dataclass(frozen=True)
class CloseCounter(AtCounter):
    """Leave the counter."""


@dataclass(frozen=True)
class CallNext(AtCounter):
    """Call whoever the order says is next."""


@dataclass(frozen=True)
class Recall(AtCounter):
    """Call the ticket in hand again."""


@dataclass(frozen=True)
class Start(AtCounter):
    """The citizen has come."""


@dataclass(frozen=True)
class Finish(AtCounter):
    """The visit is over."""

    outcome: str | None = None
    dossier: str | None = None


@dataclass(frozen=True)
class NoShow(AtCounter):
    """The citizen did not come."""


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
)

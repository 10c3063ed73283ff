"""What may be asked of the queue. Who asks and when is given beside the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .model import Appointment, CounterId, Office, ServiceId, TicketId


@dataclass(frozen=True)
class Issue:
    """Give a ticket.

    Attributes:
        missing: papers that the citizen has not ticked.
        priority: a reason's id.
        device: the kiosk that asks; None for staff, who are bound by the hours only.
        by_phone: a citizen takes it, who is bound as at a kiosk.
    """

    service: ServiceId
    procedures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    priority: str | None = None
    lang: str = "vi"
    device: str | None = None
    appointment: Appointment | None = None
    by_phone: bool = False


@dataclass(frozen=True)
class Adopt:
    """Take in a ticket that a kiosk gave while the server was away.

    Attributes:
        issue: what the citizen had asked for.
        device: the kiosk.
        number: what the kiosk printed, of a series of its own.
        issued_at: when, by the kiosk's clock.
        earliest: when the kiosk was last heard of; it cannot have given it before.
        secret: a digest of the ticket's secret, which the kiosk made.
        known: the ticket that this one was already booked as, on an earlier day.
        instead: a ticket that its citizen had been given before, and knows nothing
            of: the line was cut before the answer.
        unanswered: the key under which that one had been asked for.
    """

    issue: Issue
    device: str
    number: str
    issued_at: datetime
    earliest: datetime
    secret: str
    known: TicketId | None = None
    instead: TicketId | None = None
    unanswered: str | None = None


@dataclass(frozen=True)
class Prioritise:
    """Grant a ticket priority for a reason, or withdraw it (None)."""

    ticket: TicketId
    priority: str | None
    by: str


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
class Cancel:
    """Give a ticket back, by its citizen or by staff."""

    ticket: TicketId
    by: str


@dataclass(frozen=True)
class Restore:
    """Put a held ticket, or one whose citizen had not come, back into the line."""

    ticket: TicketId
    by: str


@dataclass(frozen=True)
class Return:
    """A citizen who had not come when called is back, and says so."""

    ticket: TicketId


@dataclass(frozen=True)
class Rate:
    """Say how a visit was: ``score`` 1 to 4, 4 is very satisfied.

    ``ticket`` is its id, or the number of one of today's.
    """

    ticket: TicketId | str
    score: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenCounter:
    """Sit down at a counter."""

    counter: CounterId
    clerk: str


@dataclass(frozen=True)
class TakeOver:
    """Sit down at a counter that another clerk has, with the ticket in hand."""

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

    reason: str | None = None


@dataclass(frozen=True)
class Pause(AtCounter):
    """Stop calling for a while."""

    reason: str | None = None


@dataclass(frozen=True)
class Resume(AtCounter):
    """Call again."""


@dataclass(frozen=True)
class CallNext(AtCounter):
    """Call whoever the order says is next."""


@dataclass(frozen=True, kw_only=True)
class Call(AtCounter):
    """Call this ticket: one that waits, is held, or whose citizen had not come."""

    ticket: TicketId


@dataclass(frozen=True)
class Recall(AtCounter):
    """Call the ticket in hand again."""


@dataclass(frozen=True)
class Start(AtCounter):
    """The citizen has come."""


@dataclass(frozen=True, kw_only=True)
class WalkIn(AtCounter):
    """Serve somebody who walked up without a ticket; they get one, uncalled."""

    service: ServiceId
    procedures: tuple[str, ...] = ()
    lang: str = "vi"


@dataclass(frozen=True)
class Finish(AtCounter):
    """The visit is over."""

    outcome: str | None = None
    dossier: str | None = None


@dataclass(frozen=True)
class NoShow(AtCounter):
    """The citizen did not come."""


@dataclass(frozen=True, kw_only=True)
class Hold(AtCounter):
    """Set the ticket in hand aside: the citizen fetches something and comes back."""

    reason: str


@dataclass(frozen=True)
class Transfer(AtCounter):
    """Send the ticket in hand into another service's line or to one counter."""

    service: ServiceId | None = None
    to: CounterId | None = None
    note: str | None = None


@dataclass(frozen=True)
class Undo(AtCounter):
    """Take the counter's last step back."""


@dataclass(frozen=True, kw_only=True)
class ChangeOffice:
    """Write down that somebody changed the office (``events.OfficeChanged``).

    ``becomes`` is the whole office that follows, where its settings change; ``owed``
    names the line where the change was made before.
    """

    by: str
    area: str
    what: str
    subject: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    owed: str = ""
    becomes: Office | None = None


Command = (
    Issue
    | Adopt
    | Prioritise
    | ReportPrinted
    | Reprint
    | Cancel
    | Restore
    | Return
    | Rate
    | OpenCounter
    | TakeOver
    | CloseCounter
    | Pause
    | Resume
    | CallNext
    | Call
    | Recall
    | Start
    | WalkIn
    | Finish
    | NoShow
    | Hold
    | Transfer
    | Undo
    | ChangeOffice
)

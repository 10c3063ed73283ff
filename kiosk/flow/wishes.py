"""What a citizen asked for, and what came of it. PURE, frozen."""

from __future__ import annotations

from enum import StrEnum

from kiosk.flow.record import Hiding, Record
from server.protocol.messages import Followed, Issued, Ticket, Words


class Slip(StrEnum):
    """What is known of the paper of the ticket on the glass."""

    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    NO_PRINTER = "no_printer"


class Wish(Record):
    """What a citizen wants a number for; the same wish keeps its key."""

    service: str
    procedure: str | None
    missing: tuple[str, ...]
    language: str
    appointment: str | None = None
    priority: str | None = None


class Pending(Record):
    """A wish that was sent and has no answer yet. ``since`` in seconds."""

    key: str
    wish: Wish
    since: float


class Given(Record):
    """A ticket that was given, and what became of its slip.

    ``own``: by the kiosk itself; its id is below zero, its place in the line unknown.
    """

    issued: Issued
    wish: Wish
    slip: Slip = Slip.PRINTING

    @property
    def own(self) -> bool:
        """Whether the kiosk gave it itself while the server was away."""
        return self.issued.ticket.id < 0


class Calling(Record):
    """A call for staff that has no answer yet. ``since`` in seconds."""

    key: str
    since: float


class Checking(Record):
    """An appointment's code that was asked about; ``key`` is the number's to come."""

    key: str
    code: str
    since: float


class Claim(Record):
    """A reason for priority that was asked for and has no answer yet."""

    key: str
    reason: str
    since: float


class Right(Record):
    """The citizen's priority: the reason that a card proved, the one asked for."""

    proved: str | None = None
    claim: Claim | None = None


class Presented(Hiding):
    """A ticket whose code was scanned, and its place once it is known.

    Attributes:
        ticket: what its slip names: its id, or the number that a kiosk gave itself.
        asked: the key of the question that has no answer yet; None = it has.
        since: when that was asked, in seconds.
        back: whether its citizen said that they are here again.
    """

    ticket: int | str
    hidden = "secret"

    secret: str
    asked: str | None
    since: float
    place: Followed | None = None
    back: bool = False


class Rating(Hiding):
    """A visit that is rated: by its ticket's code, or by the number that is typed.

    Attributes:
        of: the ticket, where its code was scanned.
        score: the face that was touched, 1 to 4; 0 = none yet.
        reasons: ids of the office's reasons that were touched after a low mark.
        asked: the key of the rating that was sent and has no answer yet.
        since: when that was, in seconds.
    """

    hidden = "secret"

    number: str = ""
    of: Ticket | None = None
    secret: str = ""
    score: int = 0
    reasons: frozenset[str] = frozenset()
    asked: str | None = None
    since: float = 0.0


class Printout(Record):
    """A list of papers that is being printed; ``since`` in seconds."""

    key: str
    since: float


class Message(Record):
    """A calm sentence over the page: a key of the texts, or the server's words.

    ``at`` is the moment that the sentence names.
    """

    key: str = ""
    words: Words | None = None
    since: float = 0.0
    at: str = ""

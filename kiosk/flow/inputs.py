"""What happens to the kiosk, and what the flow wants done. PURE.

A feature with a module of its own in the flow has its touches, news and effects there.

Keys come from outside with the touch: the flow makes nothing up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.catalog import Catalog
from kiosk.flow.state import State
from kiosk.flow.wishes import Given, Wish
from server.protocol.messages import Appointment, Issued, Office, Waits, Words


class Touch:
    """What a finger, a key or a scanner may do; the flow takes it where it is seen."""


class News:
    """What comes without a finger: time, the line, answers, the printer."""


class Effect:
    """What the flow wants done; an errand does it."""


Input = Touch | News | Waits
"""Everything that can happen."""

Stepped = tuple[State, tuple[Effect, ...]]
"""What follows of it, and what is to be done."""

Table = dict[type[Any], Callable[[State, Any, float], Stepped]]
"""What a module of the flow takes: by kind, the state and the time in seconds."""

# A finger


@dataclass(frozen=True)
class Touched(Touch):
    """A finger on the glass, wherever: somebody is there."""


@dataclass(frozen=True)
class GoHome(Touch):
    """ "Trang chủ"."""


@dataclass(frozen=True)
class GoBack(Touch):
    """ "Quay lại"."""


@dataclass(frozen=True)
class OpenService(Touch):
    """A service's button."""

    service: str


@dataclass(frozen=True)
class OpenProcedure(Touch):
    """A procedure's row."""

    code: str


@dataclass(frozen=True)
class OpenDetails(Touch):
    """ "Chi tiết" on the procedure's page."""


@dataclass(frozen=True)
class OpenSearch(Touch):
    """ "Tìm thủ tục"."""


@dataclass(frozen=True)
class OpenPages(Touch):
    """ "Thông báo – Nội quy"."""


@dataclass(frozen=True)
class OpenHelp(Touch):
    """ "Trợ giúp" of the small panel, which holds what has no room at home."""


@dataclass(frozen=True)
class TurnTo(Touch):
    """ "Xem thêm": another page of the list that is shown."""

    page: int


@dataclass(frozen=True)
class TickPaper(Touch):
    """A paper of the procedure that is shown: the citizen has it, or not."""

    paper: str


@dataclass(frozen=True)
class Take(Touch):
    """ "Lấy số", for a procedure or for something else at the service."""

    key: str
    service: str
    procedure: str | None = None


@dataclass(frozen=True)
class Type(Touch):
    """The search text is now this, from whichever keyboard."""

    text: str


@dataclass(frozen=True)
class OpenAppointment(Touch):
    """ "Tôi có lịch hẹn"."""


@dataclass(frozen=True)
class TypeCode(Touch):
    """The appointment's code is now this."""

    code: str


@dataclass(frozen=True)
class CheckIn(Touch):
    """ "Lấy số theo lịch hẹn", for the code that is typed."""

    key: str


@dataclass(frozen=True)
class OtherLanguage(Touch):
    """ "English", "Tiếng Việt"."""


@dataclass(frozen=True)
class CallStaff(Touch):
    """ "Gọi cán bộ"."""

    key: str


@dataclass(frozen=True)
class MoreTime(Touch):
    """ "Tôi cần thêm thời gian"."""


@dataclass(frozen=True)
class Dismiss(Touch):
    """ "Đã hiểu" under a message."""


@dataclass(frozen=True)
class Done(Touch):
    """ "Xong" on the ticket's page, "Tôi đã nhớ số" on the fault's."""


# Time, the line, answers, the printer


@dataclass(frozen=True)
class Passed(News):
    """Time went by."""


@dataclass(frozen=True)
class LineUp(News):
    """The server is there."""


@dataclass(frozen=True)
class LineDown(News):
    """The server is away."""


@dataclass(frozen=True)
class OfficeKnown(News):
    """The office, fresh from the server, or the kiosk's own copy."""

    office: Office
    fresh: bool = True


@dataclass(frozen=True)
class ProceduresKnown(News):
    """The posted procedures changed."""

    catalog: Catalog


@dataclass(frozen=True)
class OfficeChanged(News):
    """The server says that the office is no longer as we know it."""


@dataclass(frozen=True)
class TicketGiven(News):
    """The answer to ``Issue``."""

    key: str
    issued: Issued


@dataclass(frozen=True)
class TicketRefused(News):
    """The refusal of ``Issue``; no words: a fault of ours, said in general."""

    key: str
    words: Words | None


@dataclass(frozen=True)
class AppointmentFound(News):
    """The answer to ``Check``, and the office's date."""

    key: str
    found: Appointment
    today: date


@dataclass(frozen=True)
class AppointmentRefused(News):
    """The refusal of ``Check``; ``reason`` is the protocol's, empty for a fault."""

    key: str
    reason: str
    words: Words | None


@dataclass(frozen=True)
class StaffCalled(News):
    """The answer to ``Assist``; not ``ok``: nobody was told."""

    key: str
    ok: bool


@dataclass(frozen=True)
class SlipEnded(News):
    """A slip came out (True), did not (False), or nobody knows (None)."""

    ticket: int
    ok: bool | None
    no_printer: bool = False


# What is to be done


@dataclass(frozen=True)
class Issue(Effect):
    """Ask for a ticket, with this key and no other."""

    key: str
    wish: Wish


@dataclass(frozen=True)
class Check(Effect):
    """Ask whose time an appointment's code is; the key names the question."""

    key: str
    code: str


@dataclass(frozen=True)
class GiveUp(Effect):
    """Ask no longer: the call with this key is cancelled."""

    key: str


@dataclass(frozen=True)
class Print(Effect):
    """Print the slip of a ticket."""

    given: Given


@dataclass(frozen=True)
class Assist(Effect):
    """Ask for a member of staff; `page` is where the citizen stands."""

    key: str
    page: str


@dataclass(frozen=True)
class Refresh(Effect):
    """Ask for the office and the procedures."""

"""What happens to the kiosk, and what the flow wants done. PURE.

Keys come from outside with the touch: the flow makes nothing up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.catalog import Catalog
from kiosk.flow.state import Given, Wish
from server.protocol.messages import Appointment, Issued, Office, Waits, Words

# A finger


@dataclass(frozen=True)
class Touched:
    """A finger on the glass, wherever: somebody is there."""


@dataclass(frozen=True)
class GoHome:
    """ "Trang chủ"."""


@dataclass(frozen=True)
class GoBack:
    """ "Quay lại"."""


@dataclass(frozen=True)
class OpenService:
    """A service's button."""

    service: str


@dataclass(frozen=True)
class OpenProcedure:
    """A procedure's row."""

    code: str


@dataclass(frozen=True)
class OpenDetails:
    """ "Chi tiết" on the procedure's page."""


@dataclass(frozen=True)
class OpenSearch:
    """ "Tìm thủ tục"."""


@dataclass(frozen=True)
class OpenPages:
    """ "Thông báo – Nội quy"."""


@dataclass(frozen=True)
class OpenHelp:
    """ "Trợ giúp" of the small panel, which holds what has no room at home."""


@dataclass(frozen=True)
class TurnTo:
    """ "Xem thêm": another page of the list that is shown."""

    page: int


@dataclass(frozen=True)
class TickPaper:
    """A paper of the procedure that is shown: the citizen has it, or not."""

    paper: str


@dataclass(frozen=True)
class Take:
    """ "Lấy số", for a procedure or for something else at the service."""

    key: str
    service: str
    procedure: str | None = None


@dataclass(frozen=True)
class Type:
    """The search text is now this, from whichever keyboard."""

    text: str


@dataclass(frozen=True)
class OpenAppointment:
    """ "Tôi có lịch hẹn"."""


@dataclass(frozen=True)
class TypeCode:
    """The appointment's code is now this."""

    code: str


@dataclass(frozen=True)
class CheckIn:
    """ "Lấy số theo lịch hẹn", for the code that is typed."""

    key: str


@dataclass(frozen=True)
class OtherLanguage:
    """ "English", "Tiếng Việt"."""


@dataclass(frozen=True)
class CallStaff:
    """ "Gọi cán bộ"."""

    key: str


@dataclass(frozen=True)
class MoreTime:
    """ "Tôi cần thêm thời gian"."""


@dataclass(frozen=True)
class Dismiss:
    """ "Đã hiểu" under a message."""


@dataclass(frozen=True)
class Done:
    """ "Xong" on the ticket's page, "Tôi đã nhớ số" on the fault's."""


Touch = (
    Touched | GoHome | GoBack | OpenService | OpenProcedure | OpenDetails
    | OpenSearch | OpenPages | OpenHelp | TurnTo | TickPaper | Take | Type
    | OpenAppointment | TypeCode | CheckIn | OtherLanguage | CallStaff | MoreTime
    | Dismiss | Done
)  # fmt: skip

# Time, the line, answers, the printer


@dataclass(frozen=True)
class Passed:
    """Time went by."""


@dataclass(frozen=True)
class LineUp:
    """The server is there."""


@dataclass(frozen=True)
class LineDown:
    """The server is away."""


@dataclass(frozen=True)
class OfficeKnown:
    """The office, fresh from the server, or the kiosk's own copy."""

    office: Office
    fresh: bool = True


@dataclass(frozen=True)
class ProceduresKnown:
    """The posted procedures changed."""

    catalog: Catalog


@dataclass(frozen=True)
class OfficeChanged:
    """The server says that the office is no longer as we know it."""


@dataclass(frozen=True)
class TicketGiven:
    """The answer to ``Issue``."""

    key: str
    issued: Issued


@dataclass(frozen=True)
class TicketRefused:
    """The refusal of ``Issue``; no words: a fault of ours, said in general."""

    key: str
    words: Words | None


@dataclass(frozen=True)
class AppointmentFound:
    """The answer to ``Check``, and the office's date."""

    key: str
    found: Appointment
    today: date


@dataclass(frozen=True)
class AppointmentRefused:
    """The refusal of ``Check``; ``reason`` is the protocol's, empty for a fault."""

    key: str
    reason: str
    words: Words | None


@dataclass(frozen=True)
class StaffCalled:
    """The answer to ``Assist``; not ``ok``: nobody was told."""

    key: str
    ok: bool


@dataclass(frozen=True)
class SlipEnded:
    """A slip came out (True), did not (False), or nobody knows (None)."""

    ticket: int
    ok: bool | None
    no_printer: bool = False


Input = (
    Touch | Passed | LineUp | LineDown | OfficeKnown | ProceduresKnown
    | OfficeChanged | Waits | TicketGiven | TicketRefused
    | AppointmentFound | AppointmentRefused | StaffCalled | SlipEnded
)  # fmt: skip

# What is to be done


@dataclass(frozen=True)
class Issue:
    """Ask for a ticket, with this key and no other."""

    key: str
    wish: Wish


@dataclass(frozen=True)
class Check:
    """Ask whose time an appointment's code is; the key names the question."""

    key: str
    code: str


@dataclass(frozen=True)
class GiveUp:
    """Ask no longer: the call with this key is cancelled."""

    key: str


@dataclass(frozen=True)
class Print:
    """Print the slip of a ticket."""

    given: Given


@dataclass(frozen=True)
class Assist:
    """Ask for a member of staff; `page` is where the citizen stands."""

    key: str
    page: str


@dataclass(frozen=True)
class Refresh:
    """Ask for the office and the procedures."""


Effect = Issue | Check | GiveUp | Print | Assist | Refresh

"""What happens to the kiosk, and what the flow wants done. PURE.

A feature with a module of its own in the flow has its touches, news and effects there.

Keys come from outside with the touch: the flow makes nothing up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kiosk.catalog import Catalog
from kiosk.flow.record import Record
from kiosk.flow.state import State
from kiosk.flow.wishes import Given, Wish
from server.protocol.messages import Appointment, Issued, Office, Waits, Words


class Touch(Record):
    """What a finger, a key or a scanner may do; the flow takes it where it is seen."""


class News(Record):
    """What comes without a finger: time, the line, answers, the printer."""


class Effect(Record):
    """What the flow wants done; an errand does it."""


Input = Touch | News | Waits
"""Everything that can happen."""

Stepped = tuple[State, tuple[Effect, ...]]
"""What follows of it, and what is to be done."""

Table = dict[type[Any], Callable[[State, Any, float], Stepped]]
"""What a module of the flow takes: by kind, the state and the time in seconds."""

# A finger


class Touched(Touch):
    """A finger on the glass, wherever: somebody is there."""


class GoHome(Touch):
    """ "Trang chủ"."""


class GoBack(Touch):
    """ "Quay lại"."""


class OpenService(Touch):
    """A service's button."""

    service: str


class OpenProcedure(Touch):
    """A procedure's row."""

    code: str


class OpenDetails(Touch):
    """ "Chi tiết" on the procedure's page."""


class OpenSearch(Touch):
    """ "Tìm thủ tục"."""


class OpenPages(Touch):
    """ "Thông báo – Nội quy"."""


class OpenHelp(Touch):
    """ "Trợ giúp" of the small panel, which holds what has no room at home."""


class TurnTo(Touch):
    """ "Xem thêm": another page of the list that is shown."""

    page: int


class TickPaper(Touch):
    """A paper of the procedure that is shown: the citizen has it, or not."""

    paper: str


class Take(Touch):
    """ "Lấy số", for a procedure or for something else at the service."""

    key: str
    service: str
    procedure: str | None = None


class Type(Touch):
    """The search text is now this, from whichever keyboard."""

    text: str


class OpenAppointment(Touch):
    """ "Tôi có lịch hẹn"."""


class TypeCode(Touch):
    """The appointment's code is now this."""

    code: str


class CheckIn(Touch):
    """ "Lấy số theo lịch hẹn", for the code that is typed."""

    key: str


class OtherLanguage(Touch):
    """ "English", "Tiếng Việt"."""


class CallStaff(Touch):
    """ "Gọi cán bộ"."""

    key: str


class MoreTime(Touch):
    """ "Tôi cần thêm thời gian"."""


class Dismiss(Touch):
    """ "Đã hiểu" under a message."""


class Done(Touch):
    """ "Xong" on the ticket's page, "Tôi đã nhớ số" on the fault's."""


# Time, the line, answers, the printer


class Passed(News):
    """Time went by."""


class LineUp(News):
    """The server is there."""


class LineDown(News):
    """The server is away."""


class OfficeKnown(News):
    """The office, fresh from the server, or the kiosk's own copy."""

    office: Office
    fresh: bool = True


class ProceduresKnown(News):
    """The posted procedures changed."""

    catalog: Catalog


class OfficeChanged(News):
    """The server says that the office is no longer as we know it."""


class TicketGiven(News):
    """The answer to ``Issue``."""

    key: str
    issued: Issued


class TicketRefused(News):
    """The refusal of ``Issue``; no words: a fault of ours, said in general."""

    key: str
    words: Words | None


class AppointmentFound(News):
    """The answer to ``Check``, and the office's date."""

    key: str
    found: Appointment
    today: date


class AppointmentRefused(News):
    """The refusal of ``Check``; ``reason`` is the protocol's, empty for a fault."""

    key: str
    reason: str
    words: Words | None


class StaffCalled(News):
    """The answer to ``Assist``; not ``ok``: nobody was told."""

    key: str
    ok: bool


class SlipEnded(News):
    """A slip came out (True), did not (False), or nobody knows (None)."""

    ticket: int
    ok: bool | None
    no_printer: bool = False


# What is to be done


class Issue(Effect):
    """Ask for a ticket, with this key and no other."""

    key: str
    wish: Wish


class Check(Effect):
    """Ask whose time an appointment's code is; the key names the question."""

    key: str
    code: str


class GiveUp(Effect):
    """Ask no longer: the call with this key is cancelled."""

    key: str


class Print(Effect):
    """Print the slip of a ticket."""

    given: Given


class Assist(Effect):
    """Ask for a member of staff; `page` is where the citizen stands."""

    key: str
    page: str


class Refresh(Effect):
    """Ask for the office and the procedures."""

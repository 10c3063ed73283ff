"""What may be asked: each method's params, its answer, and who may call it.

One table, ``METHODS``, is the only place where a right is written down; ``/ws``,
``/rpc`` and the pages all look here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from . import messages as m
from .shape import Params

Role = Literal["public", "kiosk", "display", "leader", "clerk", "supervisor", "admin"]
Key = Annotated[str, Meta(min_length=8, max_length=64)]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Ids = Annotated[tuple[Id, ...], Meta(max_length=32)]
Sentence = Annotated[str, Meta(max_length=500)]
Plain = Sentence | int | float | bool | None
Count = Annotated[int, Meta(ge=0, le=2**53)]


def _plausible(at: datetime) -> None:
    """Refuse a moment that no clock of an office shows, not even a wrong one.

    Raises:
        ValueError: it lies before 1990 or after 2199.
    """
    if not 1990 <= at.year <= 2199:
        raise ValueError("the moment is not between 1990 and 2199")


class Nothing(Params):
    """No params."""


class Keyed(Params):
    """A change: ``key`` is made once per intention and repeated on every retry."""

    key: Key


class Subscribe(Params):
    """``after`` asks for every event that came later, 0 for all of this day."""

    topics: Annotated[list[m.Topic], Meta(min_length=1, max_length=3)]
    after: Count | None = None


class ProcedureList(Params, rename={"start": "from"}):
    """``from`` skips that many."""

    service: Id | None = None
    field: Sentence | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 100
    start: Count = 0


class ProcedureSearch(Params):
    """Words in any order, with or without accents."""

    text: Annotated[str, Meta(max_length=200)]
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


class ProcedureGet(Params):
    """One procedure by its code."""

    code: Id


class ProcedureBundle(Params):
    """``version`` is that of the copy the caller has."""

    version: Id | None = None


class ProcedureCompare(Params):
    """``text``: a file of procedures. ``lang``: that of what is missing in it."""

    text: Annotated[str, Meta(max_length=8 * 1024 * 1024)]
    lang: Literal["vi", "en"] = "vi"


Codes = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=5000)]


class ProcedureCodes(Keyed):
    """Several procedures at once."""

    codes: Codes


class ProcedureImport(ProcedureCodes, kw_only=True):
    """``codes`` are those of the file to take; ``version``: the comparison's."""

    text: Annotated[str, Meta(max_length=8 * 1024 * 1024)]
    version: Id


class ProcedurePut(Keyed, kw_only=True):
    """A record as an own file has it; ``version``: of what it replaces, null: none."""

    procedure: dict[str, Any]
    version: Id | None = None


class ProcedureConfirm(ProcedureCodes, kw_only=True):
    """The decision that announced these procedures: its number and its date."""

    decision: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
    date: date


class ProcedureWithdraw(Keyed):
    """``successor``: the code of what takes its place."""

    code: Id
    successor: Id | None = None


class TicketIssue(Keyed):
    """``missing`` are ids of papers not ticked; ``priority`` is a reason's id."""

    service: Id
    procedures: Ids = ()
    missing: Ids = ()
    priority: Id | None = None
    lang: Annotated[str, Meta(min_length=2, max_length=8)] = "vi"
    appointment: Id | None = None


class TicketAdopt(TicketIssue, kw_only=True):
    """A ticket that the kiosk gave itself: its number, time of issue and secret.

    ``instead``: the key of a ``ticket.issue`` whose answer was not waited for.
    """

    number: Id
    issued_at: Annotated[datetime, Meta(tz=True)]
    secret: Annotated[str, Meta(min_length=22, max_length=22)]
    instead: Key | None = None

    def __post_init__(self) -> None:
        """Refuse an impossible moment."""
        _plausible(self.issued_at)


LongKey = Annotated[str, Meta(min_length=22, max_length=64)]


class PhoneTake(Params):
    """``code``: that of the hall. ``key``, of 128 random bits: it alone tells callers
    apart.
    """

    key: LongKey
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$")]
    service: Id
    procedures: Ids = ()
    missing: Ids = ()
    lang: Annotated[str, Meta(min_length=2, max_length=8)] = "vi"


class TicketPrioritise(Keyed):
    """``priority``: a reason's id, or null to withdraw; a kiosk sends the secret."""

    ticket: Count
    priority: Id | None
    secret: Id | None = None


class TicketCancel(Keyed):
    """``secret`` proves that the caller holds the ticket; supervisors need none."""

    ticket: Count
    secret: Id | None = None


class TicketRestore(Keyed):
    """A held ticket, or one whose citizen had not come."""

    ticket: Count


class TicketReturn(Keyed):
    """A citizen who missed the call is back; the secret proves whose ticket it is."""

    ticket: Count
    secret: Id


class RatingGive(Keyed):
    """How a visit was: ``score`` 1 to 4, 4 is very satisfied.

    ``ticket`` and its ``secret``, or at a kiosk today's ``number``.
    """

    score: Annotated[int, Meta(ge=1, le=4)]
    ticket: Count | None = None
    secret: Id | None = None
    number: Id | None = None
    reasons: Ids = ()

    def __post_init__(self) -> None:
        """Refuse a rating of nothing, or of two things."""
        if (self.number is None) is (self.ticket is None or self.secret is None):
            raise ValueError("a rating needs a ticket and its secret, or a number")


class TicketPrinted(Keyed):
    """``ok``: true printed, false not printed, null unknown."""

    ticket: Count
    ok: bool | None
    detail: Sentence | None = None


class TicketFollow(Params):
    """The ticket's own secret proves that the caller holds it."""

    ticket: Count
    secret: Id


class TicketFind(Params):
    """A ticket that a kiosk gave itself, by what its slip says."""

    number: Id
    secret: Id


class TicketReprint(Keyed):
    """``device``: the kiosk that prints; the one that is online if left out."""

    ticket: Count
    device: Id | None = None


class CounterGet(Params):
    """The caller's own counter if left out."""

    counter: Id | None = None


class CounterOpen(Keyed):
    """Which counter the caller sits down at.

    ``take_over``: a supervisor takes it from the clerk who has it, ticket in hand.
    """

    counter: Id
    take_over: bool = False


class CounterStep(Keyed):
    """A step at the caller's counter; a supervisor may name another."""

    counter: Id | None = None


class CounterReason(CounterStep):
    """``reason`` is for the colleagues."""

    reason: Sentence | None = None


class CounterCall(CounterStep, kw_only=True):
    """Calls a ticket by its id: it waits, is held, or its citizen had not come."""

    ticket: Count


class CounterWalkIn(CounterStep, kw_only=True):
    """Somebody is served who has no ticket."""

    service: Id
    procedures: Ids = ()
    lang: Annotated[str, Meta(min_length=2, max_length=8)] = "vi"


class CounterHold(CounterStep, kw_only=True):
    """Why the ticket in hand is set aside."""

    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]


class CounterTransfer(CounterStep):
    """To another service, to one counter, or both; ``note`` goes along."""

    service: Id | None = None
    to: Id | None = None
    note: Sentence | None = None

    def __post_init__(self) -> None:
        """Refuse a transfer to nowhere."""
        if self.service is None and self.to is None:
            raise ValueError("a transfer needs a service or a counter")


class CounterFinish(CounterStep):
    """``dossier`` is the code that the dossier system gave."""

    outcome: Sentence | None = None
    dossier: Annotated[str, Meta(max_length=64)] | None = None


class AppointmentList(Params):
    """A day's appointments by their time; today's if left out."""

    day: date | None = None


class AppointmentAdd(Keyed):
    """Books a moment of the office's hours; ``at`` counts in whole seconds."""

    at: Annotated[datetime, Meta(tz=True)]
    service: Id

    def __post_init__(self) -> None:
        """Refuse an impossible moment."""
        _plausible(self.at)


class AppointmentCancel(Keyed):
    """Today's appointment of this code, or another day's."""

    code: Id
    day: date | None = None


class AppointmentGet(Params):
    """Today's appointment of this code, else the next, else the last that was."""

    code: Id


class AssistanceRequest(Keyed):
    """``reason`` is the page that the citizen stood before."""

    reason: Sentence | None = None


class AssistanceAnswer(Keyed):
    """The caller goes to whoever asked for help."""

    id: Count


class ColleagueCall(Keyed):
    """The caller's counter needs colleagues at once, without a sound there."""


class VoiceRender(Params):
    """A sentence that is to be read aloud on a screen, in the language ``lang``."""

    text: Annotated[str, Meta(min_length=1, max_length=400, pattern=r"\S")]
    lang: Annotated[str, Meta(min_length=2, max_length=8)]


class DeviceReport(Params):
    """What a device says of itself: flat, small, technical."""

    state: Annotated[dict[Id, Plain], Meta(max_length=32)]


class SessionLogin(Params):
    """A member of staff signs in."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=1, max_length=256)]


class SessionConfirm(Params):
    """The password once more, for what asks for it."""

    password: Annotated[str, Meta(min_length=1, max_length=256)]


Name = Annotated[str, Meta(min_length=1, max_length=64)]
Password = Annotated[str, Meta(max_length=256)]
StaffRole = Literal["leader", "clerk", "supervisor", "admin"]


class BackupMake(Keyed):
    """Make a backup now."""


class BackupNamed(Keyed):
    """One of the backups that are there."""

    name: Name


class BackupSend(Keyed):
    """Bring a backup in."""


class BackupRestore(BackupNamed):
    """Go back to it; ``as_it_was``: what came after it is not taken over."""

    as_it_was: bool = False


class UserNamed(Keyed):
    """A member of staff by the name that they sign in with."""

    name: Name


class UserChange(UserNamed):
    """What they are called, and what they may."""

    display_name: Name
    role: StaffRole


class UserAdd(UserChange):
    """Somebody new."""

    password: Password


class UserPassword(UserNamed):
    """Another password; it ends their sessions."""

    password: Password


class DeviceNamed(Keyed):
    """A kiosk or a display by its name."""

    name: Name


class DeviceRename(DeviceNamed):
    """What people shall call a device; it keeps the name that it is known by."""

    called: Name


class DeviceAsk(Params):
    """A device wants to be let in."""

    kind: Literal["kiosk", "display"]


class DeviceClaim(Params):
    """Whether it was; ``secret`` is that of the answer to ``device.ask``."""

    secret: Id


class DevicePair(DeviceNamed):
    """The six digits that a device shows, and what it shall be called."""

    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$")]


Tree = dict[str, Any]


class SettingsCheck(Params):
    """An area of the office's file, and what it shall be; nothing is changed."""

    area: Id
    value: Tree | list[Any]


class SettingsPut(Keyed):
    """The same, to be changed; ``version`` is that of the settings it was made from."""

    version: Id
    area: Id
    value: Tree | list[Any]


class SettingsCompare(Params):
    """Another office's file, or this one's of another day."""

    text: Annotated[str, Meta(max_length=60_000)]


class SettingsImport(Keyed):
    """The same, to be taken whole; the office's id and time zone stay."""

    version: Id
    text: Annotated[str, Meta(max_length=60_000)]


class Draft(Params):
    """An area of the office's file as it may become; none: as the file is."""

    area: Id | None = None
    value: Tree | list[Any] | None = None


class SlipPreview(Draft):
    """An example of a slip: of a service, of a procedure, for a printer's width."""

    lang: Literal["vi", "en"] = "vi"
    service: Id | None = None
    procedure: Id | None = None
    dots: Literal[384, 576] = 576


class VoicePreview(Draft):
    """An example of a call."""

    lang: Literal["vi", "en"] = "vi"


Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]


class AuditSearch(Params, rename={"first": "from", "last": "to"}):
    """Words, days of the office (``from``, ``to``), an area; before an entry's seq."""

    text: Annotated[str, Meta(max_length=100)] = ""
    first: Day | None = None
    last: Day | None = None
    area: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    before: Count | None = None


@dataclass(frozen=True)
class Method:
    """One row of the table.

    Attributes:
        params: the type its params are checked against.
        answer: the type of its result.
        roles: who may call it.
        transport: where it may be called: ``/ws``, ``/rpc`` or both.
        confirmed: only shortly after ``session.confirm`` in the same session.
    """

    params: type[Params]
    answer: Any
    roles: frozenset[Role]
    transport: Literal["both", "ws", "rpc"] = "both"
    confirmed: bool = False


ANYBODY: frozenset[Role] = frozenset(
    ("public", "kiosk", "display", "leader", "clerk", "supervisor", "admin")
)
STAFF: frozenset[Role] = frozenset(("clerk", "supervisor", "admin"))
READERS: frozenset[Role] = STAFF | {"leader"}
"""Staff, and the head of the office, who sees everything and changes nothing."""
SUPERVISORS: frozenset[Role] = frozenset(("supervisor", "admin"))
DEVICES: frozenset[Role] = frozenset(("kiosk", "display"))
KIOSK: frozenset[Role] = frozenset(("kiosk",))
ADMINS: frozenset[Role] = frozenset(("admin",))
PUBLIC: frozenset[Role] = frozenset(("public",))

METHODS: dict[str, Method] = {
    "office.get": Method(Nothing, m.Office, ANYBODY),
    "queue.get": Method(Nothing, m.Queue, ANYBODY),
    "subscribe": Method(Subscribe, m.Subscribed, ANYBODY, "ws"),
    "procedure.list": Method(ProcedureList, list[m.ProcedureHead], ANYBODY),
    "procedure.search": Method(ProcedureSearch, list[m.ProcedureHead], ANYBODY),
    "procedure.get": Method(ProcedureGet, m.Procedure, ANYBODY),
    "procedure.bundle": Method(ProcedureBundle, m.Bundle, ANYBODY),
    "procedure.all": Method(Nothing, list[m.ProcedureEntry], ADMINS),
    "procedure.record": Method(ProcedureGet, m.ProcedureRecord, ADMINS),
    "procedure.history": Method(ProcedureGet, list[m.ProcedureVersion], ADMINS),
    "procedure.compare": Method(ProcedureCompare, m.Comparison, ADMINS, "rpc"),
    "procedure.import": Method(ProcedureImport, m.Changed, ADMINS, "rpc"),
    "procedure.put": Method(ProcedurePut, m.ProcedureRecord, ADMINS),
    "procedure.confirm": Method(ProcedureConfirm, m.Changed, ADMINS),
    "procedure.post": Method(ProcedureCodes, m.Changed, ADMINS),
    "procedure.hide": Method(ProcedureCodes, m.Changed, ADMINS),
    "procedure.withdraw": Method(ProcedureWithdraw, m.Changed, ADMINS),
    "ticket.issue": Method(TicketIssue, m.Issued, KIOSK | STAFF),
    "ticket.adopt": Method(TicketAdopt, m.Issued, KIOSK),
    "ticket.prioritise": Method(TicketPrioritise, m.Ticket, KIOSK | STAFF),
    "ticket.printed": Method(TicketPrinted, m.Empty, KIOSK | {"admin"}),
    "ticket.find": Method(TicketFind, m.Followed, ANYBODY),
    "ticket.follow": Method(TicketFollow, m.Followed, ANYBODY),
    "ticket.cancel": Method(TicketCancel, m.Ticket, ANYBODY),
    "ticket.restore": Method(TicketRestore, m.Ticket, STAFF),
    "ticket.return": Method(TicketReturn, m.Ticket, PUBLIC | KIOSK),
    "ticket.reprint": Method(TicketReprint, m.Empty, STAFF),
    "phone.code": Method(Nothing, m.PhoneCode, READERS | {"display"}),
    "phone.take": Method(PhoneTake, m.Issued, ANYBODY),
    "counter.get": Method(CounterGet, m.Desk, STAFF),
    "counter.open": Method(CounterOpen, m.Counter, STAFF),
    "counter.pause": Method(CounterReason, m.Counter, STAFF),
    "counter.resume": Method(CounterReason, m.Counter, STAFF),
    "counter.close": Method(CounterReason, m.Counter, STAFF),
    "counter.call_next": Method(CounterStep, m.Called, STAFF),
    "counter.call": Method(CounterCall, m.Called, STAFF),
    "counter.recall": Method(CounterStep, m.Ticket, STAFF),
    "counter.start": Method(CounterStep, m.Ticket, STAFF),
    "counter.walk_in": Method(CounterWalkIn, m.Ticket, STAFF),
    "counter.finish": Method(CounterFinish, m.Ticket, STAFF),
    "counter.no_show": Method(CounterStep, m.Ticket, STAFF),
    "counter.hold": Method(CounterHold, m.Ticket, STAFF),
    "counter.transfer": Method(CounterTransfer, m.Ticket, STAFF),
    "counter.undo": Method(CounterStep, m.Desk, STAFF),
    "appointment.list": Method(AppointmentList, list[m.Appointment], STAFF),
    "appointment.add": Method(AppointmentAdd, m.Appointment, STAFF),
    "appointment.cancel": Method(AppointmentCancel, m.Appointment, STAFF),
    "appointment.get": Method(AppointmentGet, m.Appointment, KIOSK | STAFF),
    "rating.give": Method(RatingGive, m.Empty, PUBLIC | KIOSK),
    "assistance.request": Method(AssistanceRequest, m.Empty, KIOSK | {"admin"}),
    "assistance.list": Method(Nothing, list[m.Assistance], READERS),
    "assistance.answer": Method(AssistanceAnswer, m.Assistance, STAFF),
    "colleague.call": Method(ColleagueCall, m.Assistance, STAFF),
    "voice.render": Method(VoiceRender, m.Rendered, KIOSK),
    "device.report": Method(DeviceReport, m.Empty, DEVICES | {"admin"}),
    "user.list": Method(Nothing, list[m.Person], ADMINS),
    "user.add": Method(UserAdd, m.Empty, ADMINS),
    "user.change": Method(UserChange, m.Empty, ADMINS),
    "user.password": Method(UserPassword, m.Empty, ADMINS),
    "user.remove": Method(UserNamed, m.Empty, ADMINS),
    "user.sign_out": Method(UserNamed, m.Empty, ADMINS),
    "backup.list": Method(Nothing, list[m.Backup], ADMINS),
    "backup.make": Method(BackupMake, list[m.Backup], ADMINS),
    "backup.test": Method(BackupNamed, m.BackupTested, ADMINS),
    "backup.download": Method(BackupNamed, m.BackupHanded, ADMINS, confirmed=True),
    "backup.send": Method(BackupSend, m.BackupHanded, ADMINS, confirmed=True),
    "backup.restore": Method(BackupRestore, m.Empty, ADMINS, confirmed=True),
    "device.list": Method(Nothing, list[m.KnownDevice], ADMINS),
    "device.ask": Method(DeviceAsk, m.Asked, PUBLIC, "rpc"),
    "device.claim": Method(DeviceClaim, m.Claimed, PUBLIC, "rpc"),
    "device.pair": Method(DevicePair, m.Empty, ADMINS),
    "device.rename": Method(DeviceRename, m.Empty, ADMINS),
    "device.revoke": Method(DeviceNamed, m.Empty, ADMINS),
    "settings.get": Method(Nothing, m.Settings, ADMINS),
    "settings.check": Method(SettingsCheck, m.Checked, ADMINS),
    "settings.put": Method(SettingsPut, m.SettingsVersion, ADMINS),
    "settings.compare": Method(SettingsCompare, m.Compared, ADMINS),
    "settings.import": Method(SettingsImport, m.SettingsVersion, ADMINS),
    "slip.preview": Method(SlipPreview, m.Picture, ADMINS),
    "voice.preview": Method(VoicePreview, m.Rendered, ADMINS),
    "audit.search": Method(AuditSearch, list[m.AuditEntry], ADMINS),
    "session.login": Method(SessionLogin, m.SignedIn, ANYBODY, "rpc"),
    "session.logout": Method(Nothing, m.Empty, READERS),
    "session.confirm": Method(SessionConfirm, m.Confirmed, ADMINS),
    "session.end_all": Method(Nothing, m.Empty, READERS),
}
"""Every method by name."""

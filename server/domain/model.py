"""What the queue is made of: the office, its services and counters, the tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal

Words = Mapping[str, str]
"""A text per language code; ``vi`` is always there."""

ServiceId = str
CounterId = str
TicketId = int
Credit = int | Literal["absolute"]
"""What priority earns: so many seconds earlier in line, or a place before the line."""


CITIZEN = "citizen"
"""Who a change is by that a citizen makes: nobody's name is known."""


class State(StrEnum):
    """Where a ticket is in its life."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Printed(StrEnum):
    """What is known of a ticket's slip."""

    PENDING = "pending"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class CounterState(StrEnum):
    """Whether a counter serves."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


# The office, as its administrator set it up


@dataclass(frozen=True)
class Session:
    """A part of a day in which the office is open, such as 07:30-12:00."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"{self} closes before it opens")

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True)
class Season:
    """Hours that hold from one day of the year to another, both included.

    ``first`` and ``last`` are (month, day); a season may run over the new year.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    week: Mapping[int, tuple[Session, ...]]

    def holds(self, day: date) -> bool:
        """Whether the season covers this day."""
        now = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= now <= self.last
        return now >= self.first or now <= self.last


@dataclass(frozen=True)
class Hours:
    """When the office takes people in.

    Attributes:
        week: the sessions of each weekday, Monday = 0.
        holidays: the days it is closed, with their names.
        seasons: other weeks for parts of the year; the first that holds wins.
        swapped: working days that follow the plan of another date, which is closed.
        always: no hours at all (trying, measuring, round-the-clock offices).
    """

    week: Mapping[int, tuple[Session, ...]]
    holidays: Mapping[date, Words] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    swapped: Mapping[date, date] = field(default_factory=dict)
    always: bool = False


@dataclass(frozen=True)
class Quota:
    """At most so many tickets of a service in a part of the day, or in all of it."""

    opens: time | None
    closes: time | None
    tickets: int

    def holds(self, moment: time) -> bool:
        """Whether the quota counts at this time of the day."""
        if self.opens is not None and moment < self.opens:
            return False
        return self.closes is None or moment < self.closes


Mode = Literal["credit", "absolute", "fifo"]


@dataclass(frozen=True)
class OrderRules:
    """How the office orders who waits.

    Attributes:
        mode: priority earns its credit, goes before everybody, or counts for nothing.
        cap: priority calls of a counter in a row while an ordinary ticket waits.
        head_start: how much earlier a counter places the services that it prefers.
        grace: how late one may come for an appointment and keep the right to it.
    """

    mode: Mode = "credit"
    cap: int = 2
    head_start: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(minutes=15)


COLOURS = ("blue", "brown", "olive", "rose", "slate")
"""What a service's icon may be drawn in."""


@dataclass(frozen=True)
class Service:
    """A line of its own. ``usual`` is the first guess of how long one visit takes.

    ``colour``: of its icon, one of ``COLOURS``; empty as everything else.
    """

    id: ServiceId
    prefix: str
    name: Words
    short: Words
    icon: str
    fields: tuple[str, ...]
    usual: timedelta
    quotas: tuple[Quota, ...] = ()
    colour: str = ""


@dataclass(frozen=True)
class CounterSetup:
    """A counter and the services it serves; none named means all.

    ``prefers`` are those of them that it calls rather than the others.
    """

    id: CounterId
    number: int
    name: Words
    services: tuple[ServiceId, ...]
    prefers: tuple[ServiceId, ...] = ()

    def serves(self, service: ServiceId) -> bool:
        """Whether tickets of this service may be called here."""
        return not self.services or service in self.services


@dataclass(frozen=True)
class PriorityReason:
    """A reason for priority, how it is proved, and what it earns.

    ``age``: the years from which age alone proves it; None if it does not.
    """

    id: str
    name: Words
    proof: str
    credit: Credit
    age: int | None = None


@dataclass(frozen=True)
class Returning:
    """By which rule a citizen who missed the call gets back into the line alone.

    Attributes:
        allowed: whether at all; if not, staff decide.
        within: how long after the missed call.
        times: how often one ticket may.
    """

    allowed: bool = True
    within: timedelta = timedelta(minutes=30)
    times: int = 1


@dataclass(frozen=True)
class Page:
    """A notice, a rule, a slide or a line, and when it is shown.

    Attributes:
        first, last: the days, both included; None: from ever, for ever.
        hours: the times of day; none: all day.
        picture: by language, a file beside the office's, or where a client finds it.
        video: likewise; the picture stands where no video can be played.
        stands: how long it is shown in its turn; None: as long as any page.
    """

    title: Words
    body: Words
    first: date | None = None
    last: date | None = None
    hours: tuple[Session, ...] = ()
    picture: Words = field(default_factory=dict)
    video: Words = field(default_factory=dict)
    stands: timedelta | None = None

    def shown(self, now: datetime) -> bool:
        """Whether it is shown now, by the office's time."""
        day, time = now.date(), now.time()
        if self.first is not None and day < self.first:
            return False
        if self.last is not None and day > self.last:
            return False
        return not self.hours or any(h.opens <= time < h.closes for h in self.hours)


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is about (a day, a room), and what is there."""

    label: Words
    text: Words


PICTURES = (".png", ".jpg", ".jpeg")
"""How the names of pictures end."""
VIDEOS = (".mp4", ".webm")
"""How the names of videos end."""


@dataclass(frozen=True)
class OfficePage:
    """A page that the office fills: the leaders' hours, a map of the rooms …

    ``picture``: by language, a file beside the office's, or where a client finds it.
    """

    id: str
    title: Words
    icon: str
    body: Words
    rows: tuple[Row, ...] = ()
    picture: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language calls: one part has ``{number}``, the other ``{counter}``."""

    number: str
    counter: str


@dataclass(frozen=True)
class Calls:
    """How the office calls in the hall.

    Attributes:
        wording: its own sentences by language; the usual ones where there are none.
        quiet: times of every day at which calls are shown, and nothing sounds.
    """

    wording: Mapping[str, Wording] = field(default_factory=dict)
    quiet: tuple[Session, ...] = ()


@dataclass(frozen=True)
class Room:
    """A room in which people wait: its displays show and speak only what is called
    to one of its counters for one of its services; without any named: all.
    """

    id: str
    name: Words
    counters: tuple[CounterId, ...] = ()
    services: tuple[ServiceId, ...] = ()


@dataclass(frozen=True)
class Office:
    """One reception area. Mappings keep the order that the office gave."""

    id: str
    name: str
    unit: str
    zone: tzinfo
    languages: tuple[str, ...]
    services: Mapping[ServiceId, Service]
    counters: Mapping[CounterId, CounterSetup]
    hours: Hours
    priorities: Mapping[str, PriorityReason] = field(default_factory=dict)
    notices: tuple[Page, ...] = ()
    rules: tuple[Page, ...] = ()
    slides: tuple[Page, ...] = ()
    ticker: tuple[Page, ...] = ()
    pages: tuple[OfficePage, ...] = ()
    rooms: tuple[Room, ...] = ()
    public_url: str | None = None
    wifi: str | None = None
    portal: str | None = None
    emblem: str | None = None
    general: ServiceId | None = None
    shows_clerks: bool = False
    order_rules: OrderRules = OrderRules()
    calls: Calls = field(default_factory=Calls)
    recalls_before_absent: int = 3
    undo_within: timedelta = timedelta(seconds=60)
    appointments: bool = False
    phone_tickets: bool = False
    returning: Returning = Returning()
    rating_reasons: Mapping[str, Words] = field(default_factory=dict)
    hold_reasons: Mapping[str, Words] = field(default_factory=dict)
    pause_reasons: Mapping[str, Words] = field(default_factory=dict)


# The day


@dataclass(frozen=True)
class Appointment:
    """A right to a time: the code that the citizen was given, and the moment."""

    code: str
    at: datetime


@dataclass(frozen=True)
class Wait:
    """A range of seconds in multiples of 300; both 0 is "at once"."""

    low: int
    high: int


@dataclass(frozen=True)
class Ticket:
    """One visit.

    Attributes:
        number: what is printed and spoken.
        missing: ids of the papers that the citizen has not ticked.
        credit: what the priority earns; 0 without one.
        appointment: the right to a time, for who had one.
        to: the one counter that it was transferred to.
        calls: how often it was called in all; grows for ever, so that a call and its
            ``n`` name one call.
        wait: what the citizen was told at issue; ``expected`` the same in seconds.
        secret: a digest of the secret that a kiosk made while the server was away.
        returned: how often its citizen came back after a missed call.
        rated: whether its citizen has said how the visit was.
    """

    id: TicketId
    number: str
    service: ServiceId
    issued_at: datetime
    procedures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    priority: bool = False
    credit: Credit = 0
    lang: str = "vi"
    device: str | None = None
    appointment: Appointment | None = None
    state: State = State.WAITING
    counter: CounterId | None = None
    to: CounterId | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    calls: int = 0
    printed: Printed = Printed.PENDING
    note: str | None = None
    hold_reason: str | None = None
    outcome: str | None = None
    dossier: str | None = None
    wait: Wait | None = None
    expected: int | None = None
    secret: str | None = None
    returned: int = 0
    rated: bool = False


@dataclass(frozen=True)
class Counter:
    """A counter as it is now.

    Attributes:
        ticket: the one in hand.
        reason: why it is paused.
        recalls: how often the ticket in hand was called again.
        streak: priority calls in a row while an ordinary ticket waited (the cap).
    """

    id: CounterId
    state: CounterState = CounterState.CLOSED
    clerk: str | None = None
    ticket: TicketId | None = None
    reason: str | None = None
    recalls: int = 0
    streak: int = 0


@dataclass(frozen=True)
class Undo:
    """The last step of a counter, while it can be taken back.

    Attributes:
        kind: the event's kind.
        until: the last moment at which it can.
        before: the ticket before the step.
        after: the ticket after it; whoever moved it since has made the step final.
        streak: the counter's priority calls in a row before it.
        visit: seconds of the visit that ended with it.
    """

    kind: str
    until: datetime
    before: Ticket
    after: Ticket
    streak: int
    visit: float | None = None


@dataclass(frozen=True)
class Call:
    """A call that the wall shows; ``n`` is 1 for the first, more for a recall."""

    ticket: TicketId
    number: str
    counter: CounterId
    called_at: datetime
    n: int
    service: ServiceId


Figure = str | int | float | bool | None


@dataclass(frozen=True)
class Because:
    """Why a ticket was called: the rule's name and the figures behind it."""

    rule: str
    data: Mapping[str, Figure] = field(default_factory=dict)

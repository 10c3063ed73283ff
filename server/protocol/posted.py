"""The shapes of what an office posts: services, hours, procedures, appointments."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from .hall import Counter, Wait, Words
from .shape import Shape

Received = Literal["here", "police", "military", "reception", "elsewhere"]
AppointmentState = Literal["booked", "here", "cancelled", "gone"]

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The days as ``Hours.week`` names them, in the order of ``date.weekday()``."""


class Hours(Shape):
    """Opening hours: ``week`` maps ``monday``… to ranges such as ``07:30-12:00``."""

    always: bool
    week: dict[str, list[str]]
    holidays: list[Holiday]


class Holiday(Shape):
    """A day the office is closed. ``date`` is ISO 8601."""

    date: str
    name: Words


class Page(Shape):
    """A notice, a house rule, a slide or a line that the office shows now.

    A slide may have no ``title`` or ``body``; its ``picture`` is its address by
    language, as an `OfficePage`'s, its ``video`` likewise ``/videos/SHA256.mp4`` (or
    ``.webm``). It stands for ``seconds``, else as long as any page. A line is its
    ``title``.
    """

    title: Words
    body: Words
    picture: Words = field(default_factory=dict)
    video: Words = field(default_factory=dict)
    seconds: int | None = None


class Row(Shape):
    """A line of a page's table: a day or a room, and what is there."""

    label: Words
    text: Words


class OfficePage(Shape):
    """A page that the office fills. ``body`` may be empty where ``rows`` say it all.

    ``picture``: its address on this server by language, ``/pictures/SHA256.png`` (or
    ``.jpg``), where SHA256 is that of the content; empty where there is none.
    """

    id: str
    title: Words
    icon: str
    body: Words
    rows: list[Row]
    picture: Words = field(default_factory=dict)


class Service(Shape):
    """A service of the office with its line.

    ``closed_because`` is a sentence per language, ``opens_at`` a moment; both are
    null while the service is open. ``wait`` is null while no counter is open for it.
    ``name`` may hold line breaks that the office set, ``short`` is one line.
    ``colour`` is that of its icon, empty for the usual one.
    """

    id: str
    prefix: str
    name: Words
    short: Words
    fields: list[str]
    icon: str
    open: bool
    closed_because: Words | None
    opens_at: str | None
    waiting: int
    wait: Wait | None
    colour: str = ""


class Priority(Shape):
    """A reason for priority. ``credit`` is seconds, or ``"absolute"``.

    ``age``: the years from which age alone proves it, null if it does not.
    """

    id: str
    name: Words
    proof: str
    credit: int | Literal["absolute"]
    age: int | None = None


class Reason(Shape):
    """A reason of a list that the office made, such as for a low mark or a pause."""

    id: str
    name: Words


class Room(Shape):
    """A room in which people wait; its displays show and speak only its own calls.

    Those to one of ``counters`` for one of ``services``; without any named: all.
    """

    id: str
    name: Words
    counters: list[str]
    services: list[str]


class Office(Shape):
    """The office as clients need it to draw themselves.

    ``appointments``: it takes them, so the kiosk asks for their codes.
    ``phone_tickets``: citizens in the hall take numbers by phone. ``portal``: the
    address of the public service portal; ``{code}`` in it stands for a procedure's.
    ``emblem``: the address of the office's own mark, as an `OfficePage`'s; null: none.
    ``general``: the service for whoever does not find the matter; null: none is.
    ``quiet``: times of every day such as ``11:30-13:30`` at which calls do not sound.
    """

    name: str
    unit: str
    languages: list[str]
    services: list[Service]
    priorities: list[Priority]
    counters: list[Counter]
    hours: Hours
    notices: list[Page]
    rules: list[Page]
    public_url: str | None
    wifi: str | None
    appointments: bool = False
    phone_tickets: bool = False
    rating_reasons: list[Reason] = field(default_factory=list)
    pages: list[OfficePage] = field(default_factory=list)
    portal: str | None = None
    emblem: str | None = None
    general: str | None = None
    slides: list[Page] = field(default_factory=list)
    ticker: list[Page] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    # staff only
    hold_reasons: list[Reason] = field(default_factory=list)
    pause_reasons: list[Reason] = field(default_factory=list)


class Paper(Shape):
    """A paper a procedure needs: handed in (``submit``) or only shown (``show``)."""

    id: str
    name: Words
    kind: Literal["submit", "show"]
    note: Words | None


class ProcedureHead(Shape):
    """A procedure in a list. ``short`` may hold the office's line breaks."""

    code: str
    name: Words
    short: Words
    field: str
    service: str | None
    fee: Words
    time: Words
    received: Received
    confirmed: bool


class Procedure(ProcedureHead):
    """A posted procedure whole. ``updated`` is an ISO date, ``legal`` are numbers.

    ``where``: who receives it, where ``received`` is ``elsewhere``. ``successor``: the
    code of what takes the place of a withdrawn one.
    """

    papers: list[Paper]
    steps: list[str]
    result: Words
    who_must_come: Words
    legal: list[str]
    forms: list[str]
    details: str
    source: str
    updated: str
    status: Literal["new", "changed", "withdrawn", "same"]
    words: list[str]
    rank: int | None
    where: Words | None = None
    successor: str | None = None


class Appointment(Shape):
    """A right to a time. ``code`` is six digits, ``at`` its moment.

    ``here``: its ticket was given. ``gone``: its time is past, with the grace; who
    comes now waits as everybody does.
    """

    code: str
    at: str
    service: str
    state: AppointmentState

"""What the kiosk knows and what stands on its glass. PURE, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import field

from kiosk.catalog import Catalog
from kiosk.flow.modes import Aloud, Away, Comfort, Upkeep
from kiosk.flow.record import Record
from kiosk.flow.wishes import (
    Calling,
    Checking,
    Given,
    Message,
    Pending,
    Presented,
    Printout,
    Rating,
    Right,
)
from kiosk.posts import Post, notices_from, notices_of, posts_of
from server.protocol.messages import (
    Office,
    Page,
    Priority,
    Service,
    ServiceWait,
)


class Screen(StrEnum):
    """The pages. "Closed" is what ``HOME`` shows while no service is open."""

    HOME = "home"
    SERVICE = "service"
    PROCEDURE = "procedure"
    DETAILS = "details"
    SEARCH = "search"
    BROWSE = "browse"
    GROUP = "group"
    POST = "post"
    PAGES = "pages"
    LANGUAGES = "languages"
    HELP = "help"
    APPOINTMENT = "appointment"
    RATE_NUMBER = "rate_number"
    RATE = "rate"
    RATE_WHY = "rate_why"
    RATED = "rated"
    TICKET = "ticket"
    FAULT = "fault"
    PRIORITY = "priority"
    SCANNED = "scanned"
    PIN = "pin"
    UPKEEP = "upkeep"


READING = (
    *(Screen.DETAILS, Screen.SEARCH, Screen.BROWSE, Screen.GROUP),
    *(Screen.PAGES, Screen.POST),
)
"""Pages on which people read or type, and are given more time."""


POST = "post"


class Browsed(Record):
    """Life events or fields ("event", "field"), or one of them, or a posted page."""

    kind: str
    id: str = ""


class Place(Record):
    """One page on the way: which, of what, and how far its list was turned."""

    screen: Screen
    service: str | None = None
    procedure: str | None = None
    page: int = 0
    group: Browsed | None = None


class Hall(Record):
    """What is known of the office: kept when the line is cut."""

    office: Office | None = None
    catalog: Catalog = field(default_factory=Catalog)
    waits: Mapping[str, ServiceWait] = field(default_factory=dict)
    online: bool = False
    scanner: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def services(self) -> tuple[Service, ...]:
        """The office's services in its own order."""
        return tuple(self.office.services) if self.office else ()

    def service(self, service: str | None) -> Service | None:
        """Return a service by its id, None if the office has none such."""
        return next((s for s in self.services if s.id == service), None)

    @property
    def posts(self) -> Mapping[str, Post]:
        """What the office posts beside its procedures, by id."""
        return posts_of(self.office)

    @property
    def notices(self) -> Mapping[str, Page]:
        """The office's notices, each by an id of its own."""
        return notices_of(self.office)

    def post(self, id: str) -> Post | None:
        """Return a posted page, or that of the notices with one of them first."""
        return self.posts.get(id) or notices_from(self.office, id)

    @property
    def general(self) -> Service | None:
        """The service for whoever does not find the matter, while it is open."""
        found = self.service(self.office.general) if self.office else None
        return found if found is not None and found.open else None

    @property
    def appointments(self) -> bool:
        """Whether the office takes appointments."""
        return self.office is not None and self.office.appointments

    @property
    def reasons(self) -> tuple[Priority, ...]:
        """The office's reasons for priority in its own order."""
        return tuple(self.office.priorities) if self.office else ()

    @property
    def closed(self) -> bool:
        """Whether no service gives out numbers at this hour."""
        return bool(self.services) and not any(s.open for s in self.services)

    def wait(self, service: str) -> ServiceWait | None:
        """Return the line of a service, None while it is not known."""
        return self.waits.get(service) if self.online else None


HOME = (Place(Screen.HOME),)


class State(Record):
    """Everything; on the way home only what `at_home` names is kept.

    Attributes:
        path: the pages from home to the one that is shown.
        home_language: the language the kiosk starts in and comes back to.
        touched_at: when a finger was last on the glass, in seconds.
        shown_at: since when the ticket or the fault is shown, in seconds.
        counting: since when the countdown to home runs; None while it does not.
        code: the digits of an appointment's code that are typed so far.
        ticked: (procedure, paper) pairs that the citizen has.
        unanswered: a wish given up without an answer: the same again keeps its key.
        awaited: a ticket whose slip was still printing when its page was closed.
        refresh_at: when the office is asked for again, in seconds.
        slide: the notice that stands at home instead of the question.
    """

    hall: Hall = Hall()
    home_language: str = "vi"
    language: str = "vi"
    path: tuple[Place, ...] = HOME
    typed: str = ""
    found: tuple[str, ...] = ()
    code: str = ""
    ticked: frozenset[tuple[str, str]] = frozenset()
    pending: Pending | None = None
    unanswered: Pending | None = None
    given: Given | None = None
    awaited: Given | None = None
    calling: Calling | None = None
    checking: Checking | None = None
    message: Message | None = None
    right: Right = Right()
    presented: Presented | None = None
    rating: Rating = Rating()
    printout: Printout | None = None
    aloud: Aloud = Aloud()
    comfort: Comfort = Comfort()
    away: Away = Away()
    upkeep: Upkeep = Upkeep()
    touched_at: float = 0.0
    shown_at: float = 0.0
    counting: float | None = None
    refresh_at: float = 0.0
    slide: str | None = None

    @property
    def place(self) -> Place:
        """The page that is shown."""
        return self.path[-1]

    @property
    def screen(self) -> Screen:
        """Which page is shown."""
        return self.path[-1].screen

    @property
    def underway(self) -> tuple[str, float] | None:
        """What was asked and has no answer yet, and since when in seconds."""
        presented = self.presented
        if self.pending is not None:
            return "pending", self.pending.since
        if self.away.asked is not None:
            return "pending", self.away.asked.since
        if self.calling is not None:
            return "calling", self.calling.since
        if self.checking is not None:
            return "checking", self.checking.since
        if self.right.claim is not None:
            return "claim", self.right.claim.since
        if presented is not None and presented.asked is not None:
            return "presented", presented.since
        if self.rating.asked is not None:
            return "rating", self.rating.since
        if self.printout is not None:
            return "printout", self.printout.since
        return None

    @property
    def gives_own(self) -> bool:
        """Whether the kiosk gives numbers of its own: its letter is no service's."""
        series = self.away.series
        return bool(series) and all(s.prefix != series for s in self.hall.services)

    @property
    def proved(self) -> str | None:
        """The reason for priority that a card proved, while the office has it."""
        known = {reason.id for reason in self.hall.reasons}
        return self.right.proved if self.right.proved in known else None

    def missing(self, code: str) -> tuple[str, ...]:
        """Return the papers not ticked; none when nothing was ticked at all.

        Who ticks nothing has not answered: nobody is told that papers are
        missing because a list was passed over.
        """
        procedure = self.hall.catalog.get(code)
        papers = procedure.papers if procedure else []
        if not any((code, paper.id) in self.ticked for paper in papers):
            return ()
        return tuple(p.id for p in papers if (code, p.id) not in self.ticked)


def at_home(state: State) -> State:
    """Return the state at home; all that is not named here is forgotten.

    What was asked and has no answer yet goes on: its answer is still to be shown.
    """
    return State(
        hall=state.hall,
        home_language=state.home_language,
        language=state.home_language,
        pending=state.pending,
        awaited=state.awaited,
        calling=state.calling,
        checking=state.checking,
        aloud=state.aloud.reset(),
        away=state.away,
        upkeep=state.upkeep.reset(),
        touched_at=state.touched_at,
        shown_at=state.shown_at,
        refresh_at=state.refresh_at,
    )

"""Whatever happens: no second ticket for one wish, and always home again."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalog import Catalog
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.priority import (
    ClaimPriority,
    OpenPriority,
    PriorityGiven,
    PriorityRefused,
    on_the_glass,
)
from kiosk.flow.returning import (
    CameBack,
    ComeBack,
    ComeBackRefused,
    TicketFound,
    TicketMoved,
    TicketNotFound,
)
from kiosk.flow.scanning import Scanned
from kiosk.flow.state import HOME, Hall, Screen
from kiosk.flow.wishes import Right
from kiosk.scanning.codes import AppointmentCode, Card, ForeignCode, TicketCode
from server.protocol.messages import Appointment
from tests.kiosk.kiosk_office import (
    closed_office,
    followed,
    issued,
    office,
    priorities,
    procedures,
)

CATALOG = Catalog(procedures())
COPY = "2.000635"
BOOKED = Appointment(
    code="407152",
    at="2026-11-23T09:30:00.000+07:00",
    service="ho-tich",
    state="booked",
)

TOUCHES = st.sampled_from(
    [
        i.Touched(), i.GoHome(), i.GoBack(), i.OpenService("ho-tich"),
        i.OpenProcedure(COPY), i.OpenDetails(), i.OpenSearch(), i.OpenPages(),
        i.OpenHelp(), i.TurnTo(1), i.TickPaper("to-khai"), i.Type("khai sinh"),
        i.OtherLanguage(), i.MoreTime(), i.Dismiss(), i.Done(),
        i.OpenAppointment(), i.TypeCode("407152"), i.CheckIn("key-check"),
        OpenPriority(), ClaimPriority("key-claim", "nguoi-cao-tuoi"),
        ComeBack("key-scan"),
    ]
)  # fmt: skip
NEWS = st.sampled_from(
    [
        i.LineUp(), i.LineDown(), i.OfficeKnown(office()),
        i.OfficeKnown(office(appointments=True, priorities=priorities())),
        i.AppointmentFound("key-check", BOOKED, date(2026, 11, 23)),
        i.AppointmentRefused("key-check", "unknown_appointment", None),
        i.OfficeKnown(closed_office()), i.OfficeChanged(),
        i.ProceduresKnown(Catalog()), i.ProceduresKnown(CATALOG),
        Scanned("key-scan", TicketCode(87, "s" * 22)), Scanned("key-claim", Card(75)),
        Scanned("key-check", AppointmentCode("407152")),
        Scanned("key-scan", ForeignCode()),
        PriorityGiven("key-claim", followed(priority=True).ticket),
        PriorityRefused("key-claim", None), ComeBackRefused("key-scan", None),
        TicketFound("key-scan", followed()),
        TicketFound("key-scan", followed("no_show")),
        TicketNotFound("key-scan", "forbidden"), TicketMoved(followed("expired")),
        CameBack("key-scan", followed().ticket),
    ]
)  # fmt: skip
WHAT = st.sampled_from(
    ["touch", "news", "take", "take", "staff", "answer", "refuse", "slip", "pass"]
)
MOVES = st.lists(st.tuples(WHAT, TOUCHES, NEWS, st.floats(0, 61)), max_size=60)


class World:
    """A server that gives one ticket a key, and a kiosk before it."""

    def __init__(self) -> None:
        known = office(priorities=priorities())
        self.state = State(hall=Hall(catalog=CATALOG, office=known, online=True))
        self.now = 0.0
        self.keys = 0
        self.asked: list[str] = []
        self.given_up: set[str] = set()
        self.printed: list[int] = []

    def do(self, happened: i.Input) -> None:
        waiting = self.state.pending
        self.state, effects = step(self.state, happened, self.now)
        for effect in effects:
            if isinstance(effect, i.Issue):
                assert waiting is None, "a wish while another is on its way"
                self.asked.append(effect.key)
            elif isinstance(effect, i.GiveUp):
                self.given_up.add(effect.key)
            elif isinstance(effect, i.Print):
                self.printed.append(effect.given.issued.ticket.id)

    def move(self, what: str, touch: i.Touch, news: i.Input, seconds: float) -> None:
        if what == "touch":
            self.do(touch)
        elif what == "news":
            self.do(news)
        elif what == "take":
            self.keys += 1
            self.do(i.Take(f"key-{self.keys:05}", "ho-tich", COPY))
        elif what == "staff":
            self.keys += 1
            self.do(i.CallStaff(f"key-{self.keys:05}"))
        elif what in ("answer", "refuse") and self.asked:
            key = self.asked[-1]
            ticket = issued(id=len(set(self.asked)))
            refusal = i.TicketRefused(key, {"vi": "Hết số."})
            self.do(i.TicketGiven(key, ticket) if what == "answer" else refusal)
        elif what == "slip":
            self.do(i.SlipEnded(len(set(self.asked)), touch != i.GoHome()))
        else:
            self.now += seconds
            self.do(i.Passed())


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_whatever_happens_one_wish_is_one_ticket_and_one_slip(moves: list) -> None:  # type: ignore[type-arg]
    world = World()
    for move in moves:
        world.move(*move)
        state = world.state
        assert state.path[0].screen is Screen.HOME
        screens = {place.screen for place in state.path}
        assert (state.given is not None) == bool(
            screens & {Screen.TICKET, Screen.FAULT}
        )
        _has_its_ticket(state, screens)
        if state.pending is not None:
            assert state.given is None
    # A key that was asked for again was given up without an answer before.
    for key in {k for k in world.asked if world.asked.count(k) > 1}:
        assert key in world.given_up
    assert len(world.printed) == len(set(world.printed))


def _has_its_ticket(state: State, screens: set[Screen]) -> None:
    """A page about a ticket is never without one, and no ticket without a page."""
    assert state.given is None or state.presented is None
    if Screen.PRIORITY in screens:
        assert state.screen is Screen.PRIORITY
        assert on_the_glass(state) is not None
    placed = state.presented is not None and state.presented.place is not None
    assert placed == (Screen.SCANNED in screens)
    if state.presented is not None and not placed:
        assert state.underway


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_whatever_happened_it_gets_home_by_itself(moves: list) -> None:  # type: ignore[type-arg]
    world = World()
    for move in moves:
        world.move(*move)
    world.do(i.LineDown())
    for _ in range(60 + 20 + 90 + 20 + 30 + 10):
        world.now += 1
        world.do(i.Passed())
    state = world.state
    assert state.path == HOME
    assert state.language == "vi"
    assert (state.typed, state.found, state.ticked) == ("", (), frozenset())
    left = (state.pending, state.given, state.message, state.counting)
    assert left == (None, None, None, None)
    assert (state.presented, state.right) == (None, Right())

"""A hall for tests: an office as in the pictures, and its events, written by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import segno

from display.hearing import Hearing
from server.protocol import messages as m
from server.protocol.times import stamp

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 11, 23, 9, 14, 20, tzinfo=ZONE)
START = 1000.0
"""What the steady clock says at MORNING."""

SERVICES = (
    ("chung-thuc", "A", "Chứng thực, sao y", "Certified copies", 5, (600, 1500)),
    ("ho-tich", "B", "Khai sinh, kết hôn", "Birth, marriage", 2, (300, 900)),
    ("dat-dai", "H", "Đất đai, xây dựng", "Land, construction", 4, (900, 2400)),
    ("ho-kinh-doanh", "K", "Hộ kinh doanh", "Household business", 0, (0, 0)),
    ("tro-cap", "M", "Trợ cấp, người có công", "Allowances", 3, None),
    ("viec-khac", "X", "Nhận kết quả, việc khác", "Results, others", 0, None),
)
HOLIDAY = m.Page(
    title={"vi": "Thứ Ba, 24/11 nghỉ lễ", "en": "Closed on Tuesday, 24/11"},
    body={
        "vi": "Ngày Văn hóa Việt Nam. Trung tâm làm việc lại lúc 7 giờ 30, "
        "thứ Tư 25/11.",
        "en": "Vietnamese Culture Day. We are back on Wednesday, 25/11, at 7:30.",
    },
)
ID_CARD = m.Page(
    title={"vi": "Nhớ mang căn cước", "en": "Bring your ID card"},
    body={
        "vi": "Khi đến làm giấy tờ, xin ông/bà mang theo căn cước bản chính. "
        "Cán bộ chỉ xem rồi trả lại ngay.",
        "en": "Please bring your original ID card. Staff give it back at once.",
    },
)


def wait(figures: tuple[int, int] | None) -> m.Wait | None:
    return m.Wait(low=figures[0], high=figures[1]) if figures else None


def service(
    id: str, prefix: str, vi: str, en: str, waiting: int, figures: Any, **changed: Any
) -> m.Service:
    words = {"vi": vi, "en": en}
    given = {"open": True, "closed_because": None, "opens_at": None, **changed}
    return m.Service(
        id=id,
        prefix=prefix,
        name=words,
        short=words,
        fields=[],
        icon="stamp",
        waiting=waiting,
        wait=wait(figures),
        **given,
    )


def counter(number: int, services: tuple[str, ...] = (), **changed: Any) -> m.Counter:
    given = {"state": "open", "clerk": None, "ticket": None, **changed}
    name = {"vi": f"Quầy {number}", "en": f"Counter {number}"}
    return m.Counter(
        id=f"q{number}", number=number, name=name, services=list(services), **given
    )


def ticket(id: int, number: str, state: m.TicketState, **changed: Any) -> m.Ticket:
    given: dict[str, Any] = {
        "service": "chung-thuc",
        "procedures": [],
        "priority": False,
        "lang": "vi",
        "counter": None,
        "issued_at": stamp(MORNING),
        "called_at": None,
        "started_at": None,
        "ended_at": None,
        "calls": 1,
    }
    return m.Ticket(id=id, number=number, state=state, **{**given, **changed})


def office(**changed: Any) -> m.Office:
    """Make the office of the pictures: six services, four counters."""
    given: dict[str, Any] = {
        "name": "UBND xã Thạch Khê",
        "unit": "Trung tâm Phục vụ hành chính công",
        "languages": ["vi", "en"],
        "services": [service(*row) for row in SERVICES],
        "priorities": [],
        "counters": [counter(n) for n in range(1, 5)],
        "hours": m.Hours(always=True, week={}, holidays=[]),
        "notices": [],
        "rules": [],
        "public_url": None,
        "wifi": None,
    }
    return m.Office(**{**given, **changed})


def queue(seq: int = 10, **changed: Any) -> m.Queue:
    given: dict[str, Any] = {
        "day": "2026-11-23",
        "open": True,
        "counters": [counter(n) for n in range(1, 5)],
        "waiting": {},
        "calls": [],
    }
    return m.Queue(seq=seq, **{**given, **changed})


def call(
    id: int, number: str, at: int, n: int = 1, ago: float = 0.0, service: str = ""
) -> m.Call:
    """Make a call of a snapshot, to counter ``at``, ``ago`` seconds before MORNING."""
    called_at = stamp(MORNING - timedelta(seconds=ago))
    return m.Call(
        ticket=id,
        number=number,
        counter=f"q{at}",
        called_at=called_at,
        n=n,
        service=service,
    )


def procedure(code: str, name: str, **changed: Any) -> m.Procedure:
    """Make a posted procedure that changed on the day before MORNING's."""
    words = {"vi": name, "en": name}
    given: dict[str, Any] = {
        "field": "ho-tich",
        "service": "ho-tich",
        "fee": words,
        "time": words,
        "received": "here",
        "confirmed": True,
        "papers": [],
        "steps": [],
        "result": words,
        "who_must_come": words,
        "legal": [],
        "forms": [],
        "details": "",
        "source": "",
        "updated": "2026-11-22",
        "status": "changed",
        "words": [],
        "rank": None,
    }
    return m.Procedure(code=code, name=words, short=words, **{**given, **changed})


def closed_services() -> list[m.Service]:
    """Make the services as they are outside hours: open again at 13:00."""
    opens = stamp(MORNING.replace(hour=13, minute=0, second=0))
    return [service(*row, open=False, opens_at=opens) for row in SERVICES]


def phone_code(address: str = "http://192.168.1.10:8800/take") -> m.PhoneCode:
    """Make the hall's code for phones, as the server tells it in the morning."""
    qr = segno.make_qr(f"{address}#407192", error="m", boost_error=False)
    return m.PhoneCode(
        code="407192",
        changes=stamp(MORNING + timedelta(minutes=4)),
        until=stamp(MORNING + timedelta(minutes=9)),
        address=address,
        qr=["".join(str(int(cell)) for cell in row) for row in qr.matrix],
    )


class Hallway:
    """A display's ears, and a hand that makes things happen before them.

    Attributes:
        heard: what the display has heard.
        now: the steady clock; ``let`` moves it on.
    """

    def __init__(
        self, shown: m.Office | None = None, room: str = "", **first: Any
    ) -> None:
        self.now = START
        self.heard = Hearing(MORNING, START, room)
        self.seq = 10
        self.heard.hall.hear_office(shown or office())
        self.heard.online()
        self.heard.hear(m.Snapshot(seq=10, queue=queue(**first)), self.now)
        self.heard.line.look(True, self.now)

    def let(self, seconds: float) -> None:
        """Let time pass, with ticks if the line is whole."""
        self.now += seconds

    def tick(self) -> None:
        at = MORNING + timedelta(seconds=self.now - START)
        self.heard.hear(m.Tick(seq=self.seq, at=stamp(at)), self.now)

    def event(self, kind: m.EventKind, **told: Any) -> Any:
        """Make the next event happen now."""
        self.seq += 1
        at = stamp(MORNING + timedelta(seconds=self.now - START))
        event = m.Event(seq=self.seq, at=at, kind=kind, **told)
        return self.heard.hear(event, self.now)

    def called(self, id: int, number: str, at: int, n: int = 1, **told: Any) -> None:
        """Call a ticket to counter ``at``."""
        self.event(
            "ticket.called",
            ticket=id,
            number=number,
            service=told.pop("service", "chung-thuc"),
            counter=f"q{at}",
            n=n,
            voice=told.pop("voice", {"vi": f"/voice/{number}-{at}.wav"}),
            **told,
        )

    def announce(self, seconds: float = 3.0) -> None:
        """Carry out everything that is to be announced; a sound takes ``seconds``."""
        from display.announcer import Pause

        while (order := self.heard.announcer.next(self.now)) is not None:
            self.let(order.seconds if isinstance(order, Pause) else seconds)

    def begin(self) -> None:
        """Let the next announcement begin: the chime sounds."""
        assert self.heard.announcer.next(self.now) is not None

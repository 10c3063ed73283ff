"""A hall for tests: an office, its queue, the news of a day, in few words."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from display.hearing import Hearing
from server.protocol import messages as m
from server.protocol.times import stamp

ZONE = timezone(timedelta(hours=7))
MORNING = datetime(2026, 11, 23, 9, 14, tzinfo=ZONE)
SERVICES = {
    "copies": ("A", "Chứng thực, sao y", "Certified copies"),
    "births": ("B", "Khai sinh, kết hôn", "Births and marriages"),
    "land": ("H", "Đất đai, xây dựng", "Land and building"),
    "welfare": ("M", "Trợ cấp, người có công", "Benefits"),
}
WAITS = {
    "copies": (5, (600, 1500)),
    "births": (2, (300, 900)),
    "land": (4, (900, 2400)),
    "welfare": (0, (0, 0)),
}


def words(vi: str, en: str = "") -> m.Words:
    return {"vi": vi, "en": en or vi}


def service(id: str, **changes: Any) -> m.Service:
    prefix, vi, en = SERVICES[id]
    people, wait = WAITS[id]
    given: dict[str, Any] = {
        "id": id,
        "prefix": prefix,
        "name": words(vi, en),
        "short": words(vi, en),
        "fields": [],
        "icon": "stamp",
        "open": True,
        "closed_because": None,
        "opens_at": None,
        "waiting": people,
        "wait": m.Wait(low=wait[0], high=wait[1]),
    }
    return m.Service(**(given | changes))


def counter(
    number: int, state: Any = "open", ticket: m.Ticket | None = None, **changes: Any
) -> m.Counter:
    given: dict[str, Any] = {
        "id": f"q{number}",
        "number": number,
        "name": words(f"Quầy {number}", f"Counter {number}"),
        "state": state,
        "clerk": None,
        "services": [],
        "ticket": ticket,
    }
    return m.Counter(**(given | changes))


def ticket(
    id: int, number: str, state: Any = "called", calls: int = 1, **changes: Any
) -> m.Ticket:
    given: dict[str, Any] = {
        "id": id,
        "number": number,
        "service": "welfare",
        "procedures": [],
        "priority": False,
        "lang": "vi",
        "state": state,
        "counter": None,
        "issued_at": stamp(MORNING),
        "called_at": None,
        "started_at": None,
        "ended_at": None,
        "calls": calls,
    }
    return m.Ticket(**(given | changes))


def office(**changes: Any) -> m.Office:
    given: dict[str, Any] = {
        "name": "UBND xã Thạch Khê",
        "unit": "Trung tâm Phục vụ hành chính công",
        "languages": ["vi", "en"],
        "services": [service(id) for id in SERVICES],
        "priorities": [],
        "counters": [counter(n) for n in (1, 2, 3, 4)],
        "hours": m.Hours(always=True, week={}, holidays=[]),
        "notices": [],
        "rules": [],
        "public_url": None,
        "wifi": None,
    }
    return m.Office(**(given | changes))


def call(
    id: int, number: str, counter: int, at: datetime = MORNING, n: int = 1
) -> m.Call:
    return m.Call(
        ticket=id, number=number, counter=f"q{counter}", called_at=stamp(at), n=n
    )


def queue(seq: int = 1, calls: tuple[m.Call, ...] = (), **changes: Any) -> m.Queue:
    given: dict[str, Any] = {
        "seq": seq,
        "day": "2026-11-23",
        "open": True,
        "counters": [counter(n) for n in (1, 2, 3, 4)],
        "waiting": {},
        "calls": list(calls),
    }
    return m.Queue(**(given | changes))


def event(seq: int, kind: Any, at: datetime = MORNING, **fields: Any) -> m.Event:
    return m.Event(seq=seq, at=stamp(at), kind=kind, **fields)


def called(
    seq: int, id: int, number: str, counter: int, n: int = 1, **fields: Any
) -> m.Event:
    given: dict[str, Any] = {
        "voice": {"vi": f"/voice/{number}-{counter}.wav"},
        "service": "births",
    }
    fields = given | fields
    return event(
        seq,
        "ticket.called",
        ticket=id,
        number=number,
        counter=f"q{counter}",
        n=n,
        **fields,
    )


def hearing(*news: object, now: float = 0.0, at: datetime = MORNING) -> Hearing:
    """Make ears that know the office and have heard ``news`` at ``now``."""
    heard = Hearing(at, now)
    heard.hall.hear_office(office())
    for piece in news:
        heard.hear(piece, now)
    heard.line.look(True, now)
    return heard


def busy(now: float = 0.0, hero: str = "B018") -> Hearing:
    """Make a hall with four last calls and one that is being announced."""
    last = ((4, "A041", 1), (3, "H007", 3), (2, "M006", 4), (1, "B017", 2))
    calls = tuple(call(*one) for one in last)
    heard = hearing(m.Snapshot(seq=1, queue=queue(1, calls)), now=now)
    heard.hear(called(2, 5, hero, 2), now)
    heard.announcer.next(now)
    return heard

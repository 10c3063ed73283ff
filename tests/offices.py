"""A small office for tests: two services, three counters, hours on request."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.model import (
    CounterSetup,
    Hours,
    Office,
    PriorityReason,
    Service,
    Session,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)
MORNING = Session(time(7, 30), time(12))
AFTERNOON = Session(time(13), time(16, 30))
WEEK = {day: (MORNING, AFTERNOON) for day in range(5)}


def service(id: str, prefix: str) -> Service:
    """Make a service named like its id."""
    words = {"vi": id, "en": id}
    return Service(id, prefix, words, words, "stamp", (id,), timedelta(minutes=10))


def office(*, hours: Hours | None = None, shows_clerks: bool = False) -> Office:
    """Make the office; without hours it is always open.

    Counter q1 serves copies, q2 births, q3 everything.
    """
    services = {"copies": service("copies", "A"), "births": service("births", "B")}
    counters = {
        id: CounterSetup(id, n, {"vi": f"Quầy {n}", "en": f"Counter {n}"}, served)
        for n, (id, served) in enumerate(
            (("q1", ("copies",)), ("q2", ("births",)), ("q3", ())), 1
        )
    }
    return Office(
        id="test",
        name="UBND xã Thử",
        unit="Trung tâm",
        zone=ZONE,
        languages=("vi", "en"),
        services=services,
        counters=counters,
        hours=hours or Hours({}, always=True),
        priorities={"elderly": PriorityReason("elderly", {"vi": "Cao tuổi"}, "", 1800)},
        shows_clerks=shows_clerks,
    )

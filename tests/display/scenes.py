"""What walls and counters may have to show, and how a test puts it on the glass."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from display.board import show_wall
from display.rules import PAGE_TURN
from server.protocol import messages as m
from tests.display.hallway import (
    HOLIDAY,
    ID_CARD,
    Hallway,
    call,
    closed_services,
    counter,
    office,
    phone_code,
    procedure,
)
from tests.pilot import Pilot

INCHES = 43.0
LONG = "Ủy ban nhân dân xã Hòa Nghĩa Thượng Đông, thành phố Đà Nẵng"


def app_of(make: Any) -> Any:
    from kivy.app import App

    class Small(App):  # type: ignore[misc]
        def build(self) -> Any:
            return make()

    return Small()


def wall_app(language: str, size: tuple[int, int]) -> Any:
    def make() -> Any:
        from assets.look.current import look
        from assets.look.scale import WALL_GRID_MM, from_diagonal
        from display.screens.wall import WallScreen

        look.scale = from_diagonal(INCHES, size, WALL_GRID_MM)
        return WallScreen(language)

    return app_of(make)


def show(pilot: Pilot, way: Hallway, language: str = "vi") -> Any:
    screen = pilot.app.root
    places = screen.foot_places
    screen.show(show_wall(way.heard, way.now, language, places))
    return screen


# Walls


def busy() -> Hallway:
    way = Hallway(calls=[call(4, "M006", 4, ago=100), call(3, "B017", 2, ago=200)])
    for id, number, at in ((5, "H007", 3), (6, "A041", 1)):
        way.called(id, number, at)
        way.announce()
    way.called(7, "B018", 2)
    way.begin()
    return way


def wide() -> Hallway:
    old = [call(4, "M888", 4), call(3, "A1000", 2), call(2, "M1000", 3)]
    way = Hallway(office(name=LONG), calls=[*old, call(1, "U1234", 12)])
    way.called(7, "M1888", 2)
    way.begin()
    return way


def many() -> Hallway:
    way = busy()
    for id in range(10, 20):
        way.called(id, f"K{id:03}", id % 4 + 1)
    return way


def last() -> Hallway:
    way = busy()
    way.announce()
    way.event("ticket.started", ticket=7, counter="q2")
    return way


def updating() -> Hallway:
    way = busy()
    way.heard.line.look(False, way.now)
    way.let(30)
    return way


def stale() -> Hallway:
    way = busy()
    way.announce()
    way.heard.line.look(False, way.now)
    way.let(130)
    return way


def long_ago() -> list[m.Call]:
    """Make calls of a quarter of an hour ago: the wall is quiet since."""
    return [call(n, f"H{n:03}", n % 4 + 1, ago=900) for n in (9, 8, 7, 6)]


def notice() -> Hallway:
    return Hallway(office(notices=[ID_CARD, HOLIDAY]), calls=long_ago())


def welcome() -> Hallway:
    return Hallway(office(name=LONG))


def closed() -> Hallway:
    return Hallway(office(services=closed_services(), notices=[ID_CARD]))


def first() -> Hallway:
    """Make the first call of a morning: nothing stands beside it."""
    way = Hallway()
    way.called(7, "B018", 2)
    way.begin()
    return way


def third() -> Hallway:
    way = Hallway(calls=[call(2, "H007", 3, ago=60), call(1, "A041", 1, ago=100)])
    way.called(7, "B018", 2)
    way.begin()
    return way


def third_with_notices() -> Hallway:
    way = third()
    way.heard.hall.hear_office(office(notices=[ID_CARD, HOLIDAY]))
    way.let(2 * PAGE_TURN)
    way.tick()
    return way


def fourth() -> Hallway:
    way = third()
    way.called(8, "M006", 4)
    return way


def twelve() -> Hallway:
    """Make an office of twelve counters that has called at every one."""
    counters = [counter(n) for n in range(1, 13)]
    shown = office(counters=counters)
    past = [call(n, f"A{n:03}", n, ago=20 * n) for n in range(1, 12)]
    way = Hallway(shown, counters=counters, calls=past)
    way.called(50, "M888", 12)
    way.begin()
    return way


def stale_first() -> Hallway:
    way = first()
    way.announce()
    way.heard.line.look(False, way.now)
    way.let(130)
    return way


def quiet_second() -> Hallway:
    calls = [call(n, f"H{n:03}", n, ago=900) for n in (2, 1)]
    return Hallway(office(notices=[ID_CARD, HOLIDAY]), calls=calls)


def no_counter() -> Hallway:
    return Hallway(counters=[counter(n, state="closed") for n in range(1, 5)])


MAP = Path(str(files("assets") / "office")) / "so-do-cac-phong.png"


def _slide(title: str, body: str) -> Hallway:
    slide = m.Page(
        title={"vi": title, "en": title},
        body={"vi": body, "en": body},
        picture={"vi": "/pictures/map.png"},
    )
    way = Hallway(office(slides=[slide]), calls=long_ago())
    way.heard.pictures = {"/pictures/map.png": MAP}
    return way


def slide() -> Hallway:
    return _slide("Sơ đồ các phòng", "Phòng tiếp công dân ở tầng 1, cửa bên phải.")


def changed() -> Hallway:
    way = notice()
    way.heard.hall.hear_office(office())
    way.heard.procedures = [procedure("1.1", "Đăng ký khai sinh có yếu tố nước ngoài")]
    return way


def poster() -> Hallway:
    return _slide("", "")


def line() -> Hallway:
    """Make the turn of the office's line come: after two turns of services."""
    text = "Chiều thứ Sáu, 27/11 mất điện từ 14 giờ. Mời quý vị đến buổi sáng."
    way = busy()
    told = m.Page(title={"vi": text, "en": "No power on Friday, 27/11"}, body={})
    way.heard.hall.hear_office(office(ticker=[told]))
    foot = (show_wall(way.heard, way.now + n, "vi").line for n in range(0, 40))
    way.let(next(n for n, line in enumerate(foot) if line))
    way.tick()
    return way


def phone() -> Hallway:
    """Let phones take numbers here, in a Wi-Fi with a name."""
    way = busy()
    way.heard.hall.hear_office(office(phone_tickets=True, wifi="Mot-cua Thach Khe"))
    way.heard.phone = phone_code()
    return way


WALLS = (
    *(slide, poster, line, changed, phone),
    *(first, third, third_with_notices, fourth, busy, wide, many, twelve, last),
    *(updating, stale, stale_first, notice, quiet_second),
    *(welcome, no_counter, closed),
)


# One counter


def called_here() -> Hallway:
    way = Hallway()
    way.event("ticket.issued", ticket=5, number="M1888", priority=True)
    way.called(5, "M1888", 4, service="viec-khac")
    return way


def served_here() -> Hallway:
    way = called_here()
    way.event("ticket.started", ticket=5, counter="q4")
    return way


def stale_here() -> Hallway:
    way = called_here()
    way.heard.line.look(False, way.now)
    way.let(200)
    return way


def idle_here() -> Hallway:
    return Hallway(counters=[counter(4, ("chung-thuc", "ho-tich", "dat-dai"))])


def shut_here() -> Hallway:
    return Hallway(counters=[counter(1), counter(4, state="paused")])


def nobody_here() -> Hallway:
    return Hallway(counters=[counter(1)])


def named_here() -> Hallway:
    clerk = "Nguyễn Thị Hoài, công chức tư pháp – hộ tịch"
    way = Hallway(counters=[counter(4, clerk=clerk)])
    way.called(5, "B018", 4, service="ho-tich")
    return way


def named_idle_here() -> Hallway:
    clerk = "Nguyễn Thị Hoài, công chức tư pháp – hộ tịch"
    return Hallway(counters=[counter(4, ("chung-thuc", "ho-tich"), clerk=clerk)])


def away_here() -> Hallway:
    reason = "Cán bộ đi họp đến 10 giờ 30"
    paused = counter(4, state="paused", reason=reason)
    return Hallway(counters=[counter(1), paused])


def closed_here() -> Hallway:
    return Hallway(counters=[counter(4, state="closed")])


HERE = (
    *(named_here, named_idle_here, away_here, closed_here),
    *(called_here, served_here, stale_here, idle_here, shut_here, nobody_here),
)

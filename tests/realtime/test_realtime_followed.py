"""What the holder of a ticket hears, from the line to the end of the day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from server.protocol import messages as m
from server.protocol.errors import Refused
from server.protocol.methods import TicketFollow
from tests.nightfall import set_ahead
from tests.realtime.test_realtime_ws import Listening, listening
from tests.running import Client, RefusedCall, RunningServer

Hears = Callable[[m.Followed], object]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "data", program="tests.nightfall") as running:
        yield running


@pytest.fixture
def kiosk(server: RunningServer) -> Client:
    return server.kiosk()


@pytest.fixture
def clerk(server: RunningServer) -> Client:
    return server.user("hoai", "clerk")


def issued(kiosk: Client) -> TicketFollow:
    given = kiosk.do("ticket.issue", service="ho-tich")
    return TicketFollow(ticket=given["ticket"]["id"], secret=given["secret"])


@asynccontextmanager
async def following(
    server: RunningServer, mine: TicketFollow
) -> AsyncIterator[tuple[m.Followed, Listening]]:
    async with listening(server, None) as phone:
        yield await phone.link.call("ticket.follow", mine), phone


async def told(phone: Listening, hears: Hears) -> m.Followed:
    found: m.Followed = await phone.until(
        lambda news: isinstance(news, m.Followed) and hears(news)
    )
    return found


async def test_a_phone_hears_that_its_turn_is_near(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    for _ in range(3):
        issued(kiosk)
    async with following(server, issued(kiosk)) as (place, phone):
        assert (place.ahead, place.wait, place.near) == (3, None, False)
        clerk.do("counter.open", counter="q2")
        served = await told(phone, lambda place: place.wait is not None)
        assert (served.ahead, served.near) == (3, False)
        clerk.do("counter.call_next")
        near = await told(phone, lambda place: place.near)
        assert near.ahead == 2
        clerk.do("counter.finish")
        clerk.do("counter.close")
        alone = await told(phone, lambda place: place.wait is None)
        assert not alone.near, "nobody is there to call"


async def test_every_phone_of_a_ticket_hears_that_it_was_rated(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    mine = issued(kiosk)
    clerk.do("counter.open", counter="q2")
    async with following(server, mine) as (_, phone):
        clerk.do("counter.call_next")
        clerk.do("counter.finish")
        done = await told(phone, lambda place: place.may)
        assert (done.may, done.rated) == (["rate"], False)
        kiosk.do("rating.give", number=done.ticket.number, score=3)
        rated = await told(phone, lambda place: place.rated)
        assert rated.may == []
    async with following(server, mine) as (place, _):
        assert (place.rated, place.may) == (True, [])


async def test_a_phone_hears_what_the_time_alone_forbids(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    mine = issued(kiosk)
    clerk.do("counter.open", counter="q2")
    clerk.do("counter.call_next")
    clerk.do("counter.no_show")
    clerk.do("counter.close")
    async with following(server, mine) as (place, phone):
        assert place.may == ["return"]
        set_ahead(server.folder, 31 * 60)
        late = await told(phone, lambda place: not place.may)
        assert late.ticket.number == place.ticket.number


async def test_a_link_dies_with_the_day(
    server: RunningServer, kiosk: Client, clerk: Client
) -> None:
    done, waiting = issued(kiosk), issued(kiosk)
    clerk.do("counter.open", counter="q2")
    clerk.do("counter.call_next")
    clerk.do("counter.finish")
    clerk.do("counter.close")
    async with (
        following(server, done) as (before, served),
        following(server, waiting) as (_, other),
    ):
        assert before.may == ["rate"]
        set_ahead(server.folder, 24 * 3600)
        expired = await told(other, lambda place: place.ticket.state == "expired")
        assert expired.may == []
        over = await told(served, lambda place: not place.may)
        assert over.ticket.state == "done"
        for mine in (done, waiting):
            with pytest.raises(Refused, match="unknown_ticket"):
                await served.link.call("ticket.follow", mine)
    for deed in ("ticket.cancel", "ticket.return", "rating.give"):
        more: dict[str, Any] = {"score": 4} if deed == "rating.give" else {}
        body = {"ticket": waiting.ticket, "secret": waiting.secret, **more}
        with pytest.raises(RefusedCall, match="unknown_ticket"):
            await asyncio.to_thread(server.client().do, deed, **body)


async def test_a_slip_printed_again_opens_a_ticket_that_a_kiosk_gave_itself(
    server: RunningServer, clerk: Client
) -> None:
    token = server.device("kiosk", "kiosk")
    async with listening(server, token, "queue") as kiosk:
        await kiosk.until(lambda news: isinstance(news, m.Snapshot))
        now = datetime.now().astimezone().isoformat(timespec="milliseconds")
        given = server.client(token).do(
            "ticket.adopt",
            service="ho-tich",
            number="U050",
            issued_at=now,
            secret="A" * 22,
        )
        clerk.do("ticket.reprint", ticket=given["ticket"]["id"])
        order = await kiosk.until(lambda news: isinstance(news, m.Print))
    for secret in ("A" * 22, order.slip.secret):
        place = server.client().call(
            "ticket.follow", ticket=order.slip.ticket.id, secret=secret
        )
        assert place["ticket"]["number"] == "U050"

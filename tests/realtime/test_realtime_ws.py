"""The real server over /ws: events, gaps, replays, bad input, kill -9."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.protocol import messages as m
from server.protocol.errors import Refused
from server.protocol.link import Link, News, Offline, Online
from server.protocol.methods import CounterOpen, CounterStep, TicketFollow, TicketIssue
from tests.running import RunningServer, motcua

WITHIN = 15.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server in which nothing happens: no test may change anything there."""
    with RunningServer(tmp_path_factory.mktemp("quiet") / "data") as running:
        yield running


class Listening:
    """A link and all the news it heard."""

    def __init__(self, url: str, token: str | None, *topics: m.Topic) -> None:
        self.news: list[News] = []
        self._changed = asyncio.Event()
        self.link = Link(url, token, topics, self._hear)

    def _hear(self, news: News) -> None:
        self.news.append(news)
        self._changed.set()

    async def until(self, found: Callable[[News], object]) -> Any:
        """Wait for a piece of news, looking at the old ones first."""
        async with asyncio.timeout(WITHIN):
            looked = 0
            while True:
                for news in self.news[looked:]:
                    if found(news):
                        return news
                looked = len(self.news)
                self._changed.clear()
                await self._changed.wait()

    def events(self) -> list[m.Event]:
        return [news for news in self.news if isinstance(news, m.Event)]


@asynccontextmanager
async def listening(
    server: RunningServer, token: str | None, *topics: m.Topic
) -> AsyncIterator[Listening]:
    made = Listening(server.url, token, *topics)
    running = asyncio.create_task(made.link.run())
    try:
        yield made
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def issue(service: str = "ho-tich") -> TicketIssue:
    return TicketIssue(service=service, key=uuid4().hex)


def is_kind(kind: str) -> Callable[[News], bool]:
    return lambda news: isinstance(news, m.Event) and news.kind == kind


async def test_a_ticket_from_issue_to_call_as_the_wall_hears_it(
    server: RunningServer,
) -> None:
    kiosk_token = server.device("kiosk", "kiosk")
    wall_token = server.device("wall", "display")
    clerk_token = server.user("hoai", "clerk", "Nguyễn Thị Hoài").token
    async with (
        listening(server, kiosk_token) as kiosk,
        listening(server, wall_token, "queue") as wall,
        listening(server, clerk_token, "queue") as clerk,
    ):
        await wall.until(lambda news: isinstance(news, m.Snapshot))
        await clerk.until(lambda news: isinstance(news, m.Snapshot))
        issued = await kiosk.link.call("ticket.issue", issue())
        heard = await wall.until(is_kind("ticket.issued"))
        assert heard.number == issued.ticket.number == "B001"
        opened = CounterOpen(counter="q2", key=uuid4().hex)
        assert (
            await clerk.link.call("counter.open", opened)
        ).clerk == "Nguyễn Thị Hoài"
        assert (await wall.until(is_kind("counter.opened"))).clerk is None
        desk = await clerk.until(lambda n: isinstance(n, m.Desk) and n.next is not None)
        assert desk.next.ticket.number == "B001"
        called = await clerk.link.call(
            "counter.call_next", CounterStep(key=uuid4().hex)
        )
        assert called.ticket.number == "B001"
        heard = await wall.until(is_kind("ticket.called"))
        assert (heard.counter, heard.n, heard.because) == ("q2", 1, None)
        assert heard.voice["vi"].startswith("/voice/")
        assert (await clerk.until(is_kind("ticket.called"))).because is not None
        waits = await wall.until(lambda news: isinstance(news, m.Waits))
        assert set(waits.services) >= {"ho-tich", "chung-thuc"}
        assert [event.seq for event in wall.events()] == list(
            range(wall.events()[0].seq, wall.events()[0].seq + len(wall.events()))
        )


async def test_a_printed_slip_is_no_news_for_the_public_but_leaves_no_gap(
    server: RunningServer,
) -> None:
    kiosk = server.kiosk()
    ticket = kiosk.do("ticket.issue", service="ho-tich")["ticket"]["id"]
    async with listening(server, None, "queue") as public:
        await public.until(lambda news: isinstance(news, m.Snapshot))
        kiosk.do("ticket.printed", ticket=ticket, ok=False, detail="paper")
        heard = await public.until(is_kind("ticket.printed"))
        assert (heard.ticket, heard.printed, heard.detail) == (None, None, None)


async def test_a_killed_server_comes_back_the_same_and_nothing_is_missed(
    server: RunningServer,
) -> None:
    kiosk = server.kiosk()
    before = kiosk.do("ticket.issue", service="ho-tich")
    async with listening(server, None, "queue") as public:
        await public.until(lambda news: isinstance(news, m.Snapshot))
        kiosk.do("ticket.issue", service="ho-tich")
        await public.until(is_kind("ticket.issued"))
        queue = kiosk.call("queue.get")
        server.kill()
        await public.until(lambda news: isinstance(news, Offline))
        server.start()
        assert kiosk.call("queue.get") == queue
        third = kiosk.do("ticket.issue", service="ho-tich")
        assert third["ticket"]["number"] == "B003"
        await public.until(lambda n: isinstance(n, m.Event) and n.number == "B003")
        assert [e.number for e in public.events()] == ["B002", "B003"]
        assert sum(isinstance(news, Online) for news in public.news) == 2
    assert before["ticket"]["number"] == "B001"


async def test_a_call_whose_answer_was_cut_off_is_one_ticket(
    server: RunningServer,
) -> None:
    token = server.device("kiosk", "kiosk")
    async with listening(server, token, "queue") as kiosk:
        await kiosk.until(lambda news: isinstance(news, m.Snapshot))
        server.kill()
        await kiosk.until(lambda news: isinstance(news, Offline))
        asked = asyncio.create_task(kiosk.link.call("ticket.issue", issue()))
        await asyncio.sleep(0)
        server.start()
        async with asyncio.timeout(WITHIN):
            assert (await asked).ticket.number == "B001"
    waiting = server.client().call("queue.get")["waiting"]["ho-tich"]
    assert [ticket["number"] for ticket in waiting] == ["B001"]


async def test_who_follows_a_ticket_hears_its_place(server: RunningServer) -> None:
    kiosk, clerk = server.kiosk(), server.user("hoai", "clerk")
    kiosk.do("ticket.issue", service="ho-tich")
    mine = kiosk.do("ticket.issue", service="ho-tich")
    clerk.do("counter.open", counter="q2")
    async with listening(server, None) as phone:
        params = TicketFollow(ticket=mine["ticket"]["id"], secret=mine["secret"])
        place = await phone.link.call("ticket.follow", params)
        assert place.ahead == 1
        clerk.do("counter.call_next")
        moved = await phone.until(lambda n: isinstance(n, m.Followed) and n.ahead == 0)
        assert moved.ticket.state == "waiting"
        wrong = TicketFollow(ticket=params.ticket, secret="x" * 22)
        with pytest.raises(Refused, match="forbidden"):
            await phone.link.call("ticket.follow", wrong)


async def test_a_reprint_goes_to_the_kiosk_once(server: RunningServer) -> None:
    clerk = server.user("hoai", "clerk")
    token = server.device("kiosk", "kiosk")
    ticket = server.client(token).do("ticket.issue", service="ho-tich")["ticket"]["id"]
    async with listening(server, token, "queue") as kiosk:
        await kiosk.until(lambda news: isinstance(news, m.Snapshot))
        for _ in range(2):
            clerk.call("ticket.reprint", ticket=ticket, key="reprint-key-1")
        clerk.call("ticket.reprint", ticket=ticket, key="reprint-key-2")
        await kiosk.until(
            lambda n: isinstance(n, m.Print) and n.slip.id.endswith("key-2")
        )
        orders = [news.slip.id for news in kiosk.news if isinstance(news, m.Print)]
        assert orders == ["user:hoai:reprint-key-1", "user:hoai:reprint-key-2"]


async def test_staff_see_devices_and_calls_for_help(server: RunningServer) -> None:
    clerk = server.user("hoai", "clerk")
    token = server.device("kiosk", "kiosk")
    async with listening(server, clerk.token, "queue", "devices") as staff:
        voice = await staff.until(
            lambda n: isinstance(n, m.Device) and n.device == "voice"
        )
        assert voice.state["online"] is True
        async with listening(server, token, "queue"):
            await staff.until(
                lambda n: (
                    isinstance(n, m.Device)
                    and (n.device, n.state.get("online")) == ("kiosk", True)
                )
            )
            kiosk = server.client(token)
            kiosk.call("device.report", state={"printer": "paper_out"})
            heard = await staff.until(
                lambda n: isinstance(n, m.Device) and n.state.get("printer")
            )
            assert heard.state["printer"] == "paper_out"
            for _ in range(2):
                kiosk.call("assistance.request", key="help-me-please")
            help_asked = await staff.until(lambda n: isinstance(n, m.Assistance))
            assert help_asked.device == "kiosk"
        await staff.until(
            lambda n: (
                isinstance(n, m.Device)
                and (n.device, n.state.get("online")) == ("kiosk", False)
            )
        )
        assert sum(isinstance(n, m.Assistance) for n in staff.news) == 1
    async with listening(server, token, "devices") as forbidden:
        await forbidden.until(lambda n: isinstance(n, Offline) and "forbidden" in n.why)


async def test_a_revoked_device_is_cut_within_a_second(server: RunningServer) -> None:
    token = server.device("kiosk", "kiosk")
    async with listening(server, token, "queue") as kiosk:
        await kiosk.until(lambda news: isinstance(news, m.Snapshot))
        motcua("token", "revoke", "kiosk", "--data", str(server.folder))
        async with asyncio.timeout(2):
            heard = await kiosk.until(lambda news: isinstance(news, Offline))
        assert "4401" in heard.why


# Raw lines


async def ask(line: ClientConnection, message: str) -> dict[str, Any]:
    await line.send(message)
    async with asyncio.timeout(WITHIN):
        answer: dict[str, Any] = json.loads(await line.recv())
    return answer


async def test_after_zero_gives_the_whole_day_then_the_live_events(
    server: RunningServer,
) -> None:
    kiosk = server.kiosk()
    for _ in range(450):
        kiosk.do("ticket.issue", service="ho-tich")
    async with connect(f"ws{server.url[4:]}/ws", proxy=None) as line:
        subscribe = {"topics": ["queue"], "after": 0}
        answer = await ask(
            line,
            json.dumps(
                {"jsonrpc": "2.0", "id": 1, "method": "subscribe", "params": subscribe}
            ),
        )
        assert answer["result"] == {"seq": 451}
        kiosk.do("ticket.issue", service="ho-tich")
        seqs: list[int] = []
        async with asyncio.timeout(WITHIN):
            while len(seqs) < 452:
                told = json.loads(await line.recv())
                if told["method"] == "event":
                    seqs.append(told["params"]["seq"])
        assert seqs == list(range(1, 453))


@pytest.mark.parametrize("after", [452_000, -1])
async def test_an_after_that_cannot_be(quiet: RunningServer, after: int) -> None:
    async with connect(f"ws{quiet.url[4:]}/ws", proxy=None) as line:
        params = {"topics": ["queue"], "after": after}
        message = {"jsonrpc": "2.0", "id": 1, "method": "subscribe", "params": params}
        answer = await ask(line, json.dumps(message))
        if after < 0:
            assert answer["error"]["code"] == -32602
        else:
            assert answer["result"]["queue"]["seq"] == answer["result"]["seq"]


async def test_bad_messages_are_answered_and_the_line_lives(
    quiet: RunningServer,
) -> None:
    async with connect(f"ws{quiet.url[4:]}/ws", proxy=None) as line:
        for message, code in (
            ("nonsense", -32700),
            ("{}", -32600),
            ('{"jsonrpc":"2.0","id":1,"method":"nothing"}', -32601),
            ('{"jsonrpc":"2.0","id":1,"method":"queue.get","params":{"x":1}}', -32602),
            ('{"jsonrpc":"2.0","id":1,"method":"ticket.issue"}', 1),
        ):
            answer = await ask(line, message)
            assert answer["error"]["code"] == code
        answer = await ask(line, '{"jsonrpc":"2.0","id":2,"method":"office.get"}')
        assert answer["result"]["name"] == "UBND xã Thạch Khê"


@pytest.mark.parametrize(
    ("message", "code"), [(b"binary", 1003), ("x" * (1 << 20), 1009)]
)
async def test_what_may_not_be_sent_closes_the_line(
    quiet: RunningServer, message: str | bytes, code: int
) -> None:
    async with connect(f"ws{quiet.url[4:]}/ws", proxy=None) as line:
        await line.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            await line.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/ws", {"Authorization": "Bearer nonsense"}, 401),
        ("/ws", {"Origin": "http://evil.example"}, 403),
        ("/nothing", {}, 404),
        ("/screens/kiosk/feed", {}, 404),
    ],
)
async def test_who_is_not_let_in(
    quiet: RunningServer, path: str, headers: dict[str, str], status: int
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(
            f"ws{quiet.url[4:]}{path}", additional_headers=headers, proxy=None
        ).__aenter__()
    assert refused.value.response.status_code == status


async def test_a_flood_is_slowed_down_and_others_unhurt(server: RunningServer) -> None:
    kiosk = server.kiosk()
    async with connect(f"ws{server.url[4:]}/ws", proxy=None) as line:
        for n in range(600):
            await line.send(f'{{"jsonrpc":"2.0","id":{n},"method":"office.get"}}')
        reasons = set()
        for _ in range(600):
            answer = json.loads(await line.recv())
            reasons.add(answer.get("error", {}).get("message", "answered"))
        assert reasons == {"answered", "rate_limited"}
    assert kiosk.do("ticket.issue", service="ho-tich")["ticket"]["number"] == "B001"

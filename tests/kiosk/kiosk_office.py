"""The sample office as the kiosk hears of it, and a server that speaks as one."""

import asyncio
import hashlib
import json
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from server.protocol import codec
from server.protocol import messages as m
from server.protocol.errors import Refused

WAITS: tuple[tuple[int, tuple[int, int] | None], ...] = (
    (5, (600, 1500)),
    (3, (300, 900)),
    (4, (900, 2400)),
    (2, None),
    (0, (0, 0)),
    (1, (300, 600)),
)
AT = "2026-11-23T09:05:00.000+07:00"


def procedures() -> list[m.Procedure]:
    text = (files("assets") / "office" / "procedures.json").read_text("utf-8")
    return [msgspec.convert(p, m.Procedure) for p in json.loads(text)["procedures"]]


def office(**changes: Any) -> m.Office:
    text = (files("assets") / "office" / "thach-khe.toml").read_text("utf-8")
    table = tomllib.loads(text)
    services = [
        _service(one, *wait) for one, wait in zip(table["services"], WAITS, strict=True)
    ]
    found = m.Office(
        name=table["name"],
        unit=table["unit"],
        languages=table["languages"],
        services=services,
        priorities=[],
        counters=[],
        hours=m.Hours(
            always=False,
            week={
                day: ["07:30-12:00", "13:00-16:30"] for day in ("monday", "wednesday")
            },
            holidays=[
                m.Holiday(
                    date="2026-11-24",
                    name={"vi": "nghỉ Ngày Văn hóa Việt Nam", "en": "Culture Day"},
                )
            ],
        ),
        notices=[msgspec.convert(p, m.Page) for p in table.get("notices", [])],
        rules=[msgspec.convert(p, m.Page) for p in table.get("rules", [])],
        pages=[_page(p) for p in table.get("pages", [])],
        public_url=None,
        wifi=None,
        portal=table["portal"],
        general=table["general"],
        rating_reasons=[
            msgspec.convert(p, m.Reason) for p in table.get("rating_reasons", [])
        ],
    )
    return msgspec.structs.replace(found, **changes)


def _page(one: dict[str, Any]) -> m.OfficePage:
    page = msgspec.convert({"body": {}, "rows": [], **one}, m.OfficePage)
    by_file = {picture.file: address for address, picture in pictures().items()}
    addresses = {lang: by_file[file] for lang, file in page.picture.items()}
    return msgspec.structs.replace(page, picture=addresses)


@dataclass(frozen=True)
class Shipped:
    """A picture of the sample office."""

    file: str
    data: bytes


@cache
def pictures() -> dict[str, Shipped]:
    """Give the sample office's pictures by their addresses on a server."""
    found = {}
    for file in (files("assets") / "office").iterdir():
        if file.name.endswith(".png"):
            data = file.read_bytes()
            address = f"/pictures/{hashlib.sha256(data).hexdigest()}.png"
            found[address] = Shipped(file.name, data)
    return found


def _service(
    one: dict[str, Any], waiting: int, wait: tuple[int, int] | None
) -> m.Service:
    return m.Service(
        id=one["id"],
        prefix=one["prefix"],
        name=one["name"],
        short=one["short"],
        fields=one["fields"],
        icon=one["icon"],
        open=True,
        closed_because=None,
        opens_at=None,
        waiting=waiting,
        wait=m.Wait(low=wait[0], high=wait[1]) if wait else None,
    )


def closed_office(**changes: Any) -> m.Office:
    whole = office(**changes)
    shut = [
        msgspec.structs.replace(
            s,
            open=False,
            closed_because={"vi": "Ngoài giờ làm việc.", "en": "Closed now."},
            opens_at="2026-11-25T07:30:00.000+07:00",
        )
        for s in whole.services
    ]
    return msgspec.structs.replace(whole, services=shut)


def issued(number: str = "B018", id: int = 87, **changes: Any) -> m.Issued:
    ticket = m.Ticket(
        id=id,
        number=number,
        service=changes.pop("service", "ho-tich"),
        procedures=changes.pop("procedures", []),
        priority=False,
        lang="vi",
        state="waiting",
        counter=None,
        issued_at=AT,
        called_at=None,
        started_at=None,
        ended_at=None,
        calls=0,
    )
    values = {"ahead": 3, "wait": m.Wait(low=300, high=900), "secret": "s" * 22}
    return m.Issued(ticket=ticket, **{**values, **changes})


class Server:
    """Answers a kiosk on a real socket, and remembers what it was asked.

    Tickets are kept by key as the real one does: a repeated key, the same ticket.
    """

    def __init__(self, whole: m.Office | None = None) -> None:
        self.office = whole or office()
        self.procedures = procedures()
        self.url = ""
        self.asked: list[tuple[str, Any]] = []
        self.tickets: dict[str, m.Issued] = {}
        self.refuse: Refused | None = None
        self.booked: dict[str, m.Appointment] = {}
        self.held: dict[int, m.Followed] = {}
        self.pictures = {address: one.data for address, one in pictures().items()}
        self.fetched: list[str] = []
        self.heard = asyncio.Event()
        self.answering = asyncio.Event()
        self.answering.set()
        self.lines: set[ServerConnection] = set()
        self.seq = 400

    def calls(self, method: str) -> list[Any]:
        return [params for name, params in self.asked if name == method]

    async def tell(self, method: str, shape: Any) -> None:
        for line in self.lines:
            await line.send(codec.write_notification(method, shape).decode())

    async def cut(self) -> None:
        for line in list(self.lines):
            line.transport.abort()

    def give(self, line: ServerConnection, request: Request) -> Response | None:
        """Give a picture over HTTP; everything else is the line."""
        if not request.path.startswith("/pictures/"):
            return None
        self.fetched.append(request.path)
        data = self.pictures.get(request.path)
        if data is None:
            return Response(404, "Not Found", Headers())
        length = Headers([("Content-Length", str(len(data)))])
        return Response(200, "OK", length, data)

    async def talk(self, line: ServerConnection) -> None:
        self.lines.add(line)
        try:
            async for message in line:
                request = codec.read_request(message)
                params = codec.params_of(request)
                self.asked.append((request.method, params))
                self.heard.set()
                if request.method.startswith(("ticket.", "appointment.")):
                    await self.answering.wait()
                try:
                    result = self._answer(request.method, params)
                    answer = codec.write_answer(request.id, result)
                except Refused as refused:
                    answer = codec.write_refusal(request.id, refused)
                await line.send(answer.decode())
        except ConnectionClosed:
            pass
        finally:
            self.lines.discard(line)

    def _answer(self, method: str, params: Any) -> Any:
        answers: dict[str, Callable[[Any], Any]] = {
            "subscribe": lambda _: m.Subscribed(seq=self.seq, queue=self._queue()),
            "office.get": lambda _: self.office,
            "procedure.bundle": self._bundle,
            "ticket.issue": self._issue,
            "appointment.get": self._appointment,
            "ticket.follow": self._follow,
            "ticket.prioritise": self._prioritise,
            "ticket.return": self._return,
        }
        if method == "rating.give" and self.refuse is not None:
            raise self.refuse
        given = answers.get(method)
        return given(params) if given else m.Empty()

    def _queue(self) -> m.Queue:
        return m.Queue(
            seq=self.seq, day="2026-11-23", open=True, counters=[], waiting={}, calls=[]
        )

    def _bundle(self, params: Any) -> m.Bundle:
        if params.version == "v1":
            return m.Bundle(version="v1")
        return m.Bundle(version="v1", procedures=self.procedures)

    def _appointment(self, params: Any) -> m.Appointment:
        if params.code not in self.booked:
            words = {"vi": "Không có mã này.", "en": "No such code."}
            raise Refused("unknown_appointment", words, {})
        return self.booked[params.code]

    def _follow(self, params: Any) -> m.Followed:
        if params.secret != "s" * 22 or params.ticket not in self.held:
            words = {"vi": "Không có số này.", "en": "No such ticket."}
            raise Refused("unknown_ticket", words, {})
        return self.held[params.ticket]

    def _prioritise(self, params: Any) -> m.Ticket:
        if self.refuse is not None:
            raise self.refuse
        return self._changed(params.ticket, priority=True)

    def _return(self, params: Any) -> m.Ticket:
        if self.refuse is not None:
            raise self.refuse
        return self._changed(params.ticket, state="waiting")

    def _changed(self, id: int, **changes: Any) -> m.Ticket:
        if id in self.held:
            ticket = msgspec.structs.replace(self.held[id].ticket, **changes)
            self.held[id] = msgspec.structs.replace(self.held[id], ticket=ticket)
            return ticket
        [given] = [t.ticket for t in self.tickets.values() if t.ticket.id == id]
        return msgspec.structs.replace(given, **changes)

    def _issue(self, params: Any) -> m.Issued:
        if self.refuse is not None:
            raise self.refuse
        if params.key not in self.tickets:
            n = 18 + len(self.tickets)
            service = next(s for s in self.office.services if s.id == params.service)
            self.tickets[params.key] = issued(
                f"{service.prefix}{n:03}",
                69 + n,
                service=params.service,
                procedures=list(params.procedures),
            )
        return self.tickets[params.key]


def priorities() -> list[m.Priority]:
    """Return the sample office's reasons for priority."""
    text = (files("assets") / "office" / "thach-khe.toml").read_text("utf-8")
    known = ("id", "name", "proof", "age")
    return [
        m.Priority(**{k: v for k, v in one.items() if k in known}, credit=1800)
        for one in tomllib.loads(text)["priorities"]
    ]


def followed(state: str = "waiting", **changes: Any) -> m.Followed:
    """Return the place of ticket B018 (its id is 87)."""
    ticket = msgspec.structs.replace(issued().ticket, state=state, **changes)
    return m.Followed(ticket=ticket, ahead=3, wait=m.Wait(low=300, high=900))


def appointment(code: str = "407152", **changes: Any) -> m.Appointment:
    values = {"at": "2026-11-23T09:30:00.000+07:00", "service": "ho-tich"}
    return m.Appointment(code=code, **{**values, "state": "booked", **changes})


@asynccontextmanager
async def serving(whole: m.Office | None = None) -> AsyncIterator[Server]:
    """Run a server on a free port in this block."""
    server = Server(whole)
    async with serve(
        server.talk, "127.0.0.1", 0, compression=None, process_request=server.give
    ) as listening:
        port = listening.sockets[0].getsockname()[1]
        server.url = f"http://127.0.0.1:{port}"
        try:
            yield server
        finally:
            server.answering.set()
            for line in list(server.lines):
                line.transport.abort()

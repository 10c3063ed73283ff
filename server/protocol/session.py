"""A client's side of the conversation, without any I/O.

The driver (``link``) tells it when a connection opened, what came in and when it
closed; it says what to send and what the client should hear. Nothing is lost and
nothing doubled: a gap in ``seq`` asks again with ``after``, and a call that has no
answer yet goes out again on the next connection with the same ``key``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import codec
from . import messages as m
from .errors import REFUSED, Malformed, ProtocolError, Refused
from .methods import Subscribe
from .shape import Params


@dataclass(frozen=True)
class Answered:
    """The call ``call`` got its answer."""

    call: int
    result: Any


@dataclass(frozen=True)
class Failed:
    """The call ``call`` was refused or malformed."""

    call: int
    error: ProtocolError


Update = m.Snapshot | m.Event | m.Tick | m.Waits | m.Followed | m.Desk | m.Print
"""What a client hears of the queue; ``Assistance`` and ``Device`` reach staff."""
Heard = Update | m.Assistance | m.Device | Answered | Failed


class Session:
    """One client's conversation over as many connections as it takes.

    Attributes:
        seq: the last event that was heard; None before the first snapshot.
        current: whether everything up to now is known (no gap is being closed).
    """

    def __init__(self, topics: Sequence[m.Topic]) -> None:
        self.seq: int | None = None
        self.current = False
        self._topics = list(topics)
        self._calls: dict[int, tuple[str, Params]] = {}
        self._next_call = 1
        self._subscribing: int | None = None
        self._out: list[bytes] = []

    def data_to_send(self) -> list[bytes]:
        """Give the messages that are to be sent now, and forget them."""
        out, self._out = self._out, []
        return out

    # What the driver reports

    def opened(self) -> None:
        """Start on a new connection: subscribe, then repeat what is unanswered."""
        self._out = []
        self._subscribing = None
        if self._topics:
            self._subscribe()
        for call, (method, params) in self._calls.items():
            self._out.append(codec.write_request(call, method, params))

    def closed(self) -> None:
        """Note that the connection is gone; the state heard so far stays."""
        self.current = False
        self._subscribing = None
        self._out = []

    def received(self, data: bytes | str) -> list[Heard]:
        """Take one message from the server.

        Raises:
            Malformed: the message is no JSON-RPC; the driver closes the line.
        """
        message = codec.read_message(data)
        if isinstance(message, codec.Reply):
            return self._answered(message)
        if isinstance(message, m.Event):
            return self._event(message)
        if isinstance(message, m.Tick):
            return self._tick(message)
        if isinstance(message, m.Snapshot):
            self.seq, self.current = message.seq, True
        return [] if message is None else [message]  # type: ignore[list-item]

    # What the client asks

    def call(self, method: str, params: Params) -> int:
        """Ask the server; the answer comes as ``Answered`` or ``Failed``."""
        call, self._next_call = self._next_call, self._next_call + 1
        self._calls[call] = (method, params)
        self._out.append(codec.write_request(call, method, params))
        return call

    def forget(self, call: int) -> None:
        """Give up on a call; a late answer to it is ignored."""
        self._calls.pop(call, None)

    # Inside

    def _subscribe(self) -> None:
        call, self._next_call = self._next_call, self._next_call + 1
        self._subscribing, self.current = call, False
        params = Subscribe(topics=self._topics, after=self.seq)
        self._out.append(codec.write_request(call, "subscribe", params))

    def _answered(self, reply: codec.Reply) -> list[Heard]:
        if reply.id is not None and reply.id == self._subscribing:
            self._subscribing = None
            return self._subscribed(reply)
        waiting = self._calls.pop(reply.id, None) if isinstance(reply.id, int) else None
        if waiting is None or not isinstance(reply.id, int):
            return []
        try:
            return [Answered(reply.id, codec.read_result(waiting[0], reply))]
        except ProtocolError as error:
            return [Failed(reply.id, error)]

    def _subscribed(self, reply: codec.Reply) -> list[Heard]:
        try:
            answer: m.Subscribed = codec.read_result("subscribe", reply)
        except Refused as refused:  # without events this line is of no use
            raise Malformed(REFUSED, str(refused)) from refused
        if answer.queue is not None:
            self.seq, self.current = answer.seq, True
            return [m.Snapshot(seq=answer.seq, queue=answer.queue)]
        self.current = self.seq is not None and self.seq >= answer.seq
        return []

    def _event(self, event: m.Event) -> list[Heard]:
        if self.seq is None or event.seq <= self.seq:
            return []  # it is in the snapshot, or was heard before the line was cut
        if event.seq > self.seq + 1:
            self._close_gap()
            return []
        self.seq = event.seq
        if self._subscribing is None:
            self.current = True
        return [event]

    def _tick(self, tick: m.Tick) -> list[Heard]:
        if self.seq is not None and tick.seq > self.seq:
            self._close_gap()
        elif self._subscribing is None and self.seq is not None:
            self.current = True
        return [tick]

    def _close_gap(self) -> None:
        if self._subscribing is None:
            self._subscribe()

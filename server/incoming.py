"""The HTTP connections of the one port, which wait for nobody for ever.

uvicorn waits without end for a request whose head comes a byte at a time, for a body
that never ends, and for a client that does not take its answer. Here each of them is
cut, and no address has more connections than it can use.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from server.gate import Gate

log = logging.getLogger(__name__)

HEAD_WITHIN = 10.0
"""Seconds for the head of a request, from the connection or its first byte."""
LOOK_EVERY = 5.0
"""Seconds between two looks at a connection."""
LEAST_BODY = 5 * 1024
"""Bytes of a body that come between two looks: a kilobyte a second."""
TAKEN_WITHIN = 20.0
"""Seconds in which a client takes some of an answer that waits for it."""


class Incoming(H11Protocol):
    """One connection, until it becomes a live line.

    Args:
        gate: says what the client's address is, and counts its connections.
        more: what uvicorn gives.
    """

    def __init__(self, gate: Gate, **more: Any) -> None:
        super().__init__(**more)
        self._gate = gate
        self._address: str | None = None
        self._looking: asyncio.TimerHandle | None = None
        self._awaited = self.loop.time()
        self._stuck: float | None = None
        self._received = self._received_before = 0
        self._cycle_before: object = None

    # What the transport and uvicorn tell

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection, unless its address has too many."""
        super().connection_made(transport)
        peer = self.client[0] if self.client else ""
        address = self._gate.address(peer, None)
        if not self._gate.connect(peer, address):
            log.warning("%s has too many connections", address)
            self.connections.discard(self)
            transport.abort()
            return
        self._address = address
        self._awaited = self.loop.time()
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection that is closed."""
        super().connection_lost(exc)
        self._leave()

    def data_received(self, data: bytes) -> None:
        """Take what came; the head of a further request is awaited from now on."""
        if self.timeout_keep_alive_task is not None:
            self._awaited = self.loop.time()
        self._received += len(data)
        super().data_received(data)

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Let it go: from now on it is a live line, which is watched elsewhere."""
        self._leave()
        super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        """Note since when the client takes too little."""
        super().pause_writing()
        self._stuck = self.loop.time()

    def resume_writing(self) -> None:
        """The client takes its answer again."""
        super().resume_writing()
        self._stuck = None

    # Looking after it

    def _leave(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        if self._address is not None:
            peer = self.client[0] if self.client else ""
            self._gate.disconnect(peer, self._address)
            self._address = None

    def _look_later(self) -> None:
        self._looking = self.loop.call_later(LOOK_EVERY, self._look)

    def _look(self) -> None:
        why = self._what_is_slow()
        if why is None:
            self._look_later()
            return
        log.warning("%s was cut: %s", self._address, why)
        self._leave()
        self.transport.abort()

    def _what_is_slow(self) -> str | None:
        """Say what is waited for too long, if anything is."""
        now, cycle = self.loop.time(), self.cycle
        came = self._received - self._received_before
        goes_on = cycle is not None and cycle is self._cycle_before
        self._received_before, self._cycle_before = self._received, cycle
        if self._stuck is not None and now - self._stuck > TAKEN_WITHIN:
            return "it does not take its answer"
        if self.transport.is_closing():
            if self._stuck is None:
                self._stuck = now
            return None
        if cycle is None or cycle.response_complete:
            idle = self.timeout_keep_alive_task is not None
            late = not idle and now - self._awaited > HEAD_WITHIN
            return "its request does not come" if late else None
        awaited = cycle.more_body and not self.flow.read_paused
        if goes_on and awaited and came < LEAST_BODY:
            return "its request does not end"
        return None

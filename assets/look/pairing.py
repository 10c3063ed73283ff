"""A kiosk or display without a token: it shows six digits until it is let in.

An administrator types them on the page of devices (``device.ask``, ``device.pair``,
``device.claim`` of the protocol).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Literal

from assets.fetch import post
from server.protocol import codec
from server.protocol.errors import ProtocolError, Refused
from server.protocol.methods import DeviceAsk, DeviceClaim
from server.protocol.shape import Params

log = logging.getLogger(__name__)

Kind = Literal["kiosk", "display"]
EVERY, AGAIN = 2.0, 5.0
"""Seconds between two questions whether it is let in; until the next try for a code."""
LARGEST = 65_536
"""Bytes of an answer."""


async def let_in(server: str, kind: Kind, show: Callable[[str], None]) -> str:
    """Show codes until an administrator has typed one; return the device's token.

    Args:
        server: its address, ``http://HOST:PORT``.
        kind: what the device is.
        show: gets the six digits; "" while no server gives any.
    """
    while True:
        try:
            asked = await _call(server, "device.ask", DeviceAsk(kind=kind))
        except (OSError, ValueError, ProtocolError) as failed:
            log.warning("no code to be let in with: %s", failed)
            show("")
            await asyncio.sleep(AGAIN)
            continue
        show(asked.code)
        if token := await _claimed(server, asked.secret):
            return token


async def _claimed(server: str, secret: str) -> str:
    """Wait for the token; "" once the code is good for nothing any more."""
    while True:
        try:
            answer = await _call(server, "device.claim", DeviceClaim(secret=secret))
        except Refused:
            return ""
        except (OSError, ValueError, ProtocolError) as failed:
            log.warning("the server does not answer: %s", failed)
        else:
            if answer.token:
                return str(answer.token)
        await asyncio.sleep(EVERY)


async def _call(server: str, method: str, params: Params) -> Any:
    request = codec.write_request(1, method, params)
    data = await asyncio.to_thread(post, server, "/rpc", request, LARGEST)
    reply = codec.read_message(data)
    if not isinstance(reply, codec.Reply):
        raise ValueError("no answer to what was asked")
    return codec.read_result(method, reply)

"""Closing the lines of those who may not come in any more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from server.auth import Doorkeeper

from .hub import Client
from .listener import Visitor

REVOKED = 4401
"""WebSocket close code of ours: the token is no longer valid."""


async def close_revoked(
    keeper: Doorkeeper, clients: Iterable[Client], spared: str | None = None
) -> None:
    """Close the lines whose token is no longer valid, or another role's by now.

    Args:
        keeper: knows whose tokens are valid.
        clients: everybody who is connected.
        spared: a token whose lines stay for now: who ends an own session hears so.
    """
    gone = [one for one in clients if one.caller.token != spared and _out(keeper, one)]
    await asyncio.gather(*map(_close, gone))


async def _close(client: Client) -> None:
    visitor = client.line.wire
    assert isinstance(visitor, Visitor)
    await visitor.close(REVOKED, "not signed in")


def _out(keeper: Doorkeeper, client: Client) -> bool:
    token = client.caller.token
    if token is None:
        return False
    now = keeper.user(token) or keeper.device(token)
    return now is None or now.role != client.caller.role

"""One request in, one reply out: rates, rights, params, method, answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from server.auth import Doorkeeper
from server.domain.errors import Refusal
from server.gate import Gate
from server.protocol import codec, methods
from server.protocol.errors import INTERNAL_ERROR, Malformed, Refused
from server.protocol.messages import Followed, Topic

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome

log = logging.getLogger(__name__)

Transport = Literal["ws", "rpc"]


@dataclass(frozen=True)
class Subscription:
    """A client wants ``topics``; with ``replay_from`` every event after it first."""

    topics: frozenset[Topic]
    replay_from: int | None


@dataclass(frozen=True)
class Reply:
    """What goes back to the caller, and what the transport has to do besides.

    Attributes:
        body: the JSON-RPC answer.
        set_session: a session's token that a browser gets as a cookie.
        set_device: a device's, which it keeps when it is switched off.
        end_session: the browser's cookie is to be taken away.
        subscription: the connection subscribes from now on.
        follow: the connection follows a ticket from now on, from this place.
    """

    body: bytes
    set_session: str | None = None
    set_device: str | None = None
    end_session: bool = False
    subscription: Subscription | None = None
    follow: Followed | None = None


class Api:
    """Answers requests, whatever they came by.

    Args:
        handlers: what each method does, by its name.
        doorkeeper: knows who a token belongs to.
        gate: counts requests.
        holds: says whether a secret is that of a ticket.
    """

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        doorkeeper: Doorkeeper,
        gate: Gate,
        holds: Callable[[int, str], bool],
    ) -> None:
        missing = methods.METHODS.keys() ^ handlers.keys()
        if missing:
            raise ValueError(f"methods and handlers differ: {sorted(missing)}")
        self._handlers = handlers
        self._doorkeeper = doorkeeper
        self._gate = gate
        self._holds = holds

    def caller(
        self, *, address: str, bearer: str | None = None, cookie: str | None = None
    ) -> Caller:
        """Say who is calling. A bearer beats a cookie.

        Raises:
            Refused: ``not_signed_in``, for a bearer that is not (or no more) valid.
                An old cookie only makes a browser the public again.
        """
        token = bearer or cookie
        if token is None:
            return Caller("public", None, address)
        found = self._doorkeeper.user(token) or self._doorkeeper.device(token)
        if found is not None:
            return Caller(found.role, found.name, address, token)  # type: ignore[arg-type]
        if bearer is not None:
            raise texts.refused("not_signed_in")
        return Caller("public", None, address)

    async def answer(
        self, caller: Caller, data: bytes | str, *, transport: Transport, browser: bool
    ) -> Reply:
        """Answer one request; whatever is wrong with it is an answer too."""
        call: int | str | None = None
        try:
            request = codec.read_request(data)
            call = request.id
            outcome = await self._do(caller, request, transport, browser)
        except Malformed as problem:
            return Reply(codec.write_malformed(problem))
        except Refused as refused:
            return Reply(codec.write_refusal(call, refused))
        except Refusal as why:
            return Reply(codec.write_refusal(call, texts.refusal(why)))
        except OSError as failed:
            log.error("the disk fails: %s", failed)
            return Reply(codec.write_refusal(call, texts.refused("disk_full")))
        except Exception:  # a fault of ours must not take the line or a batch with it
            log.exception("a request failed")
            fault = Malformed(INTERNAL_ERROR, "internal error", call)
            return Reply(codec.write_malformed(fault))
        return Reply(
            codec.write_answer(call, outcome.result),
            outcome.set_session,
            outcome.set_device,
            outcome.end_session,
            Subscription(*outcome.subscribe) if outcome.subscribe else None,
            outcome.follow,
        )

    async def _do(
        self, caller: Caller, request: codec.Request, transport: str, browser: bool
    ) -> Outcome:
        counted = self._counted(caller, request)
        wait = self._gate.admit(counted, known=caller.name is not None)
        if wait > 0:
            raise texts.refused("rate_limited", seconds=round(wait, 2))
        method = codec.method_of(request)
        if caller.role not in method.roles:
            raise texts.refused("forbidden" if caller.name else "not_signed_in")
        if method.transport not in ("both", transport):
            raise texts.refused("forbidden", transport=method.transport)
        params = codec.params_of(request)
        if method.confirmed and not self._doorkeeper.is_confirmed(caller.token or ""):
            raise texts.refused("password_needed")
        if caller.is_staff and caller.token is not None:
            self._doorkeeper.touch(caller.token)
        return await self._handlers[request.method](caller, params, browser)

    def _counted(self, caller: Caller, request: codec.Request) -> str:
        """Say whom a request counts for: its caller, or the ticket it rightly follows.

        So a hall full of phones behind one access point is not locked out.
        """
        if caller.name is None and request.method == "ticket.follow":
            params = codec.params_of(request)
            assert isinstance(params, methods.TicketFollow)
            if self._holds(params.ticket, params.secret):
                return f"ticket:{params.ticket}"
        return caller.id

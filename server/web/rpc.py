"""``POST /rpc``: the protocol's methods without a live line."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from server.api.caller import SESSION_COOKIE, Caller
from server.api.dispatch import Api, Reply
from server.protocol import codec
from server.protocol.errors import INVALID_REQUEST, Malformed, Refused

from . import cookies


class TooLarge(Exception):
    """The body is larger than the protocol allows."""


async def body_of(request: Request, most: int) -> bytes:
    """Read a request's body, and no more than ``most`` bytes of it.

    Raises:
        TooLarge: there is more.
    """
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge
    return bytes(body)


class Rpc:
    """Answers ``/rpc``.

    Args:
        api: answers each request.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    async def answer(self, request: Request) -> Response:
        """Answer one request or a batch."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind.lower() != "application/json":
            return _json(_malformed("the body must be application/json"), 415)
        try:
            caller = caller_of(self._api, request)
            body = await body_of(request, _most(caller))
            parts = codec.read_batch(body)
        except TooLarge:
            return _json(_malformed("the body is too large"), 413)
        except Refused as refused:
            return _json(codec.write_refusal(None, refused), 401)
        except Malformed as problem:
            return _json(codec.write_malformed(problem))
        browser = "origin" in request.headers
        replies = [
            await self._api.answer(caller, one, transport="rpc", browser=browser)
            for one in (parts if parts is not None else [body])
        ]
        answers = [reply.body for reply in replies]
        single = parts is None
        response = _json(answers[0] if single else b"[" + b",".join(answers) + b"]")
        for reply in replies:
            _keep_cookie(request, response, reply)
        return response


def _most(caller: Caller) -> int:
    """Give how large a body may be: an administrator brings in whole files."""
    return codec.MAX_UPLOAD if caller.role == "admin" else codec.MAX_REQUEST


def caller_of(api: Api, request: Request) -> Caller:
    """Say who sent a request.

    Raises:
        Refused: the bearer is not valid.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return api.caller(
        address=request.state.address,
        bearer=token.strip() if scheme.lower() == "bearer" else None,
        cookie=request.cookies.get(SESSION_COOKIE),
    )


def _keep_cookie(request: Request, response: Response, reply: Reply) -> None:
    if reply.set_session is not None:
        cookies.keep_session(request, response, reply.set_session)
    elif reply.set_device is not None:
        cookies.keep_device(request, response, reply.set_device)
    elif reply.end_session:
        cookies.forget(response)


def _malformed(why: str) -> bytes:
    return codec.write_malformed(Malformed(INVALID_REQUEST, why))


def _json(body: bytes, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(body, status, headers, media_type="application/json")

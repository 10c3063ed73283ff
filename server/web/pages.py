"""The pages: what each shows, and to whom."""

from __future__ import annotations

import json
import re
from collections import ChainMap
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assets.lang import Texts, languages, texts
from assets.look.fonts import icon
from assets.version import own_version
from server.api.caller import Caller
from server.api.dispatch import Api
from server.auth import Unacceptable
from server.protocol.errors import Refused
from server.protocol.messages import Office
from server.protocol.times import stamp

from .cookies import keep_device
from .files import imported_by, static_url, web_folder
from .first_run import FirstRun
from .packing import packed
from .rpc import TooLarge, body_of, caller_of

LANGUAGE_COOKIE = "motcua_lang"
LANGUAGE_KEPT = 365 * 24 * 3600
"""Seconds that a chosen language is remembered."""
LONGEST_FORM = 4096
"""Bytes of the first administrator's form at the most."""
SCRIPTS_ICONS = (
    "armchair",
    "bell-ring",
    "calendar-clock",
    "circle-pause",
    "circle-x",
    "clock",
    "coffee",
    "door-open",
    "file-text",
    "hand-heart",
    "heart-handshake",
    "hourglass",
    "megaphone",
    "message-square",
    "monitor",
    "printer",
    "square",
    "square-check",
    "triangle-alert",
    "user-check",
    "user-x",
    "users",
    "volume-2",
    "wifi",
    "wifi-off",
)
"""The icons that scripts put into a page."""
FACES = ("laugh", "smile", "meh", "frown")
"""The icons of the citizen's page, from very satisfied to not satisfied."""
_KIOSK_NUMBER = re.compile(r"[A-Z][0-9]{3,6}")
"""What a ticket that a kiosk gave itself is called in its link."""


class Pages:
    """Draws the pages.

    Args:
        api: says who is calling.
        office: gives the office as the public sees it.
        display_name: gives the name to show for a user's name.
        now: gives the time in the office's zone.
        first_run: makes the first administrator; None when there are users.
    """

    def __init__(
        self,
        api: Api,
        office: Callable[[], Office],
        display_name: Callable[[str], str],
        now: Callable[[], datetime],
        first_run: FirstRun | None,
    ) -> None:
        self._api = api
        self._office = office
        self.display_name = display_name
        self._now = now
        self._first_run = first_run
        self._templates = Environment(
            loader=FileSystemLoader(web_folder() / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            static=static_url, imported_by=imported_by, icon=icon
        )

    def draw(
        self,
        request: Request,
        template: str,
        status: int = 200,
        areas: tuple[str, ...] = ("web",),
        icons: tuple[str, ...] = SCRIPTS_ICONS,
        **values: Any,
    ) -> HTMLResponse:
        """Draw a template in the caller's language.

        Args:
            request: asks for it.
            template: the template's file.
            status: of the answer.
            areas: those of the texts that it and its scripts say.
            icons: those that its scripts put into it.
            values: what else the template names.
        """
        lang = _language(request)
        said = _texts_of(areas, lang)
        html = self._templates.get_template(template).render(
            t=said,
            lang=lang,
            now=stamp(self._now()),
            office=self._office(),
            texts_json=_attribute(json.dumps(dict(said.entries), ensure_ascii=False)),
            icons_json=_attribute(_icons(icons)),
            **values,
        )
        body, how = packed(request, html)
        headers = {"Cache-Control": "no-store", **how}
        response = HTMLResponse(body, status, headers)
        if request.query_params.get("lang") == lang:
            response.set_cookie(
                LANGUAGE_COOKIE,
                lang,
                max_age=LANGUAGE_KEPT,
                httponly=True,
                samesite="lax",
                secure=request.url.scheme == "https",
            )
        return response

    def error(
        self, request: Request, status: int, reason: str | None = None
    ) -> HTMLResponse:
        """Draw a calm page for what did not work; ``reason`` is its text's key."""
        t = texts("web", _language(request))
        key = f"error.{reason or status}"
        sentence = t(key if key in t else "error.other")
        return self.draw(request, "error.html", status, sentence=sentence)

    async def index(self, request: Request) -> Response:
        """Show where to go."""
        return self.draw(request, "index.html")

    async def sign_in(self, request: Request) -> Response:
        """Show the form to sign in."""
        return self.draw(request, "sign_in.html")

    async def counter(self, request: Request) -> Response:
        """Show the clerk's page to staff; others sign in first."""
        caller = self.caller(request)
        if caller is None or not caller.is_staff:
            return RedirectResponse("/sign-in", 303)
        user = self.display_name(caller.name or "")
        practice = request.url.path.endswith("/practice")
        return self.draw(
            request, "counter.html", user=user, role=caller.role, practice=practice
        )

    async def live(self, request: Request) -> Response:
        """Show the day to the head of the office."""
        caller = self.caller(request)
        user = self.display_name(caller.name or "") if caller else ""
        return self.draw(request, "live.html", user=user)

    async def display(self, request: Request) -> Response:
        """Show the wall, or one counter, to televisions and tablets.

        They say the same as the displays of their own, in the same words.
        """
        number = request.path_params.get("number")
        known = {counter.number for counter in self._office().counters}
        if number is not None and number not in known:
            return self.error(request, 404)
        said: dict[str, Any] = {"areas": ("display",), "version": own_version()}
        if number is not None:
            page = self.draw(request, "one_counter.html", counter=number, **said)
        else:
            page = self.draw(request, "wall.html", **said)
        caller = self.caller(request)
        if caller is not None and caller.role == "display" and caller.token:
            keep_device(request, page, caller.token)  # from now on as long again
        return page

    async def ticket(self, request: Request) -> Response:
        """Show a citizen the page of a ticket; its secret never comes here."""
        return self._ticket(request, request.path_params["ticket"])

    async def take(self, request: Request) -> Response:
        """Show a citizen in the hall how to take a number, if the office wants it."""
        return self.draw(request, "take.html", areas=("take",), icons=())

    async def own_ticket(self, request: Request) -> Response:
        """Show the page of a ticket that a kiosk gave itself, by its number."""
        number = request.path_params["number"]
        if not _KIOSK_NUMBER.fullmatch(number):
            return self.error(request, 404)
        return self._ticket(request, number)

    def _ticket(self, request: Request, ticket: int | str) -> Response:
        return self.draw(
            request, "ticket.html", areas=("phone",), icons=FACES, ticket=ticket
        )

    async def first_run(self, request: Request) -> Response:
        """Make the first administrator."""
        if request.method == "GET":
            code = request.query_params.get("code", "")
            if self._first_run is None or not self._first_run.opens(code):
                return self.error(request, 404)
            return self._first_run_form(request, {"code": code})
        try:
            body = await body_of(request, LONGEST_FORM)
        except TooLarge:
            return self.error(request, 413)
        return self._make_first(request, body)

    def _make_first(self, request: Request, body: bytes) -> Response:
        form = parse_qs(body.decode("utf-8", "replace"))
        given = {name: form.get(name, [""])[0] for name in _FIRST_RUN_FIELDS}
        if self._first_run is None or not self._first_run.opens(given["code"]):
            return self.error(request, 404)
        try:
            self._first_run.make(**given)
        except Unacceptable:
            problem = texts("web", _language(request))("first_run.unusable")
            return self._first_run_form(request, given, problem)
        return RedirectResponse("/sign-in", 303)

    def _first_run_form(
        self, request: Request, given: dict[str, str], problem: str | None = None
    ) -> Response:
        """Draw the form with what was typed before, but never the password."""
        return self.draw(
            request,
            "first_run.html",
            422 if problem else 200,
            code=given["code"],
            name=given.get("name", ""),
            display_name=given.get("display_name", ""),
            problem=problem,
        )

    def caller(self, request: Request) -> Caller | None:
        """Say who is calling; None when the bearer is not valid."""
        try:
            return caller_of(self._api, request)
        except Refused:
            return None


_FIRST_RUN_FIELDS = ("code", "name", "display_name", "password")


def _attribute(text: str) -> Markup:
    """Escape a text for an attribute in single quotes: JSON's own stay as they are.

    That is a sixth less than with every double quote escaped.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
    return Markup(escaped)


@cache
def _texts_of(areas: tuple[str, ...], lang: str) -> Texts:
    """Give what a page and its scripts say: the areas' texts and the common ones."""
    found = [texts(area, lang).entries for area in ("common", *areas)]
    return Texts("+".join(areas), lang, dict(ChainMap(*map(dict, found))))


@cache
def _icons(names: tuple[str, ...]) -> str:
    """Give the icon font's characters by name, as JSON."""
    return json.dumps({name: icon(name) for name in names})


def _language(request: Request) -> str:
    """Give the language that the address asks for, or that was chosen before."""
    for wanted in (
        request.query_params.get("lang"),
        request.cookies.get(LANGUAGE_COOKIE),
    ):
        if wanted in languages():
            return str(wanted)
    return languages()[0]

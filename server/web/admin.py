"""The administrator's pages: one for each area of what an office sets up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from assets.lang import texts

from .files import web_folder
from .pages import SCRIPTS_ICONS, Pages


@dataclass(frozen=True)
class Area:
    """One entry of the menu.

    Attributes:
        name: in its address, its script (``js/admin/NAME.js``) and its texts.
        icon: in the menu.
        texts: the areas of texts that its script needs beside ``admin``.
    """

    name: str
    icon: str
    texts: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its address."""
        return "/admin" if self.name == "overview" else f"/admin/{self.name}"

    @property
    def script(self) -> str:
        """Its script among the static files; empty while there is none."""
        script = f"js/admin/{self.name}.js"
        return script if (web_folder() / script).is_file() else ""


AREAS = (
    Area("overview", "layout-dashboard"),
    Area("office", "building-2", ("take",)),
    Area("services", "list"),
    Area("counters", "layout-grid"),
    Area("hours", "calendar"),
    Area("priorities", "heart-handshake"),
    Area("wording", "volume-2"),
    Area("posts", "megaphone"),
    Area("reasons", "list-checks"),
    Area("procedures", "file-text", ("posted",)),
    Area("staff", "users", ("people",)),
    Area("devices", "monitor", ("people",)),
    Area("audit", "history"),
    Area("backups", "database", ("backups",)),
    Area("file", "file-cog"),
)
"""The menu, in its order."""
OWN_ICONS = (
    "arrow-right",
    "badge-check",
    "check",
    "chevron-down",
    "chevron-up",
    "database",
    "download",
    "image",
    "info",
    "pencil",
    "play",
    "plus",
    "rotate-cw",
    "search",
    "trash-2",
    "upload",
    "x",
)
"""The icons that only the administrator's scripts put into a page."""
_BY_NAME = {area.name: area for area in AREAS}


class AdminPages:
    """Draws ``/admin`` and ``/admin/AREA``, behind the doors.

    Args:
        pages: knows the caller and draws templates.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def show(self, request: Request) -> Response:
        """Show an area's page; without a name the overview."""
        area = _BY_NAME.get(request.path_params.get("area", "overview"))
        if area is None:
            return self._pages.error(request, 404)
        return self._pages.draw(
            request,
            "admin.html",
            areas=("web", "admin", *area.texts),
            icons=admin_icons(),
            area=area,
            menu=AREAS,
            user=self._pages.display_name(request.state.name),
        )


@cache
def admin_icons() -> tuple[str, ...]:
    """Give the scripts' icons, and those to choose from: they have a word each."""
    words = (key for key in texts("admin", "vi") if key.startswith("icon."))
    choices = (key.removeprefix("icon.") for key in words)
    return tuple(sorted({*SCRIPTS_ICONS, *OWN_ICONS, *choices}))

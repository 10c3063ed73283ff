# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Home: the services as large buttons, and what stands beside them."""

from __future__ import annotations

from assets.lang.words import line, word
from assets.look.widgets import FlatButton, RaisedButton, Text
from kiosk.flow import State, away, language
from kiosk.flow import inputs as i
from kiosk.flow.aloud import ReadAloud
from kiosk.flow.comfort import ChangeReach, ChangeText
from kiosk.flow.posted import OpenPost
from kiosk.flow.rating import OpenRating
from kiosk.posts import NOTICES
from kiosk.screens.comfort import lowers
from kiosk.screens.greeting import Greeting, slide_of
from kiosk.screens.place import Rect
from kiosk.screens.services import ServiceButton
from kiosk.screens.stage import Page, u
from kiosk.screens.teaser import teaser
from kiosk.screens.turning import part_of, put_turner
from server.protocol.messages import Page as Notice
from server.protocol.messages import Service

MOST = {"tall": 8, "wide": 6, "small": 3}
"""Services that have room at once; of more, one place is for "Xem thêm"."""
WITH_MORE = {"tall": 5, "wide": 5, "small": 3}
SIDE = 150
"""Grid pixels of the small panel's column of short words beside the services."""


def fixed(state: State) -> object:
    """Return what the buttons beside the services follow."""
    hall = state.hall
    return (
        *(hall.appointments, bool(hall.notices), language.button(state)),
        len(hall.services) > MOST["small"],
    )


class Home(Page):
    """The first page."""

    def build(self, state: State) -> None:
        """Make search, notices, language and staff."""
        self._offered = state.hall.appointments
        self._other = language.button(state)
        self._notices = bool(state.hall.notices)
        area = self.head(state)
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        self._slide: str | None = None
        self._told: Notice | None = None
        self._teaser = ""
        self._area = build[self.stage.form](area, state)
        self._buttons: list[ServiceButton] = []

    def _question(self, area: Rect, height: float) -> Rect:
        place, rest = area.cut_top(u(height))
        self._greeting = self.add(place, Greeting(self, place))
        return rest

    def _tall(self, area: Rect, state: State) -> Rect:
        area = area.cut_bottom(u(36))[1]
        bar, area = area.cut_bottom(u(164), u(34))
        self._tools(bar, state)
        links, area = area.cut_bottom(u(116), u(16))
        pages, rating = links.columns((62, 38), u(16))
        self._pages(pages)
        self._rating(rating)
        search, area = area.cut_bottom(u(124), u(16 if self._offered else 34))
        button = RaisedButton(
            text=self.t("home.search"), icon="search", align="left", pad_u=36
        )
        self.on(self.add(search, button), i.OpenSearch)
        if self._offered:
            booked, area = area.cut_bottom(u(116), u(34))
            self._booked(booked, align="left", pad_u=36)
        # A notice is struck there too, and needs its gap to the services.
        return self._question(area, 138 if self._notices else 126)

    def _wide(self, area: Rect, state: State) -> Rect:
        area = area.cut_bottom(u(40))[1]
        right, left = area.cut_right(u(540), u(38))
        if self._offered:
            booked, right = right.cut_top(u(140), u(20))
            self._booked(booked, align="left", pad_u=28)
        search, pages, rating, upper, lower, staff = _shares(
            right, (30, 23, 23, 22, 22, 26), u(16)
        )
        button = RaisedButton(
            text=self.t("home.search_two_lines"), icon="search", align="left", pad_u=28
        )
        self.on(self.add(search, button), i.OpenSearch)
        self._pages(pages, align="left", pad_u=22, size_u=40)
        self._rating(rating, align="left", pad_u=22, size_u=42)
        spoken = state.aloud.usual > 0
        shares = [self.needs(self._other, 40)]
        shares += self.by_words(["aloud.on"], 130) if spoken else []
        places = upper.columns(shares, u(16))
        self._language(
            places[0], pad_u=4, size_u=40, icon="" if spoken else "languages"
        )
        if spoken:
            self._aloud(places[1], pad_u=4, size_u=40)
        # Two words side by side leave no room for their icons.
        shares = self.by_words(["comfort.button", "comfort.text"], 40)
        easy, larger = lower.columns(shares, u(16))
        self.comfort(easy, pad_u=8, size_u=42, icon="")
        self._larger(larger, pad_u=8, size_u=42, icon="")
        call = self.t("home.staff")
        self.staff(staff, call, align="left", pad_u=22, size_u=42)
        return self._question(left, 122)

    def _tools(self, bar: Rect, state: State) -> None:
        """Put the row of five: language, voice, easy use, low reach, staff."""
        lowers_it = lowers(self.stage)
        keys = ["aloud.on"] if state.aloud.usual else []
        keys += ["comfort.button", *(["comfort.lower"] if lowers_it else [])]
        shares = self.by_words([*keys, "foot.staff"], 16)
        places = bar.columns([self.needs(self._other, 16), *shares], u(12))
        self._language(places.pop(0), icon_at="top", pad_u=2, size_u=40)
        if state.aloud.usual:
            self._aloud(places.pop(0), icon_at="top", pad_u=2, size_u=40)
        self.comfort(places.pop(0), icon_at="top", pad_u=2, size_u=40)
        if lowers_it:
            key, icon = ("higher", "up") if self.stage.reach.low else ("lower", "down")
            button = FlatButton(
                text=self.t(f"comfort.{key}"),
                icon=f"arrow-{icon}-to-line",
                icon_at="top",
                pad_u=2,
                size_u=40,
            )
            self.on(self.add(places.pop(0), button), ChangeReach)
        self.staff(places[-1], icon_at="top", pad_u=2, size_u=40)

    def _aloud(self, rect: Rect, **kwargs: object) -> None:
        """Put "Đọc to", for a kiosk that has a loudspeaker."""
        button = FlatButton(text=self.t("aloud.on"), icon="volume-2", **kwargs)
        self.on(self.add(rect, button), ReadAloud)

    def _larger(self, rect: Rect, **kwargs: object) -> None:
        """Put "Chữ to"; what is larger already can be made smaller."""
        key = "smaller" if self.stage.large else "text"
        text = self.t(f"comfort.{key}")
        button = FlatButton(text=text, **{"icon": "a-large-small", **kwargs})
        self.on(self.add(rect, button), ChangeText)

    def _small(self, area: Rect, state: State) -> Rect:
        low, area = area.cut_bottom(u(90), u(12))
        if self._offered:
            search, booked, other, more = low.columns(self._by_words(), u(14))
            self._booked(booked, "home.booked_short", icon="", pad_u=6)
        else:
            search, other, more = low.columns((30, 26, 26), u(14))
        button = RaisedButton(text=self.t("home.search_short"), pad_u=6)
        self.on(self.add(search, button), i.OpenSearch)
        self._language(other, icon="", pad_u=6)
        help_button = FlatButton(text=self.t("home.help"), pad_u=6)
        self.on(self.add(more, help_button), i.OpenHelp)
        self._greeting = None
        side, area = area.cut_right(u(SIDE), u(14))
        self._side(side, state)
        return area

    def _by_words(self) -> list[float]:
        """Give each of the small panel's four buttons what its words need."""
        search, booked, more = self.by_words(
            ["home.search_short", "home.booked_short", "home.help"], 24
        )
        return [search, booked, self.needs(self._other, 24), more]

    def _side(self, side: Rect, state: State) -> None:
        """Put "Dễ dùng" and "Thông báo" beside the services, under "Xem thêm"."""
        more = len(state.hall.services) > MOST["small"]
        cells = side.rows(1 + more + self._notices, u(12))
        if more:
            self._more_place = cells.pop(0)
        self.comfort(cells.pop(0), text=self.t("comfort.button_two_lines"), pad_u=2)
        if self._notices:
            button = FlatButton(text=self.t("home.notices_short"), pad_u=2)
            self.on(self.add(cells.pop(), button), self._notice)

    def _notice(self) -> OpenPost:
        """Open the notice that stands in the head, or all of them."""
        return OpenPost(self._slide or NOTICES)

    def _booked(self, rect: Rect, key: str = "home.booked", **kwargs: object) -> None:
        button = RaisedButton(text=self.t(key), **{"icon": "calendar-clock", **kwargs})
        self.on(self.add(rect, button), i.OpenAppointment)

    def _language(self, rect: Rect, **kwargs: object) -> None:
        kwargs = {"icon": "languages", **kwargs}
        button = FlatButton(text=self._other, **kwargs)
        self.on(self.add(rect, button), i.OtherLanguage)

    def _pages(self, rect: Rect, **kwargs: object) -> None:
        button = FlatButton(text=self.t("home.pages"), icon="megaphone", **kwargs)
        self.on(self.add(rect, button), i.OpenPages)

    def _rating(self, rect: Rect, **kwargs: object) -> None:
        button = FlatButton(text=self.t("home.rating"), icon="star", **kwargs)
        self.on(self.add(rect, button), OpenRating)

    # The body: question and services

    def content(self, state: State) -> object:
        """Return what is drawn: services, page, and whether the server is there."""
        names = [
            (s.id, tuple(s.name.items()), s.icon, s.colour) for s in state.hall.services
        ]
        return names, state.place.page, state.hall.online

    def draw(self, state: State) -> None:
        """Make the services."""
        self._buttons = []
        services = state.hall.services
        if not services:
            text = Text(text=self.t("home.starting"), role="name", halign="center")
            self.put(self._area, text)
            return
        form = self.stage.form
        if len(services) <= self._most(form):
            for rect, service in zip(
                self._cells(len(services)), services, strict=False
            ):
                self._service(rect, service)
        else:
            self._one_page(state, services)

    def _most(self, form: str) -> int:
        """Return how many services have room: fewer, where less is within reach."""
        if form != "tall":
            return MOST[form]
        least = 124 if self.stage.large or self.stage.reach.low else 112
        return max(self.stage.rows(self._area.h, MOST[form], u(16), least), 3)

    def _cells(self, count: int) -> list[Rect]:
        if self.stage.form == "wide":
            rows = self._area.rows(max(3, (count + 1) // 2), u(18))
            return [cell for row in rows for cell in row.columns((1, 1), u(18))]
        least = 3 if self.stage.small else min(6, self._most("tall"))
        return self._area.rows(max(count, least), u(12 if self.stage.small else 16))

    def _one_page(self, state: State, services: tuple[Service, ...]) -> None:
        each = min(WITH_MORE[self.stage.form], self._most(self.stage.form) - 1)
        each = max(each, 3 if self.stage.small else 2)
        part = part_of(services, each, state.place.page)
        if self.stage.small:
            cells, place = self._area.rows(each, u(12)), self._more_place
            more, again = self.t("home.more_short"), self.t("service.again_short")
            put_turner(self, place, part, more, again)
        else:
            cells = self._cells(each + 1)
            more, again = self.t("home.more", n=part.rest), self.t("service.again")
            put_turner(self, cells[each], part, more, again, part.arrow)
        for rect, service in zip(cells, part.shown, strict=False):
            self._service(rect, service)

    def _service(self, rect: Rect, service: Service) -> None:
        button = ServiceButton(service, self.stage.form, self.language, rect)
        self._buttons.append(self.on(button, lambda: i.OpenService(service.id)))
        self.body.add_widget(button)

    def show(self, state: State) -> None:
        """Follow the lines of the services."""
        self._slide = state.slide
        self.heading = self._said_above(state) if self.stage.small else ""
        super().show(state)
        if self._greeting is not None:
            self._greeting.show(state)
        for button in self._buttons:
            button.show(state)

    def _said_above(self, state: State) -> str:
        """Return what the small panel says in its head, for want of other room."""
        if state.hall.services and not state.hall.online:
            return self.t(away.short_sentence(state))
        notice = slide_of(state)
        if notice is None or self._head is None:
            return ""
        if notice != self._told:
            title = line(word(notice.title, self.language))
            texts = [self.t("home.notice", title=title), title]
            self._told, self._teaser = notice, teaser(texts, self._head.place, "office")
        return self._teaser


def _shares(rect: Rect, shares: tuple[int, ...], gap: float) -> list[Rect]:
    """Return parts below one another, as high as their shares say."""
    room = rect.h - gap * (len(shares) - 1)
    parts = []
    for share in shares:
        part, rect = rect.cut_top(room * share / sum(shares), gap)
        parts.append(part)
    return parts

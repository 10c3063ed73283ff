# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The root: the page of the state, and what lies over it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kivy.core.window import Window
from kivy.uix.widget import Widget

from assets.look.current import look
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.modes import Comfort
from kiosk.flow.service_page import StrikeCorner
from kiosk.flow.state import Screen
from kiosk.flow.waiting import left, shown_for
from kiosk.screens.appointment import AppointmentPage
from kiosk.screens.browse import BrowsePage, GroupCard, GroupPage
from kiosk.screens.closed import Closed
from kiosk.screens.comfort import dress
from kiosk.screens.details import Details
from kiosk.screens.help import Help
from kiosk.screens.home import Home, fixed
from kiosk.screens.keypad import Keypad
from kiosk.screens.over import Over, over_of
from kiosk.screens.pages import LanguageButton, Languages, Pages, PostButton, PostPage
from kiosk.screens.priority import PriorityPage, ReasonRow
from kiosk.screens.procedure import ProcedurePage
from kiosk.screens.rating import Faces, Thanks, Why
from kiosk.screens.rating_number import RatingNumber
from kiosk.screens.reach import Reach
from kiosk.screens.rows import ProcedureRow
from kiosk.screens.scanned import ScannedPage
from kiosk.screens.search import Search
from kiosk.screens.service import ServicePage
from kiosk.screens.service_page import PinPage, UpkeepPage, in_corner
from kiosk.screens.services import ServiceButton
from kiosk.screens.stage import Do, Page, Stage
from kiosk.screens.ticket import FaultPage, NumberPage, TicketPage

PAGES: dict[Screen, type[Page]] = {
    Screen.HOME: Home,
    Screen.SERVICE: ServicePage,
    Screen.PROCEDURE: ProcedurePage,
    Screen.DETAILS: Details,
    Screen.SEARCH: Search,
    Screen.BROWSE: BrowsePage,
    Screen.GROUP: GroupPage,
    Screen.PAGES: Pages,
    Screen.LANGUAGES: Languages,
    Screen.POST: PostPage,
    Screen.HELP: Help,
    Screen.APPOINTMENT: AppointmentPage,
    Screen.TICKET: TicketPage,
    Screen.FAULT: FaultPage,
    Screen.PRIORITY: PriorityPage,
    Screen.SCANNED: ScannedPage,
    Screen.RATE_NUMBER: RatingNumber,
    Screen.RATE: Faces,
    Screen.RATE_WHY: Why,
    Screen.RATED: Thanks,
    Screen.PIN: PinPage,
    Screen.UPKEEP: UpkeepPage,
}

TYPED = (Search, AppointmentPage, PinPage, RatingNumber)
"""Pages on which a real keyboard types too."""


class Glass(Widget):
    """Shows a state. Pages change by a cut, so no touch lands on a moving thing."""

    def __init__(self, do: Do) -> None:
        super().__init__()
        self._do = do
        self._page: Page | None = None
        self._over: Over | None = None
        self._page_of: object = None
        self._over_of: object = None
        self._state: State | None = None
        self._rows, self._turned = 0, -1
        self._panel, self._worn = look.scale, Comfort()
        self._now, self._clock = 0.0, datetime.min
        self.size = Window.size
        self.keypad = Keypad(self, do, lambda: self._over or self._page)
        Window.bind(on_resize=self._resized, on_key_down=self._key_down)
        Window.bind(on_key_up=self._key_up)
        Window.bind(on_textinput=self._text_input)
        look.follow(self)

    def close(self) -> None:
        """Let go of the window, and show nothing any more, whatever looks change."""
        self._state = None
        Window.unbind(on_resize=self._resized, on_key_down=self._key_down)
        Window.unbind(on_textinput=self._text_input, on_key_up=self._key_up)

    def on_touch_down(self, touch: Any) -> bool:
        """Note that somebody is there, then let the page have the touch."""
        self.keypad.hide()
        if "button" not in touch.profile or touch.button == "left":
            self._do(i.Touched())
            if in_corner(touch, self.size):
                self._do(StrikeCorner())
        # What lies over a page is asked first and keeps every touch.
        return bool(super().on_touch_down(touch))

    def show(self, state: State, now: float, clock: datetime) -> None:
        """Show `state` at `now` (seconds) and `clock` (the time of day)."""
        self._state, self._now, self._clock = state, now, clock
        self._dress(state)
        self._show_page(state)
        self._show_over(state)
        if self._page is not None:
            self._page.tell(clock)
            if isinstance(self._page, NumberPage):
                self._page.count(left(state, now), shown_for(state))
            if isinstance(self._page, PinPage):
                self._page.follow(state, now)
        if self._over is not None:
            self._over.follow(state, now)
        self.keypad.follow(state)

    def rows(self) -> int:
        """Say how many rows of its list a page has room for; 0: it has no list."""
        return self._rows

    def _count_rows(self, page: int) -> None:
        """Count the rows where the list was turned: its last page may have fewer."""
        if page == self._turned or self._page is None:
            return
        self._turned = page
        lists = (ProcedureRow, ServiceButton, ReasonRow, GroupCard)
        choices = (PostButton, LanguageButton)
        widgets = self._page.walk()
        found = sum(isinstance(one, (*lists, *choices)) for one in widgets)
        self._rows = max(self._rows, found)

    def _stage(self) -> Stage:
        width, height = Window.size
        low = self._worn.low
        return Stage(int(width), int(height), self._do, Reach(look.mounted, low))

    def _dress(self, state: State) -> None:
        """Put on what the citizen set; every page is then made anew."""
        wanted = state.comfort.worn()
        if wanted == self._worn:
            return
        self._worn = wanted
        width, height = Window.size
        dress(wanted, self._panel, tall=height > width)
        self._forget()

    def _show_page(self, state: State) -> None:
        kind = PAGES[state.screen]
        if state.screen is Screen.HOME and state.hall.closed:
            kind = Closed
        place = state.place
        offered = fixed(state) if kind in (Home, Closed) else None
        shown = (
            *(kind, place.service, place.procedure),
            *(state.language, len(state.path), offered),
        )
        if shown == self._page_of and self._page is not None:
            self._page.show(state)
            self._count_rows(place.page)
            return
        self._rows, self._turned = 0, -1
        self._page_of = shown
        if self._page is not None:
            self.remove_widget(self._page)
        self._page = kind(self._stage(), state)
        self.add_widget(self._page, index=len(self.children))
        self._count_rows(place.page)

    def _show_over(self, state: State) -> None:
        what, make = over_of(self._stage(), state)
        if what == self._over_of:
            return
        self._over_of = what
        if self._over is not None:
            self.remove_widget(self._over)
            self._over = None
        if make is not None:
            self._over = make()
            self.add_widget(self._over)

    def relook(self) -> None:
        """Make everything anew: another theme, scale or size of the glass."""
        self._forget()
        if self._state is not None:
            self.show(self._state, self._now, self._clock)

    def _forget(self) -> None:
        self._page_of = self._over_of = None
        for gone in (self._page, self._over):
            if gone is not None:
                self.remove_widget(gone)
        self._page = self._over = None

    def _resized(self, *_: object) -> None:
        self.size = Window.size
        self.relook()

    # A keypad moves the focus, a real keyboard types too

    def _key_up(self, _: object, key: int, *__: object) -> None:
        self.keypad.up(key)

    def _text_input(self, _: object, text: str) -> None:
        if isinstance(self._page, TYPED):
            self._page.press(text)

    def _key_down(self, _: object, key: int, *__: object) -> None:
        if self.keypad.down(key):
            return
        if isinstance(self._page, TYPED) and key == 8:
            self._page.erase()

"""Changing the language: two change places, of more the citizen picks one. PURE."""

from __future__ import annotations

from msgspec.structs import replace

from assets.lang import texts
from kiosk.flow import inputs as i
from kiosk.flow import moving
from kiosk.flow.state import Place, Screen, State


class ChooseLanguage(i.Touch):
    """One of the list, each by its own name."""

    language: str


def other(state: State, _: i.OtherLanguage, __: float) -> i.Stepped:
    """Change to the other of two languages; show the list of more."""
    if len(offered(state)) > 2:
        return moving.to(state, Place(Screen.LANGUAGES)), ()
    return replace(state, language=following(state)), ()


def chosen(state: State, touch: ChooseLanguage, now: float) -> i.Stepped:
    """Change to that language, and go back to where it was asked for."""
    if state.screen is not Screen.LANGUAGES or touch.language not in offered(state):
        return state, ()
    return moving.back(replace(state, language=touch.language), i.GoBack(), now)


def offered(state: State) -> tuple[str, ...]:
    """Return the office's languages in its own order."""
    office = state.hall.office
    return tuple(office.languages) if office else ()


def following(state: State) -> str:
    """Return the office's next language, the present one if that is not its own."""
    known = offered(state)
    if state.language not in known:
        return state.language
    return known[(known.index(state.language) + 1) % len(known)]


def button(state: State) -> str:
    """Return the word of the button, which is for who cannot read this language."""
    words = texts("kiosk", following(state))
    return words("home.languages" if len(offered(state)) > 2 else "home.own")


TOUCHES: i.Table = {i.OtherLanguage: other, ChooseLanguage: chosen}

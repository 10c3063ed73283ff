"""Whoever listens is told of every button that stands on the glass."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from assets.lang import texts
from kiosk.flow import aloud
from kiosk.flow import inputs as i
from kiosk.flow.browsing import OpenBrowse, OpenGroup
from kiosk.flow.comfort import CloseComfort, OpenComfort
from kiosk.flow.priority import OpenPriority
from kiosk.flow.rating import GiveScore, OpenRating, ToFaces, TypeNumber
from kiosk.speech import sentences, words
from tests.kiosk.glass import Kiosk, kiosk
from tests.kiosk.kiosk_office import closed_office, office, priorities

COPY, POLICE = "2.000635", "1.004222"

OWN_WORDS: tuple[str, ...] = (
    *("service.take", "service.more", "service.again", "search.more", "search.again"),
    *("priority.more", "procedure.more", "browse.more"),
    *("pages.more", "pages.again", "details.more", "details.again"),
    *("aloud.on", "comfort.lower", "comfort.higher"),
)
"""Buttons of rows and of turning a list, which are told of in words of their own; that
which already reads; and what stands under "Dễ dùng" too."""


def buttons(k: Kiosk) -> list[str]:
    """Return the words on what can be touched, keys of a keyboard left out."""
    from assets.look.touch import Touchable
    from assets.look.widgets import KeyCap

    glass = k.pilot.app.root
    # What lies over a page takes every touch: the page below cannot be struck.
    on_top = set((glass._over or glass._page).walk())
    found = [w for w in k.pilot.widgets() if isinstance(w, Touchable) and w in on_top]
    named = [w for w in found if not isinstance(w, KeyCap) and not w.disabled]
    found_words = [getattr(w, "text", "") for w in named]
    return [" ".join(text.split()) for text in found_words if text]


def untold(k: Kiosk) -> list[str]:
    """Return the buttons that somebody who listens would not know of."""
    language = k.desk.state.language
    written = texts("kiosk", language)
    known = [
        re.escape(" ".join(written.entries[key].split())).replace(r"\{n\}", r"\d+")
        for key in OWN_WORDS
    ]
    said = sentences.of(k.desk.state, aloud.Whole(), k.desk.aloud.rows())
    heard = " ".join(one.text for one in said).casefold()
    return [
        text
        for text in buttons(k)
        if not any(re.fullmatch(one, text) for one in known)
        and words.spoken(text, language).casefold() not in heard
    ]


async def told(k: Kiosk, *touches: Any) -> None:
    """Touch all of them; look at the page after each."""
    for touch in touches:
        k.desk.happen(touch)
        await k.pilot.frames()
        assert untold(k) == [], k.desk.state.screen


async def test_every_button_of_every_page_is_named(tmp_path: Path) -> None:
    whole = office(priorities=priorities(), appointments=True)
    async with kiosk(tmp_path, whole) as k:
        await k.after(46)
        assert k.desk.state.slide
        assert untold(k) == []
        await told(k, i.OpenService("ho-tich"), i.TurnTo(1))
        await told(k, i.OpenProcedure(COPY), i.OpenDetails(), i.GoBack())
        await told(k, i.GoHome(), i.OpenProcedure(POLICE), i.GoHome())
        await told(k, i.OpenSearch(), i.Type("khai sinh"), i.Type("xyz"), i.GoHome())
        await told(k, OpenBrowse(), OpenBrowse("field"))
        await told(k, OpenGroup("field", k.desk.state.hall.catalog.fields[0].id))
        await told(k, i.GoHome(), i.OpenPages(), i.GoHome(), i.OpenHelp(), i.GoHome())
        await told(k, i.OpenAppointment(), i.TypeCode("407152"), i.GoHome())
        await told(k, OpenRating(), TypeNumber("B018"), ToFaces())
        await told(k, GiveScore("key-00009", 1), i.GoHome(), OpenComfort())
        await told(k, CloseComfort(), i.CallStaff("key-00002"))
        await k.pilot.until(lambda: k.desk.state.message)
        await told(k, i.Dismiss())
        k.desk.happen(i.Take("key-00001", "ho-tich", COPY))
        await k.pilot.until(lambda: k.desk.state.given)
        await told(k, i.Touched(), OpenPriority())


async def test_every_button_is_named_while_the_office_is_closed(
    tmp_path: Path,
) -> None:
    async with kiosk(tmp_path, closed_office()) as k:
        await told(k, i.OpenPages(), i.GoHome())

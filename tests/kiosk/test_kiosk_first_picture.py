"""The first picture comes before the line, and its absence keeps nothing back."""

import asyncio
from pathlib import Path

import pytest

from kiosk.desk import Desk
from kiosk.printing.spool import Spool
from kiosk.store import Store
from tests.kiosk.glass import Slips
from tests.kiosk.kiosk_office import office
from tests.pilot import Pilot, running, window_of
from tests.running import free_port


async def test_a_glass_that_stays_dark_keeps_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window_of((1080, 1920))
    from kiosk import app

    monkeypatch.setattr(app, "DARK", 0.05)
    dark = asyncio.create_task(asyncio.Event().wait())
    async with asyncio.timeout(10):
        await app.first_picture(dark)  # type: ignore[arg-type]
    assert not dark.done()
    dark.cancel()


async def test_the_first_picture_shows_the_own_copy(tmp_path: Path) -> None:
    window = window_of((1080, 1920))
    from kiosk.app import KioskApp

    store = Store(tmp_path)
    store.keep_office(office())
    spool = Spool(tmp_path, Slips())
    desk = Desk(f"http://127.0.0.1:{free_port()}", "token", spool, store)
    app = KioskApp(desk)
    pictures: list[bool] = []

    def flipped(*_: object) -> None:
        if app.root in window.children:
            pictures.append(Pilot(app, window).has("Chứng thực"))

    window.bind(on_flip=flipped)
    try:
        async with running(app) as pilot:
            await pilot.until(lambda: pictures)
            glass = app.root
    finally:
        window.unbind(on_flip=flipped)
        spool.close()
    assert pictures[0]
    # Closed, it is not made anew with the look of whoever comes next.
    glass.relook()
    assert not glass.children

"""Clumsy hands on the real glass: one ticket, never two.

| what the hand does                     | what follows                          |
| -------------------------------------- | ------------------------------------- |
| strikes twice within half a second     | one ticket                            |
| presses long                           | one ticket, when the finger leaves    |
| two fingers on the same button         | one ticket                            |
| a palm on everything                   | no ticket by its other contacts       |
| drags off the button and lifts         | nothing                               |
| drags off and back                     | one ticket                            |
| vanishes (the panel loses the finger)  | nothing, and nothing stays pressed    |
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.kiosk.glass import Kiosk, kiosk


async def at_button(one: Kiosk) -> Any:
    """Go to the page on which a number is taken; return its button."""
    from kiosk.flow.inputs import GoHome, OpenService

    await one.rest()
    one.desk.happen(GoHome())
    one.desk.happen(OpenService("ho-tich"))
    await one.pilot.frames(2)
    return await one.pilot.until(lambda: _takes(one))


def _takes(one: Kiosk) -> Any:
    from assets.look.touch import Touchable

    found = [w for w in one.pilot.find_all("Lấy số") if isinstance(w, Touchable)]
    return found[0] if found else None


def _pressed(one: Kiosk) -> list[Any]:
    return [w for w in one.pilot.widgets() if getattr(w, "pressed", False)]


def _issued(one: Kiosk) -> int:
    return len(one.server.calls("ticket.issue"))


async def _one_taken(one: Kiosk) -> None:
    await one.pilot.until(lambda: one.desk.state.given)
    await one.pilot.frames(5)
    assert _issued(one) == 1
    assert not _pressed(one)


async def _none_taken(one: Kiosk) -> None:
    await one.pilot.frames(5)
    assert _issued(one) == 0
    assert not _pressed(one)


@pytest.fixture
async def one(tmp_path: Path) -> AsyncIterator[Kiosk]:
    async with kiosk(tmp_path) as made:
        yield made


async def test_twice_within_half_a_second_is_one_number(one: Kiosk) -> None:
    button = await at_button(one)
    x, y = button.to_window(*button.center)
    for _ in range(2):  # the second falls on the ticket's page
        finger = one.pilot.finger(x, y)
        finger.down()
        finger.up()
    await _one_taken(one)


async def test_a_long_press_and_a_second_finger_are_one_number(one: Kiosk) -> None:
    button = await at_button(one)
    x, y = button.to_window(*button.center)
    first, second = one.pilot.finger(x, y), one.pilot.finger(x + 20, y)
    first.down()
    await one.pilot.frames(30)
    second.down()
    second.up()
    await one.pilot.frames(2)
    assert _issued(one) == 0, "before the first finger has left"
    first.up()
    await _one_taken(one)


async def test_a_palm_takes_nothing(one: Kiosk) -> None:
    """Contacts are everywhere while one of them holds a button, and slides off it."""
    button = await at_button(one)
    width, height = one.pilot.window.size
    palm = [one.pilot.finger(*button.to_window(*button.center))]
    palm += [
        one.pilot.finger(width * across / 8, height * up / 12)
        for across in range(1, 8)
        for up in range(1, 12)
    ]
    for finger in palm:
        finger.down()
    for finger in palm[1:]:
        finger.up()
    await one.pilot.frames(2)
    assert _issued(one) == 0
    palm[0].slide(0.5, 0.01)
    palm[0].up()
    await _none_taken(one)


async def test_who_drags_off_the_button_takes_nothing(one: Kiosk) -> None:
    button = await at_button(one)
    away = one.pilot.finger(*button.to_window(*button.center))
    away.down()
    assert button.pressed
    away.slide(0.5, 0.01)
    assert not button.pressed
    away.up()
    await _none_taken(one)


async def test_who_drags_off_and_back_takes_one_number(one: Kiosk) -> None:
    button = await at_button(one)
    x, y = button.to_window(*button.center)
    width, height = one.pilot.window.size
    back = one.pilot.finger(x, y)
    back.down()
    back.slide(0.5, 0.01)
    back.slide(x / (width - 1), 1 - y / (height - 1))
    assert button.pressed
    back.up()
    await _one_taken(one)


async def test_a_finger_that_the_panel_loses_takes_nothing(one: Kiosk) -> None:
    button = await at_button(one)
    lost = one.pilot.finger(*button.to_window(*button.center))
    lost.down()
    lost.vanish()
    await _none_taken(one)


async def test_a_finger_that_never_left_blocks_the_glass_only_a_moment(
    one: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assets.look.touch import STUCK_AFTER, strikes

    button = await at_button(one)
    x, y = button.to_window(*button.center)
    now = [strikes.clock()]
    monkeypatch.setattr(strikes, "clock", lambda: now[0])
    one.pilot.finger(x, y).down()  # and no word of it again
    await one.pilot.tap_at(x, y)
    assert _issued(one) == 0
    now[0] += STUCK_AFTER + 0.1
    await one.pilot.tap_at(x, y)
    await _one_taken(one)

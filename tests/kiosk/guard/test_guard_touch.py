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

import asyncio
from pathlib import Path
from typing import Any

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


async def test_every_clumsy_hand_takes_at_most_one_number(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as one:

        def issued() -> int:
            return len(one.server.calls("ticket.issue"))

        async def taken(before: int) -> None:
            await one.pilot.until(lambda: one.desk.state.given)
            await one.pilot.frames(5)
            assert issued() == before + 1
            assert not _pressed(one)

        button = await at_button(one)
        x, y = button.to_window(*button.center)
        # Twice within half a second: the second falls on the ticket's page.
        for _ in range(2):
            finger = one.pilot.finger(x, y)
            finger.down()
            finger.up()
        await taken(0)
        # A long press, and a second finger on the same button meanwhile.
        button = await at_button(one)
        x, y = button.to_window(*button.center)
        first, second = one.pilot.finger(x, y), one.pilot.finger(x + 20, y)
        first.down()
        await one.pilot.frames(30)
        second.down()
        second.up()
        await one.pilot.frames(2)
        assert issued() == 1
        first.up()
        await taken(1)
        # A palm: contacts everywhere while one of them holds a button.
        button = await at_button(one)
        x, y = button.to_window(*button.center)
        width, height = one.pilot.window.size
        palm = [one.pilot.finger(x, y)]
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
        assert issued() == 2
        palm[0].slide(0.5, 0.01)
        palm[0].up()
        await one.pilot.frames(5)
        assert (issued(), _pressed(one)) == (2, [])
        # Off the button, and off and back.
        button = await at_button(one)
        x, y = button.to_window(*button.center)
        away = one.pilot.finger(x, y)
        away.down()
        assert button.pressed
        away.slide(0.5, 0.01)
        assert not button.pressed
        away.up()
        await one.pilot.frames(5)
        assert issued() == 2
        back = one.pilot.finger(x, y)
        home = 1 - y / (height - 1)
        back.down()
        back.slide(0.5, 0.01)
        back.slide(x / (width - 1), home)
        assert button.pressed
        back.up()
        await taken(2)
        # The panel loses the finger.
        button = await at_button(one)
        lost = one.pilot.finger(*button.to_window(*button.center))
        lost.down()
        lost.vanish()
        await one.pilot.frames(5)
        assert (issued(), _pressed(one)) == (3, [])


async def test_a_finger_that_never_left_blocks_the_glass_only_a_moment(
    tmp_path: Path,
) -> None:
    from assets.look.touch import STUCK_AFTER, strikes

    async with kiosk(tmp_path) as one:
        button = await at_button(one)
        x, y = button.to_window(*button.center)
        now = [strikes.clock()]
        real, strikes.clock = strikes.clock, lambda: now[0]
        try:
            one.pilot.finger(x, y).down()  # and no word of it again
            await one.pilot.tap_at(x, y)
            assert not one.server.calls("ticket.issue")
            now[0] += STUCK_AFTER + 0.1
            await one.pilot.tap_at(x, y)
            await asyncio.wait_for(_given(one), 5)
        finally:
            strikes.clock = real
        assert len(one.server.calls("ticket.issue")) == 1


async def _given(one: Kiosk) -> None:
    await one.pilot.until(lambda: one.desk.state.given)

"""The real pictures: drawn by Kivy, measured in pixels and millimetres."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw

from display.counter import show_counter
from tests.display.hallway import Hallway, office
from tests.display.scenes import (
    HERE,
    WALLS,
    app_of,
    busy,
    called_here,
    named_here,
    show,
    stale,
    wall_app,
    wide,
)
from tests.pilot import Pilot, running

SIZES = [(1920, 1080), (1080, 1920), (1280, 800)]
WHITE, INK, ACCENT, PRESS = (
    (255, 255, 255),
    (0x15, 0x21, 0x1F),
    (0x0B, 0x55, 0x53),
    (0x07, 0x3C, 0x3B),
)


def box_of(picture: Image.Image, widget: Any) -> Image.Image:
    """Cut a widget out of the picture of the window."""
    top = picture.height - widget.top
    low = picture.height - widget.y
    corners = (widget.x, top, widget.right, low)
    return picture.crop(tuple(round(c) for c in corners))


def reach(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int]:
    """Return width and height of all that has this colour, in pixels."""
    plain = Image.new("RGB", picture.size, colour)
    off = ImageChops.difference(picture, plain).convert("L")
    box = off.point(lambda value: 255 if value < 12 else 0).getbbox()
    assert box is not None, "the colour is nowhere"
    return box[2] - box[0], box[3] - box[1]


def broken(pilot: Pilot) -> list[str]:
    """Return the texts that do not fit their place, even at their least size."""
    seen = [w for w in pilot.widgets() if getattr(w, "text", "")]
    return [w.text for w in seen if not getattr(w, "whole", True)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_every_text_is_whole_in_every_state(
    size: tuple[int, int], language: str
) -> None:
    async with running(wall_app(language, size), size=size) as pilot:
        for day in WALLS:
            show(pilot, day(), language)
            await pilot.frames(2)
            assert broken(pilot) == [], day.__name__


@pytest.mark.parametrize("size", [*SIZES, (3840, 2160)])
async def test_digits_are_as_high_as_promised(size: tuple[int, int]) -> None:
    from assets.look.current import look

    async with running(wall_app("vi", size), size=size) as pilot:
        screen = show(pilot, busy())
        picture = await pilot.image()
        mm = look.scale.mm_per_px
        _, high = reach(box_of(picture, screen.call.number), WHITE)
        assert high * mm >= 120
        _, high = reach(box_of(picture, screen.call.plate.digits), ACCENT)
        assert high * mm >= 80
        assert len(screen.cards) == 4
        for card in screen.cards.values():
            _, high = reach(box_of(picture, card.number), INK)
            assert high * mm >= 60, card.number.text
        screen = show(pilot, stale())
        picture = await pilot.image()
        _, high = reach(box_of(picture, screen.call.number), INK)
        assert high * mm >= 120


async def test_wide_numbers_shrink_and_are_never_cut() -> None:
    size = (1920, 1080)
    async with running(wall_app("vi", size), size=size) as pilot:
        screen = show(pilot, wide())
        picture = await pilot.image()
        boxes = [(screen.call.number, WHITE)]
        boxes += [(card.number, INK) for card in screen.cards.values()]
        for number, colour in boxes:
            shown, _ = reach(box_of(picture, number), colour)
            (_, _, texture, _) = number.line_boxes[0]
            assert texture <= number.width + 1, number.text
            assert shown <= number.width, number.text
        four = next(c for c in screen.cards.values() if c.number.text == "M888")
        from assets.look.current import look

        _, high = reach(box_of(picture, four.number), INK)
        assert high * look.scale.mm_per_px >= 60


async def test_the_new_call_changes_colour_and_the_old_one_is_still() -> None:
    size = (1920, 1080)
    async with running(wall_app("vi", size), size=size) as pilot:
        way = busy()
        seen = []
        for _ in range(10):
            screen = show(pilot, way)
            picture = await pilot.image()
            spot = (round(screen.call.x + 12), round(1080 - screen.call.center_y))
            seen.append(picture.getpixel(spot))
            way.let(0.5)
        assert seen == [ACCENT, PRESS] * 4 + [ACCENT] * 2
        show(pilot, stale())
        assert (await pilot.image()).getpixel(spot) == WHITE


async def test_the_hero_swaps_at_once_and_the_rows_move() -> None:
    size = (1920, 1080)
    async with running(wall_app("vi", size), size=size) as pilot:
        way = busy()
        screen = show(pilot, way)
        await pilot.frames(2)
        card = screen.cards[6]
        first = card.y
        way.called(8, "X012", 4)
        show(pilot, way)
        await pilot.frames(0)
        assert screen.call.number.text == "B018"
        assert card.y > screen.plan_of(1), "it is on its way, not there yet"
        assert card.y <= first
        await pilot.until(lambda: card.y == screen.plan_of(1))
        assert [c.number.text for c in rows_of(screen)] == [
            "X012",
            "A041",
            "H007",
            "M006",
        ]


def rows_of(screen: Any) -> list[Any]:
    return sorted(screen.cards.values(), key=lambda card: -card.y)


async def test_a_board_that_comes_back_gets_its_colour_again() -> None:
    size = (1280, 800)
    async with running(wall_app("vi", size), size=size) as pilot:
        way = stale()
        show(pilot, way)
        await pilot.until_text("Bảng tạm dừng từ 09:14. Xin nghe cán bộ gọi số.")
        assert not pilot.has("Chứng thực, sao y")
        way.heard.line.look(True, way.now)
        show(pilot, way)
        await pilot.until_text("Mời công dân có số")
        assert not pilot.has("Bảng tạm dừng")


async def test_a_window_that_changes_its_size_is_laid_out_again() -> None:
    async with running(wall_app("vi", (1920, 1080)), size=(1920, 1080)) as pilot:
        screen = show(pilot, busy())
        await pilot.frames(2)
        pilot.window.size = (1280, 800)
        await pilot.until(lambda: tuple(screen.size) == (1280, 800))
        await pilot.frames(3)
        assert screen.call.right < 1280
        assert broken(pilot) == []


# One counter


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [(800, 480), (1024, 600), (480, 800)])
async def test_the_counter_is_whole_in_every_state(
    size: tuple[int, int], language: str
) -> None:
    from display.screens.counter import CounterScreen

    app = app_of(lambda: CounterScreen(language))
    async with running(app, size=size) as pilot:
        for day in HERE:
            way = day()
            app.root.show(show_counter(way.heard, 4, way.now, language))
            await pilot.frames(2)
            assert broken(pilot) == [], day.__name__
            if app.root.shown.number:
                picture = await pilot.image()
                solid = day in (called_here, named_here)
                colour = WHITE if solid else INK
                wide, _ = reach(box_of(picture, app.root.number), colour)
                assert wide > size[0] * 0.8, "as large as it can be"


RED = (0xC8, 0x10, 0x2E)


async def test_without_a_mark_the_open_door_is_whole() -> None:
    async with running(wall_app("vi", (1920, 1080)), size=(1920, 1080)) as pilot:
        screen = show(pilot, busy())
        door = box_of(await pilot.image(), screen.head.emblem)
        green = list(door.convert("RGB").get_flattened_data()).count(ACCENT)
        assert green > 0.4 * door.width * door.height


async def test_the_office_s_own_mark_takes_the_place_of_the_open_door(
    tmp_path: Path,
) -> None:
    mark = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(mark).ellipse((10, 10, 390, 390), RED)
    mark.save(tmp_path / "mark.png")
    way = Hallway(office(emblem="/pictures/mark.png"))
    async with running(wall_app("vi", SIZES[0]), size=SIZES[0]) as pilot:
        head = show(pilot, way).head
        await pilot.frames(2)
        assert head.mark.opacity == 1
        way.heard.pictures = {"/pictures/mark.png": tmp_path / "mark.png"}
        show(pilot, way)
        await pilot.frames(2)
        picture = box_of(await pilot.image(), head.emblem)
        assert reach(picture, RED)[0] > 80
        assert head.mark.opacity == 0
        paper = picture.convert("RGB").getpixel((2, 2))
        assert paper == (await pilot.image()).convert("RGB").getpixel((900, 4))

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assets.look.scale import Scale
from assets.look.tokens import HIGH_CONTRAST, NORMAL
from tests.pilot import Pilot, running

SIZE = (600, 400)


class Hands:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Iterator[Hands]:
    from assets.look.touch import strikes

    before, strikes.clock = strikes.clock, Hands()
    yield strikes.clock
    strikes.clock = before


def _app(*children: Any) -> Any:
    from kivy.app import App
    from kivy.uix.widget import Widget

    class Page(App):  # type: ignore[misc]
        def build(self) -> Any:
            root = Widget()
            for child in children:
                root.add_widget(child)
            return root

    return Page()


def _ink(picture: Image.Image, box: tuple[float, float, float, float]) -> Any:
    """Return where the picture differs from paper inside `box` (y upwards)."""
    x, y, width, height = (round(v) for v in box)
    top = picture.height - y - height
    part = np.asarray(picture.crop((x, top, x + width, top + height)), dtype=int)
    return np.abs(part - part[0, 0]).sum(axis=2) > 60


TEXTS = ["Ấ", "Ễ", "ẫ", "Ệ Ỗ ặ g", "Giấy xác nhận tình trạng hôn nhân", "Ệ\nẪ\nỄ"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("weight", [500, 800])
async def test_marks_are_drawn_whole_and_inside(text: str, weight: int) -> None:
    from assets.look.widgets import Text

    label = Text(text=text, weight=weight, size_u=64, least_u=20, halign="center")
    label.pos, label.size = (100, 60), (400, 280)
    async with running(_app(label), size=SIZE) as pilot:
        picture = await pilot.image()
        assert label.whole
        inked = _ink(picture, (0, 0, *SIZE))
        rows, columns = np.where(inked.any(axis=1))[0], np.where(inked.any(axis=0))[0]
        assert columns.min() >= 100
        assert columns.max() < 500
        assert rows.min() >= SIZE[1] - 340
        assert rows.max() < SIZE[1] - 60
        # Neighbouring lines share no row: no mark touches the line above it.
        bands = int(np.sum(np.diff(rows) > 1)) + 1
        assert bands >= len(label.lines)
        for box in label.line_boxes:
            # The outermost rows of a line's texture are empty or are the very
            # top of a mark: a cut mark would be a long flat run of ink.
            edge = _ink(picture, (*box[:2], box[2], box[3]))[0]
            assert edge.sum() <= 0.3 * 64


async def test_the_mark_of_a_capital_is_as_high_as_the_font_says() -> None:
    from assets.look.widgets import Text

    plain = Text(text="E", weight=700, size_u=100, pos=(20, 100), size=(100, 200))
    marked = Text(text="Ễ", weight=700, size_u=100, pos=(220, 100), size=(100, 200))
    async with running(_app(plain, marked), size=SIZE) as pilot:
        picture = await pilot.image()
    low = np.where(_ink(picture, (20, 100, 100, 200)).any(axis=1))[0]
    high = np.where(_ink(picture, (220, 100, 100, 200)).any(axis=1))[0]
    assert abs(low.max() - high.max()) <= 1, "both stand on one baseline"
    assert high.max() - high.min() + 1 == pytest.approx(115, abs=3)
    assert low.max() - low.min() + 1 == pytest.approx(74, abs=3)


@pytest.mark.parametrize("width", [90, 150, 240, 600])
async def test_no_text_is_wider_than_its_box(width: int) -> None:
    from assets.look.widgets import Text

    label = Text(text="Chứng thực, sao y bản chính và việc khác", least_u=12)
    label.size = (width, 180)
    async with running(_app(label), size=SIZE):
        assert label.whole
        assert label.text_size[0] <= width
        assert label.text_size[1] <= 180
        assert " ".join(label.lines) == label.text


async def test_a_box_that_is_too_small_is_told_not_hidden() -> None:
    from assets.look.widgets import Text

    label = Text(text="Chứng thực, sao y bản chính", size=(60, 40))
    async with running(_app(label), size=SIZE):
        assert not label.whole
        assert label.font_px == 40


async def test_a_growing_text_pushes_its_own_height() -> None:
    from assets.look.widgets import Text

    label = Text(text="một hai ba bốn năm sáu", grow=True, width=200)
    async with running(_app(label), size=SIZE) as pilot:
        assert label.height == pytest.approx(len(label.lines) * 40 * 1.35)
        before = len(label.lines)
        label.width = 120
        await pilot.frames()
        assert len(label.lines) > before


@pytest.mark.parametrize("number", ["A001", "B018", "M888", "A1000", "1"])
async def test_digits_are_never_clipped(number: str) -> None:
    from assets.look.widgets import NumberBox

    box = NumberBox(text=number, role="called_number", pos=(50, 50), size=(500, 300))
    box.least_u = 40
    async with running(_app(box), size=SIZE) as pilot:
        picture = await pilot.image()
    assert box.whole
    inked = _ink(picture, (0, 0, *SIZE))
    rows, columns = np.where(inked.any(axis=1))[0], np.where(inked.any(axis=0))[0]
    assert columns.min() >= 50
    assert columns.max() < 550
    assert rows.min() >= 48
    assert rows.max() < 352
    assert (rows.min() + rows.max()) / 2 == pytest.approx(200, abs=6)


KINDS = [("raised", "tint"), ("flat", "tint"), ("tint", "tint"), ("solid", "press")]


def _colour(picture: Image.Image, x: int, y: int) -> str:
    red, green, blue = picture.getpixel((x, picture.height - 1 - y))  # type: ignore
    return f"#{red:02X}{green:02X}{blue:02X}"


@pytest.mark.parametrize(("kind", "fill"), KINDS)
async def test_a_press_shows_in_the_next_frame(kind: str, fill: str) -> None:
    from assets.look.widgets import Pressable

    row = Pressable(kind=kind, pos=(100, 100), size=(400, 160))
    ground = {"raised": "card", "flat": "paper", "tint": "tint", "solid": "accent"}
    async with running(_app(row), size=SIZE) as pilot:
        assert _colour(await pilot.image(), 300, 180) == NORMAL.hex(ground[kind])
        finger = pilot.finger(300, 180)
        frame = _next_flip(pilot)
        finger.down()
        await pilot.frames(1)
        assert _colour(frame[0], 300, 180) == NORMAL.hex(fill)
        # It has moved 4 px down: its lowest rows now lie below its box.
        assert _colour(frame[0], 300, 97) != NORMAL.paper
        finger.up()
        assert _colour(await pilot.image(), 300, 180) == NORMAL.hex(ground[kind])


def _next_flip(pilot: Pilot) -> list[Image.Image]:
    from assets.look.picture import read_window

    frames: list[Image.Image] = []

    def flip(*_: object) -> None:
        frames.append(read_window(pilot.window))
        pilot.window.unbind(on_flip=flip)

    pilot.window.bind(on_flip=flip)
    return frames


def _button(struck: list[str], name: str = "Lấy số", **kwargs: Any) -> Any:
    from assets.look.widgets import SolidButton

    button = SolidButton(text=name, **{"pos": (50, 50), "size": (220, 150), **kwargs})
    button.bind(on_release=lambda b: struck.append(b.text))
    return button


async def test_a_double_strike_fires_once(hands: Hands) -> None:
    struck: list[str] = []
    async with running(_app(_button(struck)), size=SIZE) as pilot:
        await pilot.tap("Lấy số")
        hands.now += 0.3
        await pilot.tap("Lấy số")
        assert struck == ["Lấy số"]
        hands.now += 0.3
        await pilot.tap("Lấy số")
        assert struck == ["Lấy số"] * 2


async def test_the_second_strike_does_not_land_on_the_next_page(hands: Hands) -> None:
    struck: list[str] = []
    first = _button(struck, "Lấy số")
    second = _button(struck, "Xong")
    elsewhere = _button(struck, "Quay lại", pos=(330, 50))

    def turn(_: object) -> None:
        root = first.parent
        root.clear_widgets()
        root.add_widget(second)
        root.add_widget(elsewhere)

    first.bind(on_release=turn)
    async with running(_app(first), size=SIZE) as pilot:
        await pilot.tap("Lấy số")
        hands.now += 0.2
        await pilot.tap("Xong")
        assert struck == ["Lấy số"]
        await pilot.tap("Quay lại")
        assert struck == ["Lấy số", "Quay lại"]
        hands.now += 0.6
        await pilot.tap("Xong")
        assert struck == ["Lấy số", "Quay lại", "Xong"]


async def test_a_long_press_fires_once_when_the_finger_leaves(hands: Hands) -> None:
    struck: list[str] = []
    async with running(_app(_button(struck)), size=SIZE) as pilot:
        finger = pilot.finger(100, 100)
        finger.down()
        for _ in range(20):
            hands.now += 0.2
            await pilot.frames()
        assert struck == []
        finger.up()
        assert struck == ["Lấy số"]


async def test_a_finger_that_slides_off_strikes_nothing(hands: Hands) -> None:
    struck: list[str] = []
    button = _button(struck)
    async with running(_app(button), size=SIZE) as pilot:
        finger = pilot.finger(100, 100)
        finger.down()
        assert button.pressed
        finger.slide(0.9, 0.1)
        assert not button.pressed
        finger.up()
        assert struck == []
        assert not button.pressed


async def test_a_second_finger_presses_nothing(hands: Hands) -> None:
    struck: list[str] = []
    one, two = _button(struck, "A"), _button(struck, "B", pos=(330, 50))
    async with running(_app(one, two), size=SIZE) as pilot:
        first, second = pilot.finger(100, 100), pilot.finger(400, 100)
        first.down()
        second.down()
        assert one.pressed
        assert not two.pressed
        second.up()
        first.up()
        assert struck == ["A"]


async def test_a_finger_that_never_leaves_blocks_nobody_for_long(hands: Hands) -> None:
    struck: list[str] = []
    one, two = _button(struck, "A"), _button(struck, "B", pos=(330, 50))
    async with running(_app(one, two), size=SIZE) as pilot:
        pilot.finger(100, 100).down()
        await pilot.tap("B")
        assert struck == []
        hands.now += 6
        await pilot.tap("B")
        assert struck == ["B"]


async def test_a_disabled_button_takes_the_touch_and_does_nothing() -> None:
    struck: list[str] = []
    button = _button(struck, disabled=True)
    async with running(_app(button), size=SIZE) as pilot:
        await pilot.tap("Lấy số")
        assert struck == []
        assert not button.pressed


async def test_a_button_inside_a_row_does_not_strike_the_row(hands: Hands) -> None:
    from assets.look.widgets import Pressable

    struck: list[str] = []
    row = Pressable(pos=(20, 20), size=(560, 200))
    row.bind(on_release=lambda _: struck.append("row"))
    row.add_widget(_button(struck, "Lấy số", pos=(330, 40)))
    async with running(_app(row), size=SIZE) as pilot:
        await pilot.tap("Lấy số")
        assert struck == ["Lấy số"]
        await pilot.tap_at(60, 100)
        assert struck == ["Lấy số", "row"]


async def test_the_same_key_twice_writes_the_letter_twice(hands: Hands) -> None:
    from assets.look.widgets import KeyCap

    typed: list[str] = []
    key = KeyCap(text="O", pos=(50, 50), size=(89, 96))
    key.bind(on_release=lambda k: typed.append(k.text))
    async with running(_app(key), size=SIZE) as pilot:
        await pilot.tap("O")
        hands.now += 0.05
        await pilot.tap("O")
        assert typed == ["O"]
        hands.now += 0.2
        await pilot.tap("O")
        assert typed == ["O", "O"]


async def test_the_theme_changes_on_the_running_screen() -> None:
    from assets.look.widgets import RaisedButton, look

    button = RaisedButton(text="Dễ nhìn", icon="eye", pos=(50, 50), size=(400, 150))
    async with running(_app(button), size=SIZE) as pilot:
        assert _colour(await pilot.image(), 400, 180) == NORMAL.card
        look.theme = HIGH_CONTRAST
        picture = await pilot.image()
        assert _colour(picture, 400, 180) == HIGH_CONTRAST.card
        assert _colour(picture, 10, 10) == HIGH_CONTRAST.paper
        # 4 px of white outline, and no shadow below it.
        column = [_colour(picture, 250, y) for y in range(44, 58)]
        assert column[:4] == ["#000000"] * 4
        assert column.count("#FFFFFF") >= 3


async def test_everything_keeps_its_millimetres_on_a_sharper_panel() -> None:
    from assets.look.widgets import Text, look

    label = Text(text="Lấy số", hug=True, height=200)
    async with running(_app(label), size=SIZE) as pilot:
        assert label.font_px == 40
        look.scale = Scale(0.124)
        await pilot.frames()
        assert label.font_px == 80


async def test_a_state_is_a_sign_a_word_and_colours() -> None:
    from assets.look.fonts import icon
    from assets.look.widgets import Pill

    pill = Pill(state="priority", text="Ưu tiên", pos=(20, 20), height=66)
    async with running(_app(pill), size=SIZE) as pilot:
        assert pill.sign.text == icon("heart-handshake")
        assert pill.label.whole
        assert pill.label.right < pill.right
        picture = await pilot.image()
        assert _colour(picture, int(pill.x + 14), 53) == "#F0E5F4"
        pill.text = "Ưu tiên, người cao tuổi"
        await pilot.frames()
        assert pill.label.right < pill.right


async def test_a_plate_has_the_colour_of_its_service() -> None:
    from assets.look.current import look
    from assets.look.tokens import HIGH_CONTRAST, NORMAL
    from assets.look.widgets import Plate

    plates = [
        Plate(icon="house", colour=colour, pos=(20 + 130 * n, 20), size=(110, 110))
        for n, colour in enumerate(("", "blue", "nobody-knows"))
    ]
    async with running(_app(*plates), size=(420, 150)) as pilot:
        places = [(40 + 130 * n, 35) for n in range(3)]
        picture = await pilot.image()
        blue = NORMAL.services["service_blue"].ground
        assert [_colour(picture, *at) for at in places] == [
            NORMAL.tint,
            blue,
            NORMAL.tint,
        ]
        try:
            look.theme = HIGH_CONTRAST
            picture = await pilot.image()
            assert {_colour(picture, *at) for at in places} == {"#000000"}
        finally:
            look.theme = NORMAL


async def test_a_countdown_is_as_long_as_what_is_left() -> None:
    from assets.look.widgets import Bar

    bar = Bar(share=0.5, pos=(100, 100), size=(400, 16))
    async with running(_app(bar), size=SIZE) as pilot:
        picture = await pilot.image()
        assert _colour(picture, 280, 108) == NORMAL.accent
        assert _colour(picture, 320, 108) == NORMAL.line
        bar.share = 0
        assert _colour(await pilot.image(), 120, 108) == NORMAL.line


async def test_the_door_stands_open() -> None:
    from assets.look.widgets import OpenDoor

    door = OpenDoor(pos=(100, 100), size=(104, 104))
    async with running(_app(door), size=SIZE) as pilot:
        picture = await pilot.image()
    colours = {_colour(picture, x, 150) for x in range(104, 200)}
    assert {"#FFFFFF", NORMAL.accent} <= colours


@pytest.mark.parametrize("kind", ["raised", "flat", "tint", "solid"])
async def test_a_press_is_seen_in_high_contrast_too(kind: str) -> None:
    from assets.look.widgets import Pressable, look

    row = Pressable(kind=kind, pos=(100, 100), size=(400, 160))
    async with running(_app(row), size=SIZE) as pilot:
        look.theme = HIGH_CONTRAST
        before = np.asarray(await pilot.image(), dtype=int)
        finger = pilot.finger(300, 180)
        finger.down()
        after = np.asarray(await pilot.image(), dtype=int)
        assert (np.abs(after - before).sum(axis=2) > 60).sum() > 2000
        finger.up()


async def test_what_is_disabled_looks_so_in_both_themes() -> None:
    from assets.look.widgets import FlatButton, look

    live = FlatButton(text="Xong", pos=(20, 200), size=(200, 120))
    dead = FlatButton(text="Xong", pos=(320, 200), size=(200, 120), disabled=True)
    async with running(_app(live, dead), size=SIZE) as pilot:
        for theme in (NORMAL, HIGH_CONTRAST):
            look.theme = theme
            picture = await pilot.image()
            one = picture.crop((20, 80, 220, 200))
            assert one.tobytes() != picture.crop((320, 80, 520, 200)).tobytes()

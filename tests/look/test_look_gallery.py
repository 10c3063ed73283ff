"""Every widget on one page, in both themes and on three panels."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from assets.look.scale import Scale
from assets.look.tokens import THEMES
from tests.pilot import Pilot, running

STATES = {
    "priority": "Ưu tiên",
    "good": "Đã xong",
    "attention": "Còn thiếu",
    "fault": "Hết giấy",
    "paused": "Tạm ngừng",
    "calling": "Mời vào",
    "serving": "Đang phục vụ",
}
TOOLS = {
    "English": "languages",
    "Đọc to": "volume-2",
    "Dễ nhìn": "eye",
    "Hạ thấp": "arrow-down-to-line",
}


def gallery() -> Any:
    """Return the page, laid out on the kiosk's grid at the scale in force."""
    from kivy.uix.widget import Widget

    from assets.look import widgets as w
    from assets.look.current import look

    page = Widget()

    def put(widget: Any, x: float, top: float, wide: float, high: float) -> Any:
        u = look.u
        widget.size_hint = (None, None)
        widget.size = (u(wide), u(high))
        widget.pos = (u(x), u(1920 - top - high))
        page.add_widget(widget)
        return widget

    put(w.OpenDoor(), 40, 51, 104, 104)
    put(w.Text(text="UBND xã Thạch Khê", role="office"), 163, 45, 640, 68)
    office = "Trung tâm Phục vụ hành chính công"
    put(w.Text(text=office, tone="ink2"), 163, 107, 706, 56)
    put(w.Text(text="09:05", role="clock", halign="right"), 870, 66, 170, 76)
    put(w.Text(text="Ông/bà cần làm việc gì?", role="question"), 40, 190, 1000, 100)
    put(w.Pressable(), 40, 308, 1000, 160)
    put(w.Plate(icon="stamp"), 64, 330, 116, 116)
    name = "Chứng thực,\nsao y bản chính"
    put(w.Text(text=name, role="name"), 206, 314, 480, 148)
    wait = w.Text(text="10–25 phút", size_u=42, weight=700, halign="right")
    put(wait, 690, 332, 320, 58)
    people = w.Text(text="5 người chờ", tone="ink2", halign="right")
    put(people, 690, 388, 320, 56)
    put(w.Pressable(selected=True), 40, 484, 1000, 116)
    put(w.Text(text="Căn cước hoặc hộ chiếu", role="name"), 180, 490, 800, 104)
    search = "Tìm thủ tục và giấy tờ cần mang"
    raised = w.RaisedButton(text=search, icon="search", align="left", pad_u=34)
    put(raised, 40, 620, 1000, 124)
    put(w.FlatButton(text="Thông báo – Nội quy", icon="megaphone"), 40, 762, 654, 114)
    put(w.FlatButton(text="Đánh giá", icon="star"), 710, 762, 330, 114)
    put(w.Card(edge="accent"), 40, 892, 1000, 320)
    put(w.NumberBox(text="M888"), 80, 902, 920, 280)
    put(w.Rule(), 80, 1190, 920, 2)
    solid = w.SolidButton(text="Lấy số thứ tự", icon="ticket", role="main_action")
    solid.icon_u, solid.gap_u = 80, 34
    put(solid, 40, 1232, 1000, 140)
    put(w.SolidButton(text="Lấy số", icon="ticket", icon_at="top"), 40, 1396, 216, 148)
    more = w.RaisedButton(text="Xem thêm 7 việc", icon="arrow-down", icon_at="right")
    put(more, 272, 1396, 470, 110)
    put(w.FlatButton(text="Trang chủ", disabled=True), 758, 1396, 282, 110)
    put(w.KeyCap(text="Ệ"), 272, 1518, 88, 96)
    put(w.KeyCap(icon="delete", kind="tint"), 372, 1518, 88, 96)
    put(w.KeyCap(text="huyền", kind="tint"), 472, 1518, 190, 96)
    put(w.Bar(share=0.6), 690, 1556, 350, 16)
    for n, (state, word) in enumerate(STATES.items()):
        pill = w.Pill(state=state, text=word, hug=n != 6)
        x, top = 40 + n % 4 * 256, 1622 + n // 4 * 62
        put(pill, x, top, 380 if n == 6 else 250, 58)
    for n, (word, sign) in enumerate(TOOLS.items()):
        tool = w.FlatButton(text=word, icon=sign, icon_at="top", size_u=40)
        put(tool, 40 + n * 188, 1756, 176, 150)
    staff = w.TintButton(text="Gọi cán bộ", icon="bell-ring", icon_at="top", size_u=40)
    put(staff, 796, 1756, 244, 150)
    return page


def _app() -> Any:
    from kivy.app import App

    class Gallery(App):  # type: ignore[misc]
        def build(self) -> Any:
            return gallery()

    return Gallery()


def _texts(pilot: Pilot) -> Iterator[Any]:
    from assets.look.widgets import Text

    return (w for w in pilot.widgets() if isinstance(w, Text) and w.text)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("factor", [0.5, 1.0])
async def test_every_text_is_whole_and_inside_its_widget(
    theme: Any, factor: float, tmp_path: Any
) -> None:
    from assets.look.current import look

    size = (round(1080 * factor), round(1920 * factor))
    app = _app()
    async with running(app, size=size) as pilot:
        look.scale, look.theme = Scale(0.248 / factor), theme
        app.root.clear_widgets()
        app.root.add_widget(gallery())
        await pilot.frames(3)
        for text in _texts(pilot):
            assert text.whole, text.text
            for x, _, width, _ in text.line_boxes:
                slack = text.parent if text.text == "huyền" else text
                assert x >= slack.x - 1, text.text
                assert x + width <= slack.right + 1, text.text
        name = f"gallery_{theme.name}_{factor}.png"
        path = await pilot.picture(tmp_path / name)
        assert path.stat().st_size > 10_000


async def test_what_was_on_a_page_is_forgotten_with_it() -> None:
    from assets.look.current import look

    app = _app()
    async with running(app, size=(540, 960)) as pilot:
        await pilot.frames(2)
        gc.collect()
        before = look.followers
        for _ in range(5):
            app.root.clear_widgets()
            app.root.add_widget(gallery())
            await pilot.frames(2)
        app.root.clear_widgets()
        await pilot.frames(2)
        gc.collect()
        assert look.followers < before

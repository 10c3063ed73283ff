"""Nothing that reaches the window leaves it."""

from typing import Any

import pytest

from assets.look.lockdown import lock, refused, unlock
from tests.pilot import window_of


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (27, ()),  # Escape closes Kivy's app
        (282, ()),  # F1 opens Kivy's settings
        (285, ("alt",)),  # Alt+F4
        (292, ()),  # F11
        (293, ()),  # F12
        (113, ("ctrl",)),  # Ctrl+Q
        (99, ("ctrl",)),  # Ctrl+C
        (101, ("ctrl",)),  # Ctrl+E, Kivy's inspector
        (113, ("meta",)),
        (316, ()),  # print screen
        (319, ()),  # menu
        (9, ("meta",)),
        (115, ("alt",)),
    ],
)
def test_a_shortcut_goes_to_nobody(key: int, modifiers: tuple[str, ...]) -> None:
    assert refused(key, modifiers)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (97, ()),
        (97, ("shift",)),
        (113, ("ctrl", "alt")),  # AltGr types letters
        (8, ()),
        (8, ("ctrl",)),
        (13, ()),
        (273, ()),
        (49, ("numlock", "capslock")),
    ],
)
def test_what_types_and_moves_is_let_through(
    key: int, modifiers: tuple[str, ...]
) -> None:
    assert not refused(key, modifiers)


class Covered:
    """A window's ways back to the front."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return lambda: self.done.append(name)


def test_full_screen_refuses_to_close_and_comes_back(monkeypatch: Any) -> None:
    window = window_of((400, 300))
    back = Covered()
    for way in ("restore", "raise_window", "show"):
        monkeypatch.setattr(window, way, getattr(back, way))
    lock(window, full=True)
    try:
        assert window.dispatch("on_request_close")
        assert window.dispatch("on_drop_file", b"/etc/passwd", 1, 1)
        window.dispatch("on_minimize")
        assert back.done == ["restore", "raise_window", "show"]
        window._focus = True
        window._focus = False
        assert len(back.done) == 6
    finally:
        unlock(window)
        lock(window, full=False)
    assert not window.dispatch("on_request_close")


def test_the_panel_stays_lit_and_kivys_tools_are_off() -> None:
    from kivy.config import Config

    window = window_of((400, 300))
    assert not window.allow_screensaver
    assert Config.items("modules") == []

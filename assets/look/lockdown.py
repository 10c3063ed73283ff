"""What a citizen may not do to the window: leave it, close it, look behind it.

An app can refuse what reaches it. What the desktop takes for itself (its gestures, its
own keys) must be switched off there.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

TYPING = (8, 9, 13, 271, 273, 274, 275, 276, 32)
"""Backspace, tab, enter of both pads, arrows, blank: what moves and types on a page."""
CTRL, ALT, META = "ctrl", "alt", "meta"
FUNCTION_KEYS = range(282, 297)
"""F1 (Kivy's settings) to F15, by Kivy's codes of SDL's keys."""
ESCAPE, PRINT_SCREEN, PAUSE, MENU = 27, 316, 19, 319


def refused(key: int, modifiers: tuple[str, ...]) -> bool:
    """Tell whether a key goes to nobody: a shortcut, not a letter.

    Key codes are Kivy's; Ctrl with Alt is AltGr, with which letters are typed.
    """
    if key in (ESCAPE, PRINT_SCREEN, PAUSE, MENU) or key in FUNCTION_KEYS:
        return True
    if META in modifiers:
        return True
    return key not in TYPING and (CTRL in modifiers) != (ALT in modifiers)


def lock(window: Any, full: bool) -> None:
    """Refuse what leaves `window`; close requests too where it is `full` screen."""
    unlock(window)
    window.bind(on_keyboard=_keyboard, on_drop_file=_dropped, on_drop_text=_dropped)
    if full:
        window.bind(on_request_close=_closing, on_minimize=_regain, on_hide=_regain)
        window.bind(focus=_focus)


def unlock(window: Any) -> None:
    """Let go of `window`, as at the end of an app."""
    window.unbind(on_keyboard=_keyboard, on_drop_file=_dropped, on_drop_text=_dropped)
    window.unbind(on_request_close=_closing, on_minimize=_regain, on_hide=_regain)
    window.unbind(focus=_focus)


def _keyboard(
    _window: object,
    key: int,
    _scancode: object = None,
    _codepoint: object = None,
    modifiers: Any = (),
    **_: object,
) -> bool:
    return refused(key, tuple(modifiers or ()))


def _closing(*_: object, **__: object) -> bool:
    """Refuse: the window closes from the service page or by SIGTERM alone."""
    return True


def _dropped(*_: object) -> bool:
    """Ignore what is dragged onto the window."""
    return True


def _focus(window: Any, focused: bool) -> None:
    if not focused:
        _regain(window)


def _regain(window: Any, *_: object) -> None:
    """Come back in front of whatever covered the glass."""
    window.restore()
    window.raise_window()
    window.show()


def stop_on_terminate(stop: Callable[[], None]) -> None:
    """Stop in good order on SIGTERM: SDL would ask to close, which is refused.

    Call it within the running loop.
    """
    try:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    except NotImplementedError:  # Windows ends the process by itself
        return

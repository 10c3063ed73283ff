"""``motcua kiosk`` and ``display``: the screens of the hall.

Nothing of the server is imported here: a screen shall be there soon after a power cut.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .shell import CommandError, language, log_to_stderr, settings_from, t

SHORTEST_PIN, LONGEST_PIN = 4, 12
"""Digits of the PIN of the kiosk's service page."""


def add_to(commands: Any) -> None:
    """Add the commands that draw."""
    kiosk = commands.add_parser("kiosk", help=t("help.kiosk"))
    display = commands.add_parser("display", help=t("help.display"))
    for screen in (kiosk, display):
        screen.add_argument("--server", metavar="URL")
        screen.add_argument("--token-file", type=Path, metavar="F")
        screen.add_argument("--config", type=Path, metavar="FILE")
        screen.add_argument("--virtual-screen", action="store_true")
    display.add_argument("--counter", type=int, metavar="N")
    kiosk.add_argument("what", nargs="?", choices=["pin"], help=t("help.kiosk_pin"))
    kiosk.set_defaults(run=run_kiosk)
    display.set_defaults(run=run_display)


def run_kiosk(asked: argparse.Namespace) -> int:
    """Run the kiosk in this process, or make the hash of its PIN."""
    if asked.what == "pin":
        return run_pin()
    needs("kiosk", "kivy", "escpos")
    from kiosk.start import run

    settings = settings_from(asked.config).kiosk
    _trust(settings.authority)
    if asked.server is not None:
        settings = replace(settings, server=asked.server)
    log_to_stderr()
    return _drawing(
        lambda: run(
            settings, _token(asked), asked.virtual_screen, _keep(asked.token_file)
        )
    )


def run_pin() -> int:
    """Ask for a PIN and print the line for the kiosk's settings."""
    from kiosk.guard.pin import hash_of

    pin = _typed_pin()
    digits = pin.isascii() and pin.isdigit()
    if not digits or not SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
        raise CommandError(t("wrong.pin", least=SHORTEST_PIN, most=LONGEST_PIN))
    print(f'pin = "{hash_of(pin)}"')
    return 0


def _typed_pin() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    pin = getpass.getpass(t("ask.pin"))
    if getpass.getpass(t("ask.again")) != pin:
        raise CommandError(t("wrong.pin_differs"))
    return pin


def run_display(asked: argparse.Namespace) -> int:
    """Run the wall display, or one counter's, in this process."""
    needs("display", "kivy")
    from display.start import run

    settings = settings_from(asked.config).display
    _trust(settings.authority)
    if asked.server is not None:
        settings = replace(settings, server=asked.server)
    if asked.counter is not None:
        settings = replace(settings, counter=asked.counter)
    log_to_stderr()
    return _drawing(
        lambda: run(
            settings, _token(asked), asked.virtual_screen, _keep(asked.token_file)
        )
    )


def _trust(authority: str) -> None:
    """Trust this authority for every line to the server; it is the only one then.

    All lines use OpenSSL's own place for it.
    """
    if not authority:
        return
    if not Path(authority).is_file():
        raise CommandError(t("wrong.no_authority", path=authority))
    os.environ["SSL_CERT_FILE"] = str(Path(authority).absolute())


def _drawing(run: Callable[[], int]) -> int:
    from assets.look.window import NoScreen

    try:
        return run()
    except NoScreen as nothing:
        raise CommandError(nothing.text(language())) from nothing


def needs(what: str, *modules: str) -> None:
    """Raise CommandError, for people, when a library is not installed."""
    if any(find_spec(module) is None for module in modules):
        raise CommandError(t("wrong.no_kivy", what=what))


def _token(asked: argparse.Namespace) -> str:
    """Give the device's token: from a file or the environment, never an argument.

    "" if the file is not there yet: the device is let in by its code, and the file
    is written then (``_keep``).
    """
    if asked.token_file is None:
        token = os.environ.get("MOTCUA_TOKEN", "").strip()
    elif not asked.token_file.exists() and os.access(asked.token_file.parent, os.W_OK):
        return ""
    else:
        try:
            token = asked.token_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise CommandError(
                t("wrong.no_token_file", path=asked.token_file)
            ) from None
    if not token:
        raise CommandError(t("wrong.no_token"))
    return token


def _keep(path: Path) -> Callable[[str], None]:
    """Give what writes a token's file, for its user's eyes only."""

    def keep(token: str) -> None:
        from server.storage.folder import write_private

        write_private(path, token)

    return keep

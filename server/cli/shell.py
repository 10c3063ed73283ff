"""What all commands share: the language, the settings, how mistakes are said."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from assets.lang import texts
from server.config.reader import ConfigError
from server.config.settings import Settings, read_settings


class CommandError(Exception):
    """A command cannot do what it was asked; the message is for people."""


def language() -> str:
    """Give the language of the terminal: Vietnamese where it is set so."""
    wanted = next(
        (os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)),
        "",
    )
    return "vi" if wanted.startswith("vi") else "en"


def texts_of(area: str) -> Callable[..., str]:
    """Give what speaks an area's texts in the terminal's language."""

    def say_in(key: str, **values: object) -> str:
        return texts(area, language())(key, **values)

    return say_in


t = texts_of("cli")
"""Gives a text of the command line."""


def say(key: str, **values: object) -> None:
    """Print a text."""
    print(t(key, **values), flush=True)


def say_wrong(sentence: str) -> int:
    """Print one line on standard error and give the exit code for it."""
    print(f"motcua: {sentence}", file=sys.stderr, flush=True)
    return 1


def add_data(command: argparse.ArgumentParser) -> None:
    """Give a command the option ``--data``."""
    command.add_argument("--data", type=Path, metavar="DIR", help=t("help.data"))


def data_path(asked: argparse.Namespace) -> Path:
    """Give the data folder's path: the option, the environment, the platform's."""
    if asked.data is not None:
        return Path(asked.data)
    if "MOTCUA_DATA" in os.environ:
        return Path(os.environ["MOTCUA_DATA"])
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "motcua"
    state = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(state) / "motcua"


def settings_from(path: Path | None) -> Settings:
    """Read a settings file, or only the environment.

    Raises:
        CommandError: the file cannot be read, or the settings are wrong.
    """
    try:
        text = path.read_text("utf-8") if path else ""
        return read_settings(text, os.environ, str(path or "environment"))
    except OSError:
        raise CommandError(t("wrong.no_file", path=path)) from None
    except ConfigError as wrong:
        raise CommandError(str(wrong)) from wrong


def log_to_stderr() -> None:
    """Log to standard error; the handler's level also quiets libraries such as Kivy."""
    level = os.environ.get("MOTCUA_LOG", "WARNING").upper()
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=level, format=form, handlers=[handler])
    # Below this it writes down headers and messages: tokens, cookies, tickets' secrets.
    logging.getLogger("websockets").setLevel(logging.INFO)

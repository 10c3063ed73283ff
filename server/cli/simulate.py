"""``motcua simulate``: an office's day against a running server, or a written past."""

from __future__ import annotations

import argparse
from typing import Any

from .data import data_folder, office_of
from .shell import CommandError, add_data, texts_of

words = texts_of("simulate")
SPEED = 60.0
"""Seconds of the simulated day in a second, unless asked otherwise."""
AT_ONCE = float("inf")
"""The speed ``max``: nothing is waited for."""


def add_to(commands: Any) -> None:
    """Add the command ``simulate``."""
    command = commands.add_parser("simulate", help=words("help.simulate"))
    add_data(command)
    command.add_argument("--server", metavar="URL", help=words("help.server"))
    command.add_argument(
        "--speed", type=_speed, default=SPEED, metavar="X", help=words("help.speed")
    )
    command.add_argument(
        "--visits", type=_count, metavar="N", help=words("help.visits")
    )
    command.add_argument(
        "--history", type=_count, metavar="N", help=words("help.history")
    )
    command.add_argument("--seed", type=int, default=1, help=words("help.seed"))
    command.add_argument("--yes", action="store_true", help=words("help.yes"))
    command.set_defaults(run=run_simulate)


def run_simulate(asked: argparse.Namespace) -> int:
    """Play a day, or write a past."""
    folder = data_folder(asked)
    office = office_of(folder)
    if not office.counters:
        raise CommandError(words("wrong.no_counter"))
    from . import simulated  # other commands need not wait for what it imports

    if asked.history is not None:  # only where no ticket was ever given
        return simulated.write(folder, office, asked)
    if not (asked.yes or office.hours.always):
        raise CommandError(words("wrong.real", path=folder.path))
    return simulated.play(folder, office, asked)


def _speed(text: str) -> float:
    try:
        speed = AT_ONCE if text == "max" else float(text)
    except ValueError:
        speed = 0.0
    if not speed > 0:
        raise argparse.ArgumentTypeError(words("wrong.speed", given=text))
    return speed


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(words("wrong.count", given=text))
    return int(text)

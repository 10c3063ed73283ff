"""The ``motcua`` command: every subcommand, its options, and how it ends.

A command exits 0 when it did what it was asked, else non-zero with one clear line on
standard error. Only what the command asked for needs is imported: Kivy where something
is drawn, the storage where there is a data folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module

from .shell import CommandError, data_path, say_wrong, t

COMMANDS = {
    "init": "folder",
    "up": "run",
    "server": "run",
    "kiosk": "screens",
    "display": "screens",
    "user": "people",
    "token": "people",
    "procedures": "posted",
    "appointments": "appointments",
    "check": "check",
    "voice": "voice",
    "backup": "backup",
    "restore": "backup",
    "simulate": "simulate",
}
"""In which module of this package each command is."""


def parser(modules: Iterable[str] = COMMANDS.values()) -> argparse.ArgumentParser:
    """Make the parser of the command line, whole unless modules are named."""
    root = argparse.ArgumentParser(prog="motcua", description=t("help.program"))
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in dict.fromkeys(modules):
        import_module(f".{module}", __name__).add_to(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    known = [COMMANDS[word] for word in words[:1] if word in COMMANDS]
    asked = parser(known or COMMANDS.values()).parse_args(words)
    try:
        return int(asked.run(asked) or 0)
    except CommandError as problem:
        return say_wrong(str(problem))
    except KeyboardInterrupt:
        return 130
    except Exception as problem:
        return say_wrong(_sentence(problem, asked))


def _sentence(problem: Exception, asked: argparse.Namespace) -> str:
    """Give the line for what stopped a command; a fault of ours is raised again."""
    from server.domain.errors import Refusal
    from server.storage.folder import Folder
    from server.storage.schema import DatabaseDamaged, MigrationFailed, NewerFolder

    from . import damage

    if isinstance(problem, DatabaseDamaged):
        return damage.damaged(Folder(data_path(asked)), problem)
    if isinstance(problem, NewerFolder | MigrationFailed):
        return damage.refused(problem)
    if isinstance(problem, OSError | UnicodeError | EOFError | Refusal):
        return str(problem) or t("wrong.no_input")
    raise problem


if __name__ == "__main__":
    sys.exit(main())

"""The ``motcua`` command: every subcommand, its options, and how it ends.

A command exits 0 when it did what it was asked, else non-zero with one clear line on
standard error. Kivy is imported only by the commands that draw.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from server.domain.errors import Refusal
from server.storage.folder import Folder
from server.storage.schema import DatabaseDamaged, MigrationFailed, NewerFolder

from . import appointments, backup, check, damage, folder, people, posted, run, simulate
from .shell import CommandError, data_path, say_wrong, t


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line."""
    root = argparse.ArgumentParser(prog="motcua", description=t("help.program"))
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (folder, run, people, posted, appointments, check, backup, simulate):
        part.add_to(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    asked = parser().parse_args(arguments)
    try:
        return int(asked.run(asked) or 0)
    except CommandError as problem:
        return say_wrong(str(problem))
    except DatabaseDamaged as found:
        return say_wrong(damage.damaged(Folder(data_path(asked)), found))
    except (NewerFolder, MigrationFailed) as unfit:
        return say_wrong(damage.refused(unfit))
    except (OSError, UnicodeError, EOFError, Refusal) as problem:
        return say_wrong(str(problem) or t("wrong.no_input"))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

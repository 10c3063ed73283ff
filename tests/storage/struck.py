"""A start that restores what was asked for, and is killed at one of its moves.

``python -m tests.storage.struck FOLDER MOVE``
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from server.storage import asked
from server.storage.folder import Folder
from tests.offices import MONDAY


def main(folder: str, strike: int) -> None:
    """Restore, and be killed instead of making move number ``strike``."""
    move, moves = Path.replace, iter(range(strike))

    def struck(self: Path, target: Path) -> Path:
        if next(moves, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return move(self, target)

    Path.replace = struck  # type: ignore[assignment,method-assign]
    asked.settle(Folder(Path(folder)), MONDAY.replace(hour=9), lambda _: None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

"""``motcua`` with a server that is cut off where a line of the log is owed.

``CUT=before``: the change is on disk, the journal has no line yet. ``CUT=after``: it
has the line, which is not struck out yet.
"""

import os
import signal
import sys

from server.cli import main
from server.domain.answers import Answer
from server.domain.commands import ChangeOffice, Command
from server.domain.record import Intent
from server.service import Service

handle = Service.handle


async def cut_off(self: Service, command: Command, intent: Intent) -> Answer:
    """Handle a command; a line that is owed is the last thing that happens."""
    owed = isinstance(command, ChangeOffice) and command.owed
    if owed and os.environ["CUT"] == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    answer = await handle(self, command, intent)
    if owed:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer


if __name__ == "__main__":
    Service.handle = cut_off  # type: ignore[method-assign]
    sys.exit(main())

"""A generator that runs in a process of its own, so that two cores share the work."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Item = TypeVar("Item")

_END = "end"


@contextmanager
def elsewhere(
    make: Callable[..., Iterator[Item]], *given: Any
) -> Iterator[Iterator[Item]]:
    """Run ``make(*given)`` in another process and give what it makes, in order.

    The process is gone when the ``with`` ends. It is started afresh ("spawn"), as on
    Windows, so that it has no lock and no file of this one.

    Raises:
        OSError: it ended before it had made everything.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_send, args=(theirs, make, given), daemon=True)
    worker.start()
    theirs.close()
    try:
        yield _received(ours)
    finally:
        ours.close()
        worker.terminate()
        worker.join()
        worker.close()


def _received(line: Connection) -> Iterator[Any]:
    while True:
        try:
            item = line.recv()
        except EOFError:
            raise OSError("the process that makes the past has died") from None
        if item == _END:
            return
        yield item


def _send(line: Connection, make: Callable[..., Iterator[Any]], given: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits for it ends it
    for item in make(*given):
        line.send(item)
    line.send(_END)

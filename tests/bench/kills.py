"""The long torture: ``KILLS`` times ``kill -9`` (default 1,000), an office every fifty.

A chapter is one office's day: its journal grows as a busy day's does, so that each
restart reads what a real one would. ``KILLS=50 python -m tests.bench kills`` is
shorter; ``SEED`` repeats a run as far as processes can be repeated.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.running import RunningServer
from tests.torture.torture import Account, Torture

from .report import Figure

CHAPTER = 50
WORKS_FOR = 0.5
"""Seconds of work before a kill, about, at the most."""
STARTS = 5


def measure(folder: Path) -> Iterator[Figure | str]:
    """Torture chapter after chapter; tell what was done, lost and doubled.

    Raises:
        AssertionError: something was wrong; the chapter's seed is told.
    """
    kills = int(os.environ.get("KILLS", "1000"))
    seed = int(os.environ.get("SEED", random.SystemRandom().getrandbits(32)))
    # Its lines are cut thousands of times: that is not worth a warning each.
    logging.getLogger("server.protocol.link").setLevel(logging.ERROR)
    accounts: list[Account] = []
    for chapter, start in enumerate(range(0, kills, CHAPTER)):
        torture = Torture(folder / str(chapter), seed + chapter, works_for=WORKS_FOR)
        account = asyncio.run(torture.run(min(CHAPTER, kills - start)))
        accounts.append(account)
        yield f"  seed {seed + chapter}: {account}"
        assert not account.wrong, account.wrong[:20]
    yield from _all(accounts)
    restarts = [took for one in accounts for took in one.restarts]
    yield Figure(
        f"start after kill -9, median of {len(restarts)}",
        statistics.median(restarts),
        _clean(folder / "clean"),
        "start of an empty folder",
    )
    yield f"  the slowest of them {max(restarts):.2f} s"


def _all(accounts: list[Account]) -> Iterator[str]:
    cuts: Counter[str] = Counter()
    hows: Counter[str] = Counter()
    for one in accounts:
        cuts.update(one.cuts)
        hows.update(one.kills)
    del cuts["no server"]
    acknowledged = sum(one.acknowledged for one in accounts)
    repeats = sum(one.repeats for one in accounts)
    events = sum(sum(one.events.values()) for one in accounts)
    yield f"{hows.total()} times kill -9: " + _counts(hows)
    yield f"  {sum(one.unfinished for one in accounts)} left half a commit in the log"
    yield f"{cuts.total()} lines cut: " + _counts(cuts)
    yield f"{acknowledged} acknowledged, lost 0, doubled 0"
    yield f"  {repeats} answers came again, each the same bytes"
    yield f"{events} events, heard {sum(one.heard for one in accounts)} times, gaps 0"


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{n} {what}" for what, n in counted.most_common())


def _clean(folder: Path) -> float:
    server = RunningServer(folder)
    took = []
    for _ in range(STARTS):
        began = time.perf_counter()
        server.start()
        took.append(time.perf_counter() - began)
        server.stop()
    return statistics.median(took)

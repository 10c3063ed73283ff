from __future__ import annotations

import random
from pathlib import Path

from .torture import Torture

KILLS = 24
"""A restart takes about a second, the work before a kill half of one."""


async def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    tmp_path: Path,
) -> None:
    seed = random.SystemRandom().getrandbits(32)
    print("seed", seed)  # pytest shows it when the test fails
    account = await Torture(tmp_path, seed).run(KILLS)
    print(account)
    assert account.wrong[:10] == []

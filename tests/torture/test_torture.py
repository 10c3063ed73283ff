from __future__ import annotations

import faulthandler
import logging
import random
import sys
from pathlib import Path

import pytest

from .torture import Torture
from .violence import How

KILLS = 6
"""A restart takes about a second, the work before a kill as long."""


@pytest.mark.skipif(sys.platform != "linux", reason="inotify and kill -9")
@pytest.mark.parametrize("how", ["at any instant", "inside a commit"])
async def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    tmp_path: Path, how: How, caplog: pytest.LogCaptureFixture
) -> None:
    # Half a minute on a machine of its own, many times that on a crowded one.
    faulthandler.dump_traceback_later(400, exit=True, file=2)
    # Lines are cut by the hundred here: a failure's report would drown in them.
    caplog.set_level(logging.ERROR, "server.protocol.link")
    seed = random.SystemRandom().getrandbits(32)
    print("seed", seed)  # pytest shows it when the test fails
    account = await Torture(tmp_path, seed, how).run(KILLS)
    print(account)
    assert account.wrong[:10] == []
    assert account.acknowledged > 20 * KILLS
    assert account.repeats > KILLS

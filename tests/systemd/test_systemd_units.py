"""The units in the operators' guide, as systemd itself reads them."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "huong-dan-van-hanh.md"
UNITS = dict(
    re.findall(
        r"`/etc/systemd/system/(motcua-\w+\.service)`:\n\n```\n(.+?)```",
        GUIDE.read_text("utf-8"),
        re.DOTALL,
    )
)


def test_each_part_has_a_unit() -> None:
    assert set(UNITS) == {
        "motcua-server.service",
        "motcua-kiosk.service",
        "motcua-display.service",
    }


@pytest.mark.parametrize("name", UNITS)
def test_a_part_that_hangs_or_fails_is_started_again_for_ever(name: str) -> None:
    unit = ConfigParser(interpolation=None)
    unit.read_string(UNITS[name])
    service = unit["Service"]
    assert (service["Type"], service["NotifyAccess"]) == ("notify", "main")
    assert int(service["WatchdogSec"]) >= 30
    assert service["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert f" server.cli {name[7:-8]} " in service["ExecStart"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_no_fault(name: str, tmp_path: Path) -> None:
    unit = tmp_path / name
    unit.write_text(UNITS[name].replace("/opt/motcua/.venv/bin/python", sys.executable))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    about = [line for line in done.stderr.splitlines() if name in line]
    assert (done.returncode, about) == (0, [])

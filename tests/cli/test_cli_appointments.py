"""``motcua appointments`` beside a running server."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from tests.offices import ZONE
from tests.running import RunningServer, motcua

SOON = datetime.now(ZONE).date() + timedelta(days=2)
"""Not tomorrow: a run may go on past midnight."""


def failing(*arguments: str) -> list[str]:
    """Run a command that must fail; give its lines of complaint."""
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_a_list_is_read_in_while_the_server_runs(tmp_path: Path) -> None:
    data, file = str(tmp_path / "data"), tmp_path / "lich-hen.csv"
    day = f"{SOON:%d/%m/%Y}"
    file.write_text(
        "ngày;giờ;dịch vụ;họ tên;mã\n"
        f"{day};14:00;ho-tich;Nguyễn Thị Bí Mật;\n"
        f"{day};9h30;Chứng thực, sao y;Trần Văn Kín;012345\n",
        "utf-8-sig",
    )
    with RunningServer(tmp_path / "data") as server:
        clerk = server.user("hoai", "clerk")
        printed = motcua("appointments", "import", str(file), "--data", data)
        first, second, *told = printed.splitlines()
        assert first == f"012345\t{day}\t09:30\tChứng thực, sao y"
        code = second.partition("\t")[0]
        assert second == f"{code}\t{day}\t14:00\tKhai sinh, kết hôn"
        assert told[0].endswith(": 2.")
        assert "họ tên" in told[1]
        assert "appointments = true" in told[2]
        assert len(told) == 3
        listed = clerk.call("appointment.list", day=SOON.isoformat())
        assert [one["code"] for one in listed] == ["012345", code]
        clerk.do("appointment.cancel", code=code, day=SOON.isoformat())
    printed = motcua("appointments", "list", "--day", day, "--data", data)
    assert printed.splitlines() == [first, f"{second}\tcancelled"]
    assert motcua("appointments", "list", "--data", data) == ""
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("*.db*"))
    assert b"012345" in kept
    assert "Bí Mật".encode() not in kept
    assert "Kín".encode() not in kept


def test_a_list_that_is_read_in_twice_is_noticed(tmp_path: Path) -> None:
    data, file = str(tmp_path / "data"), tmp_path / "list.csv"
    motcua("init", "--data", data, "--always-open")
    row = f"{SOON},09:30,ho-tich\n"
    file.write_text(f"date,time,service\n{row}{row}")
    once = motcua("appointments", "import", str(file), "--data", data)
    assert "imported already" not in once
    twice = motcua("appointments", "import", str(file), "--data", data)
    assert "Note: 2 of them" in twice
    listed = motcua("appointments", "list", "--day", str(SOON), "--data", data)
    assert len({line.partition("\t")[0] for line in listed.splitlines()}) == 4


def test_a_list_with_mistakes_changes_nothing(tmp_path: Path) -> None:
    data, file = str(tmp_path / "data"), tmp_path / "list.csv"
    motcua("init", "--data", data, "--always-open")
    file.write_text(f"date,time,service\n{SOON},09:30,ho-tich\n{SOON},09:75,hotich\n")
    told = failing("appointments", "import", str(file), "--data", data)
    assert told[0].startswith("motcua: ")
    assert [line.split(":")[0].strip() for line in told[1:]] == ["line 3", "line 3"]
    with closing(sqlite3.connect(tmp_path / "data" / "office.db")) as database:
        tables = "SELECT name FROM sqlite_master WHERE name = 'appointment'"
        assert database.execute(tables).fetchall()
        assert database.execute("SELECT * FROM appointment").fetchall() == []
    [nothing] = failing("appointments", "import", str(tmp_path / "no"), "--data", data)
    assert "no" in nothing
    [wrong] = failing("appointments", "list", "--day", "heute", "--data", data)
    assert "heute" in wrong


def test_a_code_that_is_taken_is_refused_with_its_line(tmp_path: Path) -> None:
    data, file = str(tmp_path / "data"), tmp_path / "list.csv"
    motcua("init", "--data", data, "--always-open")
    file.write_text(f"date,time,service,code\n{SOON},09:30,ho-tich,123456\n", "utf-8")
    motcua("appointments", "import", str(file), "--data", data)
    told = failing("appointments", "import", str(file), "--data", data)
    assert told[1].strip().startswith("line 2: ")
    assert "123456" in told[1]

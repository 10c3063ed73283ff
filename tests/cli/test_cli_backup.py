"""Backup, damage and restore as a technician meets them: real commands and files."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from server.storage.wal import log_of
from tests.running import RunningServer, motcua
from tests.storage.damaging import execute, flip


def complaint(*arguments: str, language: str = "C.UTF-8") -> str:
    """Run a command that must fail with words and without a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": language},
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("motcua: ") or not done.stderr
    return done.stderr or done.stdout


def starting(data: Path, **more: str) -> str:
    return complaint("server", "--data", str(data), "--port", "0", **more)


def numbers(server: RunningServer, kiosk: str, count: int) -> list[str]:
    client = server.kiosk(kiosk)
    given = [client.do("ticket.issue", service="ho-tich") for _ in range(count)]
    return [one["ticket"]["number"] for one in given]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup in the middle of a day's work; do not change it."""
    data = tmp_path_factory.mktemp("worked") / "data"
    with RunningServer(data) as server:
        assert numbers(server, "first", 5) == [f"B00{n}" for n in range(1, 6)]
        assert "checked" in motcua("backup", "--data", str(data))
        numbers(server, "second", 3)
    return data


@pytest.fixture
def data(worked: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    copy = tmp_path / "data"
    subprocess.run(["cp", "-a", str(worked), str(copy)], check=True)
    return copy


def test_backups_are_listed_and_checked(data: Path) -> None:
    where = ("--data", str(data))
    (name,) = [path.name for path in (data / "backups").glob("*.zip")]
    assert name in motcua("backup", "list", *where)
    assert "is whole: 6 events" in motcua("backup", "check", *where)
    assert "is whole: 6 events" in motcua("backup", "check", name, *where)
    flip(data / "backups" / name, (data / "backups" / name).stat().st_size // 2)
    assert "is no good backup" in complaint("backup", "check", *where)
    assert "cannot be read" in complaint("backup", "check", "none.zip", *where)
    assert "cannot be read" in complaint("restore", "none.zip", *where)


def test_a_backup_goes_to_another_disk(data: Path, tmp_path: Path) -> None:
    usb = str(tmp_path / "usb")
    motcua("backup", "make", "--to", usb, "--data", str(data))
    assert "9 events" in motcua("backup", "list", "--to", usb, "--data", str(data))
    assert "no backup in" in motcua("backup", "list", "--to", "x", "--data", str(data))


def test_a_damaged_day_is_explained_and_the_command_that_is_offered_mends_it(
    data: Path,
) -> None:
    execute(data / "journal.db", "UPDATE event SET body = x'7b7d' WHERE seq = 4")
    said = starting(data)
    assert re.search(r"event 4 of \d\d/\d\d/20\d\d is damaged; .* of \d\d:\d\d", said)
    assert "every event before number 4 is whole" in said
    (command,) = re.findall(r"To go back to it: motcua (restore .*)", said)
    done = motcua(*shlex.split(command))
    assert "nothing was removed" in done
    assert "Taken over from it: 3 events" in done
    assert "could not be proved" not in done
    (aside,) = data.glob("before-restore-*")
    assert (aside / "journal.db").exists()
    with RunningServer(data) as server:
        assert numbers(server, "third", 1) == ["B009"]
    assert "is damaged" not in checked(data)


def test_numbers_that_may_come_twice_are_told(data: Path) -> None:
    execute(data / "journal.db", "UPDATE event SET body = x'7b7d' WHERE seq = 8")
    (file,) = (data / "backups").glob("*.zip")
    done = motcua("restore", str(file), "--data", str(data))
    assert "Taken over from it: 1 events" in done
    assert "2 later events could not be proved" in done


def test_in_vietnamese(data: Path) -> None:
    execute(data / "journal.db", "DELETE FROM event WHERE seq = 4")
    said = starting(data, language="vi_VN.UTF-8")
    assert said.startswith("motcua: Dữ liệu bị hỏng; chưa chạy gì")
    assert "Khôi phục bằng: motcua restore" in said


def checked(data: Path) -> str:
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "check", "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
    ).stdout


@pytest.mark.parametrize(
    ("file", "size", "words"),
    [
        ("journal.db", 0, "journal.db is not there or empty"),
        ("journal.db", None, "journal.db is not there or empty"),
        ("journal.db", 5000, "journal.db: the file itself is damaged"),
        ("office.db", 0, "office.db is not there or empty"),
        ("office.db", 5000, "office.db: the file itself is damaged"),
    ],
)
def test_a_file_that_is_gone_or_cut_is_never_begun_anew(
    data: Path, file: str, size: int | None, words: str
) -> None:
    if size is None:
        (data / file).unlink()
    else:
        os.truncate(data / file, size)
    said = starting(data)
    assert words in said
    assert "To go back to it: motcua restore" in said
    assert words in checked(data)
    assert not (data / file).exists() or (data / file).stat().st_size == (size or 0)


def test_no_command_makes_a_database_anew_that_is_gone(data: Path) -> None:
    (data / "office.db").unlink()
    where = ("--data", str(data))
    for command in (["user", "list"], ["token", "list"], ["up", "--virtual-screen"]):
        assert "office.db is not there or empty" in complaint(*command, *where)
    assert not (data / "office.db").exists()


def test_a_restore_that_was_cut_off_is_not_taken_for_no_folder(data: Path) -> None:
    (data / "before-restore-2026-11-23T091500").mkdir()
    (data / "office.toml").rename(data / "before-restore-2026-11-23T091500/office.toml")
    assert "Run the same command again: motcua restore" in starting(data)
    (file,) = (data / "backups").glob("*.zip")
    assert "Taken over from it: 3" in motcua("restore", str(file), "--data", str(data))
    assert "every one of them whole" in checked(data)


def test_a_wrong_header_is_explained(data: Path) -> None:
    (data / "journal.db").write_bytes(b"no database at all" * 100)
    assert "file itself is damaged (file is not a database)" in starting(data)
    assert "file is not a database" in checked(data)


def test_answers_that_cannot_be_read_are_explained(data: Path) -> None:
    execute(data / "journal.db", "UPDATE intent SET answer = x'7b'")
    assert "an answer kept for repeated requests cannot be read" in starting(data)


@pytest.mark.parametrize("name", ["journal", "office"])
def test_a_newer_programs_folder_is_refused(data: Path, name: str) -> None:
    execute(
        data / f"{name}.db",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        f" VALUES ('{name}', 'of_tomorrow', '2027')",
    )
    for said in (starting(data), checked(data)):
        assert f"{name}.db was changed by a newer motcua" in said


def test_without_a_good_backup_that_is_said(data: Path) -> None:
    (file,) = (data / "backups").glob("*.zip")
    flip(file, file.stat().st_size // 2)
    execute(data / "journal.db", "UPDATE event SET body = x'7b7d' WHERE seq = 4")
    assert "There is no good backup in" in starting(data)
    said = complaint("backup", "--data", str(data))
    assert "No backup was made: the data is damaged." in said
    assert "event 4 of" in said


def test_a_damaged_log_of_a_killed_server_is_not_dropped_in_silence(
    tmp_path: Path,
) -> None:
    """SQLite would start without the acknowledged tickets behind the bad frame."""
    data = tmp_path / "data"
    with RunningServer(data) as server:
        assert numbers(server, "first", 6)[-1] == "B006"
        server.kill()
        log = log_of(data / "journal.db")
        flip(log, log.stat().st_size // 2)
        said = starting(data)
        assert "the newest changes (journal.db-wal) are damaged" in said
        assert "(journal.db-wal) are damaged" in checked(data)
        flip(log, log.stat().st_size // 2)
        server.start()
        assert numbers(server, "second", 1) == ["B007"]


def test_check_beside_a_running_server(data: Path) -> None:
    with RunningServer(data) as server:
        numbers(server, "third", 1)
        assert "10 events, every one of them whole" in checked(data)
        execute(data / "journal.db", "UPDATE event SET body = x'7b7d' WHERE seq = 4")
        assert "event 4 of" in checked(data)
        said = complaint(
            "restore", next((data / "backups").glob("*.zip")).name, "--data", str(data)
        )
        assert "A server is using" in said
        assert numbers(server, "fourth", 1) == ["B010"]


def test_a_folder_has_one_server_also_after_the_first_was_killed(data: Path) -> None:
    with RunningServer(data) as first:
        assert "another motcua server" in starting(data)
        first.kill()
        second = RunningServer(data)
        with second:
            assert numbers(second, "third", 1) == ["B009"]
            assert "another motcua server" in starting(data)

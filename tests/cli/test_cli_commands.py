"""The command line as the technician uses it, each command in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from kiosk.away.ledger import Ledger
from kiosk.away.series import Reading
from kiosk.flow.wishes import Wish
from tests.emulator import printer as emulator
from tests.emulator.printer import PrinterEmulator
from tests.running import RunningServer, motcua

SAMPLES = Path(str(files("assets") / "office"))


def failing(*arguments: str, stdin: str = "", **environment: str) -> str:
    """Run a command that must fail; give its one line of complaint."""
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        check=False,
    )
    assert done.returncode != 0
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("motcua: ")
    return lines[0]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    motcua("init", "--data", str(folder))
    return folder


def test_init_makes_a_folder_for_this_user_alone(data: Path) -> None:
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "ticket.key").stat().st_mode) == 0o600
    assert 'host = "127.0.0.1"' in (data / "motcua.toml").read_text("utf-8")
    listed = motcua("procedures", "list", "--data", str(data))
    assert len(listed.splitlines()) == 25
    assert "already a data folder" in failing("init", "--data", str(data))


def test_init_takes_the_pictures_that_the_office_names(tmp_path: Path) -> None:
    own = tmp_path / "office.toml"
    sample = (SAMPLES / "thach-khe.toml").read_text("utf-8")
    named = '{ vi = "so-do-cac-phong.png", en = "so-do-cac-phong-en.png" }'
    own.write_text(sample.replace(named, '{ vi = "map.png" }'), "utf-8")
    where = ("init", "--office", str(own), "--data", str(tmp_path / "data"))
    assert "map.png: there is no such file" in failing(*where)
    assert not (tmp_path / "data").exists()
    drawn = (SAMPLES / "so-do-cac-phong.png").read_bytes()
    (tmp_path / "map.png").write_bytes(drawn)
    motcua(*where)
    assert (tmp_path / "data" / "map.png").read_bytes() == drawn


def test_init_for_the_network_and_round_the_clock(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    motcua("init", "--data", str(folder), "--lan", "--always-open")
    assert 'host = "0.0.0.0"' in (folder / "motcua.toml").read_text("utf-8")
    assert "always = true" in (folder / "office.toml").read_text("utf-8")


def test_init_with_an_office_of_ones_own(tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text('id = "x"\n', "utf-8")
    folder = tmp_path / "data"
    said = failing("init", "--data", str(folder), "--office", str(office))
    assert "services: is missing" in said
    assert not folder.exists()
    gone = str(tmp_path / "none.toml")
    assert "cannot be read" in failing("init", "--data", str(folder), "--office", gone)


def test_the_data_folder_may_come_from_the_environment(data: Path) -> None:
    assert motcua("token", "list", MOTCUA_DATA=str(data)) == ""
    assert "is no data folder" in failing("token", "list", MOTCUA_DATA=str(data / "x"))


def test_users(data: Path) -> None:
    where = ("--data", str(data))
    add = ("user", "add", "hoai", "--role", "clerk", *where, "--password-stdin")
    assert "at least 8" in failing(*add, stdin="short\n")
    motcua(*add, "--display-name", "Nguyễn Thị Hoài", stdin="một mật khẩu dài\n")
    assert "already a user" in failing(*add, stdin="một mật khẩu dài\n")
    assert motcua("user", "list", *where) == "hoai\tclerk\tNguyễn Thị Hoài\n"
    motcua(
        "user", "password", "hoai", *where, "--password-stdin", stdin="mật khẩu mới\n"
    )
    assert "no user" in failing("user", "password", "x", *where, "--password-stdin")
    motcua("user", "add", "an", "--role", "admin", *add[5:], stdin="một mật khẩu dài\n")
    assert "last administrator" in failing("user", "remove", "an", *where)
    motcua("user", "remove", "hoai", *where)
    assert "no user" in failing("user", "remove", "hoai", *where)


def test_tokens(data: Path) -> None:
    where = ("--data", str(data))
    add = ("token", "add", "--role", "kiosk", "--name", "kiosk-1", *where)
    token = motcua(*add).splitlines()[-1]
    assert len(token) == 43
    assert "already a device" in failing(*add)
    assert motcua("token", "list", *where) == "kiosk-1\tkiosk\n"
    motcua("token", "revoke", "kiosk-1", *where)
    assert "no device" in failing("token", "revoke", "kiosk-1", *where)


def test_procedures_are_imported_and_a_wrong_file_changes_nothing(
    data: Path, tmp_path: Path
) -> None:
    where = ("--data", str(data))
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", "utf-8")
    failing("procedures", "import", str(wrong), *where)
    failing("procedures", "import", str(tmp_path / "none.json"), *where)
    assert len(motcua("procedures", "list", *where).splitlines()) == 25


def test_check_says_what_works_and_what_does_not(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", "check", "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "vi_VN.UTF-8"},
        check=False,
    )
    assert done.returncode == 1  # there is no user yet
    for said in (
        "chưa có ai",
        "giọng đọc: nói được vi",
        "tất cả nguyên vẹn",
        "niêm yết 25",
        "máy in: chưa cài",
        "Có 1 việc cần xem lại.",
    ):
        assert said in done.stdout


def test_check_reaches_for_the_printer(data: Path) -> None:
    with PrinterEmulator() as printer:
        place = f"127.0.0.1:{printer.port}"
        settings = (
            '[kiosk.printer]\nkind = "network"\nhost = "127.0.0.1"\n'
            f"port = {printer.port}\n"
        )
        (data / "motcua.toml").write_text(settings, "utf-8")
        for status, said in (
            (emulator.OK, "Printer good"),
            (emulator.NEAR_END, "Paper nearly out"),
            (emulator.PAPER_OUT, "Printer is out of paper"),
        ):
            printer.status = status
            assert f"printer: network, {place}: {said}" in _checked(data)
    assert "NOT OK" in next(
        line for line in _checked(data).splitlines() if "printer: network" in line
    )


def test_check_looks_at_the_letter_of_the_kiosks_own_numbers(data: Path) -> None:
    for series, said in (
        ("U", "the kiosk gives its own with the letter U"),
        ("A", "A is the letter of a service"),
        ("", "the kiosk gives none"),
    ):
        (data / "motcua.toml").write_text(f'[kiosk]\nseries = "{series}"\n', "utf-8")
        assert said in _checked(data)


def test_check_looks_whether_the_displays_room_is_there(data: Path) -> None:
    assert "wall display: " not in _checked(data)
    (data / "motcua.toml").write_text('[display]\nroom = "tang-2"\n', "utf-8")
    assert "office.toml has no room tang-2" in _checked(data)
    with (data / "office.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[rooms]]\nid = "tang-2"\nname = {vi = "Tầng 2"}\ncounters = ["q3"]\n'
        )
    assert "shows and speaks only the calls of Tầng 2" in _checked(data)


def test_check_looks_at_the_kiosks_own_numbers_and_its_clock(data: Path) -> None:
    assert "numbers of the kiosk's own" not in _checked(data)  # none has run here
    now = datetime.now().astimezone()
    ledger = Ledger(data / "kiosk" / "own.db")
    ledger.heard(now - timedelta(hours=1))
    ledger.close()
    said = _checked(data)
    assert "[  ok   ] numbers of the kiosk's own: 0 wait" in said
    assert "it went back" not in said
    ledger = Ledger(data / "kiosk" / "own.db")
    wish = Wish("ho-tich", None, (), "vi")
    for n in range(2):
        ledger.give("U", f"key-wish-{n}", wish, Reading(now, True, "boot", 1.0))
    ledger.refused(1, "unknown_service")
    ledger.heard(now + timedelta(hours=1))
    ledger.close()
    said = _checked(data)
    assert "[NOT OK ] numbers of the kiosk's own: 1 wait for the server, 1 were" in said
    assert "[NOT OK ] clock: it went back" in said
    (data / "kiosk" / "own.db").write_bytes(b"no database" * 100)
    assert "own.db cannot be read" in _checked(data)


def test_check_names_what_is_wrong_with_languages_and_pictures(data: Path) -> None:
    said = _checked(data)
    assert "pictures on the office's pages: 2" in said
    office = data / "office.toml"
    text = office.read_text("utf-8")
    office.write_text(text.replace('["vi", "en"]', '["vi", "en", "hmn"]'), "utf-8")
    picture = data / "so-do-cac-phong.png"
    picture.write_bytes(picture.read_bytes()[:9000])
    said = _checked(data)
    assert "language hmn (in office.toml): there is no folder" in said
    assert "so-do-cac-phong.png: the picture is damaged" in said
    assert "NOT OK" in next(line for line in said.splitlines() if "damaged" in line)


def _checked(data: Path) -> str:
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "check", "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
    ).stdout


def test_wrong_settings_stop_everything_with_one_line(data: Path) -> None:
    (data / "motcua.toml").write_text("[server]\nprot = 1\n", "utf-8")
    assert "did you mean 'port'?" in failing("server", "--data", str(data))


def test_a_wrong_office_stops_everything_with_one_line(data: Path) -> None:
    office = data / "office.toml"
    text = office.read_text("utf-8")
    office.write_text(text.replace('prefix = "A"', 'prefix = "B"'), "utf-8")
    assert "'B' stands twice" in failing("server", "--data", str(data))


def test_a_folder_is_served_once(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        said = failing("server", "--data", str(server.folder), "--port", "0")
        assert "another motcua server" in said


def test_a_taken_port_is_named(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = failing("server", "--data", str(data), "--port", port)
        assert f"cannot listen on 127.0.0.1:{port}" in said


def test_a_screen_without_a_screen_stops_with_one_line(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("x", "ascii")
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "SDL_VIDEODRIVER": ""}
    for command in ("kiosk", "display"):
        said = failing(command, "--token-file", str(token), **nothing)
        assert "--virtual-screen" in said
        assert "no token" in failing(command, "--virtual-screen", **nothing)
        gone = ("--token-file", str(tmp_path / "none" / "token"))
        assert "cannot be read" in failing(
            command, *gone, "--virtual-screen", **nothing
        )


def test_up_without_a_screen_says_how(data: Path) -> None:
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "SDL_VIDEODRIVER": ""}
    assert "--virtual-screen" in failing("up", "--data", str(data), **nothing)


def test_a_damaged_ticket_key_is_refused(data: Path) -> None:
    (data / "ticket.key").write_text("", "ascii")
    assert "ticket.key is damaged" in failing("server", "--data", str(data))


def test_what_is_no_text_and_what_is_no_port(data: Path, tmp_path: Path) -> None:
    where = ("--data", str(data))
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    failing("procedures", "import", str(binary), *where)
    failing("init", "--data", str(tmp_path / "new"), "--office", str(binary))
    assert "65535" in failing("server", *where, "--port", "99999")


def test_records_on_disk_can_be_read_by_the_office(data: Path) -> None:
    import sqlite3

    database = sqlite3.connect(data / "office.db")
    (body,) = database.execute("SELECT body FROM procedure LIMIT 1").fetchone()
    database.close()
    assert json.loads(body)["code"]


def test_collected_records_fill_in_and_replace_nothing(
    data: Path, tmp_path: Path
) -> None:
    where = ("--data", str(data))
    before = motcua("procedures", "list", *where).splitlines()
    collected = tmp_path / "collected.json"
    fields = {"documents": [], "fee": {}, "time_limit": {}, "reception": "mot_cua"}
    records = [
        {"code": before[0].split("\t")[0], "name": "Tên khác", **fields},
        {"code": "9.000001", "name": "Thủ tục mới", **fields},
    ]
    collected.write_text(json.dumps({"procedures": records}), "utf-8")
    said = motcua("procedures", "import", str(collected), *where)
    assert "Posted 1 procedures" in said
    assert "kept: 1" in said
    assert "no papers are stated" in said
    after = motcua("procedures", "list", *where).splitlines()
    assert after == [*before, "9.000001\tThủ tục mới"]

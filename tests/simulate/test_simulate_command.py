"""``motcua simulate`` as it is called: real commands, servers and folders."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from server.cli import main, progress
from server.protocol.errors import Refused
from server.simulate.accounts import accounts
from server.simulate.live import LiveDay, NoServer, Told
from server.simulate.world import Day, Kind, Plan, Visitor, a_day
from server.storage import verify
from server.storage.journal import Journal
from server.storage.office import OfficeStore
from tests.running import Client, RunningServer, free_port, motcua

COUNTERS = ("q1", "q2", "q3", "q4")
MORNING = (28_800.0, 36_000.0)
VISITOR = Visitor(30_000.0, "ho-tich", 60.0, 5.0, True, True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("simulate") / "data") as running:
        yield running


def simulate(server: RunningServer, *options: str) -> str:
    return motcua(
        *("simulate", "--data", str(server.folder), "--server", server.url), *options
    )


def left(server: RunningServer) -> tuple[set[str], int, list[str]]:
    """Give the counters' states, how many wait, and the simulation's own accounts."""
    queue = Client(server.url, None).call("queue.get")
    store = OfficeStore(server.folder / "office.db")
    try:
        names = [user.name for user in store.users()]
        names += [device.name for device in store.devices()]
    finally:
        store.close()
    return (
        {counter["state"] for counter in queue["counters"]},
        sum(map(len, queue["waiting"].values())),
        [name for name in names if name.startswith("simulate")],
    )


def kinds_since(server: RunningServer, seq: int) -> list[str]:
    journal = Journal(server.folder / "journal.db")
    try:
        return [event.kind for event in journal.read(seq, 10_000)]
    finally:
        journal.stop()


def seq_of(server: RunningServer) -> int:
    return int(Client(server.url, None).call("queue.get")["seq"])


# A day


def test_a_day_is_played_to_its_end_and_leaves_nothing_behind(
    server: RunningServer,
) -> None:
    before = seq_of(server)
    said = simulate(server, "--speed", "max", "--visits", "40", "--seed", "4")
    kinds = kinds_since(server, before)
    issued = kinds.count("ticket.issued")
    assert 20 < issued < 70
    done, absent = kinds.count("ticket.done"), kinds.count("ticket.no_show")
    assert done + absent == issued == kinds.count("ticket.called")
    assert kinds.count("ticket.printed") == issued
    assert kinds.count("counter.paused") == kinds.count("counter.resumed") > 0
    assert "ticket.prioritised" in kinds
    assert (
        f"Issued {issued}, called {issued}, done {done}, absent {absent}; "
        "the median wait was" in said
    )
    assert left(server) == ({"closed"}, 0, [])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_ctrl_c_ends_it_in_good_order(server: RunningServer) -> None:
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "server.cli", "simulate"),
            *("--data", str(server.folder), "--server", server.url),
            *("--speed", "4000", "--visits", "150"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith((" 10%", " 11%", " 12%")):
                break
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "Issued" in said
    assert left(server) == ({"closed"}, 0, [])


def test_somebody_with_a_ticket_from_a_real_kiosk_is_served_too(
    server: RunningServer,
) -> None:
    real = server.kiosk("real-kiosk").do("ticket.issue", service="tro-cap")["ticket"]
    told = play(server, Day((MORNING,), [VISITOR], [0.0] * 4, 0.0))
    assert (told.issued, told.called, told.done) == (1, 2, 2)
    follow = Client(server.url, None)
    (call, *_) = (
        one for one in follow.call("queue.get")["calls"] if one["ticket"] == real["id"]
    )
    assert call["counter"] == "q4"
    assert left(server) == ({"closed"}, 0, [])


def test_who_is_turned_away_goes_home(server: RunningServer) -> None:
    visitor = Visitor(30_000.0, "no-such-service", 60.0, 5.0, True, False)
    told = play(server, Day((MORNING,), [visitor], [0.0] * 4, 0.0))
    assert (told.issued, told.refused, told.median) == (0, 1, 0.0)


def test_a_counter_that_somebody_has_is_not_taken(server: RunningServer) -> None:
    clerk = server.user("lan", "clerk")
    clerk.do("counter.open", counter="q2")
    try:
        with pytest.raises(Refused, match="counter_taken"):
            play(server, a_day(Plan((MORNING,), 5), Random(1)))
        states = Client(server.url, None).call("queue.get")["counters"]
        assert [one["state"] for one in states] == ["closed", "open"] + ["closed"] * 2
    finally:
        clerk.do("counter.close")
    assert left(server) == ({"closed"}, 0, [])


def test_what_a_killed_simulation_left_behind_goes_first(server: RunningServer) -> None:
    people = server.folder / "office.db"
    killed = accounts(people, 2)
    first = killed.__enter__()  # and never left
    with accounts(people, 3) as second:
        assert len(second.clerks) == 3
        assert first.kiosk != second.kiosk
    assert left(server)[2] == []


def play(server: RunningServer, day: Day) -> Told:
    live = LiveDay(
        day,
        COUNTERS,
        ["nguoi-cao-tuoi"],
        [Kind("ho-tich")],
        float("inf"),
        Random(1),
        lambda at, told: None,
    )
    with accounts(server.folder / "office.db", len(COUNTERS)) as made:
        return asyncio.run(live.run(server.url, made))


def test_without_a_server_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr("server.simulate.live.CONNECT_WITHIN", 0.3)
    data, url = str(tmp_path / "data"), f"http://127.0.0.1:{free_port()}"
    motcua("init", "--data", data, "--always-open")
    assert main(["simulate", "--data", data, "--server", url]) == 1
    assert f"No server answers at {url}" in capsys.readouterr().err


async def test_a_server_that_goes_away_ends_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.simulate.live.ANSWER_WITHIN", 0.5)
    day = Day((MORNING,), [VISITOR], [0.0] * 4, 0.0)
    server = RunningServer(tmp_path / "data")
    with server, accounts(server.folder / "office.db", 4) as made:
        live = LiveDay(
            day,
            COUNTERS,
            [],
            [],
            float("inf"),
            Random(1),
            lambda at, told: server.kill(),
        )
        with pytest.raises(NoServer):
            await live.run(server.url, made)
    assert live.told.issued == 1


# Which folder


def test_a_real_office_is_not_spoiled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")
    motcua("init", "--data", data)
    assert main(["simulate", "--data", data]) == 1
    assert "--always-open" in capsys.readouterr().err
    assert main(["simulate", "--data", data, "--history", "20"]) == 0
    assert verify.journal(tmp_path / "data" / "journal.db").events > 100


def test_wrong_numbers_are_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    for options in (["--speed", "fast"], ["--speed", "-1"], ["--history", "0"]):
        with pytest.raises(SystemExit):
            main(["simulate", *options])
        assert f"{options[1]} is no" in capsys.readouterr().err


# A past


def test_a_past_is_written_once_and_only_while_no_server_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    motcua("init", "--data", str(data))
    ask = ["simulate", "--data", str(data), "--history", "700"]
    with RunningServer(data):
        assert main(ask) == 1
        assert "stop it first" in capsys.readouterr().err
    assert main(ask) == 0  # a day was opened, but no ticket was given
    captured = capsys.readouterr()
    assert "Wrote 700 tickets with 3," in captured.out
    assert "100%  700 of 700 tickets" in captured.err
    assert verify.journal(data / "journal.db").faults == ()
    assert main(ask) == 1
    assert "has been in use" in capsys.readouterr().err


def test_a_past_needs_room_and_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    motcua("init", "--data", str(data), "--always-open")
    assert main(["simulate", "--data", str(data), "--history", str(10**12)]) == 1
    assert "GB are free" in capsys.readouterr().err
    days = ["--history", "800000", "--visits", "1"]
    assert main(["simulate", "--data", str(data), *days]) == 1
    assert "so many days" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_ctrl_c_leaves_the_folder_without_a_past(tmp_path: Path) -> None:
    data = tmp_path / "data"
    motcua("init", "--data", str(data), "--always-open")
    before = {path.name for path in data.iterdir()} | {"server.lock"}
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "server.cli", "simulate"),
            *("--data", str(data), "--history", "100000"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as running:
        assert running.stderr is not None
        running.stderr.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "nothing was written" in said
    assert {path.name for path in data.iterdir()} <= before
    assert verify.journal(data / "journal.db").events == 0


# Progress


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_gets_one_line_that_is_drawn_again(monkeypatch: Any) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setattr(
            os, "get_terminal_size", lambda fd: os.terminal_size((60, 9))
        )
        with progress.Progress() as show:
            show(0.5, lambda: "half")
            show(0.6, lambda: "too soon")
            show(1.0, lambda: "all" * 30)
        drawn = ""
        while not drawn.endswith("\n"):  # a terminal hands it over in pieces
            drawn += os.read(ours, 4096).decode()
    os.close(ours)
    assert drawn.count("\r[") == 2
    assert "[############............]  50%  half" in drawn
    assert "too soon" not in drawn
    lines = drawn.replace("\x1b[K", "").split("\r")
    assert max(len(line.strip()) for line in lines) == 59
    assert drawn.endswith("\n")


def test_elsewhere_there_are_ten_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.Progress() as show:
        for n in range(1000):
            show(n / 1000, lambda n=n: f"at {n}")  # type: ignore[misc]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[3] == " 30%  at 300"

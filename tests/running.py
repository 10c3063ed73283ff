"""A real server in a process of its own, and a plain client for it."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from server.auth import Doorkeeper
from server.domain.people import Device, User
from server.storage.office import OfficeStore

PASSWORD = "một mật khẩu dài"
START_WITHIN = 20.0


def free_port() -> int:
    """Give a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def motcua(*arguments: str, stdin: str = "", **environment: str) -> str:
    """Run one command to its end and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def _always_open() -> Path:
    """Make a data folder, once in a process: every server gets a copy."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-"))
    atexit.register(shutil.rmtree, folder)
    motcua("init", "--data", str(folder / "data"), "--always-open")
    return folder / "data"


class RefusedCall(Exception):
    """The server answered a call with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(str(error))
        self.code = error["code"]
        self.reason = error.get("data", {}).get("reason")
        self.error = error


class RunningServer:
    """One server over a data folder: started, killed, started again.

    Args:
        folder: where the data folder is made, if it is not there yet.
        options: more options of ``motcua server``.
        program: the module that is run, as ``motcua`` runs ``server.cli``.
    """

    def __init__(
        self, folder: Path, *options: str, program: str = "server.cli"
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output: list[str] = []
        self._options = options
        self._program = program
        self._process: subprocess.Popen[str] | None = None
        if not (folder / "office.toml").exists():
            shutil.copytree(_always_open(), folder, dirs_exist_ok=True)

    def __enter__(self) -> RunningServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it listens."""
        self.launch()
        self.await_listening()

    def launch(self) -> None:
        """Start it without waiting for anything."""
        self._listening = threading.Event()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", self._program, "server"),
                *("--data", str(self.folder), "--port", str(self.port)),
                *self._options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        self._reader = threading.Thread(
            target=self._read, args=(self._process, self._listening)
        )
        self._reader.start()

    def await_listening(self) -> None:
        """Wait until it listens, or say what it printed instead."""
        assert self._listening.wait(START_WITHIN), "\n".join(self.output)
        assert self._came_up, "\n".join(self.output)

    def _read(self, process: subprocess.Popen[str], listening: threading.Event) -> None:
        self._came_up = False
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self.output.append(line.rstrip())
                if self.url in line:
                    self._came_up = True
                    listening.set()
        listening.set()  # it has ended: nobody waits in vain for it to listen

    def stop(self) -> None:
        """Stop it in good order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            code = self._process.wait(15)
            self._reader.join()
            assert code == 0, "\n".join(self.output)

    def wait(self) -> int:
        """Wait until it has ended by itself; give its exit code."""
        assert self._process is not None
        code = self._process.wait(30)
        self._reader.join()
        return code

    def kill(self) -> None:
        """Kill it, as a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(15)
        self._reader.join()

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def printed(self, pattern: str) -> str:
        """Wait for a printed line that fits and give its first group."""
        ends = time.monotonic() + START_WITHIN
        while not (found := re.search(pattern, "\n".join(self.output))):
            assert time.monotonic() < ends, self.output
            threading.Event().wait(0.01)
        return found[1]

    # People and devices

    def device(self, name: str, role: str) -> str:
        """Add a device and give its token."""
        return new_device(self.folder, name, role)

    def user(self, name: str, role: str, display_name: str = "") -> Client:
        """Add a member of staff and sign them in."""
        user = User(name, display_name or name, role)
        return new_user(self.folder, self.url, user)

    def client(self, token: str | None = None) -> Client:
        """Give a client that sends this token."""
        return Client(self.url, token)

    def kiosk(self, name: str = "kiosk") -> Client:
        """Add a kiosk and give a client with its token."""
        return self.client(self.device(name, "kiosk"))


class Client:
    """Calls methods over ``/rpc``."""

    def __init__(self, url: str, token: str | None) -> None:
        self.url = url
        self.token = token

    def post(
        self, body: bytes, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Post to ``/rpc``; give the status and the body."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self._ask("/rpc", body, sent)

    def send(self, path: str, body: bytes) -> tuple[int, Any]:
        """Send a file; give the status and the answer, as JSON if it is that."""
        status, answer = self._ask(path, body, {})
        try:
            return status, json.loads(answer)
        except ValueError:
            return status, answer

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch a file; give the status and its content."""
        return self._ask(path, None, {})

    def _ask(
        self, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        sent = dict(headers)
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(f"{self.url}{path}", body, sent)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def call(self, method: str, **params: Any) -> Any:
        """Call a method; ``from_`` is the param ``from``. Raises RefusedCall."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        _, answer = self.post(json.dumps(body).encode())
        told = json.loads(answer)
        if "error" in told:
            raise RefusedCall(told["error"])
        return told["result"]

    def do(self, method: str, **params: Any) -> Any:
        """Call a method that changes something, with a fresh key."""
        return self.call(method, key=uuid4().hex, **params)


def new_device(folder: Path, name: str, role: str) -> str:
    """Add a device to a data folder and give its token."""
    store = OfficeStore(folder / "office.db")
    try:
        return _keeper(store).add_device(Device(name, role))
    finally:
        store.close()


def new_user(folder: Path, url: str, user: User) -> Client:
    """Add a member of staff to a data folder and sign them in at its server."""
    store = OfficeStore(folder / "office.db")
    try:
        _keeper(store).add_user(user, PASSWORD)
    finally:
        store.close()
    login = Client(url, None).call("session.login", name=user.name, password=PASSWORD)
    return Client(url, login["token"])


def _keeper(store: OfficeStore) -> Doorkeeper:
    return Doorkeeper(store, lambda: datetime.now(UTC))

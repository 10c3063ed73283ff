from __future__ import annotations

import asyncio
import threading
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assets.sound import shelf
from display import player as players
from display.player import Loudspeaker, Silence


def wav(path: Path, seconds: float, rate: int = 22050) -> bytes:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"\x00\x08" * round(seconds * rate))
    return path.read_bytes()


class Tape:
    """An output that notes what it plays, or cannot."""

    def __init__(self, works: bool = True) -> None:
        self.name = "tape"
        self.works = works
        self.played: list[tuple[str, float]] = []
        self.playing = 0

    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        if not self.works:
            return False
        self.playing += 1
        assert self.playing == 1, "two sounds at once"
        await asyncio.sleep(seconds)
        self.playing -= 1
        self.played.append((path.name, seconds))
        return True


class Broken(Tape):
    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        raise RuntimeError("a library broke")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Any]:
    """Serve /voice/a.wav (0.05 s), and what is no sound."""
    good = wav(tmp_path / "a.wav", 0.05)

    class Voices(BaseHTTPRequestHandler):
        asked: list[str]

        def do_GET(self) -> None:
            served.asked.append(self.path)
            found = {"/voice/a.wav": good, "/voice/text.wav": b"no sound"}
            body = found.get(self.path)
            if self.path == "/voice/long.wav":
                body = b"x" * (shelf.LARGEST + 2)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: Any) -> None:
            pass

    served: Any = ThreadingHTTPServer(("127.0.0.1", 0), Voices)
    served.asked = []
    served.url = f"http://127.0.0.1:{served.server_port}"
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


async def test_a_sentence_is_fetched_once_and_played_to_its_end(server: Any) -> None:
    tape = Tape()
    player = Loudspeaker(server.url, outputs=[tape])
    await asyncio.gather(player.prepare("/voice/a.wav"), player.say("/voice/a.wav"))
    assert await player.say("/voice/a.wav")
    assert server.asked == ["/voice/a.wav"]
    lengths = [seconds for _, seconds in tape.played]
    assert lengths == [pytest.approx(0.05, abs=0.01)] * 2
    assert player.health == "ok"
    player.close()


async def test_each_display_has_its_own_volume(server: Any) -> None:
    class Gauge(Tape):
        volumes: list[float]

        async def play(self, path: Path, seconds: float, volume: float) -> bool:
            self.volumes.append(volume)
            return True

    gauge = Gauge()
    gauge.volumes = []
    player = Loudspeaker(server.url, volume=0.4, outputs=[gauge])
    await player.chime()
    assert await player.say("/voice/a.wav")
    assert gauge.volumes == [0.4, 0.4]
    player.close()


async def test_two_sounds_never_overlap(server: Any) -> None:
    tape = Tape()
    player = Loudspeaker(server.url, outputs=[tape])
    await asyncio.gather(*(player.say("/voice/a.wav") for _ in range(3)))
    assert len(tape.played) == 3
    player.close()


@pytest.mark.parametrize("name", ["missing", "text", "long"])
async def test_what_is_no_sentence_is_a_stated_health(server: Any, name: str) -> None:
    player = Loudspeaker(server.url, outputs=[Tape()])
    assert not await player.say(f"/voice/{name}.wav")
    assert player.health == "no_voice"
    player.close()


async def test_no_server_and_no_web_address_are_no_crash() -> None:
    player = Loudspeaker("ws://127.0.0.1:9", outputs=[Tape()])
    assert not await player.say("/voice/a.wav")
    assert not await player.say("file:///etc/passwd")
    player.close()


async def test_without_a_device_the_time_of_the_sound_passes(server: Any) -> None:
    broken: list[Any] = [Tape(works=False), Broken()]
    player = Loudspeaker(server.url, outputs=broken)
    loop = asyncio.get_running_loop()
    before = loop.time()
    await player.chime()
    with wave.open("assets/sounds/chime.wav") as chime:
        seconds = chime.getnframes() / chime.getframerate()
    assert loop.time() - before >= seconds - 0.05
    assert player.health == "no_device"
    player.close()


async def test_only_so_many_sentences_are_kept(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(players, "KEPT", 1)
    player = Loudspeaker(server.url, outputs=[Tape()])
    await player.prepare("/voice/a.wav")
    await player.prepare(f"{server.url}/voice/a.wav")
    await player.prepare("/voice/a.wav")
    assert len(server.asked) == 3
    player.close()


async def test_a_silent_display_keeps_the_time_of_what_is_said_elsewhere(
    server: Any,
) -> None:
    silence = Silence(server.url)
    now = asyncio.get_running_loop().time
    begun = now()
    await silence.chime()
    chimed = now()
    assert await silence.say("/voice/a.wav")
    assert chimed - begun > 0.5
    assert now() - chimed >= 0.05
    assert not await silence.say("/voice/none.wav")
    await silence.prepare("/voice/a.wav")
    assert server.asked.count("/voice/a.wav") == 1
    silence.close()
    assert silence.health == "off"

"""A server that keeps a sentence to itself: given up in time, and at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assets.sound import shelf
from assets.sound.shelf import Shelf


@pytest.fixture
async def mute() -> AsyncIterator[str]:
    """Give the address of a server that takes every question and answers none."""
    lines: list[asyncio.StreamWriter] = []

    async def keep(_: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        lines.append(line)

    server = await asyncio.start_server(keep, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    for line in lines:
        line.close()
    server.close()
    await server.wait_closed()


async def test_a_sentence_that_does_not_come_is_given_up(
    mute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "FETCH_WITHIN", 0.05)
    kept = Shelf(mute, tmp_path, 3)
    assert await kept.fetch("/voice/a.wav") is None
    [task] = kept._fetching.values()
    kept.close()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not kept._kept


def test_only_the_web_is_asked(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not an address of the web"):
        shelf.download("file:///", "etc/hostname", tmp_path / "a.wav")

"""The display's own copies of the pictures on slides."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from display import pictures
from display.pictures import Pictures
from server.protocol import messages as m
from tests.display.hallway import office

ONE, OTHER = (f"/pictures/{hashlib.sha256(x).hexdigest()}.png" for x in (b"1", b"2"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Serve what belongs to ONE, something else as OTHER; note what is asked for."""
    found: list[str] = []

    def fetch(server: str, address: str, largest: int) -> bytes:
        assert server == "http://office:8800"
        found.append(address)
        return b"1"

    monkeypatch.setattr("assets.fetch.fetch", fetch)
    return found


async def test_a_picture_is_fetched_once_and_forgotten_when_no_slide_names_it(
    tmp_path: Path, asked: list[str]
) -> None:
    kept = Pictures("http://office:8800", tmp_path / "pictures")
    assert await kept.follow(set()) == {}
    first = await kept.follow({ONE})
    assert first[ONE].read_bytes() == b"1"
    assert await kept.follow({ONE}) == first
    assert asked == [ONE]
    assert Pictures("", tmp_path / "pictures").kept([ONE]) == first
    assert await kept.follow(set()) == {}
    assert not first[ONE].exists()


async def test_what_is_not_what_its_address_says_is_not_kept(
    tmp_path: Path, asked: list[str]
) -> None:
    kept = Pictures("http://office:8800", tmp_path)
    assert await kept.follow({OTHER, "/pictures/../../etc/passwd"}) == {}
    assert asked == [OTHER]
    assert kept.kept([OTHER]) == {}


def test_a_video_is_fetched_only_where_it_can_be_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = m.Page(title={}, body={}, video={"vi": "/videos/a.mp4"})
    shown = office(slides=[film])
    for player, expected in ((False, set()), (True, {"/videos/a.mp4"})):
        monkeypatch.setattr(pictures, "plays", lambda player=player: player)
        assert pictures.named(shown) == expected

"""Pictures on posted pages: the kiosk's own copies, and how they are shown."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from kiosk.errands.pictures import Pictures
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.posted import OpenPost, PicturesKnown
from kiosk.store import Store
from tests.kiosk.glass import SIZES, kiosk
from tests.kiosk.kiosk_office import Server, office, pictures, serving
from tests.kiosk.test_kiosk_reading import Ground as Bare
from tests.kiosk.test_kiosk_screens import _see

MAP = "so-do"
ADDRESSES = set(pictures())


class Ground(Bare):
    """What the errand stands on: its state follows what happens."""

    def happen(self, happened: i.Input) -> None:
        super().happen(happened)
        self.state, _ = step(self.state, happened, 0)


def kept(ground: Ground) -> dict[str, bytes]:
    files = ground.state.hall.pictures
    return {address: Path(path).read_bytes() for address, path in files.items()}


def damage(state: State) -> None:
    for path in state.hall.pictures.values():
        Path(path).write_bytes(b"no picture")


async def followed(server: Server, folder: Path) -> Ground:
    ground = Ground()
    await Pictures(ground, Store(folder), server.url).follow(server.office)
    return ground


async def test_each_is_fetched_once_and_kept(tmp_path: Path) -> None:
    async with serving() as server:
        ground = await followed(server, tmp_path)
        assert set(server.fetched) == ADDRESSES
        assert set(ground.state.hall.pictures) == ADDRESSES
        assert kept(ground) == {a: one.data for a, one in pictures().items()}
        again = await followed(server, tmp_path)
        assert len(server.fetched) == len(ADDRESSES)
        assert again.state.hall.pictures == ground.state.hall.pictures


async def test_what_is_not_there_or_not_what_it_says_is_not_shown(
    tmp_path: Path,
) -> None:
    async with serving() as server:
        one, other = sorted(ADDRESSES)
        server.pictures[one] = b"something else"
        del server.pictures[other]
        ground = await followed(server, tmp_path)
        assert ground.happened == []
        assert Store(tmp_path).pictures(ADDRESSES) == {}


async def test_what_no_page_names_any_longer_is_forgotten(tmp_path: Path) -> None:
    async with serving() as server:
        await followed(server, tmp_path)
        server.office = office(pages=[])
        await followed(server, tmp_path)
    assert list((tmp_path / "pictures").iterdir()) == []


@pytest.mark.parametrize("name", ["office.json", "../office.json", "a.png", "A" * 64])
def test_a_strange_address_is_no_file_of_the_store(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    store.keep_picture(f"/pictures/{name}", b"x")
    assert store.pictures([f"/pictures/{name}"]) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_costs_only_the_picture(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file, where a folder should be")
    [address, *_] = ADDRESSES
    Store(tmp_path).keep_picture(address, b"x")
    assert Store(tmp_path).pictures([address]) == {}


def test_they_are_known_from_then_on() -> None:
    state, effects = step(State(), PicturesKnown({"/pictures/a.png": "/x/a.png"}), 0)
    assert (dict(state.hall.pictures), effects) == ({"/pictures/a.png": "/x/a.png"}, ())


@pytest.mark.parametrize("form", SIZES)
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_map_stands_beside_its_table(
    tmp_path: Path, form: str, language: str
) -> None:
    from kiosk.screens.picture import Picture

    async with kiosk(tmp_path, form=form, language=language) as k:
        await k.pilot.until(lambda: k.desk.state.hall.pictures)
        await _see(k, i.OpenPages(), OpenPost(MAP))
        [shown] = [w for w in k.pilot.widgets() if isinstance(w, Picture)]
        assert 0 < shown.x < shown.right < k.pilot.window.width
        assert min(shown.size) > k.pilot.window.height / 4
        if form == "small":
            await _see(k, i.TurnTo(1))
            assert not [w for w in k.pilot.widgets() if isinstance(w, Picture)]
        room = {"vi": "Bên phải sảnh", "en": "To the right"}[language]
        assert k.pilot.has(room) or k.pilot.has(f"{room}:")


async def test_it_is_there_without_the_server(tmp_path: Path) -> None:
    async with kiosk(tmp_path / "one") as k:
        await k.pilot.until(lambda: k.desk.state.hall.pictures)
        await k.pilot.until(lambda: (tmp_path / "one" / "office.json").exists())
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    ground = Ground()
    store = Store(tmp_path / "two")
    known = await asyncio.to_thread(store.office)
    assert known is not None
    Pictures(ground, store, "http://127.0.0.1:9").show(known)
    assert set(ground.state.hall.pictures) == ADDRESSES


async def test_a_damaged_copy_leaves_the_page_its_text(tmp_path: Path) -> None:
    from kiosk.screens.picture import Picture

    async with kiosk(tmp_path) as k:
        await k.pilot.until(lambda: k.desk.state.hall.pictures)
        damage(k.desk.state)
        await _see(k, i.OpenPages(), OpenPost(MAP))
        assert not [w for w in k.pilot.widgets() if isinstance(w, Picture)]
        assert k.pilot.has("Bên phải sảnh")


@pytest.mark.parametrize("form", ["tall", "wide"])
async def test_the_office_s_own_mark_takes_the_place_of_the_open_door(
    tmp_path: Path, form: str
) -> None:
    from assets.look.widgets import OpenDoor
    from kiosk.screens.picture import Picture

    [address, *_] = sorted(ADDRESSES)
    async with kiosk(tmp_path, office(emblem=address), form=form) as k:
        await k.pilot.until(lambda: k.pilot.find_all(office().name))
        await k.pilot.until(
            lambda: any(isinstance(w, Picture) for w in k.pilot.widgets())
        )
        assert not any(isinstance(w, OpenDoor) for w in k.pilot.widgets())

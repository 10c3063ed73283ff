"""Pictures of the office's pages: looked at, named by their content, served."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image

from server.config.office import read_office
from server.web import pictures
from server.web.pictures import Pictures, look_at
from server.web.unfit import PictureProblem
from tests.running import RunningServer
from tests.web.test_web_pages import get

SAMPLES = Path(str(files("assets") / "office"))
OFFICE = read_office((SAMPLES / "thach-khe.toml").read_text("utf-8"))
MAP = "so-do-cac-phong.png"


def test_the_sample_map_is_small_and_whole() -> None:
    for name in (MAP, "so-do-cac-phong-en.png"):
        picture = look_at(SAMPLES / name)
        assert picture.name == f"{hashlib.sha256(picture.data).hexdigest()}.png"
        assert picture.media == "image/png"
        assert len(picture.data) < 60_000


def test_a_page_names_its_pictures_by_their_content() -> None:
    found = Pictures(SAMPLES, OFFICE)
    assert found.problems == []
    page = next(page for page in found.office.pages if page.picture)
    assert page.picture.keys() == {"vi", "en"}
    for address in page.picture.values():
        picture = found.get(address.removeprefix("/pictures/"))
        assert picture is not None
        assert hashlib.sha256(picture.data).hexdigest() in address
    assert replace(found.office, pages=OFFICE.pages) == OFFICE


def test_the_office_s_own_mark_is_one_of_them(tmp_path: Path) -> None:
    found = Pictures(SAMPLES, replace(OFFICE, emblem=MAP))
    assert found.problems == []
    assert found.get((found.office.emblem or "").removeprefix("/pictures/"))
    missing = Pictures(tmp_path, replace(OFFICE, pages=(), emblem=MAP))
    assert missing.office.emblem is None
    assert len(missing.problems) == 1


def test_a_photograph_will_do(tmp_path: Path) -> None:
    path = tmp_path / "map.jpg"
    Image.new("RGB", (800, 600), "white").save(path)
    assert (look_at(path).media, look_at(path).name[-4:]) == ("image/jpeg", ".jpg")


def _heavy(path: Path) -> None:
    path.write_bytes(bytes(pictures.LARGEST + 1))


def _half(path: Path) -> None:
    path.write_bytes((SAMPLES / MAP).read_bytes()[:9000])


@pytest.mark.parametrize(
    ("make", "vi", "en"),
    [
        (lambda path: None, "không có tệp này", "no such file"),
        (_heavy, "lớn hơn 2 MB", "larger than 2 MB"),
        (lambda path: path.write_text("<svg/>"), "không phải ảnh", "no PNG or JPEG"),
        (lambda path: Image.new("1", (400, 400)).save(path, "GIF"), "PNG", "PNG"),
        (_half, "ảnh bị hỏng", "damaged"),
        (lambda path: Image.new("1", (99, 400)).save(path), "rộng 99", "99 by 400"),
        (lambda path: Image.new("1", (400, 2401)).save(path), "2401", "300 to 2400"),
    ],
)
def test_what_cannot_be_shown_is_said_and_left_out(
    tmp_path: Path, make: object, vi: str, en: str
) -> None:
    assert callable(make)
    make(tmp_path / MAP)
    with pytest.raises(PictureProblem) as problem:
        look_at(tmp_path / MAP)
    for language, said in (("vi", vi), ("en", en)):
        assert problem.value.say(language).startswith(f"{MAP}: ")
        assert said in problem.value.say(language)
    found = Pictures(tmp_path, OFFICE)
    assert len(found.problems) == 2
    assert not any(page.picture for page in found.office.pages)


def test_the_server_gives_them_and_nothing_else(tmp_path: Path) -> None:
    data = (SAMPLES / MAP).read_bytes()
    name = f"{hashlib.sha256(data).hexdigest()}.png"
    with RunningServer(tmp_path / "data") as server:
        given = get(server, f"/pictures/{name}")
        assert (given.status, given.body) == (200, data)
        assert given.headers["Content-Type"] == "image/png"
        assert "immutable" in given.headers["Cache-Control"]
        for other in (MAP, "office.toml", "..%2foffice.toml", "0" * 64 + ".png"):
            assert get(server, f"/pictures/{other}").status == 404

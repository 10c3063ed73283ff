"""A third language is a folder with a file: what it leaves out is Vietnamese."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

import assets.lang
from assets.lang import added, areas, languages, texts
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.moving import following
from tests.kiosk.kiosk_office import office


@pytest.fixture
def hmong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real third language beside the two, with two texts of its own."""
    for language in ("vi", "en"):
        shutil.copytree(str(files("assets.lang") / language), tmp_path / language)
    (tmp_path / "hmn").mkdir()
    own = '[home]\nown = "Hmoob"\n[foot]\nhome = "Tsev"\n'
    (tmp_path / "hmn" / "kiosk.toml").write_text(own, encoding="utf-8")
    (tmp_path / "notes").mkdir()
    monkeypatch.setattr(assets.lang, "_home", tmp_path)
    texts.cache_clear()
    yield
    texts.cache_clear()


@pytest.mark.usefixtures("hmong")
def test_a_folder_with_a_file_is_a_language() -> None:
    assert languages() == ("vi", "en", "hmn")
    words = texts("kiosk", "hmn")
    assert words("foot.home") == "Tsev"
    assert words("foot.back") == texts("kiosk", "vi")("foot.back")
    assert texts("common", "hmn").entries == texts("common", "vi").entries


@pytest.mark.usefixtures("hmong")
def test_what_it_leaves_out_can_be_told() -> None:
    assert added.added() == ("hmn",)
    found = {one.area: one for one in added.examine("hmn")}
    assert found.keys() == set(areas("vi"))
    assert [area for area, one in found.items() if not one.absent] == ["kiosk"]
    left = found["kiosk"].missing
    assert "foot.back" in left
    assert "foot.home" not in left
    assert len(left) == len(tuple(texts("kiosk", "vi"))) - 2
    assert set(added.examine("en")) == {added.Found(area) for area in areas("vi")}
    with pytest.raises(LookupError):
        texts("kiosk", "notes")


@pytest.mark.usefixtures("hmong")
def test_what_is_wrong_in_it_can_be_told(tmp_path: Path) -> None:
    def only(area: str, text: str) -> added.Found:
        (tmp_path / "hmn" / f"{area}.toml").write_text(text, encoding="utf-8")
        [found] = [one for one in added.examine("hmn") if one.area == area]
        return found

    own = only("kiosk", '[foot]\nhom = "Tsev"\n[wait]\nrange = "{low}–{hihg}"\n')
    assert (own.unknown, own.wrong) == (("foot.hom",), ("wait.range",))
    assert only("kiosk", '[wait]\nrange = "{low"\n').wrong == ("wait.range",)
    assert only("kiosk", '[wait]\nrange = "{high}-{low}"\n').wrong == ()
    assert "Expected" in only("common", "[wait\n").broken
    assert "is not a text" in only("common", "[wait]\nrange = 3\n").broken
    assert only("weather", 'sun = "hnub"\n').unknown == ("sun",)


@pytest.mark.usefixtures("hmong")
def test_the_language_button_goes_round_all_of_the_offices() -> None:
    whole = msgspec.structs.replace(office(), languages=["vi", "en", "hmn"])
    state, _ = step(State(), i.OfficeKnown(whole), 1.0)
    named, spoken = [], []
    for _ in range(3):
        named.append(texts("kiosk", following(state))("home.own"))
        state, _ = step(state, i.OtherLanguage(), 1.0)
        spoken.append(state.language)
    assert named == ["English", "Hmoob", "Tiếng Việt"]
    assert spoken == ["en", "hmn", "vi"]

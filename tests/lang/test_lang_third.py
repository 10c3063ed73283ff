"""A third language is a folder with a file: what it leaves out is Vietnamese."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

import assets.lang
from assets.lang import languages, missing, texts
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
    left = missing("kiosk", "hmn")
    assert "foot.back" in left
    assert "foot.home" not in left
    assert len(left) == len(tuple(texts("kiosk", "vi"))) - 2
    assert missing("kiosk", "en") == ()
    with pytest.raises(LookupError):
        texts("kiosk", "notes")


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

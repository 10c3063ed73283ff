"""A third language is a folder with a file: what it leaves out is Vietnamese."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

import assets.lang
from assets.lang import added, areas, languages, texts
from kiosk.flow import State, aloud, step
from kiosk.flow import inputs as i
from kiosk.flow.language import ChooseLanguage, button, following
from kiosk.flow.state import HOME, Screen
from kiosk.speech import sentences
from tests.kiosk.glass import kiosk
from tests.kiosk.kiosk_office import office
from tests.kiosk.test_kiosk_screens import _looks_right

DOWN, RIGHT = 274, 275


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
def test_of_three_languages_one_is_chosen_from_a_list() -> None:
    state = _knows("vi", "en", "hmn")
    assert button(state) == "Language"
    state, _ = step(state, i.OtherLanguage(), 1.0)
    assert (state.screen, state.language) == (Screen.LANGUAGES, "vi")
    said = [s.text for s in sentences.of(state, aloud.Whole())]
    assert [text for text in said if "Hmoob" in text]
    other, _ = step(state, ChooseLanguage("xx"), 1.0)
    assert other.language == "vi"
    state, _ = step(state, ChooseLanguage("hmn"), 1.0)
    assert (state.path, state.language) == (HOME, "hmn")
    assert button(state) == "Ngôn ngữ"
    away, _ = step(state, ChooseLanguage("en"), 1.0)
    assert away.language == "hmn"


@pytest.mark.usefixtures("hmong")
def test_a_list_that_nobody_uses_closes_itself() -> None:
    state, _ = step(_knows("vi", "en", "hmn"), i.OtherLanguage(), 1.0)
    for now in (46.5, 67.0):
        state, _ = step(state, i.Passed(), now)
    assert (state.path, state.language) == (HOME, "vi")


def test_two_languages_change_places() -> None:
    state = _knows("vi", "en")
    assert (button(state), following(state)) == ("English", "en")
    state, _ = step(state, i.OtherLanguage(), 1.0)
    assert (state.path, state.language, button(state)) == (HOME, "en", "Tiếng Việt")
    state, _ = step(state, i.OtherLanguage(), 1.0)
    assert state.language == "vi"


@pytest.mark.usefixtures("hmong")
@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_the_list_is_whole_and_the_keypad_reaches_it(
    form: str, tmp_path: Path
) -> None:
    whole = msgspec.structs.replace(office(), languages=["vi", "en", "hmn"])
    async with kiosk(tmp_path / "data", whole, form=form) as k:
        _looks_right(k)
        await k.tap("Language")
        for name in ("Tiếng Việt", "English", "Hmoob"):
            await k.pilot.until_text(name)
        _looks_right(k)
        for key in (DOWN, DOWN, RIGHT):
            k.pilot.window.dispatch("on_key_down", key, 0, None, [])
            k.pilot.window.dispatch("on_key_up", key, 0)
        await k.pilot.frames(2)
        assert k.pilot.app.root.keypad.focus.text in ("English", "Hmoob", "Quay lại")
        await k.tap("Hmoob")
        await k.pilot.until(lambda: k.desk.state.language == "hmn")
        await k.pilot.until_text("Ngôn ngữ")


def _knows(*languages: str) -> State:
    whole = msgspec.structs.replace(office(), languages=list(languages))
    return step(State(), i.OfficeKnown(whole), 1.0)[0]

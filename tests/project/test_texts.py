"""The language files: complete in both languages, clean, and polite."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "assets" / "lang"
AREAS = sorted({path.stem for path in FOLDER.glob("*/*.toml")})
FILES = sorted(FOLDER.glob("*/*.toml"))

# Texts that are empty on purpose, because nothing is to be shown.
EMPTY = {("common", "wait.none")}


def texts(path: Path) -> dict[str, str]:
    return dict(flat(tomllib.loads(path.read_text("utf-8")), ""))


def flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            assert isinstance(value, str), f"{prefix}{key} is no text"
            yield f"{prefix}{key}", value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def addresses_as_friend(text: str) -> bool:
    """Tell whether a text says "bạn" to its reader.

    "Bạn" inside a longer word such as "bạn bè" (friends) says it to nobody.
    """
    return re.search(r"(?<!\w)bạn(?!\s+(?:bè|đời))(?!\w)", text.lower()) is not None


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_are_texts() -> None:
    assert AREAS


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same_things(area: str) -> None:
    vietnamese = texts(FOLDER / "vi" / f"{area}.toml")
    english = texts(FOLDER / "en" / f"{area}.toml")
    assert vietnamese.keys() == english.keys()
    for key, text in vietnamese.items():
        assert placeholders(text) == placeholders(english[key]), key


def test_no_text_is_empty(file: Path) -> None:
    empty = {key for key, text in texts(file).items() if not text.strip()}
    assert {key for key in empty if (file.stem, key) not in EMPTY} == set()


def test_letters_are_composed(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)


def test_placeholders_have_names(file: Path) -> None:
    for key, text in texts(file).items():
        for name in placeholders(text):
            assert name.isidentifier(), f"{key}: {{{name}}}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("vi/*.toml")), ids=str)
def test_nobody_is_called_a_friend(path: Path) -> None:
    found = {k: text for k, text in texts(path).items() if addresses_as_friend(text)}
    assert found == {}


@pytest.mark.parametrize("text", ["Mời bạn lấy số", "Bạn cần gì?", "số của bạn."])
def test_a_friendly_address_is_noticed(text: str) -> None:
    assert addresses_as_friend(text)


@pytest.mark.parametrize("text", ["Mời ông/bà", "ủy ban", "bạn bè", "bạc", "bàn"])
def test_other_words_are_let_through(text: str) -> None:
    assert not addresses_as_friend(text)

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ImageFont

from assets.look import fonts

VIETNAMESE = "ĂÂĐÊÔƠƯăâđêôơư" + "ẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰẮẰẲẴẶ" + "ỳýỷỹỵ–·…“”"


@pytest.mark.parametrize("weight", [400, 500, 600, 700, 800])
def test_the_type_has_all_vietnamese_letters(weight: int) -> None:
    font = ImageFont.truetype(str(fonts.type_file(weight)), 40)
    assert "Be Vietnam Pro" in str(font.getname()[0])
    missing = bytes(font.getmask("\U0010fffe"))
    assert all(bytes(font.getmask(letter)) != missing for letter in VIETNAMESE)


SIGNS = [
    "stamp",
    "baby",
    "house",
    "store",
    "hand-heart",
    "clipboard-list",
    "ticket",
    "search",
    "megaphone",
    "star",
    "languages",
    "volume-2",
    "eye",
    "arrow-down-to-line",
    "bell-ring",
    "arrow-left",
    "arrow-down",
    "chevron-right",
    "delete",
    "printer",
    "check",
    "map-pin",
    "banknote",
    "clock",
    "users",
]


@pytest.mark.parametrize("name", SIGNS)
def test_the_icons_of_the_screens_are_there(name: str) -> None:
    font = ImageFont.truetype(str(fonts.icon_file()), 72)
    assert font.getbbox(fonts.icon(name))[2] > 30


def test_an_unknown_icon_or_weight_is_an_error() -> None:
    with pytest.raises(KeyError, match="no icon is called 'no-such-sign'"):
        fonts.icon("no-such-sign")
    with pytest.raises(KeyError, match="no weight 450"):
        fonts.font_name(450)
    with pytest.raises(KeyError):
        fonts.type_file(450)


@pytest.fixture
def forgotten() -> Iterator[None]:
    fonts._package.cache_clear()
    yield
    fonts._package.cache_clear()


@pytest.mark.usefixtures("forgotten")
def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "TYPE_PACKAGE", "fontpkg_of_nobody")
    with pytest.raises(fonts.FontMissing, match="fontpkg-of-nobody is not installed"):
        fonts.type_file(400)
    (tmp_path / "hollow_fonts").mkdir()
    (tmp_path / "hollow_fonts" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(fonts, "TYPE_PACKAGE", "hollow_fonts")
    with pytest.raises(fonts.FontMissing, match=r"BeVietnamPro-Regular\.ttf"):
        fonts.type_file(400)


def test_finding_fonts_starts_neither_kivy_nor_tk() -> None:
    program = (
        "import sys\n"
        "from assets.look import fonts\n"
        "fonts.type_file(700), fonts.icon('stamp'), fonts.icon_file()\n"
        "names = ('kivy', 'tkinter', 'tkinter_icons_lucide')\n"
        "print([n for n in names if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr

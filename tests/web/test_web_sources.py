"""Templates, scripts and styles as they lie: texts, icons, colours, nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assets.lang import LANGUAGES, areas, texts
from assets.look import fonts, tokens
from server.domain.model import COLOURS
from server.web.admin import AREAS, admin_icons
from server.web.files import imported_by
from server.web.pages import SCRIPTS_ICONS

WEB = Path(__file__).parents[2] / "assets" / "web"
TEMPLATES = sorted(WEB.glob("templates/*.html"))
SCRIPTS = sorted(WEB.glob("js/**/*.js"))
STYLES = sorted(WEB.glob("css/*.css"))
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.S | re.M)

SAID = (
    "web",
    "phone",
    *sorted({"admin"}.union(*(area.texts for area in AREAS)) & {*areas("vi")}),
)
"""The areas of texts that pages and scripts say, beside the common ones."""
AREA_OF = {
    "wall": "display",
    "one_counter": "display",
    "ticket": "phone",
    "take": "take",
}
"""The pages that say other texts than those of ``web``, and the area of these.

The first two say what displays of their own say; the third is to come quickly.
"""

# Keys that a script puts together from what the server says.
BUILT = (
    "area.",
    "phone.rating.score_",
    "posted.",
    "audit.what_",
    "backups.reason_",
    "form.lang_",
    "icon.",
    "menu.",
    "order.mode_",
    "services.colour_",
    "counter.step.",
    "device.",
    "devices.told.",
    "devices.how_it_is.",
    "error.",
    "phone.refused.",
    "phone.state.",
    "previews.hear_",
    "printer.",
    "take.at_",
    "weekday.",
    "first_run.unusable",
)


def code(path: Path) -> str:
    return COMMENT.sub("", path.read_text("utf-8"))


def everything() -> str:
    return "\n".join(code(path) for path in (*TEMPLATES, *SCRIPTS))


def keys_in(source: str) -> set[str]:
    """Give every text key that stands in a template or script as it is."""
    return set(re.findall(r"\"([a-z_]+\.[a-z_]+(?:\.[a-z_]+)?)\"", source))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_that_is_asked_for_is_there(lang: str) -> None:
    known = {key for area in ("common", "display", *SAID) for key in texts(area, lang)}
    asked = set(re.findall(r"\bt\(\s*\"([^\"]*[^\".])\"", everything()))
    assert len(asked) > 100
    assert asked - known == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", AREA_OF)
def test_a_page_with_texts_of_its_own_asks_for_no_others(page: str, lang: str) -> None:
    known = {*texts(AREA_OF[page], lang), *texts("common", lang)}
    script = (WEB / "js" / f"{page}.js").resolve()
    found = [WEB / "templates" / f"{page}.html", *loaded_by({script})]
    asked = {
        key for path in found for key in re.findall(r"\bt\(\s*\"([^\"]+)\"", code(path))
    }
    assert len(asked) > 10
    assert asked - known == set()


def test_every_text_is_shown_somewhere() -> None:
    mentioned = keys_in(everything())
    unused = [
        key
        for area in SAID
        for key in texts(area, "vi")
        if key not in mentioned and not key.startswith(BUILT)
    ]
    assert unused == []


def test_every_icon_is_in_the_font() -> None:
    named = {
        *re.findall(r"\bicon\(\"([a-z0-9-]+)\"\)", everything()),
        *re.findall(r"\bbutton\(\"\w+\", \"([a-z0-9-]+)\"", everything()),
        *SCRIPTS_ICONS,
        *admin_icons(),
    }
    assert len(named) > 20
    for name in named:
        assert len(fonts.icon(name)) == 1


def test_scripts_get_every_icon_they_draw() -> None:
    for path in SCRIPTS:
        source = code(path)
        drawn = set(re.findall(r"\bicon\(\"([a-z0-9-]+)\"\)", source))
        drawn |= set(re.findall(r"\bchip\(\s*\"\w+\", \"([a-z0-9-]+)\"", source))
        given = admin_icons() if path.parent.name == "admin" else SCRIPTS_ICONS
        assert drawn - set(given) == set(), path.name


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_in_a_template_is_inline(path: Path) -> None:
    html = path.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert "<style" not in html
    assert not re.search(r"\sstyle=|\son\w+=", html)
    assert "javascript:" not in html


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_or_code_of_text(path: Path) -> None:
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|"
        r"new Function|setAttribute\(\"style",
        code(path),
    )
    assert found == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_script_that_is_loaded_is_there(path: Path) -> None:
    for loaded in imported(path):
        assert loaded.is_file()


def imported(path: Path) -> set[Path]:
    """Give the scripts that a script imports."""
    named = re.findall(r"(?:from|import) \"(\.{1,2}/[\w./]+)\"", code(path))
    return {(path.parent / name).resolve() for name in named}


def loaded_by(waiting: set[Path]) -> set[Path]:
    """Give the scripts that these load, themselves included."""
    loaded: set[Path] = set()
    while waiting:
        path = waiting.pop()
        loaded.add(path)
        waiting |= imported(path) - loaded
    return loaded


def test_the_phone_is_told_at_once_of_all_scripts_that_it_needs() -> None:
    whole = loaded_by({(WEB / "js" / "ticket.js").resolve()})
    assert {f"/static/js/{path.name}" for path in whole} == {
        "/static/js/ticket.js",
        *imported_by("ticket.js"),
    }


def test_no_script_is_left_over() -> None:
    html = "\n".join(path.read_text("utf-8") for path in TEMPLATES)
    named = {f"js/{name}" for name in re.findall(r"js/(\w+\.js)", html)}
    named |= {area.script for area in AREAS if area.script}
    loaded = loaded_by({(WEB / name).resolve() for name in named})
    assert {path.resolve() for path in SCRIPTS} == loaded


def test_no_text_of_a_page_has_two_meanings() -> None:
    keys = [key for area in ("common", *SAID) for key in texts(area, "vi")]
    assert sorted(keys) == sorted(set(keys))


def test_the_colours_are_those_of_the_look() -> None:
    css = (WEB / "css" / "base.css").read_text("utf-8")
    named = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", css))
    theme, states = tokens.NORMAL, tokens.NORMAL.states
    assert named["paper"] == theme.paper
    assert named["card"] == theme.card
    assert named["ink"] == theme.ink
    assert named["ink2"] == theme.ink2
    assert named["accent"] == theme.accent
    assert named["press"] == theme.press
    assert named["tint"] == theme.tint
    assert named["edge"] == theme.edge
    assert named["line"] == theme.line
    for name in ("attention", "priority", "fault"):
        assert named[name] == states[name].ink
        assert named[f"{name}-tint"] == states[name].ground
    for name, service in theme.services.items():
        colour = name.removeprefix("service_")
        assert named[colour] == service.ink
        assert named[f"{colour}-tint"] == service.ground
        assert f'[data-colour="{colour}"]' in css
    assert {f"service_{name}" for name in COLOURS} == theme.services.keys()
    assert named["attention-line"] == states["attention"].line
    assert (named["still"], named["still-tint"]) == (
        states["paused"].ink,
        states["paused"].ground,
    )


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_other_styles_use_the_named_colours(path: Path) -> None:
    used = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", code(path)))
    if path.name == "base.css":
        return
    names = {name for name in used if not re.fullmatch(r"#[a-z]+", name)}
    # White on the accent, and the dark behind a dialog or a virtual screen.
    assert names <= {"#FFF", "#15211F99", "#15211FCC", "#2A302E"}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_text_is_smaller_than_sixteen(path: Path) -> None:
    sizes = re.findall(r"font(?:-size)?:[^;]*?\b(\d+(?:\.\d+)?)px", code(path))
    assert all(float(size) >= 16 for size in sizes)

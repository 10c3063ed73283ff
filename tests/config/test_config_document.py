"""``office.toml`` as a tree: areas, differences, dates, and back into a file."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config.document import (
    Difference,
    areas,
    differences,
    office_of,
    replaced,
    tree_of,
    typed,
)
from server.config.office import read_office
from server.config.reader import ConfigError
from server.storage.office_file import edited

SAMPLE = (files("assets") / "office" / "thach-khe.toml").read_text("utf-8")
TREE = tree_of(SAMPLE)


def scalars() -> dict[str, Any]:
    return {n: v for n, v in TREE.items() if n not in areas()}


def test_the_tree_of_the_sample_is_the_same_office() -> None:
    assert office_of(TREE) == read_office(SAMPLE)


def test_every_table_of_the_file_is_an_area() -> None:
    assert {name for name in TREE if isinstance(TREE[name], dict)} <= {*areas()}
    assert {"office", "services", "hours", "call", "slides"} <= {*areas()}


def test_an_area_is_replaced_and_the_rest_stays() -> None:
    tree = replaced(TREE, "ticker", [{"text": {"vi": "A"}, "first": "2026-12-01"}])
    assert {n: v for n, v in tree.items() if n != "ticker"} == TREE
    [line] = office_of(tree).ticker
    assert (line.title["vi"], str(line.first)) == ("A", "2026-12-01")


def test_the_scalars_are_an_area_in_which_id_and_clock_stay() -> None:
    value = {**scalars(), "name": "UBND xã Y", "wifi": None, "id": "y", "timezone": "X"}
    tree = replaced(TREE, "office", value)
    assert tree["name"] == "UBND xã Y"
    assert "wifi" not in tree
    assert (tree["id"], tree["timezone"]) == (TREE["id"], TREE["timezone"])
    assert tree["services"] == TREE["services"]


def test_a_text_that_is_no_date_is_a_mistake_at_its_place() -> None:
    with pytest.raises(ConfigError) as wrong:
        office_of(
            replaced(TREE, "ticker", [{"text": {"vi": "A"}, "first": "tomorrow"}])
        )
    [problem] = wrong.value.problems
    assert problem.at == ("ticker", 0, "first")
    assert problem.say("vi") == "phải là ngày"


@pytest.mark.parametrize("value", [None, 7, "x", [7], {"a": [{}]}, [[]]])
@pytest.mark.parametrize("area", ["services", "hours", "call", "notices", "order"])
def test_a_value_of_a_wrong_shape_is_said_at_its_area(area: str, value: Any) -> None:
    with pytest.raises(ConfigError) as wrong:
        office_of(replaced(TREE, area, value))
    assert {problem.at[0] for problem in wrong.value.problems} == {area}


def test_differences_name_each_value_by_its_way() -> None:
    services = [{**TREE["services"][0], "minutes": 99}, *TREE["services"][1:]]
    found = [*differences(TREE, replaced(TREE, "services", services))]
    before = TREE["services"][0].get("minutes")
    assert found == [Difference("services.0.minutes", before, 99)]
    assert [*differences(TREE, TREE)] == []


def test_a_change_keeps_the_comments_of_what_stays() -> None:
    said = edited(SAMPLE, typed(replaced(TREE, "office", {**scalars(), "wifi": "W"})))
    changed = [
        (a, b)
        for a, b in zip(SAMPLE.split("\n"), said.split("\n"), strict=True)
        if a != b
    ]
    assert changed == [('wifi = ""', 'wifi = "W"')]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
WORDS = st.dictionaries(st.sampled_from(["vi", "en"]), TEXTS, min_size=1)
DAYS = st.dates().map(str)
POSTS = st.lists(
    st.fixed_dictionaries(
        {"title": WORDS, "body": WORDS}, optional={"first": DAYS, "last": DAYS}
    ),
    max_size=3,
)


@given(POSTS, POSTS, st.booleans(), TEXTS)
def test_what_is_edited_says_what_was_wanted(
    notices: list[Any], slides: list[Any], always: bool, name: str
) -> None:
    tree = replaced(TREE, "notices", notices)
    tree = replaced(tree, "slides", slides)
    tree = replaced(tree, "hours", {**TREE["hours"], "always": always})
    wanted = typed(replaced(tree, "office", {**scalars(), "name": name}))
    once = edited(SAMPLE, wanted)
    assert tomllib.loads(once) == wanted
    assert edited(once, wanted) == once

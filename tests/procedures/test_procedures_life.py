"""A procedure's life: what a confirmation stands for, and what a file changes."""

from dataclasses import replace
from typing import Any

import pytest

from server.procedures import life
from server.procedures.collected import not_stated
from server.procedures.records import Confirmation, Paper, from_json, to_json
from tests.procedures.test_procedures_catalogue import BIRTH, DEATH, OLD

SIGNED = Confirmation("Nguyễn Thị Lan", "12/QĐ-UBND", "2026-11-01")
TODAY = "2026-11-24"
SURE = life.confirmed(BIRTH, SIGNED)


def test_a_confirmed_one_goes_through_a_file() -> None:
    assert from_json(to_json(SURE)) == SURE
    assert SURE.state == "posted"


def test_a_new_one_is_a_draft_that_nobody_confirmed() -> None:
    made = life.written(None, replace(SURE, code="9"))
    assert (made.state, made.confirmed, made.confirmation) == ("draft", False, None)


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        ({}, True),
        ({"rank": 1, "words": ("giấy",), "service": "dat-dai"}, True),
        ({"status": "changed"}, True),
        ({"fee": {"vi": "8.000 đồng"}}, False),
        ({"papers": (Paper("a", {"vi": "Đơn"}, "submit"),)}, False),
        ({"received": "police", "service": None}, False),
    ],
)
def test_a_confirmation_falls_away_with_the_words(
    change: dict[str, Any], stays: bool
) -> None:
    made = life.written(SURE, replace(SURE, **change))
    assert made.confirmed is stays
    assert made.confirmation == (SIGNED if stays else None)


def test_no_form_withdraws_or_posts() -> None:
    assert life.written(BIRTH, replace(BIRTH, status="withdrawn")) == BIRTH
    gone = life.withdrawn(SURE, "2", TODAY)
    assert life.written(gone, replace(gone, status="same")) == gone
    draft = life.hidden(SURE)
    assert life.written(draft, replace(draft, draft=False)) == draft


def test_posted_hidden_withdrawn_and_back() -> None:
    gone = life.withdrawn(life.hidden(BIRTH), "2", TODAY)
    assert (gone.state, gone.successor, gone.updated) == ("withdrawn", "2", TODAY)
    assert life.hidden(gone).state == "draft"
    assert replace(life.posted(gone), updated="") == BIRTH


def test_a_file_is_compared_field_by_field() -> None:
    office = {one.code: one for one in (SURE, DEATH, OLD)}
    dearer = replace(SURE, fee={"vi": "8.000 đồng"})
    new = replace(BIRTH, code="9")
    found = life.compare(office, [dearer, DEATH, new], own=True)
    assert [(one.what, one.one.code) for one in found] == [
        ("changed", "1"),
        ("same", "2"),
        ("new", "9"),
    ]
    assert found[0].differences == {"fee": (dict(BIRTH.fee), {"vi": "8.000 đồng"})}
    assert found[0].unconfirms
    (gone,) = [
        one for one in life.compare(office, [SURE], own=True) if one.what == "gone"
    ]
    assert gone.one == DEATH  # what is withdrawn already is not missed


def test_a_collected_record_gives_only_facts() -> None:
    office = replace(SURE, words=("khai sinh",), short={"vi": "Sinh"}, rank=3)
    poor = replace(
        BIRTH,
        name={"vi": BIRTH.name["vi"]},
        service=None,
        rank=None,
        fee=not_stated("fee"),
        fee_kind="not_stated",
        time=not_stated("time"),
        result=not_stated("result"),
        who_must_come=not_stated("who"),
        confirmed=False,
    )
    assert life.brought(office, poor, own=False) == office
    told = replace(poor, time={"vi": "2 ngày"}, steps=("Một",))
    made = life.brought(office, told, own=False)
    assert life.differences(office, made).keys() == {
        *("time", "steps", "confirmed", "confirmation")
    }


def test_an_own_file_says_what_is_withdrawn() -> None:
    given = life.withdrawn(BIRTH, "2", TODAY)
    made = life.brought(SURE, given, own=True)
    assert (made.state, made.successor, made.confirmed) == ("withdrawn", "2", False)
    assert life.brought(made, BIRTH, own=True) == made  # posting is a deed of its own
    assert life.brought(None, given, own=True).state == "withdrawn"

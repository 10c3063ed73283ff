"""The strict JSON form of a posted procedure."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.procedures.records import (
    Paper,
    Procedure,
    RecordProblem,
    from_json,
    to_json,
)


def whole() -> dict[str, Any]:
    return {
        "code": "9.1",
        "name": {"vi": "Việc", "en": "Matter"},
        "short": {"vi": "Việc\nngắn"},
        "field": "Lĩnh vực",
        "service": "dich-vu",
        "fee": {"vi": "Miễn phí"},
        "fee_kind": "free",
        "time": {"vi": "Trong ngày"},
        "received": "here",
        "confirmed": False,
        "papers": [
            {"id": "a", "name": {"vi": "Giấy"}, "kind": "show", "note": None},
            {"id": "b", "name": {"vi": "Đơn"}, "kind": "submit", "note": {"vi": "Có"}},
        ],
        "steps": ["Một"],
        "result": {"vi": "Giấy"},
        "who_must_come": {"vi": "Ai cũng được"},
        "legal": ["1/2026/NĐ-CP"],
        "forms": [],
        "details": "",
        "source": "tự viết",
        "updated": "2026-11-22",
        "status": "same",
        "words": ["việc"],
        "rank": 3,
        "where": None,
        "successor": None,
        "draft": False,
        "confirmation": None,
    }


def test_round_trip() -> None:
    assert to_json(from_json(whole())) == whole()


def test_a_withdrawn_one_may_name_what_takes_its_place() -> None:
    one = from_json({**whole(), "status": "withdrawn", "successor": "9.2"})
    assert (one.status, one.successor) == ("withdrawn", "9.2")
    assert from_json(to_json(one)) == one


def test_one_that_is_received_elsewhere_says_where() -> None:
    where = {"vi": "Công an tỉnh", "en": "the provincial police"}
    told = {**whole(), "received": "elsewhere", "service": None, "where": where}
    assert from_json(told).where == where


def test_what_may_be_left_out() -> None:
    needed = ("code", "name", "short", "field", "fee", "fee_kind", "time")
    record = {key: whole()[key] for key in (*needed, "result", "who_must_come")}
    one = from_json({**record, "service": None})
    assert (one.service, one.confirmed, one.papers, one.rank) == (None, False, (), None)
    assert from_json(to_json(one)) == one


words = st.dictionaries(st.sampled_from(["en"]), st.text()).map(
    lambda other: {"vi": "chữ", **other}
)


@given(
    st.builds(
        Procedure,
        code=st.text(min_size=1),
        name=words,
        short=words,
        fee=words,
        time=words,
        result=words,
        who_must_come=words,
        updated=st.one_of(st.just(""), st.dates().map(str)),
        papers=st.lists(
            st.builds(Paper, name=words, note=st.none() | words),
            unique_by=lambda paper: paper.id,
        ).map(tuple),
    )
)
def test_every_record_comes_back_the_same(one: Procedure) -> None:
    assert from_json(to_json(one)) == one


PAPER: dict[str, Any] = {"id": "a", "name": {"vi": "Giấy"}, "kind": "show"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": ""}, "code: is empty"),
        ({"code": 7}, "code: must be a text"),
        ({"name": "Việc"}, "name: must be texts by language"),
        ({"name": {"en": "Matter"}}, "name: must be texts by language"),
        ({"fee": {"vi": ""}}, "fee.vi: the Vietnamese text is empty"),
        ({"fee": {"vi": 5}}, "fee.vi: must be a text"),
        ({"fee_kind": "cheap"}, "fee_kind: must be one of amount, free"),
        ({"received": "there"}, "received: must be one of"),
        ({"status": None}, "status: must be one of"),
        ({"service": 1}, "service: must be a text"),
        ({"confirmed": "no"}, "confirmed: must be true or false"),
        ({"rank": True}, "rank: must be a whole number"),
        ({"rank": "1"}, "rank: must be a whole number"),
        ({"steps": "Một"}, "steps: must be a list of texts"),
        ({"legal": [1]}, "legal: must be a text"),
        ({"updated": "22/11/2026"}, "updated: must be an ISO date"),
        ({"colour": "red"}, "colour: there is no such field"),
        ({"received": "elsewhere", "service": None}, "where: is missing"),
        ({"where": "Công an tỉnh"}, "where: must be texts by language"),
        ({"received": "elsewhere", "where": {"vi": "Sở"}}, "service: must be null"),
        ({"successor": "9.2"}, "successor: only a withdrawn procedure has one"),
        ({"successor": 9, "status": "withdrawn"}, "successor: must be a text"),
        ({"successor": "", "status": "withdrawn"}, "successor: is empty"),
        ({"successor": "9.1", "status": "withdrawn"}, "is the procedure itself"),
        ({"papers": {}}, "papers: must be a list"),
        ({"papers": ["Giấy"]}, "papers.0: each must be an object"),
        ({"papers": [PAPER, PAPER]}, "papers: two have the same id"),
        ({"papers": [{**PAPER, "kind": "lend"}]}, "papers.0.kind: must be one of"),
        ({"papers": [{**PAPER, "note": "Có"}]}, "papers.0.note: must be texts"),
        ({"papers": [{**PAPER, "copies": 2}]}, "copies: there is no such field"),
        ({"papers": [{"id": "a", "kind": "show"}]}, "name: is missing"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RecordProblem) as problem:
        from_json({**whole(), **change})
    assert said in str(problem.value)
    assert change.get("code") == 7 or "9.1" in str(problem.value) or "code" in change


@pytest.mark.parametrize("key", ["code", "name", "fee", "fee_kind", "service", "time"])
def test_what_is_missing_is_named(key: str) -> None:
    record = whole()
    del record[key]
    with pytest.raises(RecordProblem, match=f"{key}: is missing"):
        from_json(record)


def test_no_object_at_all() -> None:
    with pytest.raises(RecordProblem, match="must be an object"):
        from_json(["9.1"])  # type: ignore[arg-type]

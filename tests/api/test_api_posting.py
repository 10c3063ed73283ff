"""The real server over /rpc: procedures imported, edited, confirmed, posted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.sync.client import connect

from server.procedures.importer import FORMAT
from server.protocol import codec
from server.protocol.errors import INVALID_PARAMS, PARSE_ERROR
from server.protocol.methods import METHODS, Keyed
from server.storage.journal import Journal
from tests.running import Client, RefusedCall, RunningServer, motcua

SUBSCRIBED = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "subscribe",
    "params": {"topics": ["queue"]},
}
DECISION = {"decision": "1234/QĐ-UBND", "date": "2026-08-20"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: RunningServer) -> Client:
    return server.user("lan", "admin", "Nguyễn Thị Lan")


@pytest.fixture(scope="module")
def kiosk(server: RunningServer) -> Client:
    return server.kiosk()


def fresh(**changes: Any) -> dict[str, Any]:
    """Give a record of an own file with a code of its own."""
    return {
        "code": f"9.{uuid4().hex[:6]}",
        "name": {"vi": "Đăng ký thuyền thúng", "en": "Basket boats"},
        "short": {"vi": "Thuyền thúng"},
        "field": "Nghề cá",
        "service": "ho-tich",
        "fee": {"vi": "Miễn phí"},
        "fee_kind": "free",
        "time": {"vi": "Trong ngày"},
        "result": {"vi": "Sổ thuyền"},
        "who_must_come": {"vi": "Chủ thuyền"},
        "papers": [{"id": "p1", "name": {"vi": "Đơn"}, "kind": "submit"}],
        **changes,
    }


def file_of(*records: dict[str, Any]) -> str:
    return json.dumps({"format": FORMAT, "procedures": records})


def put(admin: Client, **changes: Any) -> str:
    """Make a draft and give its code."""
    made = admin.do("procedure.put", procedure=fresh(**changes))
    return str(made["procedure"]["code"])


def entry(admin: Client, code: str) -> dict[str, Any]:
    (found,) = [one for one in admin.call("procedure.all") if one["code"] == code]
    return dict(found)


def keyed(method: str) -> dict[str, str]:
    """Give a fresh key for a method that wants one."""
    changes = issubclass(METHODS[method].params, Keyed)
    return {"key": uuid4().hex} if changes else {}


def answered(client: Client, method: str, **params: Any) -> dict[str, Any]:
    """Call a method that may refuse; give ``result`` or ``error``."""
    try:
        return {"result": client.call(method, **(keyed(method) | params))}
    except RefusedCall as why:
        return {"error": why.error}


def refused(client: Client, method: str, **params: Any) -> dict[str, Any]:
    """Give what a refusal says, in both languages."""
    with pytest.raises(RefusedCall) as why:
        client.call(method, **(keyed(method) | params))
    data: dict[str, Any] = why.value.error["data"]
    assert data["text"]["vi"]
    assert data["text"]["en"]
    return data


def problems(client: Client, method: str, **params: Any) -> dict[str, str]:
    """Give the sentence in Vietnamese at each field of a refused record."""
    told = refused(client, method, **params)
    assert told["reason"] == "invalid_procedure"
    return {one["at"]: one["text"]["vi"] for one in told["problems"]}


def seen(client: Client) -> dict[str, dict[str, Any]]:
    """Give what a kiosk is sent, by code."""
    bundle = client.call("procedure.bundle")["procedures"]
    return {one["code"]: one for one in bundle}


def test_a_life_from_draft_to_withdrawn(admin: Client, kiosk: Client) -> None:
    code = put(admin)
    assert entry(admin, code)["state"] == "draft"
    assert code not in seen(kiosk)
    assert refused(kiosk, "procedure.get", code=code)["reason"] == "unknown_procedure"

    assert admin.do("procedure.post", codes=[code]) == {"codes": [code]}
    assert seen(kiosk)[code]["confirmed"] is False
    admin.do("procedure.confirm", codes=[code], **DECISION)
    assert seen(kiosk)[code]["confirmed"] is True
    assert entry(admin, code)["confirmation"] == {
        "by": "Nguyễn Thị Lan",
        **DECISION,
    }

    admin.do("procedure.hide", codes=[code])
    assert code not in seen(kiosk)
    admin.do("procedure.post", codes=[code])
    successor = put(admin)
    admin.do("procedure.withdraw", code=code, successor=successor)
    assert seen(kiosk)[code]["status"] == "withdrawn"
    assert seen(kiosk)[code]["successor"] == successor
    assert admin.call("procedure.search", text="thuyền thúng") == []


def test_every_step_is_in_the_history(admin: Client) -> None:
    code = put(admin)
    first = admin.call("procedure.record", code=code)
    edited = {**first["procedure"], "fee": {"vi": "8.000 đồng"}, "fee_kind": "amount"}
    admin.do("procedure.confirm", codes=[code], **DECISION)
    version = admin.call("procedure.record", code=code)["version"]
    admin.do("procedure.put", procedure=edited, version=version)
    history = admin.call("procedure.history", code=code)
    assert [one["what"] for one in history] == ["changed", "confirmed", "changed"]
    assert {(one["by"], one["name"]) for one in history} == {("lan", "Nguyễn Thị Lan")}
    assert all(one["at"] for one in history)
    told = {one["field"]: (one["before"], one["after"]) for one in history[0]["fields"]}
    assert told["fee"] == ({"vi": "Miễn phí"}, {"vi": "8.000 đồng"})
    assert told["confirmed"] == (True, False)
    assert [one["confirmed"] for one in history] == [False, True, False]


def test_what_was_there_before_has_a_first_version(admin: Client) -> None:
    code = admin.call("procedure.list", limit=1)[0]["code"]
    (first,) = admin.call("procedure.history", code=code)
    assert (first["what"], first["by"], first["fields"]) == ("imported", "", [])


def test_an_older_form_changes_nothing(admin: Client) -> None:
    code = put(admin)
    old = admin.call("procedure.record", code=code)
    newer = {**old["procedure"], "details": "Mới"}
    admin.do("procedure.put", procedure=newer, version=old["version"])
    late = {**old["procedure"], "details": "Cũ"}
    told = refused(admin, "procedure.put", procedure=late, version=old["version"])
    assert told["reason"] == "stale"
    assert admin.call("procedure.record", code=code)["procedure"]["details"] == "Mới"


def test_a_mistake_is_told_at_its_field(admin: Client) -> None:
    wrong = fresh(
        name={"vi": ""},
        service="không-có",
        updated="2026-02-30",
        papers=[{"id": "a", "name": {"vi": ""}, "kind": "show"}],
    )
    found = problems(admin, "procedure.put", procedure=wrong)
    assert found == {
        "name.vi": "chưa có chữ tiếng Việt",
        "papers.0.name.vi": "chưa có chữ tiếng Việt",
        "service": "cơ quan không có dịch vụ này",
        "updated": "phải là ngày, chẳng hạn 24/11/2026",
    }
    assert wrong["code"] not in {one["code"] for one in admin.call("procedure.all")}
    code = put(admin)
    assert "code" in problems(admin, "procedure.put", procedure=fresh(code=code))
    tomorrow = (date.today() + timedelta(days=2)).isoformat()
    late = {"codes": [code], "decision": "1/QĐ", "date": tomorrow}
    assert problems(admin, "procedure.confirm", **late) == {"date": "ngày này chưa tới"}
    assert "successor" in problems(
        admin, "procedure.withdraw", code=code, successor=code
    )


def test_a_retry_does_nothing_twice(server: RunningServer, admin: Client) -> None:
    key, record = uuid4().hex, fresh()
    first = admin.call("procedure.put", procedure=record, key=key)
    assert admin.call("procedure.put", procedure=record, key=key) == first
    other = fresh(code=record["code"], details="Khác")
    told = refused(admin, "procedure.put", procedure=other, key=key)
    assert told["reason"] == "conflict"
    assert len(admin.call("procedure.history", code=record["code"])) == 1


def test_a_retry_after_a_crash_before_the_journals_line(
    tmp_path: Path,
) -> None:
    with RunningServer(tmp_path / "data") as server:
        admin = server.user("lan", "admin")
        code, key = put(admin), uuid4().hex
        version = admin.call("procedure.record", code=code)["version"]
        asked = {
            "procedure": {**fresh(code=code), "details": "Mới"},
            "version": version,
            "key": key,
        }
        admin.call("procedure.put", **asked)
        server.kill()
        _forget(server.folder, key)
        server.start()
        admin.call("procedure.put", **asked)  # refused as stale if it were done again
        assert len(admin.call("procedure.history", code=code)) == 2


def _forget(folder: Path, key: str) -> None:
    """Leave a journal as if the line of an intention had never been written."""
    with closing(sqlite3.connect(folder / "journal.db")) as database, database:
        assert database.execute("DELETE FROM intent WHERE key = ?", (key,)).rowcount


def test_a_file_of_our_own_is_compared_and_taken_in_part(admin: Client) -> None:
    code = put(admin)
    admin.do("procedure.confirm", codes=[code], **DECISION)
    changed = fresh(code=code, time={"vi": "3 ngày"}, confirmed=True)
    new, other = fresh(confirmed=True), fresh()
    text = file_of(changed, new, other)
    found = admin.call("procedure.compare", text=text)
    changes = {one["code"]: one for one in found["changes"]}
    assert found["own"] is True
    assert changes[code]["what"] == "changed"
    assert changes[code]["unconfirms"] is True
    assert changes[code]["fields"] == [
        {"field": "time", "before": {"vi": "Trong ngày"}, "after": {"vi": "3 ngày"}}
    ]
    assert changes[new["code"]]["what"] == "new"
    assert "gone" in {one["what"] for one in changes.values()}

    chosen = {"text": text, "codes": [code, new["code"]], "version": found["version"]}
    admin.do("procedure.import", **chosen)
    assert entry(admin, code)["confirmed"] is False
    made = entry(admin, new["code"])
    assert (made["state"], made["confirmed"]) == ("draft", False)
    every = {one["code"] for one in admin.call("procedure.all")}
    assert other["code"] not in every
    assert refused(admin, "procedure.import", **chosen)["reason"] == "stale"


def test_a_file_that_is_larger_than_other_messages(admin: Client) -> None:
    many = [fresh(details="Dài " * 1000) for _ in range(100)]
    text = file_of(*many)
    assert len(text) > 4 * codec.MAX_REQUEST
    found = admin.call("procedure.compare", text=text)
    codes = [one["code"] for one in many]
    chosen = {"text": text, "codes": codes, "version": found["version"]}
    assert admin.do("procedure.import", **chosen) == {"codes": codes}
    status, _ = admin.post(b"{}", {"Content-Length": str(codec.MAX_UPLOAD + 1)})
    assert status == 413


def test_only_an_administrator_sends_large_messages(server: RunningServer) -> None:
    clerk = server.user("hoai", "clerk")
    body = json.dumps({"pad": " " * codec.MAX_REQUEST}).encode()
    assert clerk.post(body)[0] == 413
    assert server.client(None).post(body)[0] == 413


def test_only_an_administrator_posts(server: RunningServer, admin: Client) -> None:
    code = put(admin)
    head = server.user("truong", "supervisor")
    for client, reason in ((head, "forbidden"), (server.client(None), "not_signed_in")):
        asked: dict[str, dict[str, Any]] = {
            "procedure.all": {},
            "procedure.record": {"code": code},
            "procedure.history": {"code": code},
            "procedure.compare": {"text": ""},
            "procedure.import": {"text": "", "codes": [code], "version": "x"},
            "procedure.put": {"procedure": fresh()},
            "procedure.confirm": {"codes": [code], **DECISION},
            "procedure.post": {"codes": [code]},
            "procedure.hide": {"codes": [code]},
            "procedure.withdraw": {"code": code},
        }
        for method, params in asked.items():
            assert refused(client, method, **params)["reason"] == reason


def test_the_journal_says_who_did_what(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        admin = server.user("lan", "admin")
        code = put(admin)
        admin.do("procedure.confirm", codes=[code], **DECISION)
        admin.do("procedure.post", codes=[code, put(admin)])
    journal = Journal(tmp_path / "data" / "journal.db")
    try:
        written = [one for one in journal.day().events if one.kind == "office.changed"]
    finally:
        journal.stop()
    told = [(one.by, one.area, one.what, one.subject) for one in written]  # type: ignore[attr-defined]
    assert told[:2] == [
        ("lan", "procedures", "changed", code),
        ("lan", "procedures", "confirmed", code),
    ]
    assert written[1].detail == DECISION  # type: ignore[attr-defined]
    assert written[-1].detail["count"] == "2"  # type: ignore[attr-defined]


# Hostile files

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        *("code", "name", "short", "papers", "steps", "rank", "fee", "confirmation"),
        *("service", "received", "where", "status", "successor", "updated", "draft"),
    ]
)
HOSTILE = st.one_of(
    JSON.map(json.dumps),
    st.just('{"procedures": [NaN, Infinity]}'),
    st.text(max_size=200),
    st.integers(1_000, 200_000).map(lambda n: "[" * n),
    st.integers(1_000, 100_000).map(lambda n: '{"procedures":' + "9" * n + "}"),
    st.dictionaries(FIELDS, JSON, min_size=1).map(lambda bad: file_of(fresh() | bad)),
    st.dictionaries(st.text(max_size=8), JSON).map(
        lambda bad: json.dumps(
            {
                "procedures": [
                    *({"name": "A", "documents": [], "fee": {}, "reception": "x"},),
                    {"time_limit": {}, "code": "1", **bad},
                ]
            }
        )
    ),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(HOSTILE)
def test_a_hostile_file_changes_nothing(admin: Client, text: str) -> None:
    before = admin.call("procedure.all")
    told = answered(admin, "procedure.compare", text=text)
    if "error" in told:
        assert told["error"]["data"]["reason"] == "invalid_file"
        sentence = told["error"]["data"]["text"]["vi"]
        assert sentence.startswith("Không đọc được tệp: ")
        assert len(sentence) < 400
    else:
        assert isinstance(told["result"]["changes"], list)
    assert admin.call("procedure.all") == before


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(FIELDS, JSON, min_size=1))
def test_a_hostile_record_is_refused_at_its_fields(
    admin: Client, bad: dict[str, Any]
) -> None:
    told = answered(admin, "procedure.put", procedure=fresh() | bad)
    if "error" in told:
        data = told["error"].get("data", {"reason": told["error"]["code"]})
        known = ("invalid_procedure", "stale", INVALID_PARAMS, PARSE_ERROR)
        assert data["reason"] in known
    else:
        made = told["result"]
        assert admin.call("procedure.record", code=made["procedure"]["code"]) == made


def test_what_a_command_imports_is_in_the_log_and_shown_at_once(
    server: RunningServer, admin: Client, tmp_path: Path
) -> None:
    record = fresh()
    sent = tmp_path / "sent.json"
    sent.write_text(file_of(record), "utf-8")
    with connect(server.url.replace("http", "ws") + "/ws") as line:
        line.send(json.dumps(SUBSCRIBED))
        motcua("procedures", "import", str(sent), "--data", str(server.folder))
        while "office.changed" not in str(line.recv(timeout=20)):
            pass
    [told, *_] = admin.call("audit.search", limit=1)
    assert (told["by"], told["what"]) == ("", "imported")
    assert told["subject"] == record["code"]
    assert entry(admin, record["code"])["name"] == record["name"]

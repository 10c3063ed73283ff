from __future__ import annotations

import contextlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.protocol import codec, methods
from server.protocol import messages as m
from server.protocol.errors import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    REASONS,
    Malformed,
    Refused,
)
from server.protocol.times import moment, stamp
from tests.protocol.samples import sample


@pytest.mark.parametrize("name", sorted(methods.METHODS))
def test_every_methods_params_and_answer_come_back_the_same(name: str) -> None:
    method = methods.METHODS[name]
    params = sample(method.params)
    sent = codec.write_request(7, name, params)
    request = codec.read_request(sent)
    assert (request.id, request.method) == (7, name)
    assert codec.params_of(request) == params
    result = sample(method.answer)
    reply = codec.read_message(codec.write_answer(7, result))
    assert isinstance(reply, codec.Reply)
    assert codec.read_result(name, reply) == result


@pytest.mark.parametrize("name", sorted(m.NOTIFICATIONS))
def test_every_notification_comes_back_the_same(name: str) -> None:
    told = sample(m.NOTIFICATIONS[name])
    assert codec.read_message(codec.write_notification(name, told)) == told


def test_an_event_that_may_not_be_seen_is_three_fields() -> None:
    told = m.Event(seq=4, at="2026-11-23T08:01:02.345+07:00", kind="ticket.printed")
    params = json.loads(codec.write_notification("event", told))["params"]
    assert set(params) == {"seq", "at", "kind"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", PARSE_ERROR),
        (b"{", PARSE_ERROR),
        (b"\xff\xfe", PARSE_ERROR),
        (b"[" * 100_000, INVALID_REQUEST),
        (b"null", INVALID_REQUEST),
        (b"7", INVALID_REQUEST),
        (b"{}", INVALID_REQUEST),
        (b'{"jsonrpc":"1.0","id":1,"method":"office.get"}', INVALID_REQUEST),
        (b'{"jsonrpc":"2.0","method":"office.get"}', INVALID_REQUEST),
        (b'{"jsonrpc":"2.0","id":1.5,"method":"office.get"}', INVALID_REQUEST),
        (b'{"jsonrpc":"2.0","id":1,"method":7}', INVALID_REQUEST),
        (b'{"jsonrpc":"2.0","id":1,"method":"nothing"}', METHOD_NOT_FOUND),
    ],
)
def test_what_is_no_request_gets_its_code(data: bytes, code: int) -> None:
    with pytest.raises(Malformed) as wrong:
        codec.method_of(codec.read_request(data))
    assert wrong.value.code == code
    answer = json.loads(codec.write_malformed(wrong.value))
    assert answer["error"]["code"] == code
    assert "data" not in answer["error"]


def test_a_request_that_is_wrong_keeps_its_id() -> None:
    with pytest.raises(Malformed) as wrong:
        codec.read_request(b'{"jsonrpc":"2.0","id":"x7","method":7}')
    assert wrong.value.call == "x7"


@pytest.mark.parametrize("call", ["false", "true", "[]", "1.5"])
def test_what_cannot_be_an_id_is_not_given_back(call: str) -> None:
    with pytest.raises(Malformed) as wrong:
        codec.read_request(f'{{"jsonrpc":"2.0","id":{call},"method":"office.get"}}')
    assert wrong.value.call is None


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"key": "short"},
        {"key": "k" * 65, "service": "a"},
        {"key": "12345678"},
        {"key": "12345678", "service": 7},
        {"key": "12345678", "service": "a", "unknown": 1},
        {"key": "12345678", "service": "a", "procedures": "2.000815"},
        {"key": "12345678", "service": "a", "procedures": ["x"] * 33},
        {"key": "12345678", "service": "s" * 65},
        [],
        None,
        "x",
    ],
)
def test_wrong_params_are_refused(params: Any) -> None:
    data = {"jsonrpc": "2.0", "id": 1, "method": "ticket.issue", "params": params}
    request = codec.read_request(json.dumps(data).encode())
    with pytest.raises(Malformed) as wrong:
        codec.params_of(request)
    assert wrong.value.code == INVALID_PARAMS


def test_batches_are_split_and_bounded() -> None:
    one = b'{"jsonrpc":"2.0","id":1,"method":"office.get"}'
    assert codec.read_batch(one) is None
    assert codec.read_batch(b" [" + one + b"," + one + b"]") == [one, one]
    for wrong, code in (
        (b"[]", INVALID_REQUEST),
        (b"[1" + b",1" * codec.MAX_BATCH + b"]", INVALID_REQUEST),
        (b"[1,", PARSE_ERROR),
    ):
        with pytest.raises(Malformed) as refused:
            codec.read_batch(wrong)
        assert refused.value.code == code


def test_a_refusal_comes_back_with_its_sentence_and_its_data() -> None:
    said = Refused("busy", {"vi": "Quầy bận", "en": "Busy"}, {"number": "A015"})
    reply = codec.read_message(codec.write_refusal(3, said))
    assert isinstance(reply, codec.Reply)
    with pytest.raises(Refused) as heard:
        codec.read_result("counter.finish", reply)
    assert (heard.value.reason, heard.value.text) == (said.reason, said.text)
    assert heard.value.data == {"number": "A015"}
    assert str(heard.value) == "busy: Busy"
    assert said.reason in REASONS


def test_a_server_that_does_not_understand_says_so() -> None:
    problem = Malformed(METHOD_NOT_FOUND, "there is no such method", 3)
    reply = codec.read_message(codec.write_malformed(problem))
    assert isinstance(reply, codec.Reply)
    with pytest.raises(Malformed, match="no such method"):
        codec.read_result("office.get", reply)


def test_an_answer_of_the_wrong_shape_is_no_answer() -> None:
    reply = codec.read_message(b'{"jsonrpc":"2.0","id":1,"result":{"nothing":1}}')
    assert isinstance(reply, codec.Reply)
    with pytest.raises(Malformed):
        codec.read_result("office.get", reply)


def test_a_client_ignores_what_a_newer_server_tells() -> None:
    assert codec.read_message(b'{"jsonrpc":"2.0","method":"new","params":{}}') is None
    with pytest.raises(Malformed):
        codec.read_message(b'{"jsonrpc":"2.0","method":"tick","params":{"seq":"x"}}')
    with pytest.raises(Malformed):
        codec.read_message(b"nothing")


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    with contextlib.suppress(Malformed, KeyError):
        codec.params_of(codec.read_request(data))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_no_json_brings_it_down(value: object) -> None:
    with pytest.raises(Malformed) as wrong:
        codec.read_request(msgspec.json.encode(value))
    assert wrong.value.code == INVALID_REQUEST


def test_moments_have_an_offset_and_milliseconds() -> None:
    text = "2026-11-23T08:01:02.345+07:00"
    assert stamp(moment(text)) == text
    with pytest.raises(ValueError, match="offset"):
        moment("2026-11-23T08:01:02")


HUGE = "9" * 5000


@pytest.mark.parametrize(
    "told", [f'"id": {HUGE}, "method": "office.get"', f'"id": 1, "method": {HUGE}']
)
def test_a_number_of_more_digits_than_python_reads_is_malformed(told: str) -> None:
    with pytest.raises(Malformed):
        codec.read_request(f'{{"jsonrpc": "2.0", {told}}}')


def test_params_with_such_a_number_are_malformed() -> None:
    told = f'"method": "ticket.follow", "params": {{"ticket": {HUGE}, "secret": "s"}}'
    request = codec.read_request(f'{{"jsonrpc": "2.0", "id": 1, {told}}}')
    with pytest.raises(Malformed):
        codec.params_of(request)

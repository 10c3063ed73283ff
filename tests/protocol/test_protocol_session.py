"""The sans-I/O client: nothing lost, nothing doubled, whatever the line does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.protocol import codec
from server.protocol import messages as m
from server.protocol.errors import Malformed, Refused
from server.protocol.methods import CounterStep, Nothing
from server.protocol.session import Answered, Failed, Session

AT = "2026-11-23T08:00:00.000+07:00"
QUEUE = m.Queue(seq=5, day="2026-11-23", open=True, counters=[], waiting={}, calls=[])


def sent(session: Session) -> list[dict[str, Any]]:
    return [json.loads(message) for message in session.data_to_send()]


def event(seq: int) -> bytes:
    told = m.Event(seq=seq, at=AT, kind="ticket.issued", ticket=seq)
    return codec.write_notification("event", told)


def seqs(heard: list[Any]) -> list[int]:
    return [one.seq for one in heard if isinstance(one, m.Event)]


@pytest.fixture
def session() -> Session:
    """A session that has its snapshot at seq 5."""
    made = Session(["queue"])
    made.opened()
    (subscribe,) = sent(made)
    assert subscribe["params"] == {"topics": ["queue"], "after": None}
    answer = m.Subscribed(seq=5, queue=QUEUE)
    heard = made.received(codec.write_answer(subscribe["id"], answer))
    assert heard == [m.Snapshot(seq=5, queue=QUEUE)]
    assert made.current
    return made


def test_events_in_order_are_heard_once(session: Session) -> None:
    assert seqs(session.received(event(6))) == [6]
    assert seqs(session.received(event(6))) == []
    assert seqs(session.received(event(3))) == []
    assert seqs(session.received(event(7))) == [7]
    assert session.current


def test_a_gap_asks_again_and_hears_all_in_order(session: Session) -> None:
    assert seqs(session.received(event(8))) == []
    assert not session.current
    (again,) = sent(session)
    assert again["params"]["after"] == 5
    assert seqs(session.received(event(9))) == []  # asked already, not again
    assert sent(session) == []
    session.received(codec.write_answer(again["id"], m.Subscribed(seq=9)))
    heard = [seqs(session.received(event(seq))) for seq in (6, 7, 8, 9)]
    assert heard == [[6], [7], [8], [9]]
    assert session.current


def test_a_tick_shows_a_missed_last_event(session: Session) -> None:
    tick = codec.write_notification("tick", m.Tick(seq=6, at=AT))
    assert session.received(tick) == [m.Tick(seq=6, at=AT)]
    (again,) = sent(session)
    assert again["params"]["after"] == 5
    assert not session.current


def test_a_tick_at_the_same_seq_says_that_all_is_known(session: Session) -> None:
    session.current = False
    session.received(codec.write_notification("tick", m.Tick(seq=5, at=AT)))
    assert session.current


def test_after_a_cut_only_what_was_missed_is_asked_for(session: Session) -> None:
    session.received(event(6))
    session.closed()
    assert not session.current
    session.opened()
    (again,) = sent(session)
    assert again["params"]["after"] == 6
    nothing_new = m.Subscribed(seq=6)
    assert session.received(codec.write_answer(again["id"], nothing_new)) == []
    assert session.current


def test_a_new_day_answers_with_a_snapshot(session: Session) -> None:
    session.closed()
    session.opened()
    (again,) = sent(session)
    fresh = m.Subscribed(seq=90, queue=QUEUE)
    heard = session.received(codec.write_answer(again["id"], fresh))
    assert heard == [m.Snapshot(seq=90, queue=QUEUE)]
    assert session.seq == 90


def test_a_snapshot_replaces_what_was_missed(session: Session) -> None:
    snapshot = m.Snapshot(seq=80, queue=QUEUE)
    told = codec.write_notification("snapshot", snapshot)
    assert session.received(told) == [snapshot]
    assert seqs(session.received(event(81))) == [81]


def test_before_the_first_snapshot_no_event_is_heard() -> None:
    session = Session(["queue"])
    session.opened()
    assert session.received(event(4)) == []


def test_an_unanswered_call_goes_out_again_with_the_same_key(
    session: Session,
) -> None:
    call = session.call("counter.call_next", CounterStep(key="key-00000001"))
    (first,) = sent(session)
    session.closed()
    session.opened()
    subscribe, again = sent(session)
    assert subscribe["method"] == "subscribe"
    assert again == first
    answer = m.Called(ticket=None, because=m.Because(rule="x", text={}, data={}))
    heard = session.received(codec.write_answer(call, answer))
    assert heard == [Answered(call, answer)]
    session.closed()
    session.opened()
    assert [one["method"] for one in sent(session)] == ["subscribe"]


def test_a_refusal_is_heard_by_its_call(session: Session) -> None:
    call = session.call("office.get", Nothing())
    refused = Refused("forbidden", {"vi": "x", "en": "x"}, {})
    (heard,) = session.received(codec.write_refusal(call, refused))
    assert isinstance(heard, Failed)
    assert isinstance(heard.error, Refused)


def test_a_forgotten_call_is_not_sent_again_and_its_answer_ignored(
    session: Session,
) -> None:
    call = session.call("office.get", Nothing())
    session.forget(call)
    assert session.received(codec.write_answer(call, None)) == []
    assert session.received(codec.write_answer(None, None)) == []
    session.closed()
    session.opened()
    assert len(sent(session)) == 1


def test_without_topics_it_only_calls() -> None:
    session = Session([])
    session.opened()
    assert sent(session) == []


def test_what_is_no_message_is_malformed(session: Session) -> None:
    with pytest.raises(Malformed):
        session.received(b"<html>")
    assert session.received(b'{"jsonrpc":"2.0","method":"new"}') == []


def test_a_refused_subscription_ends_the_line() -> None:
    session = Session(["queue"])
    session.opened()
    (subscribe,) = sent(session)
    refused = Refused("rate_limited", {"vi": "x", "en": "x"}, {})
    with pytest.raises(Malformed, match="rate_limited"):
        session.received(codec.write_refusal(subscribe["id"], refused))

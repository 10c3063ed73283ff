"""A written past is what the real queue would have written, and is kept or is not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest

from server.config.office import read_office
from server.domain.apply import apply
from server.domain.calendar import sessions
from server.domain.desk import Desk
from server.domain.events import (
    EVENTS,
    DayClosed,
    DayOpened,
    Event,
    TicketCalled,
    TicketIssued,
    TicketPrinted,
)
from server.domain.model import Hours, Office, OrderRules, Session
from server.domain.transitions import UNFINISHED
from server.simulate import history
from server.simulate.elsewhere import elsewhere
from server.simulate.forms import forms
from server.simulate.shapes import Clock, Shape, encode
from server.storage import schema, verify
from server.storage.bulk import Bulk, JournalNotEmpty
from server.storage.journal import Journal
from tests.running import RunningServer

SAMPLE = Path("assets/office/thach-khe.toml")
LAST = date(2026, 11, 20)
PROCEDURES = {"ho-tich": ("1.001", "1.002"), "dat-dai": ("2.001",)}


def sample(**changed: object) -> Office:
    return replace(read_office(SAMPLE.read_text("utf-8")), **changed)  # type: ignore[arg-type]


def written(
    path: Path, office: Office, tickets: int, per_day: int = 300
) -> history.Written:
    with Bulk(path) as bulk:
        return history.write(
            bulk, history.Order(office, PROCEDURES, tickets, LAST, 5, per_day)
        )


def events(path: Path) -> Iterator[tuple[bytes, Event]]:
    decoders = {kind: msgspec.json.Decoder(event) for kind, event in EVENTS.items()}
    database = schema.connect_to_read(path)
    try:
        rows = database.execute("SELECT at, kind, body FROM event ORDER BY seq")
        for at, kind, body in rows:
            event = decoders[kind].decode(body)
            assert round(event.at.timestamp() * 1000) == at
            yield body, event
    finally:
        database.close()


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("past") / "journal.db"
    made = written(path, sample(), 3000)
    assert (made.tickets, made.last) == (3000, LAST)
    assert [*path.parent.iterdir()] == [path]
    return path


def test_every_body_is_what_the_real_encoder_writes(past: Path) -> None:
    kinds = set()
    for body, event in events(past):
        assert encode(event) == body
        kinds.add(event.kind)
    assert kinds >= {
        *("day.opened", "day.closed", "counter.opened", "counter.closed"),
        *("counter.paused", "counter.resumed", "ticket.issued", "ticket.printed"),
        *("ticket.prioritised", "ticket.called", "ticket.started", "ticket.done"),
        "ticket.no_show",
    }


def test_the_whole_journal_is_sound(past: Path) -> None:
    found = verify.journal(past)
    assert found.faults == ()
    assert found.events == found.last > 5 * 3000


@pytest.mark.parametrize("mode", ["credit", "absolute", "fifo"])
def test_the_real_desk_would_have_called_the_same_for_the_same_reason(
    tmp_path: Path, mode: str
) -> None:
    office = sample(order_rules=OrderRules(mode=mode, cap=2))  # type: ignore[arg-type]
    path = tmp_path / "journal.db"
    written(path, office, 1500)
    desk, rules = Desk(office), set()
    for _, event in events(path):
        if isinstance(event, DayClosed):
            assert not desk.unfinished()
        if isinstance(event, TicketCalled):
            assert event.priority is desk.tickets[event.ticket].priority
        if isinstance(event, TicketCalled) and event.n == 1:
            line = desk.line(event.counter, event.at)
            assert line[0].id == event.ticket
            order = desk.order_of(event.counter, event.at)
            assert order.because(line) == event.because
            streak = order.streak_after(line[0], desk.waiting_for(event.counter))
            assert streak == event.streak
            assert event.expected == line[0].expected
            assert event.waited == (event.at - line[0].issued_at) // timedelta(
                seconds=1
            )
            assert event.because is not None
            rules.add(event.because.rule)
        if isinstance(event, TicketIssued):
            assert event.number == desk.next_number(event.service)
            assert event.ticket == desk.next_ticket
        apply(desk, event)
    assert desk.day == LAST
    expected = {"credit": {"priority"}, "absolute": {"absolute", "cap"}, "fifo": set()}
    assert rules >= expected[mode] | {"first_come"}


def test_days_are_the_office_s_own_and_tickets_lie_within_its_hours(past: Path) -> None:
    office, days, issued = sample(), [], []
    for _, event in events(past):
        here = event.at.astimezone(office.zone)
        if isinstance(event, DayOpened):
            days.append(date.fromisoformat(event.day))
            assert here.time() == time()
            assert here.date() == days[-1]
        assert here.date() == days[-1] or isinstance(event, DayClosed)
        if isinstance(event, TicketIssued):
            issued.append(here)
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert days[-1] == LAST
    for at in issued:
        hours = sessions(office.hours, at.date())
        assert any(part.opens <= at.time() < part.closes for part in hours)
    assert len(issued) == 3000
    assert len({at.date() for at in issued}) == 10


def test_every_slip_comes_out_and_every_ticket_ends(past: Path) -> None:
    desk, printed = Desk(sample()), 0
    for _, event in events(past):
        apply(desk, event)
        printed += isinstance(event, TicketPrinted)
    assert printed == 3000
    assert not any(ticket.state in UNFINISHED for ticket in desk.tickets.values())


def test_a_server_opens_it_and_goes_on(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data")
    server.folder.joinpath("journal.db").unlink()
    office = read_office(server.folder.joinpath("office.toml").read_text("utf-8"))
    yesterday = datetime.now(office.zone).date() - timedelta(days=1)
    path = server.folder / "journal.db"
    with Bulk(path) as bulk:
        made = history.write(bulk, history.Order(office, {}, 400, yesterday))
    with server:
        ticket = server.kiosk().do("ticket.issue", service="ho-tich")["ticket"]
    assert ticket["id"] == 401
    assert ticket["number"] == "B001"
    found = verify.journal(path)
    assert found.faults == ()
    assert found.last == made.events + 3  # closed, opened, issued


def test_hours_before_there_were_time_zones_are_told_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    office = sample(hours=Hours({}, always=True))
    with Bulk(path) as bulk:
        history.write(bulk, history.Order(office, {}, 20, date(1900, 1, 2), 1, 10))
    for body, event in events(path):
        assert encode(event) == body
        assert event.at.utcoffset() == timedelta()
    assert verify.journal(path).faults == ()


def test_an_office_without_hours_has_no_past(tmp_path: Path) -> None:
    shut = sample(hours=Hours({}))
    with pytest.raises(ValueError, match="never open"), Bulk(tmp_path / "j.db") as bulk:
        history.write(bulk, history.Order(shut, {}, 10, LAST))
    one = sample(hours=Hours({0: (Session(time(8), time(9)),)}))
    with pytest.raises(ValueError, match="so many"):
        history.past_days(one, 10**6, LAST)


def test_services_without_a_counter_expire(tmp_path: Path) -> None:
    office = sample()
    few = {id: office.counters[id] for id in ("q1", "q3")}
    path = tmp_path / "journal.db"
    written(path, replace(office, counters=few), 200, per_day=100)
    kinds = [event.kind for _, event in events(path)]
    assert 10 < kinds.count("ticket.expired") < 150
    assert verify.journal(path).faults == ()


# Kept or not


def test_a_writing_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    Journal(path).stop()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Bulk(path) as bulk:
        history.write(bulk, history.Order(sample(), {}, 700, LAST), tell=stop)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_journal_with_tickets_has_its_own_past(tmp_path: Path, past: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(past.read_bytes())
    with pytest.raises(JournalNotEmpty):
        Bulk(path)
    assert path.read_bytes() == past.read_bytes()


def test_the_progress_is_told_and_the_end_is_exact(tmp_path: Path) -> None:
    told: list[int] = []
    with Bulk(tmp_path / "journal.db") as bulk:
        history.write(
            bulk, history.Order(sample(), {}, 1234, LAST, 3), tell=told.append
        )
    assert told == sorted(told)
    assert len(set(told)) == 5
    assert told[-1] == 1234


def test_a_process_of_its_own_makes_the_same_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    written(here, sample(), 900)
    monkeypatch.setattr(history, "LONG", 1)
    written(there, sample(), 900)
    assert [body for body, _ in events(here)] == [body for body, _ in events(there)]


def test_a_process_that_dies_is_noticed() -> None:
    with elsewhere(half, history.Order(sample(), {}, 10, LAST)) as made:
        assert next(made).first_ticket == 1
        with pytest.raises(OSError, match="died"):
            next(made)


def half(order: history.Order) -> Iterator[history.Batch]:
    yield from history.batches(order)
    os._exit(1)


def test_priority_reasons_are_counted_by_day(past: Path) -> None:
    database = schema.connect_to_read(past)
    counted = dict(
        database.execute("SELECT reason, sum(tickets) FROM reason_count GROUP BY 1")
    )
    database.close()
    assert set(counted) == set(sample().priorities)
    assert 200 < sum(counted.values()) < 400


# Templates


def test_a_template_whose_gaps_are_in_another_order_is_refused() -> None:
    with pytest.raises(ValueError, match=r"day\.closed"):
        Shape(DayClosed, "at #seq day")


def test_a_percent_sign_in_a_value_stays_one() -> None:
    shape = Shape(DayClosed, "#seq at", day="100 %")
    assert b'"100 %"' in shape.template % (1, b'"now"')


def test_all_templates_can_be_made() -> None:
    assert all(
        shape.template.startswith(b'{"seq":%d') for shape in vars(forms()).values()
    )


@pytest.mark.parametrize(
    "moment", [0, 1, 999, 1000, 45_296_789, 86_399_999, 90_000_001]
)
def test_the_clock_s_tables_say_what_the_encoder_does(moment: int) -> None:
    for midnight in (
        datetime(2026, 11, 23, tzinfo=UTC),
        datetime(2026, 11, 23).astimezone(history._offset(sample().zone, LAST)),
    ):
        clock = Clock(midnight.replace(hour=0, minute=0))
        at = midnight.replace(hour=0, minute=0) + timedelta(milliseconds=moment)
        assert clock.text(moment) == encode(at)

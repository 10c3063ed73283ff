"""The scripts' pure parts in a real browser: board, announcer, the day, texts, keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins
from playwright.sync_api import Browser, Page

from tests.display.days import RandomDay
from tests.running import RunningServer


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("hall") / "data"
    with RunningServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def page(browser: Browser, hall: RunningServer) -> Iterator[Page]:
    """A page that has the texts and opens no line by itself."""
    with browser.new_context() as context:
        opened = context.new_page()
        opened.goto(f"{hall.url}/sign-in")
        yield opened


@pytest.fixture(scope="module")
def timed(browser: Browser, hall: RunningServer) -> Iterator[Page]:
    """The same, whose time passes only when a test lets it."""
    with browser.new_context() as context:
        opened = context.new_page()
        opened.clock.install()
        opened.goto(f"{hall.url}/sign-in")
        yield opened


def run(page: Page, module: str, names: str, body: str) -> Any:
    """Run a function's body with what a module exports."""
    return page.evaluate(
        f"""async () => {{
          const {{ {names} }} = await import("/static/js/{module}");
          {body}
        }}"""
    )


# The board

QUEUE = """
const counter = (n, ticket = null) =>
  ({ id: `q${n}`, number: n, state: "open", services: [], ticket });
const hand = (id, state) => ({ id, number: `A00${id}`, state, service: "s" });
const call = (ticket, counter, n = 1) =>
  ({ ticket, number: `A00${ticket}`, counter: `q${counter}`, called_at: "x", n });
let seq = 1;
const called = (ticket, counter, n = 1) => ({
  seq: ++seq, at: "2026-11-23T08:00:00.000+07:00", kind: "ticket.called",
  ticket, number: `A00${ticket}`, service: "s", counter: `q${counter}`, n,
});
const queue = (counters, calls, waiting = {}) =>
  ({ seq: 1, day: "", open: true, counters, waiting, calls });
const board = new Board();
const tickets = (list) => list.map((one) => one.ticket);
"""


def test_the_first_snapshot_is_listed_and_not_spoken(page: Page) -> None:
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE
        + """
        const standing = [counter(1, hand(2, "called")), counter(2)];
        const calls = [call(2, 1), call(1, 2)];
        const speak = board.snapshot(queue(standing, calls), true);
        return [tickets(speak), tickets(board.shown)];
        """,
    )
    assert told == [[], [2, 1]]


def test_a_later_snapshot_speaks_only_what_still_stands(page: Page) -> None:
    """Calls 2 and 4 came while the line was cut; nobody waits for 3 any more."""
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE
        + """
        board.snapshot(queue([counter(1), counter(2), counter(3)], [call(1, 1)]), true);
        const now = [
          counter(1, hand(4, "called")),
          counter(2, hand(3, "serving")),
          counter(3, hand(2, "called")),
        ];
        const calls = [call(4, 1), call(3, 2), call(2, 3), call(1, 1)];
        const speak = board.snapshot(queue(now, calls), false);
        return [tickets(speak), tickets(board.shown)];
        """,
    )
    assert told == [[2, 4], [3, 1]]


def test_a_recall_is_a_new_call_in_the_same_row(page: Page) -> None:
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE
        + """
        board.snapshot(queue([counter(1), counter(2)], []), true);
        for (const event of [called(1, 1), called(2, 2), called(1, 1, 2)]) {
          board.put(board.event(event));
        }
        return board.shown.map((one) => [one.ticket, one.n]);
        """,
    )
    assert told == [[1, 2], [2, 1]]


@pytest.mark.parametrize(
    "kind", ["done", "no_show", "held", "transferred", "cancelled", "expired"]
)
def test_a_call_stands_until_its_ticket_is_taken_or_gone(page: Page, kind: str) -> None:
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE
        + f"""
        board.snapshot(queue([counter(1), counter(2)], []), true);
        const first = board.event(called(1, 1));
        const second = board.event(called(2, 2));
        const before = [board.stands(first), board.stands(second)];
        board.event({{ kind: "ticket.started", ticket: 1, counter: "q1" }});
        board.event({{ kind: "ticket.{kind}", ticket: 2 }});
        const hands = [...board.counters.values()].map((one) => one.ticket?.state);
        return [before, [board.stands(first), board.stands(second)], hands[0],
          hands[1] ?? null];
        """,
    )
    assert told == [[True, True], [False, False], "serving", None]


def test_priority_stays_with_a_recalled_ticket(page: Page) -> None:
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE
        + """
        const line = { s: [{ ticket: 1, priority: true }, { ticket: 2 }] };
        const there = { ...hand(3, "called"), priority: true };
        const all = [counter(1), counter(2), counter(3, there)];
        board.snapshot(queue(all, [], line), true);
        const seen = () =>
          [...board.counters.values()].map((one) => one.ticket?.priority ?? null);
        board.event(called(1, 1));
        board.event(called(2, 2));
        board.event(called(1, 1, 2));
        board.event(called(3, 3, 2));
        return seen();
        """,
    )
    assert told == [True, False, True]


STEPS = """
board.snapshot(queue([counter(1), counter(2)], []), true);
const tell = (kind, more = {}) => board.event({
  seq: ++seq, at: "2026-11-23T08:00:09.000+07:00", kind, ticket: 1, number: "A001",
  service: "s", counter: "q1", ...more });
const undo = (undone, state) => tell("counter.undone", { undone, state });
const hand = (n) => board.counters.get(`q${n}`).ticket;
const short = (n) => hand(n) && [hand(n).number, hand(n).state, hand(n).priority];
"""


def test_a_step_taken_back_puts_the_ticket_back(page: Page) -> None:
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE.replace("const hand", "const one")
        + STEPS
        + """
        const seen = [];
        const look = () => seen.push([short(1), tickets(board.shown)]);
        tell("ticket.issued", { priority: true });
        board.put(board.event(called(1, 1)));
        const since = hand(1).called_at;
        tell("ticket.started"); undo("ticket.started", "called"); look();
        tell("ticket.started"); tell("ticket.held");
        undo("ticket.held", "serving"); look();
        tell("ticket.transferred", { service: "other" });
        undo("ticket.transferred", "serving"); look();
        seen.push([hand(1).service, hand(1).called_at === since]);
        tell("ticket.no_show"); look();
        tell("ticket.prioritised", { counter: null, priority: false });
        board.put(board.event(called(1, 2, 2)));
        seen.push(short(2));
        const elsewhere = { counter: "q2", undone: "ticket.called", state: "no_show" };
        tell("counter.undone", elsewhere);
        seen.push([short(1), short(2), tickets(board.shown)]);
        undo("ticket.done", "serving"); look();  // nothing was known of it
        return seen;
        """,
    )
    back = ["A001", "serving", True]
    assert told == [
        [["A001", "called", True], [1]],
        [back, [1]],
        [back, [1]],
        ["s", True],
        [None, [1]],
        ["A001", "called", False],
        [None, None, []],
        [["A001", "serving", False], []],
    ]


def test_who_walked_up_is_served_and_a_call_elsewhere_takes_the_ticket(
    page: Page,
) -> None:
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE.replace("const hand", "const one")
        + STEPS
        + """
        tell("ticket.issued", { priority: false });
        tell("ticket.started");
        const walked = short(1);
        board.event(called(1, 2, 2));
        const moved = [short(1), short(2)];
        tell("counter.paused", { counter: "q2", ticket: undefined });
        const paused = board.counters.get("q2").state;
        tell("counter.resumed", { counter: "q2", ticket: undefined });
        const old = board.event({ ...called(1, 1, 3), seq: 2 });
        return [walked, moved, paused, board.counters.get("q2").state, old];
        """,
    )
    assert told == [
        ["A001", "serving", False],
        [None, ["A001", "called", False]],
        *("paused", "open", None),
    ]


def test_whatever_clerks_do_the_board_is_the_servers(page: Page) -> None:
    """After every step of many days: counters, tickets in hand, calls in order."""
    days = []
    for seed in range(30):
        day = RandomDay(seed)
        steps = [[day.step(), day.queue()] for _ in range(120)]
        days.append([day.first, steps])
    page.evaluate("days => { window.days = days; }", to_builtins(days))
    told = run(
        page,
        "board.js",
        "Board",
        """
        const hand = (one) => one &&
          [one.id, one.number, one.service, one.state, one.priority];
        const seen = (board) => [...board.counters.values()].map((one) =>
          [one.id, one.state, hand(one.ticket)]);
        const calls = (list) => list.map((one) => [one.ticket, one.counter, one.n]);
        const wrong = [];
        let compared = 0;
        for (const [day, [first, steps]] of window.days.entries()) {
          const board = new Board();
          board.snapshot(first, true);
          for (const [step, [events, queue]] of steps.entries()) {
            for (const event of events) {
              const call = board.event(event);
              if (call) board.put(call);
            }
            const known = new Board();
            known.snapshot(queue, true);
            const all = (board) => JSON.stringify([seen(board), calls(board.shown)]);
            const kinds = events.map((one) => one.kind);
            if (all(board) !== all(known)) wrong.push([day, step, kinds]);
            compared += events.length;
          }
        }
        return [compared > 500, wrong.slice(0, 3)];
        """,
    )
    assert told == [True, []]


def test_a_closed_counter_and_a_new_day_empty_the_board(page: Page) -> None:
    told = run(
        page,
        "board.js",
        "Board",
        QUEUE
        + """
        board.snapshot(queue([counter(1), counter(2)], []), true);
        board.put(board.event(called(1, 1)));
        board.put(board.event(called(2, 2)));
        board.event({ kind: "counter.closed", counter: "q1" });
        const [one] = board.counters.values();
        const closed = [one.state, one.ticket];
        board.event({ kind: "day.opened" });
        const hands = [...board.counters.values()].map((each) => each.ticket);
        return [closed, board.shown.length, hands];
        """,
    )
    assert told == [["closed", None], 0, [None, None]]


# The announcer

SPEAKING = """
const said = [];
const now = () => Math.round(performance.now() / 100) / 10;
const start = now();
const at = (what) => said.push([what, Math.round((now() - start) * 10) / 10]);
const later = (seconds, value) =>
  new Promise((resolve) => setTimeout(() => resolve(value), seconds * 1000));
const player = {
  chime: () => { at("chime"); return later(1, window.how); },
  play: (address) => { at(address); return later(2, "played"); },
};
const announcer = new Announcer(player, {
  begin: ({ ticket }) => at(`begin ${ticket}`),
  end: () => at("end"),
  blocked: () => at("blocked"),
  quiet: () => Boolean(window.quiet),
});
const call = (ticket, n = 1) => ({ ticket, n, voice: { vi: `/voice/${ticket}` } });
window.said = said;
window.how = "played";
window.quiet = false;
"""


def speak(page: Page, body: str, seconds: int) -> list[list[Any]]:
    """Announce something and let the given time pass at once."""
    run(page, "announcer.js", "Announcer", SPEAKING + body)
    for _ in range(seconds * 10):
        page.clock.run_for(100)
    told: list[list[Any]] = page.evaluate("window.said")
    return told


def test_a_call_is_a_chime_and_its_sentence_twice(timed: Page) -> None:
    assert speak(timed, "announcer.announce(call(1));", 7) == [
        ["begin 1", 0],
        ["chime", 0],
        ["/voice/1", 1],
        ["/voice/1", 3.7],
        ["end", 5.7],
    ]


def test_calls_follow_each_other_and_hurry_while_two_more_wait(timed: Page) -> None:
    body = "for (const n of [1, 2, 3, 4]) announcer.announce(call(n));"
    said = speak(timed, body, 24)
    spoken = [what for what, _ in said if what.startswith("/voice")]
    assert spoken == [f"/voice/{n}" for n in (1, 2, 3, 3, 4, 4)]
    begun = [at for what, at in said if what.startswith("begin")]
    assert all(late - early >= 4 for early, late in pairwise(begun))


def test_the_same_call_is_never_queued_twice(timed: Page) -> None:
    body = """
    announcer.announce(call(1)); announcer.announce(call(1));
    announcer.announce(call(2)); announcer.announce(call(2));
    announcer.announce(call(1, 2));
    """
    begun = [what for what, _ in speak(timed, body, 20) if what.startswith("begin")]
    assert begun == ["begin 1", "begin 2", "begin 1"]


def test_in_quiet_hours_calls_are_shown_and_nothing_sounds(timed: Page) -> None:
    body = """
    window.quiet = true;
    announcer.announce(call(1)); announcer.announce(call(2));
    """
    said = speak(timed, body, 10)
    assert [what for what, _ in said] == ["begin 1", "begin 2", "end"]
    assert said[1][1] - said[0][1] >= 4


def test_a_browser_that_wants_a_touch_still_shows_each_call(timed: Page) -> None:
    body = """
    window.how = "blocked";
    announcer.announce(call(1)); announcer.announce(call(2));
    """
    said = speak(timed, body, 10)
    assert [what for what, _ in said] == [
        *("begin 1", "chime", "blocked"),
        *("begin 2", "chime", "blocked"),
        "end",
    ]
    assert said[3][1] - said[0][1] >= 4


def test_a_call_that_was_taken_back_is_not_spoken(timed: Page) -> None:
    body = """
    for (const n of [1, 2, 3]) announcer.announce(call(n));
    announcer.withdraw(2);
    """
    said = [what for what, _ in speak(timed, body, 12)]
    assert [what for what in said if what.startswith("begin")] == ["begin 1", "begin 3"]
    assert "/voice/2" not in said


def test_a_call_taken_back_while_it_is_spoken_is_not_repeated(timed: Page) -> None:
    body = """
    announcer.announce(call(1));
    setTimeout(() => announcer.withdraw(1), 2000);
    setTimeout(() => announcer.announce(call(1, 2)), 6000);
    """
    said = [what for what, _ in speak(timed, body, 12)]
    first, again = said[: said.index("end")], said[said.index("end") + 1 :]
    assert first == ["begin 1", "chime", "/voice/1"]
    assert again == ["begin 1", "chime", "/voice/1", "/voice/1", "end"]


def test_without_a_voice_there_is_the_chime(timed: Page) -> None:
    said = speak(timed, "announcer.announce({ ticket: 1, n: 1, voice: null });", 6)
    assert [what for what, _ in said] == ["begin 1", "chime", "end"]


# The day of a counter

DAY = """
const today = new Today();
const at = (minute) => `2026-11-23T08:${String(minute).padStart(2, "0")}:00.000+07:00`;
const tell = (kind, ticket, minute, more = {}) => today.hear(
  { kind: `ticket.${kind}`, ticket, number: `A00${ticket}`, service: "s",
    at: at(minute), ...more }, "q1");
const visit = (ticket, from, counter, waits, serves, end = "done") => {
  tell("issued", ticket, from);
  tell("called", ticket, from + waits, { counter, n: 1 });
  tell("called", ticket, from + waits + 1, { counter, n: 2 });
  if (end === "done") tell("started", ticket, from + waits, { counter });
  tell(end, ticket, from + waits + serves, { counter });
};
"""


def test_a_day_counts_what_this_counter_did(page: Page) -> None:
    told = run(
        page,
        "today.js",
        "Today",
        DAY
        + """
        const before = [today.served, today.waited];
        visit(1, 0, "q1", 4, 10);
        visit(2, 1, "q1", 6, 20);
        visit(3, 2, "q2", 30, 25);
        visit(4, 3, "q1", 8, 1, "no_show");
        const { done, absent, served, waited } = today;
        const last = today.last.map((one) => one.number);
        return { before, done, absent, served, waited, last };
        """,
    )
    assert told == {
        "before": [None, None],
        "done": 2,
        "absent": 1,
        "served": 15 * 60,
        "waited": 6 * 60,
        "last": ["A002", "A001"],
    }


def test_a_step_taken_back_counts_for_nothing(page: Page) -> None:
    told = run(
        page,
        "today.js",
        "Today",
        DAY
        + """
        const seen = [];
        const look = () => seen.push([today.done, today.absent, today.served,
          today.waited, today.last.map((one) => one.number)]);
        const undo = (ticket, undone, state) => today.hear(
          { kind: "counter.undone", ticket, undone, state, counter: "q1", at: at(59) },
          "q1");
        visit(1, 0, "q1", 4, 10); look();
        undo(1, "ticket.done", "serving"); look();
        tell("done", 1, 24, { counter: "q1" }); look();
        visit(2, 1, "q1", 6, 1, "no_show");
        undo(2, "ticket.no_show", "called");
        tell("no_show", 2, 9, { counter: "q1" }); look();
        tell("called", 2, 30, { counter: "q1", n: 4 });
        undo(2, "ticket.called", "no_show"); look();
        tell("issued", 3, 10); tell("called", 3, 50, { counter: "q1", n: 1 });
        undo(3, "ticket.called", "waiting"); look();
        return seen;
        """,
    )
    minute = 60
    done = [1, 1, 20 * minute, 5 * minute, ["A001"]]
    assert told == [
        [1, 0, 10 * minute, 4 * minute, ["A001"]],
        [0, 0, None, 4 * minute, []],
        [1, 0, 20 * minute, 4 * minute, ["A001"]],
        done,
        done,
        done,
    ]


def test_a_ticket_that_was_set_aside_counts_its_last_visit(page: Page) -> None:
    told = run(
        page,
        "today.js",
        "Today",
        DAY
        + """
        tell("issued", 1, 0); tell("called", 1, 2, { counter: "q1", n: 1 });
        tell("started", 1, 3, { counter: "q1" });
        tell("held", 1, 5, { counter: "q1" });
        tell("called", 1, 30, { counter: "q1", n: 2 });
        tell("done", 1, 40, { counter: "q1" });
        tell("issued", 2, 41);  // walked up: started at once, never called
        tell("started", 2, 41, { counter: "q1" });
        tell("done", 2, 46, { counter: "q1" });
        tell("issued", 3, 47); tell("started", 3, 47, { counter: "q1" });
        today.hear({ kind: "counter.undone", ticket: 3, undone: "ticket.started",
          state: "waiting", counter: "q1", at: at(48) }, "q1");
        return [today.done, today.served, today.waited];
        """,
    )
    assert told == [2, 7.5 * 60, 2 * 60]


# Texts and keys


def test_waits_and_times_read_as_people_write_them(page: Page) -> None:
    told = run(
        page,
        "texts.js",
        "waitRange, people, clockOf, oneLine",
        """
        return [
          waitRange(null), waitRange({ low: 0, high: 0 }),
          waitRange({ low: 300, high: 900 }),
          people(1), people(3),
          clockOf("2026-11-23T08:01:02.345+07:00"), clockOf(null),
          oneLine({ vi: "Khai sinh,\\nkết hôn" }),
        ];
        """,
    )
    assert told == [
        *("", "Mời vào ngay", "5–15 phút"),
        *("1 người", "3 người", "08:01", "", "Khai sinh, kết hôn"),
    ]


def test_durations_read_as_people_write_them(page: Page) -> None:
    told = run(
        page,
        "durations.js",
        "minutes, shortMinutes, stopwatch",
        """
        return [
          minutes(59), minutes(60), minutes(540),
          shortMinutes(10), stopwatch(192), stopwatch(-3),
        ];
        """,
    )
    assert told == [
        *("dưới 1 phút", "1 phút", "9 phút"),
        *("< 1 phút", "03:12", "00:00"),
    ]


def test_a_text_that_is_not_there_is_an_error(page: Page) -> None:
    told = run(
        page,
        "texts.js",
        "t",
        """
        const tried = (...what) => {
          try { return t(...what); } catch { return null; }
        };
        return [tried("no.such"), tried("counter.will_call"),
          tried("counter.will_call", { number: "A001" })];
        """,
    )
    assert told == [None, None, "Mời A001"]


def test_the_office_clock_is_the_servers(page: Page) -> None:
    """Whatever this machine's own clock and zone say."""
    told = run(
        page,
        "texts.js",
        "OfficeClock",
        """
        const clock = new OfficeClock();
        clock.hear("2026-11-23T09:14:30.000+07:00");
        return [clock.time(), clock.date(),
          Math.round(clock.since("2026-11-23T09:04:30.000+07:00"))];
        """,
    )
    assert told == ["09:14", "Thứ Hai, 23/11/2026", 600]


def test_keys_fit_the_protocol_and_never_repeat(page: Page) -> None:
    keys = run(page, "keys.js", "newKey", "return Array.from({ length: 500 }, newKey);")
    assert len(set(keys)) == 500
    assert {len(key) for key in keys} == {32}

"""The service page: PIN, flow alone, then real fingers on the real glass."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from msgspec.structs import replace

from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow import service_page as s
from kiosk.flow.modes import Upkeep
from kiosk.flow.state import HOME, Hall, Place, Screen
from kiosk.flow.wishes import Given, Slip, Wish
from kiosk.guard.pin import LONGEST_PAUSE, PAUSE, TRIES, PinLock, pause_after
from tests.kiosk.glass import Kiosk, kiosk
from tests.kiosk.kiosk_office import issued, office
from tests.kiosk.test_kiosk_screens import _looks_right

PIN = "246810"
# The cheapest hash that is one: it is not argon2 that is tested here.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)


def home(**changes: Any) -> State:
    upkeep = Upkeep(**{"offered": True, **changes})
    return State(hall=Hall(office=office(), online=True), upkeep=upkeep)


def after(state: State, *inputs: i.Input, now: float = 0.0) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def at_pin(**changes: Any) -> State:
    return after(home(**changes), *[s.StrikeCorner()] * s.STRIKES)


def inside() -> State:
    typed = after(at_pin(), s.TypePin(PIN), s.EnterPin())
    return after(typed, s.PinChecked(right=True, wait=0.0))


# The PIN


def test_a_pin_opens_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    lock = PinLock(HASH, tmp_path)
    assert lock.offered
    assert not lock.try_pin("000000").right
    assert lock.try_pin(PIN).right


def test_without_a_pin_nothing_opens(tmp_path: Path) -> None:
    lock = PinLock("", tmp_path)
    assert not lock.offered
    assert not lock.try_pin("").right
    assert not PinLock("$argon2id$broken", tmp_path).try_pin(PIN).right


def test_pauses_grow_and_end_somewhere() -> None:
    assert [pause_after(n) for n in (0, TRIES - 1, TRIES, TRIES + 1, TRIES + 2)] == [
        *(0, 0, PAUSE, 2 * PAUSE, 4 * PAUSE)
    ]
    assert pause_after(10_000) == LONGEST_PAUSE


def test_a_pause_survives_a_restart_and_even_the_right_pin_waits(
    tmp_path: Path,
) -> None:
    now = [1_000_000.0]
    lock = PinLock(HASH, tmp_path, lambda: now[0])
    waits = [lock.try_pin("1").wait for _ in range(TRIES)]
    assert waits == [0.0] * (TRIES - 1) + [PAUSE]
    again = PinLock(HASH, tmp_path, lambda: now[0])
    assert again.left() == PAUSE
    assert not again.try_pin(PIN).right
    now[0] += PAUSE - 1
    assert again.left() == 1
    now[0] += 1
    assert again.try_pin("1").wait == 2 * PAUSE
    now[0] -= 1_000_000  # a clock that was set back lengthens no pause
    assert again.left() == 2 * PAUSE
    now[0] += 2_000_000
    assert again.try_pin(PIN).right
    assert PinLock(HASH, tmp_path, lambda: now[0]).left() == 0
    assert [again.try_pin("1").wait for _ in range(2)] == [0.0, 0.0]


def test_a_try_is_on_disk_before_it_is_looked_at(
    tmp_path: Path, monkeypatch: Any
) -> None:
    lock = PinLock(HASH, tmp_path)

    def plug_pulled(_: str) -> bool:
        raise SystemExit

    monkeypatch.setattr(lock, "_matches", plug_pulled)
    with pytest.raises(SystemExit):
        lock.try_pin(PIN)
    kept = json.loads((tmp_path / "pin-tries.json").read_text("ascii"))
    assert kept["wrong"] == 1


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"wrong": "x", "until": 0}', "ấ"])
def test_tries_that_cannot_be_read_are_a_pause(tmp_path: Path, text: str) -> None:
    (tmp_path / "pin-tries.json").write_text(text, "utf-8")
    assert 0 < PinLock(HASH, tmp_path).left() <= PAUSE


def test_a_folder_that_cannot_be_written_still_counts(tmp_path: Path) -> None:
    lock = PinLock(HASH, tmp_path / "gone")
    for _ in range(TRIES):
        lock.try_pin("1")
    assert lock.left() > 0


# The flow


def test_five_strikes_in_five_seconds_open_the_pins_page() -> None:
    state = after(home(), *[s.StrikeCorner()] * (s.STRIKES - 1))
    assert state.screen is Screen.HOME
    assert after(state, s.StrikeCorner(), now=4.9).screen is Screen.PIN
    assert after(state, s.StrikeCorner(), now=5.0).screen is Screen.HOME


def test_without_a_pin_the_corner_does_nothing() -> None:
    assert at_pin(offered=False).upkeep == Upkeep()


@pytest.mark.parametrize(
    "place", [Place(Screen.SEARCH), Place(Screen.PAGES), Place(Screen.HELP)]
)
def test_only_home_has_the_corner(place: Place) -> None:
    state = replace(home(), path=(*HOME, place))
    assert after(state, *[s.StrikeCorner()] * 9).screen is place.screen


def test_a_number_on_the_glass_is_never_covered() -> None:
    given = Given(issued(), Wish("ho-tich", None, (), "vi"), Slip.PRINTED)
    state = replace(home(), given=given, path=(*HOME, Place(Screen.TICKET)))
    assert after(state, *[s.StrikeCorner()] * 9).screen is Screen.TICKET


def test_a_pin_is_digits_and_is_not_shown_in_a_log() -> None:
    state = after(at_pin(), s.TypePin("24a٣6-8"))
    assert state.upkeep.pin == "2468"
    assert "2468" not in repr(state) + repr(s.TypePin("2468")) + repr(
        s.CheckPin("2468")
    )
    assert len(after(state, s.TypePin("1" * 99)).upkeep.pin) == s.LONGEST_PIN
    assert after(home(), s.TypePin("1")).upkeep.pin == ""


def test_a_pin_is_checked_once() -> None:
    state, effects = step(after(at_pin(), s.TypePin(PIN)), s.EnterPin(), 0)
    assert effects == (s.CheckPin(PIN),)
    assert state.upkeep.pin == ""
    assert step(state, s.EnterPin(), 0)[1] == ()
    assert after(state, s.TypePin("1")).upkeep.pin == ""
    assert step(at_pin(), s.EnterPin(), 0)[1] == ()


def test_a_wrong_pin_is_said_and_a_pause_counted_down() -> None:
    state = after(at_pin(), s.TypePin("1"), s.EnterPin())
    state = after(state, s.PinChecked(right=False, wait=60.0), now=10.0)
    assert (state.screen, state.upkeep.wrong) == (Screen.PIN, True)
    assert s.pause_left(state, 10.5) == 60
    state, effects = step(after(state, s.TypePin(PIN), now=11.0), s.EnterPin(), 12.0)
    assert (effects, state.upkeep.pin) == ((), "")
    state = after(state, s.TypePin(PIN), now=70.0)
    assert step(state, s.EnterPin(), 70.0)[1] == (s.CheckPin(PIN),)
    assert s.pause_left(state, 70.0) == 0


def test_who_went_home_before_the_answer_stays_there() -> None:
    state = after(at_pin(), s.TypePin(PIN), s.EnterPin(), i.GoHome())
    assert after(state, s.PinChecked(right=True, wait=0)).screen is Screen.HOME
    again = after(state, *[s.StrikeCorner()] * s.STRIKES)
    assert after(again, s.PinChecked(right=True, wait=0)).screen is Screen.PIN


def test_a_pause_outlives_the_way_home() -> None:
    state = after(at_pin(), s.TypePin("1"), s.EnterPin())
    state = after(state, s.PinChecked(right=False, wait=60.0), i.GoHome())
    assert state.upkeep == Upkeep(offered=True, until=60.0)


def test_one_task_at_a_time_and_what_came_of_it() -> None:
    state, effects = step(inside(), s.Ask(s.Task.PRINT), 0)
    assert effects == (s.Perform(s.Task.PRINT),)
    assert step(state, s.Ask(s.Task.SOUND), 0)[1] == ()
    assert after(state, s.Done(s.Task.SOUND, "sound_ok")) == state
    state, effects = step(state, s.Done(s.Task.PRINT, "print_ok"), 0)
    assert (state.upkeep.said, effects) == ("print_ok", (s.LookAround(),))
    assert step(home(), s.Ask(s.Task.QUIT), 0)[1] == ()


def test_facts_are_shown_on_the_page_alone() -> None:
    facts = s.Known((("server", "http://a"),))
    assert after(inside(), facts).upkeep.facts == facts.facts
    assert after(home(), facts).upkeep.facts == ()


@pytest.mark.parametrize("state", [at_pin(), inside()])
def test_it_goes_home_by_itself_and_forgets(state: State) -> None:
    assert after(state, i.Passed(), now=s.IDLE - 0.1).path == state.path
    gone = after(state, i.Passed(), now=s.IDLE)
    assert (gone.path, gone.upkeep) == (HOME, Upkeep(offered=True))


# Real fingers


async def strike_corner(one: Kiosk, times: int) -> None:
    width, height = one.pilot.window.size
    for _ in range(times):
        await one.pilot.tap_at(width * 0.01, height * 0.99)


async def enter(one: Kiosk, pin: str) -> None:
    from assets.look.touch import AGAIN_AFTER, strikes

    for digit in pin:
        await one.tap(digit)
    # The same button is deaf for half a second, and a test types faster than that.
    since = strikes.clock()
    await one.pilot.until(lambda: strikes.clock() - since > AGAIN_AFTER)
    await one.tap("Mở")


async def test_staff_come_in_by_fingers_and_leave(tmp_path: Path) -> None:
    left: list[int] = []
    async with kiosk(tmp_path, lock=PinLock(HASH, tmp_path)) as one:
        one.desk.upkeep.leave = left.append
        await strike_corner(one, s.STRIKES - 1)
        assert one.desk.state.screen is Screen.HOME
        await strike_corner(one, 1)
        await one.pilot.until_text("Dành cho cán bộ")
        await enter(one, "111")
        await one.pilot.until_text("Mã chưa đúng.")
        await enter(one, PIN)
        await one.pilot.until_text("Trang phục vụ")
        await one.pilot.until_text(one.server.url)
        await one.tap("Đã thay giấy")
        await one.pilot.until_text("Đã ghi nhận cuộn giấy mới.")
        await one.tap("In thử")
        await one.pilot.until_text("Máy in đã nhận phiếu thử")
        await one.tap("Chạy lại")
        await one.pilot.until(lambda: left)
        assert left == [75]
        await one.after(s.IDLE)
        assert one.desk.state.screen is Screen.HOME
        assert not one.server.calls("ticket.issue")


@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_the_pages_have_room_on_every_panel(tmp_path: Path, form: str) -> None:
    async with kiosk(tmp_path, form=form, lock=PinLock(HASH, tmp_path)) as one:
        await strike_corner(one, s.STRIKES)
        await one.pilot.until_text("Mở")
        _looks_right(one)
        one.desk.happen(s.TypePin(PIN))
        one.desk.happen(s.EnterPin())
        await one.pilot.until_text("Tắt ki-ốt")
        _looks_right(one)
        if folder := os.environ.get("MOTCUA_PICTURES"):
            await one.pilot.picture(Path(folder) / f"service-{form}.png")
            one.desk.happen(i.GoHome())
            await strike_corner(one, s.STRIKES)
            await one.pilot.picture(Path(folder) / f"pin-{form}.png")

"""How the printer is: asked at rest, never fine unasked; its paper counted."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.paper.page import DOTS_PER_MM
from assets.paper.slip import Slip, draw
from kiosk.errands.printer import PrinterWatch
from kiosk.printing.faults import PrinterFault, Reason
from kiosk.printing.printer import NoPrinter, open_printer
from kiosk.printing.spool import Job, Paper, Spool
from kiosk.printing.spool.spool import CUT
from kiosk.printing.status import CAUSE, OFFLINE, PAPER, Condition, condition
from server.config.printer import PrinterSettings
from tests.emulator import printer as emulator
from tests.emulator.printer import PrinterEmulator
from tests.printing.spooling import Opener, Recorder, settings

BYTES = st.integers(0, 255)


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        (emulator.OK, "ok"),
        (emulator.NEAR_END, "paper_low"),
        (emulator.PAPER_OUT, "paper_out"),
        (emulator.COVER_OPEN, "cover_open"),
        (emulator.FAILED, "error"),
        (emulator.OFFLINE, "off"),
        ({CAUSE: 0x12, PAPER: 0x12}, "unknown"),
        ({}, "unknown"),
        ({PAPER: 0x72}, "paper_out"),
        ({CAUSE: 0x16, OFFLINE: 0x12}, "cover_open"),
    ],
)
def test_answers_make_one_word(answers: dict[int, int], word: str) -> None:
    assert condition(answers).word == word


@given(st.dictionaries(st.sampled_from([CAUSE, PAPER, OFFLINE]), BYTES))
def test_who_has_not_answered_everything_is_never_fine(answers: dict[int, int]) -> None:
    if len(answers) < 3:
        assert condition(answers).word not in ("ok", "paper_low")


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (emulator.OK, "ok"),
        (emulator.NEAR_END, "paper_low"),
        (emulator.PAPER_OUT, "paper_out"),
        (emulator.COVER_OPEN, "cover_open"),
        (emulator.FAILED, "error"),
        (emulator.OFFLINE, "off"),
    ],
)
def test_a_look_prints_nothing_and_tells_how_it_is(
    printer: PrinterEmulator, status: dict[int, int], word: str
) -> None:
    printer.status = status
    assert open_printer(settings(printer)).look().word == word
    assert printer.slips == []


def test_silence_is_never_fine(printer: PrinterEmulator) -> None:
    machine = open_printer(settings(printer))
    for mode in ("silent", "stall"):
        printer.mode = mode
        assert machine.look().word == "timeout"
    printer.switch_off()
    assert machine.look().word == "refused"


def test_noise_is_no_answer(printer: PrinterEmulator) -> None:
    printer.noise = b"\x00\xff"
    printer.status = emulator.PAPER_OUT
    assert open_printer(settings(printer)).look().word == "paper_out"


def test_a_printer_that_cannot_be_asked_is_unknown(tmp_path: Path) -> None:
    file = PrinterSettings(kind="file", device=str(tmp_path / "slip"))
    assert open_printer(file).look().word == "unknown"
    assert NoPrinter().look().word == "no_printer"


async def test_nobody_is_asked_while_a_slip_is_in_it(
    spool: Opener, printer: PrinterEmulator, slip: Slip
) -> None:
    printer.hold_after = 500
    one = spool(printer)
    printing = asyncio.create_task(one.submit(Job(87, slip)))
    await asyncio.to_thread(printer.wait_bytes, 400)
    assert await one.look() is None
    printer.switch_off()
    await printing


async def test_a_look_that_hangs_is_given_up(spool: Opener) -> None:
    class Deaf(Recorder):
        def look(self) -> Condition:
            released.wait(10)
            return Condition()

    released = threading.Event()
    one = spool(Deaf(), deadline=0.05)
    assert await one.look() == Condition(Reason.TIMEOUT)
    released.set()


# The paper


def length(slip: Slip) -> float:
    """Metres of paper that a slip takes."""
    return (draw(slip, 576).height / DOTS_PER_MM + CUT) / 1000


def metres(paper: Paper | None) -> tuple[float, float]:
    assert paper is not None
    return paper.used, paper.printed


async def test_paper_is_counted_through_restarts_until_the_roll_is_changed(
    spool: Opener, slip: Slip
) -> None:
    lost = PrinterFault(Reason.BROKEN, sent=True)
    out = PrinterFault(Reason.PAPER_OUT)
    one = spool(Recorder(None, lost, out))
    for ticket in (1, 2, 3):
        await one.submit(Job(ticket, slip))
    # The second perhaps came out, the third surely not.
    both = 2 * length(slip)
    assert metres(one.paper()) == pytest.approx((both, both))
    again = spool(Recorder())
    assert metres(again.paper()) == pytest.approx((both, both))
    assert again.paper_changed()
    assert metres(again.paper()) == pytest.approx((0, both))


class Told:
    """What staff are told."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self._noted = asyncio.Event()

    def note(self, **news: Any) -> None:
        self.state |= news
        self._noted.set()

    async def until(self, word: str) -> None:
        """Wait until staff are told that the printer is so."""
        async with asyncio.timeout(5):
            while self.state.get("printer") != word:
                self._noted.clear()
                await self._noted.wait()


def watch(one: Spool, **more: Any) -> tuple[PrinterWatch, Told]:
    told = Told()
    made = PrinterSettings(kind="network", host="x", **more)
    return PrinterWatch(one, told, made), told  # type: ignore[arg-type]


async def test_staff_are_told_of_the_roll_s_end_without_a_sensor(
    spool: Opener, slip: Slip
) -> None:
    one = spool(Recorder())
    watching, told = watch(one, roll=4 + 1.5 * length(slip), rest=4)
    await watching.printed(await one.submit(Job(1, slip)))
    assert told.state["printer"] == "ok"
    await watching.printed(await one.submit(Job(2, slip)))
    assert told.state["printer"] == "paper_low"
    assert told.state["paper_left_m"] == 4
    await watching.paper_changed()
    assert told.state["printer"] == "ok"


async def test_a_fault_of_a_slip_is_told_as_it_was(spool: Opener, slip: Slip) -> None:
    one = spool(Recorder(PrinterFault(Reason.PAPER_OUT)))
    watching, told = watch(one)
    await watching.printed(await one.submit(Job(1, slip)))
    assert told.state == {
        "printer": "paper_out",
        "paper_left_m": None,
        "printed_m": 0,
    }


async def test_a_printer_at_rest_is_asked_again_and_again(
    spool: Opener, printer: PrinterEmulator
) -> None:
    one = spool(printer)
    watching, told = watch(one, ask_every=0.02)
    running = asyncio.create_task(watching.run())
    try:
        await told.until("ok")
        printer.status = emulator.PAPER_OUT
        await told.until("paper_out")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_who_wants_no_questions_is_asked_once(
    spool: Opener, printer: PrinterEmulator
) -> None:
    watching, told = watch(spool(printer), ask_every=0)
    running = asyncio.create_task(watching.run())
    await told.until("ok")
    assert not running.done()  # the app would end with it
    assert printer.connections == 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_full_disk_counts_nothing_and_stops_nobody(
    spool: Opener, slip: Slip
) -> None:
    one = spool(Recorder())
    watching, told = watch(one, roll=50)
    one.close()
    await watching.paper_changed()
    assert told.state["printer"] == "ok"
    assert told.state["paper_left_m"] is None

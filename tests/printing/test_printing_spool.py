"""The spool: each slip once, each end known, through crashes and faults."""

import asyncio
import sqlite3
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from assets.paper.slip import Slip, draw
from kiosk.printing.faults import PrinterFault, Reason
from kiosk.printing.printer import open_printer
from kiosk.printing.spool import Job
from kiosk.printing.spool.ledger import KEPT, Outcome, State
from kiosk.printing.status import Condition
from server.config.printer import PrinterSettings
from tests.emulator import printer as emulator
from tests.emulator.printer import PrinterEmulator
from tests.printing.spooling import PRINTED, TODAY, Opener, Recorder, reports


class Gate:
    """A printer whose slip comes out when the test opens the gate."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()
        self.slips = 0

    def print(self, image: Image.Image) -> None:
        self.entered.set()
        self.open.wait(10)
        self.slips += 1

    def look(self) -> Condition:
        return Condition()


def all_bytes(folder: Path) -> bytes:
    return b"".join(map(Path.read_bytes, folder.iterdir()))


async def entered(gate: Gate) -> None:
    assert await asyncio.to_thread(gate.entered.wait, 5)


async def test_a_slip_is_printed_once_and_reported_until_acknowledged(
    spool: Opener, printer: PrinterEmulator, slip: Slip
) -> None:
    first = spool(printer)
    assert await first.submit(Job(87, slip)) == PRINTED
    assert await first.submit(Job(87, slip)) == PRINTED
    assert PRINTED.ok is True
    received = printer.wait_slip()
    assert received.image.tobytes() == draw(slip, 576).tobytes()
    assert len(printer.slips) == 1
    assert reports(first) == [(87, True, None)]

    again = spool(printer)
    assert await again.submit(Job(87, slip)) == PRINTED
    assert len(printer.slips) == 1
    [report] = again.pending_reports()
    again.reported(report.key)
    assert again.pending_reports() == []
    assert spool(printer).pending_reports() == []


async def test_a_report_keeps_its_key_over_restarts(spool: Opener, slip: Slip) -> None:
    first = spool(Recorder())
    await first.submit(Job(1, slip))
    [before] = first.pending_reports()
    assert spool(Recorder()).pending_reports() == [before]
    assert 8 <= len(before.key) <= 64


async def test_the_same_id_of_another_data_folder_is_another_slip(
    spool: Opener, slip: Slip
) -> None:
    port = Recorder()
    one = spool(port)
    await one.submit(Job(1, slip))
    later = replace(slip, issued_at=slip.issued_at + timedelta(minutes=1))
    assert await one.submit(Job(1, later)) == PRINTED
    assert len(port.images) == 2


async def test_many_askers_at_the_same_time_get_one_slip(
    spool: Opener, slip: Slip
) -> None:
    port = Recorder()
    one = spool(port)
    outcomes = await asyncio.gather(*(one.submit(Job(5, slip)) for _ in range(20)))
    assert set(outcomes) == {PRINTED}
    assert len(port.images) == 1
    assert len(one.pending_reports()) == 1


async def test_slips_come_out_in_the_order_of_their_tickets(
    spool: Opener, printer: PrinterEmulator, slip: Slip
) -> None:
    one = spool(printer)
    slips = [replace(slip, number=f"A{n:03}") for n in range(1, 6)]
    jobs = [Job(n, each) for n, each in enumerate(slips)]
    assert set(await asyncio.gather(*map(one.submit, jobs))) == {PRINTED}
    came = [received.image.tobytes() for received in printer.slips]
    assert came == [draw(each, 576).tobytes() for each in slips]


async def test_a_printer_that_is_off_fails_at_once_and_prints_nothing_later(
    spool: Opener, printer: PrinterEmulator, slip: Slip
) -> None:
    one = spool(printer)
    printer.switch_off()
    start = time.monotonic()
    for n in range(5):
        failed = await one.submit(Job(n, replace(slip, number=f"A{n:03}")))
        assert failed == Outcome(State.FAILED, Reason.REFUSED)
        assert failed.ok is False
    assert time.monotonic() - start < 5
    printer.switch_on()
    assert await one.submit(Job(9, slip)) == PRINTED
    printer.wait_slip()
    again = spool(printer)
    assert len(printer.slips) == 1, "no flood of old slips"
    assert reports(again) == [
        *((n, False, "refused") for n in range(5)),
        (9, True, None),
    ]


async def test_a_slip_that_surely_failed_may_be_tried_again(
    spool: Opener, slip: Slip
) -> None:
    port = Recorder(PrinterFault(Reason.PAPER_OUT))
    one = spool(port)
    assert (await one.submit(Job(3, slip))).state is State.FAILED
    assert await one.submit(Job(3, slip)) == PRINTED
    assert await one.submit(Job(3, slip)) == PRINTED
    assert len(port.images) == 1
    assert reports(one) == [(3, False, "paper_out"), (3, True, None)]
    keys = {report.key for report in one.pending_reports()}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (PrinterFault(Reason.BROKEN, sent=True), Reason.BROKEN),
        (ZeroDivisionError("a driver's own mistake"), Reason.ERROR),
    ],
)
async def test_a_slip_that_may_be_out_is_not_printed_again_by_itself(
    spool: Opener, slip: Slip, broken: Exception, reason: Reason
) -> None:
    port = Recorder(broken)
    one = spool(port)
    unknown = Outcome(State.UNKNOWN, reason)
    assert await one.submit(Job(3, slip)) == unknown
    assert await one.submit(Job(3, slip)) == unknown
    assert await spool(port).submit(Job(3, slip)) == unknown
    assert unknown.ok is None
    assert port.images == []


async def test_staff_may_order_another_slip_and_get_one(
    spool: Opener, slip: Slip
) -> None:
    port = Recorder(PrinterFault(Reason.TIMEOUT, sent=True))
    one = spool(port)
    await one.submit(Job(3, slip))
    assert await one.reprint(Job(3, slip), "order-1") == PRINTED
    assert await one.reprint(Job(3, slip), "order-1") == PRINTED
    assert await spool(port).reprint(Job(3, slip), "order-1") == PRINTED
    assert len(port.images) == 1
    marked = draw(replace(slip, reprint=True), 576)
    assert port.images[0].tobytes() == marked.tobytes()
    two = spool(port)
    assert await two.reprint(Job(3, slip), "order-2") == PRINTED
    assert len(port.images) == 2
    assert [ok for _, ok, _ in reports(two)] == [None, True, True]


async def test_no_printer_is_reported_as_that(spool: Opener, slip: Slip) -> None:
    one = spool(open_printer(PrinterSettings()))
    assert await one.submit(Job(3, slip)) == Outcome(State.FAILED, Reason.NO_PRINTER)
    assert reports(one) == [(3, False, "no_printer")]


async def test_a_slip_that_cannot_be_drawn_fails(spool: Opener, slip: Slip) -> None:
    one = spool(Recorder())
    outcome = await one.submit(Job(3, replace(slip, language="fr")))
    assert outcome == Outcome(State.FAILED, Reason.UNDRAWABLE)
    assert reports(one) == [(3, False, "undrawable")]


async def test_a_printer_that_hangs_is_given_up_and_holds_nobody_up(
    spool: Opener, slip: Slip
) -> None:
    gate = Gate()
    one = spool(gate, deadline=0.2)
    assert await one.submit(Job(1, slip)) == Outcome(State.UNKNOWN, Reason.TIMEOUT)
    assert await one.submit(Job(2, slip)) == Outcome(State.FAILED, Reason.BUSY)
    gate.open.set()
    assert await asyncio.to_thread(one._free.wait, 5)
    assert await one.submit(Job(1, slip)) == Outcome(State.UNKNOWN, Reason.TIMEOUT)
    assert await one.submit(Job(3, slip)) == PRINTED
    assert reports(one) == [(1, None, "timeout"), (2, False, "busy"), (3, True, None)]


async def test_a_slip_begins_while_the_loop_is_busy_and_the_next_one_waits(
    spool: Opener, slip: Slip
) -> None:
    gate = Gate()
    one = spool(gate)
    first = one.begin(Job(1, slip))
    second = one.begin(Job(2, slip))
    # The loop has no turn until the printer has the slip.
    assert gate.entered.wait(10)
    gate.open.set()
    assert await first == await second == PRINTED
    assert gate.slips == 2


async def test_whoever_waited_too_long_gets_no_late_slip(
    spool: Opener, slip: Slip
) -> None:
    gate = Gate()
    one = spool(gate, patience=0.1)
    first = asyncio.create_task(one.submit(Job(1, slip)))
    await entered(gate)
    second = asyncio.create_task(one.submit(Job(2, slip)))
    asyncio.get_running_loop().call_later(0.3, gate.open.set)
    assert await first == PRINTED
    assert await second == Outcome(State.FAILED, Reason.LATE)
    assert gate.slips == 1


async def test_a_caller_that_goes_away_leaves_the_slip_in_peace(
    spool: Opener, slip: Slip
) -> None:
    gate = Gate()
    one = spool(gate)
    caller = asyncio.create_task(one.submit(Job(1, slip)))
    await entered(gate)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    gate.open.set()
    assert await one.submit(Job(1, slip)) == PRINTED
    assert gate.slips == 1


async def test_old_slips_are_forgotten_and_old_reports_kept_a_week(
    spool: Opener, slip: Slip, tmp_path: Path
) -> None:
    day = [TODAY]
    one = spool(Recorder(), clock=lambda: day[0])
    await one.submit(Job(1, slip))

    def stored(table: str) -> int:
        with sqlite3.connect(tmp_path / "slips.db") as database:
            (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
        database.close()
        return int(count)

    day[0] = TODAY + KEPT
    later = replace(slip, issued_at=slip.issued_at + timedelta(days=1))
    await one.submit(Job(2, later))
    assert (stored("slips"), stored("reports")) == (2, 2)
    day[0] += timedelta(days=1)
    await one.submit(Job(3, replace(slip, issued_at=slip.issued_at + 2 * KEPT)))
    assert (stored("slips"), stored("reports")) == (2, 3)
    spool(Recorder(), clock=lambda: TODAY + timedelta(days=30))
    assert (stored("slips"), stored("reports")) == (0, 0)


async def test_nothing_of_the_slip_itself_is_stored(
    spool: Opener, slip: Slip, tmp_path: Path
) -> None:
    await spool(Recorder()).submit(Job(1, slip))
    stored = all_bytes(tmp_path)
    assert b"B018" in stored
    for secret in ("AbCdEfGhIjKlMnOpQrStUv", "Giấy khai sinh", "Tờ khai"):
        assert secret.encode() not in stored


async def test_a_failing_disk_prints_nothing_and_is_said(
    spool: Opener, slip: Slip
) -> None:
    port = Recorder()
    one = spool(port)
    one.close()
    outcome = await one.submit(Job(1, slip))
    assert outcome == Outcome(State.FAILED, Reason.NOT_STORED)
    assert port.images == []


async def test_paper_out_is_in_the_report(
    spool: Opener, printer: PrinterEmulator, slip: Slip
) -> None:
    printer.status = emulator.PAPER_OUT
    one = spool(printer)
    assert await one.submit(Job(1, slip)) == Outcome(State.FAILED, Reason.PAPER_OUT)
    assert reports(one) == [(1, False, "paper_out")]

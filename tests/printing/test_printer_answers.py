"""A late answer is never taken for the answer to another question."""

import time
from dataclasses import replace
from typing import Any

import pytest
from usb.core import USBTimeoutError

from assets.paper.slip import Slip, draw
from kiosk.printing import status
from kiosk.printing.faults import PrinterFault, Reason
from kiosk.printing.printer import open_printer
from kiosk.printing.questions import QUIET, Doubt, Questions, first_doubt
from kiosk.printing.spool import Job
from server.config.printer import PrinterSettings
from tests.emulator import printer as emulator
from tests.emulator.printer import PrinterEmulator
from tests.emulator.serial_printer import SerialPrinter
from tests.printing.spooling import PRINTED, Opener, reports, settings

ONLY_PAPER = emulator.OK | {status.PAPER: 0x72}
"""A cheap printer without paper: only the question about paper tells it."""

USB = PrinterSettings(kind="usb", vendor=1, product=2, timeout=0.2, status=True)


def serial(device: str) -> PrinterSettings:
    return PrinterSettings(kind="serial", device=device, timeout=0.2, status=True)


@pytest.mark.parametrize("late", [(0.3,), (0, 0.3), (0, 0, 0.3)])
def test_a_late_answer_on_a_serial_line_shifts_no_other(
    late: tuple[float, ...],
) -> None:
    with SerialPrinter(status=emulator.OK) as machine:
        printer = open_printer(serial(machine.device))
        assert printer.look().word == "ok"
        machine.late = list(late)
        assert printer.look().word == "timeout"
        machine.status = ONLY_PAPER
        assert [printer.look().word for _ in range(2)] == ["paper_out"] * 2
        machine.status = emulator.OK
        assert printer.look().word == "ok"


def test_what_an_earlier_program_asked_is_no_answer_to_this_one() -> None:
    with SerialPrinter(status=ONLY_PAPER, late=(0.25,)) as machine:
        assert open_printer(serial(machine.device)).look().word == "timeout"
        # The kiosk is started anew: it remembers nothing of that question.
        assert open_printer(serial(machine.device)).look().word == "paper_out"


def test_a_slip_waits_for_a_late_answer_before_it_asks_again(slip: Slip) -> None:
    with SerialPrinter(late=(0.3,)) as machine:
        printer = open_printer(serial(machine.device))
        with pytest.raises(PrinterFault) as caught:
            printer.print(draw(slip, 576))
        assert (caught.value.reason, caught.value.sent) == (Reason.TIMEOUT, False)
        machine.status = ONLY_PAPER
        with pytest.raises(PrinterFault) as caught:
            printer.print(draw(slip, 576))
        assert (caught.value.reason, caught.value.sent) == (Reason.PAPER_OUT, False)
        assert machine.slips == []
        machine.status = emulator.OK
        printer.print(draw(slip, 576))
        assert len(machine.slips) == 1


def test_a_slip_whose_last_answer_is_late_may_be_out(slip: Slip) -> None:
    with SerialPrinter(late=(0, 0, 0, 0.5)) as machine:
        with pytest.raises(PrinterFault) as caught:
            open_printer(serial(machine.device)).print(draw(slip, 576))
        assert (caught.value.reason, caught.value.sent) == (Reason.TIMEOUT, True)


def test_an_answer_within_its_time_costs_no_more(printer: PrinterEmulator) -> None:
    machine = open_printer(settings(printer))
    began = time.monotonic()
    assert machine.look().word == "ok"
    assert time.monotonic() - began < QUIET, "no printer without doubt is heard out"


async def test_a_network_printer_that_answers_late_is_asked_again(
    spool: Opener, printer: PrinterEmulator, slip: Slip
) -> None:
    printer.late = [0.7]
    one = spool(printer)
    assert (await one.submit(Job(1, slip))).reason is Reason.TIMEOUT
    assert await one.submit(Job(2, replace(slip, number="B019"))) == PRINTED
    assert reports(one) == [(1, False, "timeout"), (2, True, None)]
    assert len(printer.slips) == 1


class UsbLine:
    """A USB printer as pyusb gives it: what was not read waits in it."""

    def __init__(self, held: bytes, answers: dict[int, int]) -> None:
        self.held = bytearray(held)
        self.answers = answers
        self.device = self

    def _raw(self, asked: bytes) -> None:
        self.held.append(self.answers[asked[2]])

    def _read(self) -> bytes:
        return self.read(0x82, 1, 1000)

    def read(self, end: int, count: int, milliseconds: int) -> bytes:
        assert (end, milliseconds > 0) == (0x82, True)
        if not self.held:
            raise USBTimeoutError("time is up")
        taken = bytes(self.held[:count])
        del self.held[:count]
        return taken


def test_a_usb_printer_is_heard_out_before_it_is_asked() -> None:
    line = UsbLine(b"\x12\x12", ONLY_PAPER)
    doubt = first_doubt(USB)
    answers = Questions(line, USB, doubt).round()
    assert status.condition(answers).reason is Reason.PAPER_OUT
    assert doubt.silent is None


def test_a_usb_printer_that_is_pulled_while_it_is_heard_out_is_a_fault() -> None:
    class Pulled(UsbLine):
        def read(self, end: int, count: int, milliseconds: int) -> bytes:
            raise OSError(19, "no such device")

    doubt = Doubt(silent=time.monotonic())
    with pytest.raises(OSError, match="no such device"):
        Questions(Pulled(b"", {}), USB, doubt).round()
    assert doubt.silent is not None


class Chatter(UsbLine):
    """It says something whenever it is read, and the right thing only first."""

    def read(self, end: int, count: int, milliseconds: int) -> bytes:
        return super().read(end, count, milliseconds) if self.held else b"\x00"


def test_a_printer_that_never_falls_silent_holds_nobody_up() -> None:
    line = Chatter(b"", emulator.OK)
    began = time.monotonic()
    answers = Questions(line, USB, Doubt(silent=began - USB.timeout)).round()
    assert status.condition(answers).word == "ok"
    assert time.monotonic() - began < 2


FAULTS: dict[str, tuple[dict[str, Any], str, Reason, bool]] = {
    "paper out": ({"status": emulator.PAPER_OUT}, "failed", Reason.PAPER_OUT, False),
    "only paper": ({"status": ONLY_PAPER}, "failed", Reason.PAPER_OUT, False),
    "cover": ({"status": emulator.COVER_OPEN}, "failed", Reason.COVER_OPEN, False),
    "error": ({"status": emulator.FAILED}, "failed", Reason.ERROR, False),
    "offline": ({"status": emulator.OFFLINE}, "failed", Reason.OFF, False),
    "silent": ({"mode": "silent"}, "failed", Reason.TIMEOUT, False),
    "takes nothing": ({"mode": "stall"}, "failed", Reason.TIMEOUT, False),
    "late before": ({"late": [0.7]}, "failed", Reason.TIMEOUT, False),
    "late after": ({"late": [0, 0, 0, 0.7]}, "unknown", Reason.TIMEOUT, False),
    "breaks in a band": ({"drop_after": 9_000}, "unknown", Reason.BROKEN, False),
    "jams in a band": ({"hold_after": 9_000}, "unknown", Reason.TIMEOUT, False),
    "runs out in it": (
        {"after_slip": emulator.PAPER_OUT},
        "unknown",
        Reason.PAPER_OUT,
        True,
    ),
    "opened in it": (
        {"after_slip": emulator.COVER_OPEN},
        "unknown",
        Reason.COVER_OPEN,
        True,
    ),
}
"""What happens to the printer, how the slip ends, why, and whether paper came out."""

WELL: dict[str, Any] = {
    "status": emulator.OK,
    "mode": "normal",
    "late": [],
    "drop_after": None,
    "hold_after": None,
    "after_slip": None,
}


@pytest.mark.parametrize("name", FAULTS)
async def test_every_fault_has_its_end_and_leaves_no_flood(
    name: str, spool: Opener, printer: PrinterEmulator, slip: Slip
) -> None:
    change, state, reason, out = FAULTS[name]
    for key, value in change.items():
        setattr(printer, key, value)
    one = spool(printer)
    outcome = await one.submit(Job(1, slip))
    assert (str(outcome.state), outcome.reason) == (state, reason)
    came = 1 if out or name == "late after" else 0
    assert len(printer.slips) == came
    for key, value in WELL.items():
        setattr(printer, key, value)
    again = spool(printer)  # and after a restart nothing old comes by itself
    assert await again.submit(Job(2, replace(slip, number="B019"))) == PRINTED
    assert len(printer.slips) == came + 1
    ok = None if state == "unknown" else False
    assert reports(again) == [(1, ok, str(reason)), (2, True, None)]
    order = Job(1, slip)
    assert await again.reprint(order, "order-1") == PRINTED  # staff decided
    assert len(printer.slips) == came + 2

"""Real bytes to real lines: TCP, a file, a serial line; and every fault."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from assets.paper.slip import Slip, draw
from kiosk.printing import printer as module
from kiosk.printing import status
from kiosk.printing.faults import PrinterFault, Reason
from kiosk.printing.printer import bands, ending, open_printer
from server.config.printer import KINDS, PrinterSettings
from tests.emulator import printer as emulator
from tests.emulator.printer import PrinterEmulator, read_qr
from tests.emulator.serial_printer import SerialPrinter


def network(port: int, **more: object) -> PrinterSettings:
    settings = PrinterSettings(kind="network", host="127.0.0.1", port=port, timeout=0.5)
    return replace(settings, **more)  # type: ignore[arg-type]


def fault(settings: PrinterSettings, image: Image.Image) -> PrinterFault:
    with pytest.raises(PrinterFault) as caught:
        open_printer(settings).print(image)
    return caught.value


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [576, 384])
def test_over_tcp_the_very_picture_comes_out(
    printer: PrinterEmulator, slip: Slip, width: int, language: str
) -> None:
    image = draw(replace(slip, language=language), width)
    open_printer(network(printer.port, width=width)).print(image)
    received = printer.wait_slip()
    assert received.image.size == image.size
    assert received.image.tobytes() == image.tobytes()
    assert read_qr(received.image) == slip.qr
    assert received.stray == b""


def test_the_bytes_are_reset_bands_feed_and_cut(
    printer: PrinterEmulator, slip: Slip
) -> None:
    image = draw(slip, 576)
    open_printer(network(printer.port, feed=40)).print(image)
    received = printer.wait_slip()
    assert received.raw.startswith(b"\x1b@\x1dv0\x00\x48\x00\x80\x00")
    assert received.raw.endswith(b"\x1dVB\x28")
    assert sum(received.bands) == image.height
    assert set(received.bands[:-1]) == {128}
    assert 0 < received.bands[-1] <= 128


def test_without_a_cutter_the_paper_is_only_fed() -> None:
    settings = PrinterSettings(kind="file", device="x", cut=False, feed=80)
    assert ending(settings) == b"\x1bJ\x50"


def test_several_slips_come_one_by_one(printer: PrinterEmulator, slip: Slip) -> None:
    port = open_printer(network(printer.port))
    for number in ("A001", "A002", "A1000"):
        image = draw(replace(slip, number=number), 576)
        port.print(image)
        assert printer.wait_slip().image.tobytes() == image.tobytes()
    assert printer.connections == 3


def test_a_picture_that_is_no_slip_is_not_sent() -> None:
    for image in (Image.new("L", (576, 8)), Image.new("1", (570, 8))):
        with pytest.raises(ValueError, match="cannot send"):
            list(bands(image))


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (emulator.COVER_OPEN, Reason.COVER_OPEN),
        (emulator.PAPER_OUT, Reason.PAPER_OUT),
        (emulator.FAILED, Reason.ERROR),
        (emulator.OFFLINE, Reason.OFF),
    ],
)
def test_a_printer_that_complains_gets_nothing(
    printer: PrinterEmulator, slip: Slip, answers: dict[int, int], reason: Reason
) -> None:
    printer.status = answers
    caught = fault(network(printer.port), draw(slip, 576))
    assert (caught.reason, caught.sent) == (reason, False)
    assert printer.slips == []
    assert printer.received < 20


def test_paper_that_is_nearly_out_prints(printer: PrinterEmulator, slip: Slip) -> None:
    printer.status = emulator.NEAR_END
    open_printer(network(printer.port)).print(draw(slip, 576))
    assert printer.wait_slip().image.width == 576


def test_paper_that_runs_out_during_the_slip_is_not_called_printed(
    printer: PrinterEmulator, slip: Slip
) -> None:
    printer.after_slip = emulator.PAPER_OUT
    caught = fault(network(printer.port), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.PAPER_OUT, True)


def test_a_printer_that_is_off_refuses(printer: PrinterEmulator, slip: Slip) -> None:
    printer.switch_off()
    caught = fault(network(printer.port), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.REFUSED, False)


def test_it_prints_again_after_it_was_off(printer: PrinterEmulator, slip: Slip) -> None:
    port = open_printer(network(printer.port))
    printer.switch_off()
    with pytest.raises(PrinterFault):
        port.print(draw(slip, 576))
    printer.switch_on()
    port.print(draw(slip, 576))
    assert read_qr(printer.wait_slip().image) == slip.qr


def test_a_stalled_printer_is_given_up_before_anything_is_sent(
    printer: PrinterEmulator, slip: Slip
) -> None:
    printer.mode = "stall"
    start = time.monotonic()
    caught = fault(network(printer.port), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.TIMEOUT, False)
    assert time.monotonic() - start < 3


def test_a_jam_in_the_middle_may_have_printed(
    printer: PrinterEmulator, slip: Slip
) -> None:
    printer.hold_after = 20_000
    caught = fault(network(printer.port), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.TIMEOUT, True)
    assert printer.slips == []


@pytest.mark.parametrize("count", [50, 9_000, 30_000])
def test_a_line_that_breaks_in_the_middle_may_have_printed(
    printer: PrinterEmulator, slip: Slip, count: int
) -> None:
    printer.drop_after = count
    caught = fault(network(printer.port), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.BROKEN, True)
    assert printer.slips == []


@pytest.mark.parametrize("count", [1, 4])
def test_a_line_that_breaks_at_once_has_not(
    printer: PrinterEmulator, slip: Slip, count: int
) -> None:
    printer.drop_after = count
    caught = fault(network(printer.port), draw(slip, 576))
    assert caught.sent is False
    assert caught.reason in (Reason.BROKEN, Reason.ERROR)


def test_a_printer_without_a_voice_prints_when_it_is_not_asked(
    printer: PrinterEmulator, slip: Slip
) -> None:
    printer.mode = "silent"
    caught = fault(network(printer.port), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.TIMEOUT, False)
    open_printer(network(printer.port, status=False)).print(draw(slip, 576))
    assert read_qr(printer.wait_slip().image) == slip.qr


def test_no_such_name_is_unreachable(slip: Slip) -> None:
    settings = network(9100, host="printer.invalid")
    caught = fault(settings, draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.UNREACHABLE, False)


def test_noise_before_an_answer_is_passed_over(
    printer: PrinterEmulator, slip: Slip
) -> None:
    """Some printers push bytes of their own; only the fixed bits count."""
    printer.noise = b"\x00\xff\x13"
    open_printer(network(printer.port)).print(draw(slip, 576))
    assert read_qr(printer.wait_slip().image) == slip.qr


def test_a_serial_line_with_nothing_but_noise_is_given_up(slip: Slip) -> None:
    with SerialPrinter(answers=False, noise=b"\x00" * 100) as machine:
        caught = fault(serial(machine.device), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.TIMEOUT, False)


def test_a_file_gets_the_same_bytes(tmp_path: Path, slip: Slip) -> None:
    path = tmp_path / "slip.bin"
    image = draw(slip, 384)
    settings = PrinterSettings(kind="file", device=str(path), width=384)
    port = open_printer(settings)
    port.print(image)
    port.print(image)
    expected = b"".join((b"\x1b@", *bands(image), ending(settings)))
    assert path.read_bytes() == expected


def test_a_missing_device_is_off_and_no_file_is_made(
    tmp_path: Path, slip: Slip
) -> None:
    missing = "/dev/motcua-no-such-printer"
    caught = fault(PrinterSettings(kind="file", device=missing), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.OFF, False)
    assert not Path(missing).exists()
    folder = PrinterSettings(kind="file", device=str(tmp_path / "no" / "x"))
    assert fault(folder, draw(slip, 576)).reason is Reason.OFF


def test_a_full_disk_is_a_fault(slip: Slip) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    caught = fault(PrinterSettings(kind="file", device="/dev/full"), draw(slip, 576))
    assert caught.sent is False


def serial(device: str, **more: object) -> PrinterSettings:
    settings = PrinterSettings(kind="serial", device=device, timeout=0.5, status=True)
    return replace(settings, **more)  # type: ignore[arg-type]


def test_over_a_serial_line_the_very_picture_comes_out(slip: Slip) -> None:
    image = draw(slip, 576)
    with SerialPrinter() as machine:
        open_printer(serial(machine.device)).print(image)
    [received] = machine.slips
    assert received.image.tobytes() == image.tobytes()


def test_a_silent_serial_line_is_given_up(slip: Slip) -> None:
    with SerialPrinter(answers=False) as machine:
        caught = fault(serial(machine.device), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.TIMEOUT, False)


def test_a_serial_printer_that_takes_nothing_is_given_up(slip: Slip) -> None:
    with SerialPrinter(reads=False) as machine:
        start = time.monotonic()
        caught = fault(
            serial(machine.device, status=False, baud=4_000_000), draw(slip, 576)
        )
        assert time.monotonic() - start < 5
    assert (caught.reason, caught.sent) == (Reason.TIMEOUT, True)


def test_a_serial_line_that_is_not_there_is_off(slip: Slip) -> None:
    caught = fault(serial("/dev/motcua-no-such-line"), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.OFF, False)


def test_an_office_without_a_printer_says_so(slip: Slip) -> None:
    caught = fault(PrinterSettings(kind="none"), draw(slip, 576))
    assert (caught.reason, caught.sent) == (Reason.NO_PRINTER, False)


@pytest.mark.parametrize("kind", ["usb", "cups", "win32"])
def test_a_kind_this_machine_has_not_is_a_fault_like_any_other(
    slip: Slip, kind: str
) -> None:
    """Without the hardware (or its library) every kind still keeps the promise."""
    settings = PrinterSettings(
        kind=kind,  # type: ignore[arg-type]
        vendor=0x0001,
        product=0x0001,
        name="motcua-no-such-printer",
    )
    caught = fault(settings, draw(slip, 576))
    assert caught.sent is False
    assert caught.reason in (Reason.OFF, Reason.NOT_INSTALLED)


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"kind": "network"}, ("host",)),
        ({"kind": "usb", "vendor": 1}, ("product",)),
        ({"kind": "serial"}, ("device",)),
        ({"kind": "file"}, ("device",)),
        ({"kind": "fax"}, ("kind",)),
        ({"width": 512}, ("width",)),
        ({"timeout": 0.0}, ("timeout",)),
        ({"feed": 256}, ("feed",)),
        ({"port": 0}, ("port",)),
        ({"baud": 0}, ("baud",)),
    ],
    ids=str,
)
def test_impossible_settings_are_named(
    wrong: dict[str, object], names: tuple[str, ...]
) -> None:
    settings = replace(PrinterSettings(), **wrong)  # type: ignore[arg-type]
    assert settings.mistakes() == names
    with pytest.raises(ValueError, match=names[0]):
        open_printer(settings)


def test_settings_know_their_limits() -> None:
    assert {kind for kind in KINDS if PrinterSettings(kind=kind).asks_status} == {  # type: ignore[arg-type]
        "network"
    }
    assert PrinterSettings(kind="serial", status=True).asks_status
    assert not PrinterSettings(kind="network", status=False).asks_status
    assert not PrinterSettings(kind="file", status=True).asks_status
    assert PrinterSettings(kind="network").deadline < 30
    slow = PrinterSettings(kind="serial", baud=9600)
    assert slow.deadline > 3000 * 72 / 960


def test_answers_are_told_from_noise() -> None:
    assert all(status.is_answer(answer) for answer in emulator.PAPER_OUT.values())
    assert not any(status.is_answer(byte) for byte in (0x00, 0xFF, 0x13, 0x92, 0x30))


def test_the_library_leaves_no_folder_behind() -> None:
    import escpos.capabilities

    module._library()
    assert not Path(escpos.capabilities.pickle_dir).exists()

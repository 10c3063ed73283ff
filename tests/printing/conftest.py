"""Slips to print, the printer, and the spool."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from assets.paper.page import Paper
from assets.paper.slip import Slip
from kiosk.printing.printer import open_printer
from kiosk.printing.spool import Spool
from tests.emulator.printer import PrinterEmulator
from tests.printing.spooling import TODAY, Opener, settings

LINK = "http://192.168.1.10:8800/t/87#AbCdEfGhIjKlMnOpQrStUv"


@pytest.fixture
def slip() -> Slip:
    return Slip(
        office="UBND xã Thạch Khê",
        unit="Trung tâm Phục vụ hành chính công",
        number="B018",
        title="Bản sao Giấy khai sinh,\ntrích lục hộ tịch",
        issued_at=datetime.fromisoformat("2026-11-23T09:05:00.123+07:00"),
        ahead=3,
        wait=(300, 900),
        papers=(Paper("Căn cước hoặc hộ chiếu", True), Paper("Tờ khai", False)),
        fee="8.000 đồng/bản",
        qr=LINK,
    )


@pytest.fixture
def printer() -> Iterator[PrinterEmulator]:
    with PrinterEmulator() as machine:
        yield machine


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Opener]:
    """Open spools on one folder; opening the next closes the one before."""
    opened: list[Spool] = []

    def start(port: object, **more: object) -> Spool:
        if opened:
            opened[-1].close()
        if isinstance(port, PrinterEmulator):
            port = open_printer(settings(port))
        opened.append(
            Spool(tmp_path, port, **{"clock": lambda: TODAY, **more})  # type: ignore[arg-type]
        )
        return opened[-1]

    yield start
    opened[-1].close()

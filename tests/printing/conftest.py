"""Slips to print."""

from datetime import datetime

import pytest

from kiosk.printing.slip import Paper, Slip

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

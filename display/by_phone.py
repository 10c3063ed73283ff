"""How to take a number by phone, as the wall shows it. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assets.lang import texts
from display.hearing import Hearing
from server.protocol.times import moment


@dataclass(frozen=True)
class ByPhone:
    """The hall's code, where to type it, and both as the rows of a QR code."""

    title: str
    wifi: str
    address: str
    code: str
    qr: tuple[bytes, ...]


def by_phone(heard: Hearing, at: datetime, language: str) -> ByPhone | None:
    """Return what a phone needs at that moment; None while it can take no number."""
    told, office = heard.phone, heard.hall.office
    if told is None or office is None or at >= moment(told.until):
        return None
    if not any(service.open for service in office.services):
        return None
    t = texts("display", language)
    return ByPhone(
        title=t("phone.title"),
        wifi=t("phone.wifi", wifi=office.wifi) if office.wifi else "",
        address=told.address.partition("//")[2],
        code=t("phone.code", code=f"{told.code[:3]} {told.code[3:]}"),
        qr=tuple(bytes(map(int, row)) for row in told.qr),
    )

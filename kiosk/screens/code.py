# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The QR code of an address on the glass."""

from __future__ import annotations

from assets.look.qr import QrCode

QUIET = 2
"""Free modules in the picture; the white card around it gives the other two of
ISO/IEC 18004."""


class Code(QrCode):
    """The code of an address."""

    def __init__(self, address: str) -> None:
        super().__init__(QUIET)
        import segno  # here, for it is large, and the first picture has no code

        self.set([bytes(row) for row in segno.make(address, error="m").matrix])

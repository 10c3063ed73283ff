"""What a printer answers when it is asked how it is. PURE.

The real-time status command DLE EOT n (10 04 n) of ESC/POS: one byte comes back.
Its fixed bits tell it from anything else on the line.
"""

from kiosk.printing.faults import Reason

OFFLINE, CAUSE, PAPER = 1, 2, 4
"""What to ask for: is it offline, why, and is there paper."""

QUESTIONS = (CAUSE, PAPER, OFFLINE)
"""In this order the first complaint is the one that says most."""

_FIXED_MASK, _FIXED = 0x93, 0x12
_COMPLAINTS = {
    CAUSE: (
        (0x04, Reason.COVER_OPEN),
        (0x20, Reason.PAPER_OUT),
        (0x40, Reason.ERROR),
    ),
    PAPER: ((0x60, Reason.PAPER_OUT),),
    OFFLINE: ((0x08, Reason.OFF),),
}


def ask(question: int) -> bytes:
    """Return the bytes that ask for OFFLINE, CAUSE or PAPER."""
    return bytes((0x10, 0x04, question))


def is_answer(byte: int) -> bool:
    """Tell whether a byte from the printer is an answer at all."""
    return byte & _FIXED_MASK == _FIXED


def complaint(question: int, answer: int) -> Reason | None:
    """Return what is wrong according to an answer, None when nothing is."""
    for bits, reason in _COMPLAINTS[question]:
        if answer & bits:
            return reason
    return None

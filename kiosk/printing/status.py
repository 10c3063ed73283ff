"""What a printer answers when it is asked how it is. PURE.

The real-time status command DLE EOT n (10 04 n) of ESC/POS: one byte comes back.
Its fixed bits tell it from anything else on the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.printing.faults import Reason

OFFLINE, CAUSE, PAPER = 1, 2, 4
"""What to ask for: is it offline, why, and is there paper."""

QUESTIONS = (CAUSE, PAPER, OFFLINE)
"""In this order the first complaint is the one that says most."""

_FIXED_MASK, _FIXED = 0x93, 0x12
_NEAR_END = 0x0C
"""Of the answer about paper: the sensor of the roll's end sees little left."""
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


@dataclass(frozen=True, slots=True)
class Condition:
    """How a printer is at one moment.

    Attributes:
        reason: why it would not print now; None: it complains of nothing.
        near_end: its sensor sees that the paper is nearly used up.
        answered: whether it answered at all; who says nothing is not well.
    """

    reason: Reason | None = None
    near_end: bool = False
    answered: bool = True

    @property
    def word(self) -> str:
        """The one word that staff's pages translate."""
        if self.reason is not None:
            return str(self.reason)
        if not self.answered:
            return UNKNOWN
        return PAPER_LOW if self.near_end else OK


OK, PAPER_LOW, UNKNOWN = "ok", "paper_low", "unknown"


def condition(answers: Mapping[int, int]) -> Condition:
    """Read the answers to QUESTIONS, by question; one that is missing is unknown."""
    for question in QUESTIONS:
        if question in answers and (found := complaint(question, answers[question])):
            return Condition(found)
    near_end = bool(answers.get(PAPER, 0) & _NEAR_END)
    return Condition(near_end=near_end, answered=set(QUESTIONS) <= answers.keys())

"""The events of a past day, each as a template of its real type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.domain import events
from server.domain.model import Because, Printed

from .shapes import Shape, gap

KIOSK = "kiosk"
"""The device that gave the tickets of the past."""

_TICKET = "#seq at #ticket number service"
_CALL = f"{_TICKET} counter #n priority"


def _called(rule: str, figure: str | None = None) -> Shape:
    """Give a first call for a reason, with the figure that belongs to the reason."""
    figures: dict[str, Any] = {
        "issued_at": gap("because.issued_at"),
        "waiting": gap("#because.waiting"),
    }
    gaps = f"{_CALL} because.issued_at #because.waiting"
    if figure is not None:
        figures[figure] = gap("because.figure")
        gaps += " because.figure"
    gaps += " #streak #waited #expected"
    return Shape(events.TicketCalled, gaps, because=Because(rule, figures))


@dataclass(frozen=True)
class Forms:
    """The templates; the gaps of each are named where it is made."""

    issued: Shape
    prioritised: Shape
    printed: Shape
    first_come: Shape
    priority: Shape
    absolute: Shape
    cap: Shape
    recalled: Shape
    started: Shape
    done: Shape
    no_show: Shape
    expired: Shape
    opened: Shape
    paused: Shape
    resumed: Shape
    closed: Shape


def forms() -> Forms:
    """Make the templates."""
    return Forms(
        issued=Shape(
            events.TicketIssued,
            f"{_TICKET} procedures lang #ahead wait #expected",
            device=KIOSK,
        ),
        prioritised=Shape(
            events.TicketPrioritised, f"{_TICKET} credit", priority=True, by=KIOSK
        ),
        printed=Shape(events.TicketPrinted, _TICKET, printed=Printed.YES),
        first_come=_called("first_come"),
        priority=_called("priority", "credit"),
        absolute=_called("absolute"),
        cap=_called("cap", "calls"),
        recalled=Shape(events.TicketCalled, f"{_CALL} #streak"),
        started=Shape(events.TicketStarted, f"{_TICKET} counter"),
        done=Shape(events.TicketDone, f"{_TICKET} counter"),
        no_show=Shape(events.TicketNoShow, f"{_TICKET} counter"),
        expired=Shape(events.TicketExpired, _TICKET),
        opened=Shape(events.CounterOpened, "#seq at counter clerk"),
        paused=Shape(events.CounterPaused, "#seq at counter"),
        resumed=Shape(events.CounterResumed, "#seq at counter"),
        closed=Shape(events.CounterClosed, "#seq at counter"),
    )

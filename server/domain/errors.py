"""Why a command is refused: one tree, stable reasons, the data beside them."""

from __future__ import annotations

from .model import State


class Refusal(Exception):
    """A rule says no; nothing was changed. ``reason`` is the protocol's word."""

    reason: str = ""

    def __init__(self, **data: str | int | None) -> None:
        super().__init__(self.reason)
        self.data = data

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.data.items())
        return f"{self.reason} ({details})" if details else self.reason


class UnknownService(Refusal):
    """The office has no such service."""

    reason = "unknown_service"


class UnknownProcedure(Refusal):
    """No such procedure is posted."""

    reason = "unknown_procedure"


class UnknownTicket(Refusal):
    """No ticket of this day has that id."""

    reason = "unknown_ticket"


class UnknownCounter(Refusal):
    """The office has no such counter."""

    reason = "unknown_counter"


class UnknownPriority(Refusal):
    """The office knows no such reason for priority."""

    reason = "unknown_priority"


class ServiceClosed(Refusal):
    """Outside hours; ``until`` is when tickets are given again."""

    reason = "service_closed"


class QuotaReached(Refusal):
    """The office gives no more of them today, or not before ``until``."""

    reason = "quota_reached"


class ClosingSoon(Refusal):
    """The wait would end after closing time (``closes``)."""

    reason = "closing_soon"


class AppointmentUsed(Refusal):
    """This appointment has a ticket already."""

    reason = "appointment_used"


class ReturnRefused(Refusal):
    """By the office's rule staff decide whether this ticket waits again."""

    reason = "return_refused"


class NotServed(Refusal):
    """A visit can be rated once it is over."""

    reason = "not_served"


class AlreadyRated(Refusal):
    """A visit is rated once."""

    reason = "already_rated"


class UnknownReason(Refusal):
    """The office has no such reason of a rating."""

    reason = "unknown_reason"


class Conflict(Refusal):
    """What is asked contradicts what is on record."""

    reason = "conflict"


class CounterTaken(Refusal):
    """Another clerk has this counter open."""

    reason = "counter_taken"


class CounterNotOpen(Refusal):
    """The caller has no counter open, or the counter named is not."""

    reason = "counter_not_open"


class Busy(Refusal):
    """The ticket in hand must be finished first."""

    reason = "busy"


class NothingCalled(Refusal):
    """The counter has no ticket in hand."""

    reason = "nothing_called"


class NothingToUndo(Refusal):
    """The counter has taken no step that can still be taken back."""

    reason = "nothing_to_undo"


class WrongState(Refusal):
    """The step is not allowed in the state that was found."""

    reason = "wrong_state"

    def __init__(self, state: State) -> None:
        super().__init__(state=state.value)
        self.state = state

"""Trying out codes: five wrong ones a minute for a device, none counted for staff."""

from __future__ import annotations

from typing import Any

import pytest

from server.api import texts
from server.api.caller import Caller
from server.api.guesses import TRIES, WINDOW, Guesses
from server.api.outcome import Handler, Outcome
from server.protocol.errors import Refused
from server.protocol.methods import AppointmentGet, TicketIssue

KIOSK = Caller("kiosk", "kiosk", "10.0.0.2")
CLERK = Caller("clerk", "hoai", "10.0.0.3")


class Clock:
    """Seconds, as a test sets them."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def look_up(caller: Caller, params: Any, browser: bool) -> Outcome:
    """Know one code; refuse a busy one for another reason."""
    code = getattr(params, "code", None) or params.appointment
    if code == "busy":
        raise texts.refused("appointment_used")
    if code != "123456" and code is not None:
        raise texts.refused("unknown_appointment", code=code)
    return Outcome(code)


@pytest.fixture
def get(clock: Clock) -> Handler:
    return Guesses(clock).watch(look_up, "code")


async def refusal(handler: Handler, caller: Caller, code: str) -> Refused:
    with pytest.raises(Refused) as why:
        await handler(caller, AppointmentGet(code=code), False)
    return why.value


async def test_after_five_wrong_codes_a_device_waits(
    get: Handler, clock: Clock
) -> None:
    for _ in range(TRIES):
        assert (await refusal(get, KIOSK, "000000")).reason == "unknown_appointment"
        clock.now += 2
    waits = await refusal(get, KIOSK, "123456")  # the right one tells nothing either
    assert (waits.reason, waits.data) == ("too_many_attempts", {"seconds": 50})
    assert "50" in waits.text["vi"]
    clock.now = 1000 + WINDOW
    assert (await get(KIOSK, AppointmentGet(code="123456"), False)).result == "123456"
    assert (await refusal(get, KIOSK, "000000")).reason == "unknown_appointment"
    assert (await refusal(get, KIOSK, "123456")).reason == "too_many_attempts"


async def test_right_codes_and_other_refusals_do_not_count(get: Handler) -> None:
    for _ in range(3 * TRIES):
        await get(KIOSK, AppointmentGet(code="123456"), False)
        assert (await refusal(get, KIOSK, "busy")).reason == "appointment_used"


async def test_each_device_counts_for_itself_and_staff_never(get: Handler) -> None:
    other = Caller("kiosk", "kiosk-2", KIOSK.address)
    for caller in [KIOSK] * TRIES + [CLERK] * 3 * TRIES + [other]:
        assert (await refusal(get, caller, "1")).reason == "unknown_appointment"
    assert (await refusal(get, KIOSK, "1")).reason == "too_many_attempts"


async def test_every_way_to_try_a_code_is_counted_together(clock: Clock) -> None:
    guesses = Guesses(clock)
    get = guesses.watch(look_up, "code")
    issue = guesses.watch(look_up, "appointment")
    for _ in range(TRIES):
        await refusal(get, KIOSK, "1")
    plain = TicketIssue(key="k" * 8, service="copies")
    assert (await issue(KIOSK, plain, False)).result is None
    coded = TicketIssue(key="k" * 8, service="copies", appointment="123456")
    with pytest.raises(Refused, match="too_many_attempts"):
        await issue(KIOSK, coded, False)

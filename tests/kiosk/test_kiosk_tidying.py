"""Full collections wait for a rest; the interpreter is left as it was found."""

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from kiosk.flow.state import HOME, Hall, Place, Screen, State
from kiosk.tidying import MANY, REST, SWITCH, Tidying
from tests.kiosk.kiosk_office import office

AT_HOME = replace(State(), hall=Hall(office=office()), path=HOME, touched_at=100.0)


@pytest.fixture
def tidying() -> Iterator[Tidying]:
    one = Tidying()
    one.begin()
    yield one
    one.end()


class Knot:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


def knot() -> "weakref.ref[Knot]":
    """Return what shows whether a knot of the oldest generation is still there."""
    one = Knot()
    gc.collect()
    return weakref.ref(one)


def test_garbage_goes_once_in_each_rest(tidying: Tidying) -> None:
    gone = knot()
    assert not tidying.pass_by(AT_HOME, 100.0 + REST - 0.1)
    assert gone() is not None
    assert tidying.pass_by(AT_HOME, 100.0 + REST)
    assert gone() is None
    assert not tidying.pass_by(AT_HOME, 100.0 + REST + 60)
    gone = knot()
    later = replace(AT_HOME, touched_at=300.0)
    assert not tidying.pass_by(later, 300.0 + REST - 0.1)
    assert tidying.pass_by(later, 300.0 + REST)
    assert gone() is None


def test_no_garbage_goes_while_somebody_is_at_it(tidying: Tidying) -> None:
    reading = replace(AT_HOME, path=(*HOME, Place(Screen.SERVICE)))
    assert not tidying.pass_by(reading, 100.0 + 10 * REST)
    unknown = replace(AT_HOME, hall=Hall())
    assert not tidying.pass_by(unknown, 100.0 + 10 * REST)


def test_the_interpreter_is_left_as_it_was_found() -> None:
    before = gc.isenabled(), sys.getswitchinterval(), gc.get_freeze_count()
    one = Tidying()
    one.begin()
    assert not gc.isenabled()
    assert sys.getswitchinterval() == pytest.approx(SWITCH)
    one.pass_by(AT_HOME, 200.0)
    assert gc.get_freeze_count() > before[2]
    one.end()
    assert gc.isenabled() == before[0]
    assert sys.getswitchinterval() == pytest.approx(before[1])
    assert gc.get_freeze_count() == 0


def test_garbage_goes_without_a_rest_when_too_much_of_it_waits(
    tidying: Tidying,
) -> None:
    reading = replace(AT_HOME, path=(*HOME, Place(Screen.SERVICE)))
    gc.collect()
    kept = [[] for _ in range(MANY)]  # type: ignore[var-annotated]
    assert tidying.pass_by(reading, 100.1)
    assert not tidying.pass_by(reading, 100.2)
    assert len(kept) == MANY

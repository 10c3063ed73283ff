"""The life of a ticket, as a table. Everything that moves a ticket is in here.

A step that the table does not name for a state is refused with that state
(``WrongState``); the diagram in the documents and an exhaustive test come from it.
"""

from __future__ import annotations

from typing import Literal

from .errors import WrongState
from .model import State

Step = Literal["call", "recall", "start", "finish", "no_show", "expire"]

TABLE: dict[State, dict[Step, State]] = {
    State.WAITING: {
        "call": State.CALLED,
        "expire": State.EXPIRED,
    },
    State.CALLED: {
        "recall": State.CALLED,
        "start": State.SERVING,
        "finish": State.DONE,
        "no_show": State.NO_SHOW,
        "expire": State.EXPIRED,
    },
    State.SERVING: {
        "finish": State.DONE,
        "expire": State.EXPIRED,
    },
    State.HELD: {
        "expire": State.EXPIRED,
    },
    State.DONE: {},
    State.NO_SHOW: {},
    State.CANCELLED: {},
    State.EXPIRED: {},
}
"""``TABLE[state][step]`` is the state after the step."""

ENDED = frozenset(state for state, steps in TABLE.items() if not steps)
"""The states that nothing leads out of."""


def after(state: State, step: Step) -> State:
    """Give the state that a step leads to.

    Raises:
        WrongState: the step is not allowed in this state.
    """
    try:
        return TABLE[state][step]
    except KeyError:
        raise WrongState(state) from None

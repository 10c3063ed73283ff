"""The life of a ticket, as a table. Everything that moves a ticket is in here.

A step that the table does not name for a state is refused with that state
(``WrongState``); the diagram in the documents and an exhaustive test come from it.
"""

from __future__ import annotations

from typing import Literal

from .errors import WrongState
from .model import State

Step = Literal[
    "call",
    "recall",
    "start",
    "serve",
    "finish",
    "no_show",
    "hold",
    "transfer",
    "restore",
    "prioritise",
    "cancel",
    "expire",
]

TABLE: dict[State, dict[Step, State]] = {
    State.WAITING: {
        "call": State.CALLED,
        "serve": State.SERVING,
        "prioritise": State.WAITING,
        "cancel": State.CANCELLED,
        "expire": State.EXPIRED,
    },
    State.CALLED: {
        "recall": State.CALLED,
        "start": State.SERVING,
        "finish": State.DONE,
        "no_show": State.NO_SHOW,
        "hold": State.HELD,
        "transfer": State.WAITING,
        "prioritise": State.CALLED,
        "expire": State.EXPIRED,
    },
    State.SERVING: {
        "finish": State.DONE,
        "hold": State.HELD,
        "transfer": State.WAITING,
        "expire": State.EXPIRED,
    },
    State.HELD: {
        "call": State.CALLED,
        "restore": State.WAITING,
        "prioritise": State.HELD,
        "cancel": State.CANCELLED,
        "expire": State.EXPIRED,
    },
    State.NO_SHOW: {
        "call": State.CALLED,
        "restore": State.WAITING,
    },
    State.DONE: {},
    State.CANCELLED: {},
    State.EXPIRED: {},
}
"""``TABLE[state][step]`` is the state after the step. ``serve`` is a visit that was
never called: somebody walked up. An undo goes back along the table."""

UNFINISHED = frozenset(state for state, steps in TABLE.items() if "expire" in steps)
"""The states that end with the day."""


def after(state: State, step: Step) -> State:
    """Give the state that a step leads to.

    Raises:
        WrongState: the step is not allowed in this state.
    """
    try:
        return TABLE[state][step]
    except KeyError:
        raise WrongState(state) from None

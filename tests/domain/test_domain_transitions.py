"""Every state with every step: what the table names happens, all else is refused."""

from __future__ import annotations

from typing import get_args

import pytest

from server.domain.errors import WrongState
from server.domain.model import State
from server.domain.transitions import TABLE, UNFINISHED, Step, after

STEPS: tuple[Step, ...] = get_args(Step)
ALLOWED = {
    (State.WAITING, "call"): State.CALLED,
    (State.WAITING, "serve"): State.SERVING,
    (State.WAITING, "prioritise"): State.WAITING,
    (State.WAITING, "cancel"): State.CANCELLED,
    (State.WAITING, "expire"): State.EXPIRED,
    (State.CALLED, "recall"): State.CALLED,
    (State.CALLED, "start"): State.SERVING,
    (State.CALLED, "finish"): State.DONE,
    (State.CALLED, "no_show"): State.NO_SHOW,
    (State.CALLED, "hold"): State.HELD,
    (State.CALLED, "transfer"): State.WAITING,
    (State.CALLED, "prioritise"): State.CALLED,
    (State.CALLED, "expire"): State.EXPIRED,
    (State.SERVING, "finish"): State.DONE,
    (State.SERVING, "hold"): State.HELD,
    (State.SERVING, "transfer"): State.WAITING,
    (State.SERVING, "expire"): State.EXPIRED,
    (State.HELD, "call"): State.CALLED,
    (State.HELD, "restore"): State.WAITING,
    (State.HELD, "prioritise"): State.HELD,
    (State.HELD, "cancel"): State.CANCELLED,
    (State.HELD, "expire"): State.EXPIRED,
    (State.NO_SHOW, "call"): State.CALLED,
    (State.NO_SHOW, "restore"): State.WAITING,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", STEPS)
def test_every_state_with_every_step(state: State, step: Step) -> None:
    if (state, step) in ALLOWED:
        assert after(state, step) is ALLOWED[state, step]
    else:
        with pytest.raises(WrongState) as refused:
            after(state, step)
        assert refused.value.data == {"state": state.value}


def test_the_table_names_every_state() -> None:
    assert set(TABLE) == set(State)
    ended = {State.DONE, State.NO_SHOW, State.CANCELLED, State.EXPIRED}
    assert set(State) - ended == UNFINISHED

"""The screen flow. PURE: a state, an input, the time -> a state and effects."""

from kiosk.flow.state import State
from kiosk.flow.step import step

__all__ = ["State", "step"]

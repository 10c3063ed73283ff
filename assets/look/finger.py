# mypy: allow-subclassing-any
"""A finger that no hardware reports: from a browser's click or from a test."""

from itertools import count
from typing import Any

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent

_ids = count(1)


class Finger(MotionEvent):
    """One finger from its touch to its leaving, dispatched as Kivy's own.

    Places are shares of the window: x from the left, y from the **top**, 0 to 1.
    """

    def __init__(self, x: float, y: float) -> None:
        """Hold a finger over the glass; it touches with `down`."""
        place = {"x": x, "y": y}
        super().__init__("finger", next(_ids), place, is_touch=True, type_id="touch")
        self.profile = ["pos"]
        self.is_down = False

    def depack(self, args: Any) -> None:
        """Take a place (Kivy's y grows upwards)."""
        self.sx, self.sy = args["x"], 1.0 - args["y"]
        super().depack(args)

    def down(self) -> None:
        """Touch the glass."""
        self.is_down = True
        EventLoop.post_dispatch_input("begin", self)

    def slide(self, x: float, y: float) -> None:
        """Move on the glass."""
        self.move({"x": x, "y": y})
        EventLoop.post_dispatch_input("update", self)

    def up(self) -> None:
        """Leave the glass where the finger is."""
        self.is_down = False
        EventLoop.post_dispatch_input("end", self)

    def vanish(self) -> None:
        """Leave without striking anything: the line to the browser was cut."""
        self.slide(-1.0, -1.0)
        self.up()

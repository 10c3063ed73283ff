"""The rules of the queue: pure, no I/O, no clock, no randomness.

Commands and the time go in, events come out (``desk.Desk.decide``); the same events
build the same desk again (``desk.Desk.apply``).
"""

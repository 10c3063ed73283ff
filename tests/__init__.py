"""The tests of motcua.

A package, so that `tests` is this folder: a dependency ships a `tests` of its own,
which would otherwise be found by `python -m tests.bench`.
"""

"""Which version of the program runs."""

from __future__ import annotations

from functools import cache


@cache
def own_version() -> str:
    """Return the installed version; "unknown" when it runs without being installed."""
    # Here, for a first picture need not wait for it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("motcua")
    except PackageNotFoundError:
        return "unknown"

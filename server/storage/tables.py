"""sqlite-utils without numpy, which it looks for only to know the types of its numbers.

Where numpy is installed for something else, importing it would cost a server 12 MB and
a tenth of a second at every start.
"""

import sys

_WITHOUT = "numpy"

_absent = _WITHOUT not in sys.modules
if _absent:
    sys.modules[_WITHOUT] = None  # type: ignore[assignment]
try:
    from sqlite_utils import Database, Migrations
finally:
    if _absent:
        del sys.modules[_WITHOUT]

__all__ = ["Database", "Migrations"]

"""``python -m server.cli``: the same as ``motcua``."""

import sys

from . import main

sys.exit(main())

"""The figures of the wall's rules, in one place. PURE; seconds unless said otherwise.

The web wall follows the same figures; whoever changes one here changes it there.
"""

ROWS = 6
"""At most so many calls stand beside the large one, newest first; as many of them as
have room at 60 mm: four on 43 inches, which the web wall takes its panel for, unless
its address says otherwise."""

HERO_LEAST = 4.0
"""A call holds the large place at least so long, and while it is spoken."""

EMPHASIS = 4.0
"""How long a new call's card alternates between its two colours."""

EMPHASIS_PERIOD = 1.0
"""One alternation: 1 Hz, so that nobody is harmed (WCAG 2.2, 2.3.1: at most 3)."""

GAP = 0.7
"""Between the sentence and its repetition."""

CROWD = 2
"""With so many further calls waiting to be spoken, a sentence is not repeated."""

FOOT_TURN = 8.0
"""How long a page of services stands in the foot."""

FOOT_SERVICES = 3
"""How many services the foot of a lying wall shows at once (a standing one: 2)."""

PAGE_TURN = 12.0
"""How long a notice stands."""

QUIET = 180.0
"""After so long without a call, notices take the large place."""

UPDATING = 10.0
"""Without a line for so long, the small words appear beside the clock."""

STALE = 60.0
"""Without a line for so long, the board says that it has stopped."""

SILENT = 12.0
"""A line is believed for so long after its last message: a tick comes every 10 s."""

ROW_MOVE = 0.3
"""How long the rows take to move down."""

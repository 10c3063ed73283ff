"""What is said of browsing: the life events or fields, and the procedures of one.

PURE.
"""

from __future__ import annotations

from kiosk.speech import lists
from kiosk.speech.sight import Sentences, Sight


def browse(sight: Sight) -> Sentences:
    """Say the cards."""
    place, catalog = sight.state.place, sight.state.hall.catalog
    kind = place.group.kind if place.group else "event"
    groups = catalog.events if kind == "event" else catalog.fields
    yield sight.written("browse.title")
    yield sight.written(f"browse.{kind}")
    shown, rest = sight.shown(groups)
    for n, group in enumerate(shown, 1):
        yield sight.say("list.item", n=n, name=sight.word(group.name))
    if rest:
        yield sight.say("home.more", n=rest)
    yield sight.button(f"browse.{'field' if kind == 'event' else 'event'}")
    yield from sight.foot()


def group(sight: Sight) -> Sentences:
    """Say the procedures of one life event or field."""
    browsed, catalog = sight.state.place.group, sight.state.hall.catalog
    if browsed is not None:
        found = catalog.group(browsed.kind, browsed.id)
        yield sight.word(found.name) if found else ""
        yield from lists.procedures(sight, catalog.of_group(browsed.kind, browsed.id))
    yield sight.written("service.how_read")
    yield from sight.foot()

"""Where a procedure is received, and what stands in the place of a withdrawn one. PURE.

Each sentence is written on the glass and on paper, and read aloud.
"""

from __future__ import annotations

from datetime import date

from assets.lang import Texts, manner
from assets.lang.words import line, word
from kiosk.catalog import Catalog, gone
from server.protocol.messages import Procedure, Service

HERE = ("here", "reception")
"""Received in this house, with a number of this kiosk."""


def elsewhere(one: Procedure) -> bool:
    """Tell whether it is received by somebody else, so that no number is given."""
    return one.received not in HERE


def given(one: Procedure, service: Service | None) -> bool:
    """Tell whether a number for it is given at this hour by its service."""
    return bool(service and service.open) and not elsewhere(one) and not gone(one)


def place(t: Texts, one: Procedure) -> str:
    """Return where it is received, empty if it is simply here."""
    if one.received == "here":
        return ""
    if one.where is None:
        return t(f"elsewhere.{one.received}")
    return t("elsewhere.elsewhere", where=line(word(one.where, t.language)))


def place_short(t: Texts, one: Procedure) -> str:
    """Return the same in the few words that the small panel has room for."""
    if one.where is None:
        return place(t, one)
    return t("elsewhere.elsewhere_short", where=line(word(one.where, t.language)))


def place_row(t: Texts, one: Procedure) -> str:
    """Return what a row of a list says of it: the place stands on its page."""
    return place(t, one) if one.where is None else t("elsewhere.elsewhere_row")


def no_more(t: Texts, one: Procedure, catalog: Catalog) -> str:
    """Return since when a withdrawn one is no more, and what it is done by now.

    A successor that is posted follows the sentence; another is named by its code.
    """
    day = _day(one, t.language)
    if one.successor is None:
        return t("change.no_more_since", date=day) if day else t("change.no_more")
    said = t("change.replaced_since", date=day) if day else t("change.replaced")
    if successor(one, catalog) is not None:
        return said
    return f"{said} {t('change.by_code', code=one.successor)}"


def successor(one: Procedure, catalog: Catalog) -> Procedure | None:
    """Return what takes its place, if that is posted."""
    return catalog.get(one.successor) if one.successor and gone(one) else None


def _day(one: Procedure, language: str) -> str:
    try:
        return manner.short_date(date.fromisoformat(one.updated), language)
    except ValueError:
        return ""

"""The office's calendar: which business day it is, and when the doors are open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .model import Hours, Office, Session

LOOK_AHEAD = 60
"""Days within which the next opening is looked for."""


def business_day(office: Office, now: datetime) -> date:
    """Give the date in the office's own time zone."""
    return now.astimezone(office.zone).date()


def sessions(hours: Hours, day: date) -> tuple[Session, ...]:
    """Give the sessions of a day; none on a holiday."""
    if day in hours.holidays:
        return ()
    for season in hours.seasons:
        if season.holds(day):
            return season.week.get(day.weekday(), ())
    return hours.week.get(day.weekday(), ())


def is_open(office: Office, now: datetime) -> bool:
    """Whether tickets are given at this moment."""
    if office.hours.always:
        return True
    here = now.astimezone(office.zone)
    return any(
        session.opens <= here.time() < session.closes
        for session in sessions(office.hours, here.date())
    )


def opens_at(office: Office, now: datetime) -> datetime | None:
    """Give the next opening after now; None if there is none within two months."""
    here = now.astimezone(office.zone)
    for ahead in range(LOOK_AHEAD):
        day = here.date() + timedelta(days=ahead)
        for session in sessions(office.hours, day):
            opening = datetime.combine(day, session.opens, office.zone)
            if opening > here:
                return opening
    return None

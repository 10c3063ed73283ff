"""The office's calendar: which business day it is, and when the doors are open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from .model import Hours, Office, Service, Session

LOOK_AHEAD = 60
"""Days within which the next opening is looked for."""


def business_day(office: Office, now: datetime) -> date:
    """Give the date in the office's own time zone."""
    return now.astimezone(office.zone).date()


def sessions(hours: Hours, day: date) -> tuple[Session, ...]:
    """Give the sessions of a day.

    A swapped working day has those of the date whose plan it follows, in its own
    season, also where it is a holiday otherwise; the date that it stands for is closed.
    """
    plan = hours.swapped.get(day)
    if plan is None and (day in hours.holidays or day in hours.swapped.values()):
        return ()
    weekday = (plan or day).weekday()
    for season in hours.seasons:
        if season.holds(day):
            return season.week.get(weekday, ())
    return hours.week.get(weekday, ())


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


def closes_at(office: Office, now: datetime) -> datetime | None:
    """Give the end of today's last session; None if there is none or no hours."""
    if office.hours.always:
        return None
    here = now.astimezone(office.zone)
    today = sessions(office.hours, here.date())
    if not today:
        return None
    last = max(session.closes for session in today)
    return datetime.combine(here.date(), last, office.zone)


def quota_left(
    service: Service, issued: Iterable[datetime], now: datetime
) -> int | None:
    """Give how many more tickets of a service may be given now; None: no limit.

    Args:
        service: with its quotas; where several hold, the smallest rest counts.
        issued: when today's tickets of the service were given, in the office's zone.
        now: the moment, in the office's zone.
    """
    moments = [moment.timetz().replace(tzinfo=None) for moment in issued]
    left = [
        quota.tickets - sum(quota.holds(moment) for moment in moments)
        for quota in service.quotas
        if quota.holds(now.timetz().replace(tzinfo=None))
    ]
    return max(0, min(left)) if left else None


def quota_opens_again(
    office: Office, service: Service, issued: Sequence[datetime], now: datetime
) -> datetime | None:
    """Give the next part of today in which there are tickets; None: not today."""
    here = now.astimezone(office.zone)
    starts = sorted(
        {quota.closes for quota in service.quotas if quota.closes is not None}
        | {quota.opens for quota in service.quotas if quota.opens is not None}
    )
    for start in starts:
        moment = datetime.combine(here.date(), start, office.zone)
        if moment <= here:
            continue
        opening = moment if is_open(office, moment) else opens_at(office, moment)
        if opening is None or opening.date() != here.date():
            return None
        if quota_left(service, issued, opening) != 0:
            return opening
    return None


def reach(office: Office, now: datetime, seconds: float) -> datetime | None:
    """Give the moment when so many seconds of today's open hours have passed.

    Hours in which the office is shut, such as lunch, do not count; before it opens
    nothing has passed. None if the last session of the day ends before that.
    """
    if office.hours.always:
        return now + timedelta(seconds=seconds)
    here = now.astimezone(office.zone)
    left = timedelta(seconds=seconds)
    for session in sessions(office.hours, here.date()):
        opens = datetime.combine(here.date(), session.opens, office.zone)
        closes = datetime.combine(here.date(), session.closes, office.zone)
        begins = max(opens, here)
        if begins + left <= closes:
            return begins + left
        left -= max(closes - begins, timedelta())
    return None

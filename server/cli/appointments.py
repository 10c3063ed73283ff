"""``motcua appointments``: read a list in, and show a day."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from server.domain import calendar
from server.domain.model import Office
from server.storage.appointments import AppointmentStore, Booked, CodeTaken

from .bookings import Mistake, Wanted, WrongList, read, read_day
from .data import data_folder, office_of
from .shell import CommandError, add_data, say, t


def add_to(commands: Any) -> None:
    """Add the command ``appointments``."""
    appointments = commands.add_parser("appointments", help=t("help.appointments"))
    what = appointments.add_subparsers(dest="what", required=True, metavar="WHAT")
    importing = what.add_parser("import", help=t("help.appointments_import"))
    importing.add_argument("file", type=Path, metavar="FILE")
    add_data(importing)
    importing.set_defaults(run=run_import)
    listing = what.add_parser("list", help=t("help.appointments_list"))
    listing.add_argument("--day", metavar="DAY", help=t("help.appointments_day"))
    add_data(listing)
    listing.set_defaults(run=run_list)


def run_import(asked: argparse.Namespace) -> None:
    """Book a file's appointments, all or none, and print their codes."""
    folder = data_folder(asked)
    office = office_of(folder)
    try:
        data = asked.file.read_bytes()
    except OSError:
        raise CommandError(t("wrong.no_file", path=asked.file)) from None
    now = datetime.now(office.zone)
    with closing(AppointmentStore(folder.people, office.zone)) as store:
        store.forget(calendar.business_day(office, now))
        try:
            wanted = read(
                data, office, now, lambda day, code: store.find(day, code) is not None
            )
            before = _like(store, wanted.booked)
            made = store.add_all(wanted.booked)
        except WrongList as wrong:
            raise CommandError(_told(asked.file, wrong.mistakes)) from None
        except CodeTaken as taken:  # since it was read, by somebody beside us
            again = t("appointments.just_taken", code=taken.code)
            raise CommandError(again) from None
    _report(office, wanted, made)
    if before:
        say("appointments.maybe_twice", count=before)


def _like(store: AppointmentStore, wanted: Iterable[Booked]) -> int:
    """Count those for whose time and service there is an appointment already."""
    days = {one.day for one in wanted}
    known = {
        (one.at, one.service)
        for day in days
        for one in store.of_day(day)
        if not one.cancelled
    }
    return sum((one.at, one.service) in known for one in wanted)


def _told(file: Path, mistakes: Iterable[Mistake]) -> str:
    lines = [t("appointments.wrong", file=file)]
    for one in mistakes:
        what = t(f"appointments.{one.key}", **one.values)
        lines.append("  " + t("appointments.line", line=one.line, what=what))
    return "\n".join(lines)


def _report(office: Office, wanted: Wanted, made: list[Booked]) -> None:
    for one in made:
        _show(office, one)
    say("appointments.imported", count=len(made))
    if wanted.ignored:
        say("appointments.ignored", columns=", ".join(wanted.ignored))
    if not office.appointments:
        say("appointments.not_asked")


def run_list(asked: argparse.Namespace) -> None:
    """Print a day's appointments by their time."""
    folder = data_folder(asked)
    office = office_of(folder)
    day = _day(asked.day) or calendar.business_day(office, datetime.now(office.zone))
    with closing(AppointmentStore(folder.people, office.zone)) as store:
        for one in store.of_day(day):
            _show(office, one)


def _day(text: str | None) -> date | None:
    try:
        return read_day(text) if text is not None else None
    except ValueError:
        raise CommandError(t("appointments.wrong_day", text=text)) from None


def _show(office: Office, one: Booked) -> None:
    """Print one appointment: its code, moment, service, and if it is cancelled."""
    service = office.services.get(one.service)
    cells = [
        one.code,
        f"{one.at:%d/%m/%Y}",
        f"{one.at:%H:%M}",
        service.short["vi"] if service else one.service,
        *([t("appointments.cancelled")] if one.cancelled else []),
    ]
    print("\t".join(cells))

"""``motcua check``: what works on this machine and what does not, in plain words."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from assets.lang import texts
from server.config.printer import PrinterSettings
from server.config.scanner import ScannerSettings
from server.config.settings import Settings
from server.domain.model import Office
from server.procedures.records import from_json
from server.storage import schema, verify
from server.storage.backup import kept
from server.storage.folder import Folder
from server.storage.office import OfficeStore
from server.tls import tls_of
from server.voice.office import open_voice
from server.voice.speech import examine

from . import content, damage, recordings
from .data import data_folder, office_of, settings_of
from .finding import Finding
from .shell import CommandError, add_data, language, t

LEAST_FREE = 1.0
"""Gigabytes that a data folder's disk should have free."""
OLD = timedelta(days=3)
"""Nobody should work longer than this without a backup."""
MADE = datetime(2026, 11, 1)
"""No right clock shows a time before this program was made."""


def add_to(commands: Any) -> None:
    """Add the command ``check``."""
    check = commands.add_parser("check", help=t("help.check"))
    add_data(check)
    check.set_defaults(run=run_check)


def run_check(asked: argparse.Namespace) -> int:
    """Look at everything; exit 1 if something needs attention."""
    folder = data_folder(asked, whole=False)
    print(t("check.title", path=folder.path))
    bad = 0
    for finding in look(folder):
        print(finding, flush=True)
        bad += finding.state == "bad"
    print(t("check.summary_bad", count=bad) if bad else t("check.summary_ok"))
    return 1 if bad else 0


def look(folder: Folder) -> Iterator[Finding]:
    """Look at one thing after another."""
    try:
        settings, office = settings_of(folder), office_of(folder)
    except CommandError as wrong:
        yield Finding("bad", str(wrong))
        return
    yield Finding("ok", t("check.settings", path=folder.settings))
    counted = {"services": len(office.services), "counters": len(office.counters)}
    yield Finding("ok", t("check.office", name=office.name, **counted))
    yield from content.languages(office)
    yield from content.pictures(folder, office)
    yield from _database(folder)
    yield _backups(folder)
    yield from _people(folder)
    yield _disk(folder)
    yield _clock(office)
    yield _series(settings, office)
    if settings.display.room:
        yield _room(settings.display.room, office)
    yield from _own_numbers(folder, settings)
    yield _port(settings)
    yield _way_in(folder, settings)
    yield asyncio.run(_voice(folder, office, settings))
    if settings.voice.recorded:
        yield from recordings.look(folder, office, settings)
    yield _screen()
    yield _sound()
    yield printer(settings.kiosk.printer)
    yield from scanner(settings.kiosk.scanner)


def _database(folder: Folder) -> Iterator[Finding]:
    """Look at every event and every table, and change nothing."""
    found = verify.journal(folder.journal, tell=damage.progress)
    faults = [*found.faults, *verify.office(folder.people)]
    zone = damage.zone_of(folder)
    for fault in faults:
        yield Finding("bad", damage.told(fault, zone))
    if not faults:
        yield Finding("ok", t("check.database", events=found.events))
        yield from _tables(folder)


def _tables(folder: Folder) -> Iterator[Finding]:
    """Say if a newer program has had the folder."""
    try:
        schema.check_known(folder.journal, schema.JOURNAL)
        schema.check_known(folder.people, schema.OFFICE)
    except schema.NewerFolder as newer:
        yield Finding("bad", damage.refused(newer))


def _backups(folder: Folder) -> Finding:
    """Look at the newest backup's age; ``motcua backup check`` looks inside."""
    found = [one.manifest.made for one in kept(folder.backups) if one.manifest]
    if not found:
        return Finding("note", damage.words("backup.not_yet"))
    made = damage.when(found[0], damage.zone_of(folder))
    if damage.now_of(folder) - found[0] > OLD:
        key = "backup.old"
        return Finding("bad", damage.words(key, made=made, days=OLD.days))
    key = "backup.newest"
    return Finding("ok", damage.words(key, made=made, count=len(found)))


def _people(folder: Folder) -> Iterator[Finding]:
    if folder.missing():
        return  # which has been said; opening them would make empty ones
    try:
        store = OfficeStore(folder.people)
    except OSError:
        return  # likewise
    try:
        users, devices = store.users(), store.devices()
        posted = [from_json(record) for record in store.procedures()]
    finally:
        store.close()
    if users:
        yield Finding("ok", t("check.users", count=len(users)))
    else:
        yield Finding("bad", t("check.no_users"))
    yield Finding("ok", t("check.devices", count=len(devices)))
    confirmed = sum(one.confirmed for one in posted)
    state: Literal["ok", "note"] = "ok" if confirmed == len(posted) else "note"
    yield Finding(state, t("check.procedures", count=len(posted), confirmed=confirmed))


def _disk(folder: Folder) -> Finding:
    free = shutil.disk_usage(folder.path).free / 1e9
    low = free < LEAST_FREE
    key = "check.disk_low" if low else "check.disk"
    return Finding("bad" if low else "ok", t(key, free=f"{free:.1f}"))


def _clock(office: Office) -> Finding:
    now = datetime.now(office.zone)
    shown = f"{now:%H:%M %d/%m/%Y}"
    if now.replace(tzinfo=None) < MADE:
        return Finding("bad", t("check.clock_wrong", now=shown))
    return Finding("ok", t("check.clock", now=shown, zone=office.zone))


def _series(settings: Settings, office: Office) -> Finding:
    """Look at the letter of the numbers that a kiosk gives itself."""
    letter = settings.kiosk.series
    if not letter:
        return Finding("note", t("check.series_none"))
    if letter in {service.prefix for service in office.services.values()}:
        return Finding("bad", t("check.series_taken", letter=letter))
    return Finding("ok", t("check.series", letter=letter))


def _room(id: str, office: Office) -> Finding:
    """Look whether the office has the room whose calls the display shows."""
    names = {room.id: room.name["vi"] for room in office.rooms}
    if id not in names:
        return Finding("bad", t("check.room_unknown", room=id))
    return Finding("ok", t("check.room", room=names[id]))


def _own_numbers(folder: Folder, settings: Settings) -> Iterator[Finding]:
    """Look at what the kiosk of this machine gave itself and still has."""
    place = settings.kiosk.folder or folder.device_folder("kiosk")
    path = Path(place) / "own.db"
    if not path.exists():
        return  # no kiosk has run here
    from kiosk.away.glance import glance
    from kiosk.durable import DiskFault

    try:
        seen = glance(path)
    except DiskFault as fault:
        yield Finding("bad", t("check.own_broken", path=path, detail=fault))
        return
    counted = {"waiting": seen.waiting, "refused": seen.refused}
    state: Literal["ok", "note"] = "note" if seen.waiting else "ok"
    yield Finding("bad" if seen.refused else state, t("check.own", **counted))
    if seen.last is not None and datetime.now(seen.last.tzinfo) < seen.last:
        last = f"{seen.last:%H:%M %d/%m/%Y}"
        yield Finding("bad", t("check.own_clock_behind", last=last))


def _port(settings: Settings) -> Finding:
    wanted = settings.server
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wanted.host, wanted.port))
        except OSError:
            return Finding("note", t("check.port_taken", port=wanted.port))
    return Finding("ok", t("check.port", port=wanted.port))


def _way_in(folder: Folder, settings: Settings) -> Finding:
    """Look whether passwords go over the network for everybody to read."""
    wanted = settings.server
    try:
        secured = tls_of(wanted, folder.path) is not None
    except OSError as wrong:
        return Finding("bad", t("check.tls_bad", detail=wrong))
    if secured:
        return Finding("ok", t("check.tls", certificate=wanted.certificate))
    if wanted.host in ("127.0.0.1", "::1", "localhost"):
        return Finding("ok", t("check.only_here"))
    if wanted.proxies:
        return Finding("ok", t("check.proxy", proxies=", ".join(wanted.proxies)))
    return Finding("note", t("check.plain", host=wanted.host))


async def _voice(folder: Folder, office: Office, settings: Settings) -> Finding:
    """Really speak a sentence, into a folder of its own."""
    languages = settings.voice.languages
    with tempfile.TemporaryDirectory(dir=folder.path) as place:
        where = (Path(place), folder.path)
        health = await examine(open_voice(*where, office, settings.voice))
    if health.ok:
        return Finding("ok", t("check.voice", languages=", ".join(languages)))
    reason = texts("voice", language())(health.reason)
    return Finding("bad", t("check.voice_bad", reason=reason, detail=health.detail))


def _screen() -> Finding:
    from assets.look.window import NoScreen, choose_driver

    try:
        driver = choose_driver(sys.platform, os.environ)
    except NoScreen:
        return Finding("note", t("check.no_screen"))
    return Finding("ok", t("check.screen", driver=driver or sys.platform))


def _sound() -> Finding:
    """Look for an output device where Linux lists them; elsewhere say nothing bad."""
    if not sys.platform.startswith("linux"):
        return Finding("note", t("check.sound", device=sys.platform))
    found = sorted(path.name for path in Path("/dev/snd").glob("pcm*p"))
    if not found:
        return Finding("note", t("check.no_sound"))
    return Finding("ok", t("check.sound", device=", ".join(found)))


def printer(settings: PrinterSettings) -> Finding:
    """Look whether the kiosk's printer is there; nothing is printed."""
    if settings.kind == "none":
        return Finding("note", t("check.printer_none"))
    reach = _REACH.get(settings.kind)
    if reach is None:
        detail = settings.name or f"{settings.vendor:04x}:{settings.product:04x}"
        return Finding("note", t("check.printer", kind=settings.kind, detail=detail))
    try:
        detail = reach(settings)
    except OSError as problem:
        problem_text = problem.strerror or str(problem)
        return Finding(
            "bad", t("check.printer_bad", kind=settings.kind, detail=problem_text)
        )
    return _condition(settings, detail)


def _condition(settings: PrinterSettings, detail: str) -> Finding:
    """Ask a printer that is there how it is; what it does not say is not fine."""
    from kiosk.printing.printer import open_printer
    from kiosk.printing.status import OK, PAPER_LOW, UNKNOWN

    word = open_printer(settings).look().word
    state = texts("web", language())(f"printer.{word}")
    said = t("check.printer_state", kind=settings.kind, detail=detail, state=state)
    if word in (PAPER_LOW, UNKNOWN):
        return Finding("note", said)
    return Finding("ok" if word == OK else "bad", said)


def scanner(settings: ScannerSettings) -> Iterator[Finding]:
    """Look whether the kiosk's scanner is there and may be read."""
    if settings.kind == "none":
        return
    device = settings.device
    windows_port = sys.platform == "win32" and settings.kind == "serial"
    if not windows_port and not Path(device).exists():
        yield Finding("bad", t("check.scanner_away", device=device))
    elif not windows_port and not os.access(device, os.R_OK):
        group = "input" if settings.kind == "input" else "dialout"
        yield Finding("bad", t("check.scanner_shut", device=device, group=group))
    else:
        yield Finding("ok", t("check.scanner", device=device))


def _reach_network(settings: PrinterSettings) -> str:
    place = (settings.host, settings.port)
    with socket.create_connection(place, timeout=settings.timeout):
        return f"{settings.host}:{settings.port}"


def _reach_device(settings: PrinterSettings) -> str:
    device = Path(settings.device)
    if not (device if settings.kind == "serial" else device.parent).exists():
        raise FileNotFoundError(2, f"{device} is not there")
    return settings.device


_REACH: dict[str, Callable[[PrinterSettings], str]] = {
    "network": _reach_network,
    "serial": _reach_device,
    "file": _reach_device,
}

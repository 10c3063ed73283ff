"""``motcua init``: a new data folder; asks nothing."""

from __future__ import annotations

import argparse
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from server.config.office import read_office
from server.config.reader import ConfigError
from server.procedures.importer import read
from server.procedures.records import to_json
from server.storage.folder import Folder
from server.storage.journal import Journal
from server.storage.office import OfficeStore
from server.web.pictures import look_at
from server.web.unfit import PictureProblem

from .shell import CommandError, add_data, data_path, language, say, t

SAMPLE = "thach-khe.toml"
SETTINGS = """\
# This computer's settings. All of them may be left out; docs/ has the whole list.

[server]
host = "{host}"
port = 8800

[kiosk.printer]
# usb | network | serial | file | cups | win32 | none
kind = "none"
"""


def add_to(commands: Any) -> None:
    """Add the command ``init``."""
    init = commands.add_parser("init", help=t("help.init"))
    add_data(init)
    init.add_argument("--office", type=Path, metavar="FILE")
    init.add_argument("--always-open", action="store_true")
    init.add_argument("--lan", action="store_true")
    init.set_defaults(run=run_init)


def run_init(asked: argparse.Namespace) -> None:
    """Make a data folder whole, or leave nothing behind."""
    folder = Folder(data_path(asked))
    if folder.exists():
        raise CommandError(t("wrong.folder_there", path=folder.path))
    office = _office_text(asked)
    pictures = _pictures(asked, office)
    made = not folder.path.exists()
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.path.chmod(0o700)
    try:
        for picture in pictures:
            shutil.copyfile(picture, folder.path / picture.name)
        _fill(folder, office, lan=asked.lan)
    except BaseException:
        if made:
            shutil.rmtree(folder.path, ignore_errors=True)
        raise
    say("made.folder", path=folder.path, office=read_office(office).name)


def _office_text(asked: argparse.Namespace) -> str:
    """Give the office's file as it will lie in the folder, checked."""
    if asked.office is None:
        text = (files("assets") / "office" / SAMPLE).read_text("utf-8")
    else:
        try:
            text = asked.office.read_text("utf-8")
        except OSError:
            raise CommandError(t("wrong.no_file", path=asked.office)) from None
    if asked.always_open:
        text = _without_hours(text)
    try:
        read_office(text, str(asked.office or SAMPLE))
    except ConfigError as wrong:
        raise CommandError(str(wrong)) from wrong
    return text


def _pictures(asked: argparse.Namespace, office: str) -> list[Path]:
    """Give the pictures that the office's pages name, from beside its file, checked."""
    sample = Path(str(files("assets") / "office"))
    beside = sample if asked.office is None else asked.office.parent
    whole = read_office(office)
    named = [page.picture.values() for page in whole.pages]
    named += [slide.picture.values() for slide in whole.slides]
    paths = [beside / file for one in named for file in one]
    paths += [beside / whole.emblem] if whole.emblem else []
    try:
        for path in paths:
            look_at(path)
    except PictureProblem as problem:
        raise CommandError(problem.say(language())) from problem
    return paths


def _without_hours(text: str) -> str:
    """Set ``always = true`` in the office's hours."""
    if re.search(r"^\[hours\]\s*$", text, re.M):
        return re.sub(r"^\[hours\]\s*$", "[hours]\nalways = true", text, flags=re.M)
    return text + "\n[hours]\nalways = true\n"


def _fill(folder: Folder, office: str, *, lan: bool) -> None:
    host = "0.0.0.0" if lan else "127.0.0.1"
    folder.settings.write_text(SETTINGS.format(host=host), "utf-8")
    Journal(folder.journal).stop()
    store = OfficeStore(folder.people)
    try:
        posted = (files("assets") / "office" / "procedures.json").read_text("utf-8")
        store.put_procedures([to_json(one) for one in read(posted).procedures])
    finally:
        store.close()
    folder.ticket_key()
    folder.office.write_text(office, "utf-8")  # last: it makes the folder exist

"""``motcua procedures``: what the office posts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from server.procedures.importer import ImportProblem, read
from server.procedures.records import to_json
from server.storage.office import OfficeStore

from .data import data_folder, office_of
from .shell import CommandError, add_data, language, say, t


def add_to(commands: Any) -> None:
    """Add the command ``procedures``."""
    procedures = commands.add_parser("procedures", help=t("help.procedures"))
    what = procedures.add_subparsers(dest="what", required=True, metavar="WHAT")
    importing = what.add_parser("import")
    importing.add_argument("file", type=Path, metavar="FILE")
    add_data(importing)
    importing.set_defaults(run=run_import)
    listing = what.add_parser("list")
    add_data(listing)
    listing.set_defaults(run=run_list)


def run_import(asked: argparse.Namespace) -> None:
    """Post a file's procedures and list what is missing in them."""
    folder = data_folder(asked)
    fields = {
        field: service.id
        for service in office_of(folder).services.values()
        for field in service.fields
    }
    try:
        imported = read(asked.file.read_text("utf-8"), fields, language())
    except OSError:
        raise CommandError(t("wrong.no_file", path=asked.file)) from None
    except ImportProblem as problem:
        raise CommandError(f"{asked.file}: {problem}") from problem
    store = OfficeStore(folder.people)
    try:
        records = [to_json(one) for one in imported.procedures]
        count = len(records)
        if imported.own:
            store.put_procedures(records)
        else:
            count = store.add_procedures(records)
    finally:
        store.close()
    say("made.imported", count=count)
    if count < len(records):
        say("made.kept", count=len(records) - count)
    if imported.problems:
        say("made.missing", count=len(imported.problems))
        for missing in imported.problems:
            print(f"  {missing}")


def run_list(asked: argparse.Namespace) -> None:
    """List what is posted."""
    store = OfficeStore(data_folder(asked).people)
    try:
        for record in store.procedures():
            print(f"{record['code']}\t{record['name']['vi']}")
    finally:
        store.close()

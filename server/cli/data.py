"""The data folder that a command works on, and the office in it."""

from __future__ import annotations

import argparse

from server.config.office import read_office
from server.config.reader import ConfigError
from server.config.settings import Settings
from server.domain.model import Office
from server.storage.folder import Folder
from server.storage.moving import ASIDE, is_half_done
from server.storage.schema import DatabaseDamaged

from .shell import CommandError, data_path, settings_from, t


def data_folder(asked: argparse.Namespace, *, whole: bool = True) -> Folder:
    """Give the data folder.

    Args:
        asked: the command's options.
        whole: its databases must be there, as opening one that is gone would begin
            it anew; commands that look for damage do without.

    Raises:
        CommandError: there is none at that path.
        DatabaseDamaged: a database is gone or empty.
    """
    folder = Folder(data_path(asked))
    if is_half_done(folder):
        raise CommandError(t("wrong.half_restored", path=folder.path))
    if not folder.exists():
        half = any(folder.path.glob(f"{ASIDE}*"))
        key = "wrong.half_restored" if half else "wrong.no_folder"
        raise CommandError(t(key, path=folder.path))
    if whole and (gone := folder.missing()):
        raise DatabaseDamaged(gone[0], "not there or empty")
    return folder


def settings_of(folder: Folder) -> Settings:
    """Read a data folder's settings.

    Raises:
        CommandError: they are wrong; the message has every mistake.
    """
    return settings_from(folder.settings if folder.settings.exists() else None)


def office_of(folder: Folder) -> Office:
    """Read a data folder's office.

    Raises:
        CommandError: it is wrong; the message has every mistake.
    """
    try:
        return read_office(folder.office.read_text("utf-8"), str(folder.office))
    except ConfigError as wrong:
        raise CommandError(str(wrong)) from wrong

"""``motcua check``: what the office has added, its languages and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from assets import lang
from assets.lang import added
from assets.look.player import plays
from server.domain.model import Office
from server.storage.folder import Folder
from server.web.pictures import Pictures

from .finding import Finding
from .shell import language, t


def languages(office: Office) -> Iterator[Finding]:
    """Look at what is translated into the languages that are not ours."""
    for name in office.languages:
        if name not in lang.languages():
            yield Finding("bad", t("check.language_none", language=name))
    for name in added.added():
        found = list(added.examine(name))
        if not any(map(_faulty, found)):
            yield Finding("ok", t("check.language", language=name))
        for one in found:
            yield from _translated(name, one)


def _translated(name: str, one: added.Found) -> Iterator[Finding]:
    file = f"{name}/{one.area}.toml"
    if one.broken:
        yield Finding("bad", t("check.texts_broken", file=file, detail=one.broken))
    if one.absent:
        yield Finding("note", t("check.texts_none", file=file))
    lists: tuple[tuple[Literal["bad", "note"], str, tuple[str, ...]], ...] = (
        ("bad", "check.texts_unknown", one.unknown),
        ("bad", "check.texts_wrong", one.wrong),
        ("note", "check.texts_missing", one.missing),
    )
    for state, key, keys in lists:
        if keys:
            shown = ", ".join(keys)
            yield Finding(state, t(key, file=file, count=len(keys), keys=shown))


def _faulty(one: added.Found) -> bool:
    return one != added.Found(one.area)


def pictures(folder: Folder, office: Office) -> Iterator[Finding]:
    """Look at the pictures of the office's pages, and at its emblem."""
    of_pages = sum(len(page.picture) for page in office.pages)
    named = of_pages + sum(len(slide.picture) for slide in office.slides)
    named += bool(office.emblem)
    problems = Pictures(folder.path, office).problems
    for problem in problems:
        yield Finding("bad", t("check.picture_bad", detail=problem.say(language())))
    if named and not problems:
        yield Finding("ok", t("check.pictures", count=named))
    videos = sum(len(slide.video) for slide in office.slides)
    if videos and not plays():
        yield Finding("note", t("check.no_player", count=videos))

"""What the office posts for a while: notices, rules, slides, the line. PURE.

Each has its days (``first``, ``last``) and its times of day (``hours``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from server.domain import model

from . import hours
from .mistakes import At, Mistake

Words = dict[str, str]
STANDS = (5, 600)
"""Seconds that a slide may stand: to be read, and not to hide the others."""
VIDEO_STANDS = 30
"""Seconds of a video that says nothing else."""


@dataclass(frozen=True)
class Notice:
    """A notice or a house rule."""

    title: Words
    body: Words
    first: date | None = None
    last: date | None = None
    hours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slide:
    """What only displays show, in quiet moments: words, a picture, a video.

    ``seconds``: how long it stands; 0: as any page, or half a minute with a video.
    """

    title: Words = field(default_factory=dict)
    body: Words = field(default_factory=dict)
    picture: Words = field(default_factory=dict)
    video: Words = field(default_factory=dict)
    seconds: int = 0
    first: date | None = None
    last: date | None = None
    hours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line at the foot of the displays."""

    text: Words
    first: date | None = None
    last: date | None = None
    hours: tuple[str, ...] = ()


Post = Notice | Slide | Line


def mistakes(area: str, posts: Iterable[Post]) -> Iterable[Mistake]:
    """Find what is never shown, and what nobody could read."""
    for n, post in enumerate(posts):
        at = (area, n)
        first, last = post.first, post.last
        if first is not None and last is not None and last < first:
            yield Mistake((*at, "last"), "ends_before", first=first, last=last)
        for text in post.hours:
            yield from hours.unread(hours.session, text, (*at, "hours"), "session")
        if isinstance(post, Slide):
            yield from _slide_mistakes(at, post)
        elif isinstance(post, Line):
            if not post.text.get("vi"):
                yield Mistake((*at, "text"), "no_vietnamese")
        elif not post.title.get("vi"):
            yield Mistake((*at, "title"), "no_vietnamese")


def _slide_mistakes(at: At, slide: Slide) -> Iterable[Mistake]:
    if not slide.title.get("vi") and not slide.picture and not slide.video:
        yield Mistake(at, "empty_slide")
    yield from picture_mistakes((*at, "picture"), slide.picture)
    if slide.video and "vi" not in slide.video:
        yield Mistake((*at, "video"), "no_vietnamese_video")
    for language, file in slide.video.items():
        yield from file_mistakes((*at, "video", language), file, model.VIDEOS)
    least, most = STANDS
    if slide.seconds and not least <= slide.seconds <= most:
        yield Mistake((*at, "seconds"), "stands", least=least, most=most)


def picture_mistakes(at: At, picture: Words) -> Iterable[Mistake]:
    """Find names that are no picture's, or lie elsewhere than beside the file."""
    if picture and "vi" not in picture:
        yield Mistake(at, "no_vietnamese_picture")
    for language, file in picture.items():
        yield from file_mistakes((*at, language), file)


def file_mistakes(
    at: At, file: str, kinds: tuple[str, ...] = model.PICTURES
) -> Iterable[Mistake]:
    """Find a name that is of no such kind, or lies elsewhere than beside the file."""
    if PurePath(file).name != file or "\\" in file:
        yield Mistake(at, "picture_elsewhere", file=file)
    elif not file.lower().endswith(kinds):
        yield Mistake(at, "picture_kind", file=file, ends=", ".join(kinds))


def pages(given: Iterable[Post]) -> tuple[model.Page, ...]:
    """Make the posts of a file without mistakes; a line is a page without a body."""
    return tuple(_page(post) for post in given)


def _page(post: Post) -> model.Page:
    return model.Page(
        title=post.text if isinstance(post, Line) else post.title,
        body={} if isinstance(post, Line) else post.body,
        first=post.first,
        last=post.last,
        hours=tuple(hours.session(text) for text in post.hours),
        **(_moving(post) if isinstance(post, Slide) else {}),
    )


def _moving(slide: Slide) -> dict[str, Any]:
    seconds = slide.seconds or (VIDEO_STANDS if slide.video else 0)
    stands = timedelta(seconds=seconds) if seconds else None
    return {"picture": slide.picture, "video": slide.video, "stands": stands}

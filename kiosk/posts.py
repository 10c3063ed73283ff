"""What the office posts beside its procedures: notices, rules, pages of its own. PURE.

A page of the office's own is its reception calendar, the address for complaints, where
which room is: a text, and rows of a label with its text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assets.lang import LANGUAGES, texts
from server.protocol.messages import Office, Page, Words

NOTICES, RULES = "notices", "rules"
"""The ids of the two pages that the kiosk puts together itself."""


@dataclass(frozen=True)
class Post:
    """One posted page: (heading, paragraph) pairs in all their languages.

    ``picture``: its address on the server by language, empty where there is none.
    """

    id: str
    icon: str
    title: Words
    blocks: tuple[tuple[Words, Words], ...]
    picture: Words = field(default_factory=dict)


def posts_of(office: Office | None) -> Mapping[str, Post]:
    """Return what is posted, by id, in the order in which it is offered."""
    if office is None:
        return {}
    own = [
        Post(
            page.id,
            page.icon,
            page.title,
            (({}, page.body), *((row.label, row.text) for row in page.rows)),
            page.picture,
        )
        for page in office.pages
    ]
    made = [
        _made(NOTICES, "megaphone", [(n.title, n.body) for n in office.notices]),
        _made(RULES, "scroll-text", [(r.title, r.body) for r in office.rules]),
        *own,
    ]
    return {post.id: post for post in made if post.blocks}


def notices_of(office: Office | None) -> Mapping[str, Page]:
    """Return each notice by an id that stays as long as its title does."""
    notices = office.notices if office else ()
    return {f"{NOTICES}/{one.title.get('vi', '')}": one for one in notices}


def notices_from(office: Office | None, id: str) -> Post | None:
    """Return the page of all notices with one of them first, None if it is gone."""
    found = dict(notices_of(office))
    first = found.pop(id, None)
    if first is None:
        return None
    blocks = [(one.title, one.body) for one in (first, *found.values())]
    return replace(_made(NOTICES, "megaphone", blocks), id=id)


def _made(id: str, icon: str, blocks: Sequence[tuple[Words, Words]]) -> Post:
    title = {one: texts("kiosk", one)(f"pages.{id}") for one in LANGUAGES}
    return Post(id, icon, title, tuple(blocks))

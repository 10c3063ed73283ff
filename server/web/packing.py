"""Pages, styles and scripts go packed over the line; what is secret never does.

Whoever can watch the line and put words into a page that also holds a secret could
read that secret from the packed length (BREACH, 2013). No page holds one that lasts:
a ticket's is behind the address's "#", a session's in the cookie. Answers of ``/rpc``
hold some and are not packed.
"""

from __future__ import annotations

import gzip

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request

WORTH = 600
"""Bytes from which packing saves a packet."""
FILES = [Middleware(GZipMiddleware, minimum_size=WORTH)]
"""What packs styles and scripts."""


def packed(request: Request, page: str) -> tuple[bytes, dict[str, str]]:
    """Give a page's bytes and the headers that say how they are packed."""
    whole, headers = page.encode(), {"Vary": "Accept-Encoding"}
    accepted = request.headers.get("accept-encoding", "")
    if "gzip" not in accepted or len(whole) < WORTH:
        return whole, headers
    return gzip.compress(whole, 5, mtime=0), {**headers, "Content-Encoding": "gzip"}

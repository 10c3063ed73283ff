"""The journal's checksums: each covers its event and, by the one before it, all others.

What the writer puts down and what every check computes again is this one function.
"""

from __future__ import annotations

import hashlib


def link(before: bytes, seq: int, kind: str, body: bytes) -> bytes:
    """Give an event's checksum.

    Args:
        before: the checksum of the event before it; empty for the first of all.
        seq: the event's number.
        kind: what kind of event it is.
        body: the event as it is stored.
    """
    told = b"%d %s " % (seq, kind.encode())
    return hashlib.blake2b(before + told + body, digest_size=16).digest()

"""Asking the office's own server over HTTP, for a file or once."""

from __future__ import annotations

import hashlib

WITHIN = 4.0
"""Seconds for which the server is waited for."""


def fetch(server: str, address: str, largest: int) -> bytes:
    """Return what lies at an address of a server; call it in a thread.

    Args:
        server: its address, ``http://HOST:PORT``, or that of its live lines.
        address: the file's, ``/voice/….wav``.
        largest: bytes that are accepted.

    Raises:
        OSError: it does not come.
        ValueError: it is no address of the web, or the file is too long.
    """
    return _asked(server, address, None, largest)


def post(server: str, address: str, body: bytes, largest: int) -> bytes:
    """Return the answer to some JSON that is sent; as ``fetch`` in all else."""
    return _asked(server, address, body, largest)


def _asked(server: str, address: str, body: bytes | None, largest: int) -> bytes:
    # Here, for they are large, and a kiosk's first picture does not wait for them.
    import urllib.error
    import urllib.request
    from urllib.parse import urljoin

    base = server.replace("ws", "http", 1) if server[:2] == "ws" else server
    url = urljoin(base.rstrip("/") + "/", address)
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"not an address of the web: {url}")
    headers = {} if body is None else {"Content-Type": "application/json"}
    request = urllib.request.Request(url, body, headers)
    # The server is on the office's own network: no proxy stands in between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=WITHIN) as answer:
            data: bytes = answer.read(largest + 1)
    except urllib.error.HTTPError as refused:
        refused.close()
        raise OSError(f"HTTP {refused.code}") from None
    if len(data) > largest:
        raise ValueError(f"longer than {largest} bytes")
    return data


def fetch_named(server: str, address: str, largest: int) -> bytes:
    """Return a file whose address ends in its own checksum, ``SHA256.png``.

    Raises:
        OSError: it does not come.
        ValueError: as of ``fetch``, or it is not what its address says.
    """
    data = fetch(server, address, largest)
    if hashlib.sha256(data).hexdigest() != address.rpartition("/")[2].partition(".")[0]:
        raise ValueError("it is not what its address says")
    return data

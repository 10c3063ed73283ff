"""Who may come in at all: Host, Origin, rates, and what a caller's address is.

One gate stands before pages and sockets alike. It knows nothing of tokens: no right
comes from an address.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

MOST_ADDRESSES = 10_000
"""Addresses whose rate is remembered; the longest unseen is forgotten first."""


KNOWN = (2_000.0, 4_000.0)
"""Requests a second, and at once, of a device or of signed-in staff."""

PLAIN_CONNECTIONS = 600
"""Open HTTP connections of one address; a browser has six at most."""

KNOWN_CONNECTIONS = 5_000
"""Open connections of one token."""


class Bucket:
    """A token bucket: ``rate`` a second, ``burst`` at once."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._at = now

    def take(self, now: float) -> float:
        """Take one; give 0.0, or the seconds until there is one again."""
        grown = self._left + (now - self._at) * self._rate
        self._left, self._at = min(self._burst, grown), now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._rate


class Tries:
    """Counts what each caller tries: ``most`` at once, and so many again in a minute.

    Args:
        most: tries in a minute.
        clock: seconds, monotonic.
    """

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    def take(self, caller: str) -> float:
        """Count a try; give 0.0, or the seconds until there is one again."""
        now = self._clock()
        fresh = Bucket(self._most / 60, self._most, now)
        return self._buckets.setdefault(caller, fresh).take(now)


class Gate:
    """The one gate of a server.

    Args:
        names: the host names and addresses the server is known by.
        origins: origins of foreign pages that are allowed.
        proxies: addresses whose ``X-Forwarded-For`` counts.
        rate: requests a second of one address without a token.
        burst: requests at once of one such address.
        connections: open connections of one such address.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        *,
        names: Collection[str],
        origins: Collection[str] = (),
        proxies: Collection[str] = (),
        rate: float = 100,
        burst: float = 300,
        connections: int = 200,
        clock: Callable[[], float],
    ) -> None:
        self.set_names(names)
        self._origins = {origin.lower().rstrip("/") for origin in origins}
        self._proxies = frozenset(proxies)
        self._rate = rate
        self._burst = burst
        self._connections = connections
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._open: dict[str, int] = {}

    def set_names(self, names: Collection[str]) -> None:
        """Replace the names: a machine's addresses may change."""
        self._names = {name.lower() for name in names}

    def host_known(self, host: str | None) -> bool:
        """Whether a ``Host`` header names this server (else 421, RFC 9110 §15.5.20).

        This is what stops DNS rebinding.
        """
        return _name_of(host) in self._names

    def origin_allowed(
        self, origin: str | None, host: str | None, scheme: str = "http"
    ) -> bool:
        """Whether a page of this origin may call; no Origin is no page.

        Args:
            origin: as the browser says.
            host: the ``Host`` that it calls.
            scheme: what it calls by: a page that came unprotected may not call what
                is protected.
        """
        if origin is None:
            return True
        origin = origin.lower()
        if origin in self._origins:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        own = host is not None and parts.netloc == host.lower()
        schemes = ("https",) if scheme == "https" else ("http", "https")
        return own and parts.scheme in schemes and self.host_known(host)

    def address(self, peer: str, forwarded: str | None) -> str:
        """Say what a caller's address is.

        Only a configured proxy's ``X-Forwarded-For`` counts, and of that only the
        last entry, which the proxy itself wrote. An IPv6 caller is its /64.
        """
        if peer in self._proxies and forwarded:
            peer = forwarded.rsplit(",", 1)[-1].strip()
        try:
            ip = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return peer
        if isinstance(ip, ipaddress.IPv4Address):
            return str(ip)
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))

    def scheme(self, peer: str, scheme: str, forwarded: str | None) -> str:
        """Say whether the client came by ``http`` or ``https``.

        Only a configured proxy's ``X-Forwarded-Proto`` counts.
        """
        if peer in self._proxies and forwarded:
            told = forwarded.rsplit(",", 1)[-1].strip().lower()
            return "https" if told in ("https", "wss") else "http"
        return "https" if scheme in ("https", "wss") else "http"

    def admit(self, caller: str, *, known: bool = False) -> float:
        """Count a request of a caller; give 0.0, or the seconds it must wait.

        A caller that is ``known`` by a token has the wider limits of the protocol.
        """
        now = self._clock()
        bucket = self._buckets.pop(caller, None)
        if bucket is None:
            rates = KNOWN if known else (self._rate, self._burst)
            bucket = Bucket(*rates, now)
        self._buckets[caller] = bucket
        while len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        return bucket.take(now)

    def connect(self, peer: str, address: str) -> bool:
        """Count an HTTP connection of an address; False if it has too many.

        Nobody knows yet who it is. A proxy's are those of many.
        """
        if peer in self._proxies:
            return True
        place = f"http {address}"
        if self._open.get(place, 0) >= PLAIN_CONNECTIONS:
            return False
        self._open[place] = self._open.get(place, 0) + 1
        return True

    def disconnect(self, peer: str, address: str) -> None:
        """Count a connection that ``connect`` let in as closed."""
        if peer not in self._proxies:
            self.leave(f"http {address}")

    def enter(self, caller: str, *, known: bool = False) -> bool:
        """Count an open connection of a caller; False if it has too many."""
        most = KNOWN_CONNECTIONS if known else self._connections
        if self._open.get(caller, 0) >= most:
            return False
        self._open[caller] = self._open.get(caller, 0) + 1
        return True

    def leave(self, caller: str) -> None:
        """Count a connection that ``enter`` let in as closed."""
        left = self._open.get(caller, 0) - 1
        if left > 0:
            self._open[caller] = left
        else:
            self._open.pop(caller, None)


def _name_of(host: str | None) -> str:
    """Give the name in a ``Host`` header, without the port, in lower case."""
    if not host:
        return ""
    host = host.lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]

"""How things stand at one moment: everybody's place, and how long they will wait.

The wait comes from running the order forward: each counter signed in calls whoever its
line gives, keeps them for the mean length of a visit, and calls the next. With one line
and c counters this is ``(ahead + 1) x mean / c``, of the estimators compared for
offices whose visitors stay (Ibrahim & Whitt 2009, M&SOM 11) the one with the smallest
error; with several lines it follows each counter's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heapify, heappop, heappush

from .model import Counter, CounterState, ServiceId, Ticket, TicketId
from .order import Line


@dataclass(frozen=True)
class Post:
    """A counter as the outlook needs it.

    Attributes:
        counter: as it is now.
        order: how it orders.
        line: who waits for it, in the order of its calls.
        since: when the ticket in hand was called.
        service: the service of the ticket in hand.
    """

    counter: Counter
    order: Line
    line: Sequence[Ticket]
    since: datetime | None = None
    service: ServiceId | None = None

    @property
    def signed_in(self) -> bool:
        """Whether somebody works here; a short pause does not change that."""
        return self.counter.state is not CounterState.CLOSED

    @property
    def free(self) -> bool:
        """Whether the next could be called now."""
        return self.counter.state is CounterState.OPEN and self.counter.ticket is None

    @property
    def idle(self) -> bool:
        """Whether whoever comes now is called at once."""
        return self.free and not self.line

    def serves(self, service: ServiceId) -> bool:
        """Whether tickets of this service may be called here."""
        return self.order.counter.serves(service)


@dataclass(frozen=True)
class _Lane:
    """What a service finds at one moment.

    Attributes:
        serving: the counters that serve it, by their place among the posts.
        here: those of them that are signed in, or all while none is.
        free: whether whoever comes now is called at once.
    """

    serving: Sequence[int]
    here: Sequence[int]
    free: bool


class Outlook:
    """Everybody's place and wait.

    Args:
        posts: every counter of the office.
        means: the mean length of a visit of each service, in seconds.
        now: the moment.
    """

    def __init__(
        self, posts: Sequence[Post], means: Mapping[ServiceId, float], now: datetime
    ) -> None:
        self.at = now
        self._posts = posts
        self._means = means
        self._plain = all(
            not ticket.priority and ticket.appointment is None
            for post in posts
            for ticket in post.line
        ) and not any(post.order.counter.prefers for post in posts)
        self._lengths = [len(post.line) for post in posts]
        self._lanes: dict[ServiceId, _Lane] = {}
        self._ahead: dict[TicketId, int] | None = None
        self._seconds: dict[TicketId, float] = {}
        self._free_in: list[float | None] = self._run()

    # Questions

    def ahead(self, ticket: Ticket) -> int:
        """Count the people who will be called before a waiting ticket.

        Each counter calls everybody in its own line who comes first; the counter with
        the fewest of them gets to the ticket first. The counters signed in count, or
        all of them while none is.
        """
        if self._ahead is None:
            self._ahead = self._places()
        return self._ahead.get(ticket.id, 0)

    def ahead_of(self, new: Ticket) -> int:
        """Count the people who will be called before a ticket that is yet to come."""
        here = self._lane(new.service).here
        if self._comes_last(new):
            return min([self._lengths[n] for n in here], default=0)
        lines = (self._posts[n] for n in here)
        return min((_index(post, new) for post in lines), default=0)

    def seconds(self, ticket: Ticket) -> float | None:
        """Give the expected wait of a waiting ticket; None: nobody serves it now."""
        if any(post.free and post.line[:1] == [ticket] for post in self._posts):
            return 0.0  # the next call of a free counter
        return self._seconds.get(ticket.id)

    def seconds_for(self, new: Ticket) -> float | None:
        """Give the expected wait of a ticket that is yet to come."""
        lane = self._lane(new.service)
        if lane.free:
            return 0.0
        if self._comes_last(new):
            free = [f for n in lane.here if (f := self._free_in[n]) is not None]
            return min(free, default=None)
        return self.with_new(new).seconds(new)

    # A new ticket

    def ends_with(self, new: Ticket) -> bool:
        """Whether a ticket comes last in every line, and changes nothing else."""
        return self._comes_last(new) and not self._lane(new.service).free

    def with_new(self, new: Ticket) -> Outlook:
        """Give the outlook with one more ticket."""
        posts = [
            replace(post, line=post.order.order([*post.line, new]))
            if post.serves(new.service)
            else post
            for post in self._posts
        ]
        return Outlook(posts, self._means, self.at)

    def append(self, new: Ticket) -> None:
        """Take in a ticket with which every line ends (``ends_with``)."""
        lane = self._lane(new.service)
        if self._ahead is None:
            self._ahead = self._places()
        self._ahead[new.id] = min([self._lengths[n] for n in lane.here], default=0)
        for n in lane.serving:
            self._lengths[n] += 1
        free = [(f, n) for n in lane.here if (f := self._free_in[n]) is not None]
        if free:
            at, n = min(free)
            self._seconds[new.id] = at
            self._free_in[n] = at + self._visit(new.service)

    # Inside

    def _comes_last(self, new: Ticket) -> bool:
        return self._plain and not new.priority and new.appointment is None

    def _lane(self, service: ServiceId) -> _Lane:
        lane = self._lanes.get(service)
        if lane is None:
            posts = self._posts
            serving = [n for n, post in enumerate(posts) if post.serves(service)]
            here = [n for n in serving if posts[n].signed_in] or serving
            free = any(posts[n].idle for n in here)
            lane = self._lanes[service] = _Lane(serving, here, free)
        return lane

    def _places(self) -> dict[TicketId, int]:
        best: dict[TicketId, int] = {}
        for signed_in in (True, False):
            found: dict[TicketId, int] = {}
            for post in self._posts:
                if post.signed_in is signed_in:
                    for index, ticket in enumerate(post.line):
                        found[ticket.id] = min(index, found.get(ticket.id, index))
            best = found | best
        return best

    def _run(self) -> list[float | None]:
        """Run the order forward: note when each ticket is called.

        Returns:
            For each counter the seconds until it has nobody left to call; None for
            one that is not signed in.
        """
        done: list[float | None] = [None] * len(self._posts)
        heap = [(free, n) for n, free in enumerate(self._first_free()) if free >= 0]
        heapify(heap)
        lines = [iter(post.line) for post in self._posts]
        while heap:
            at, n = heappop(heap)
            called = next((t for t in lines[n] if t.id not in self._seconds), None)
            if called is None:
                done[n] = at
                continue
            self._seconds[called.id] = at
            heappush(heap, (at + self._visit(called.service), n))
        return done

    def _first_free(self) -> list[float]:
        """Give the seconds until each counter calls next; -1 for one not signed in.

        One that is free and has nobody in its line calls at once. Of the others that
        share a service, the k-th of c is free after k/c visits: first those with
        nobody in hand, then whoever has been at it longest.
        """
        busy = [p for p in self._posts if p.signed_in and not p.idle]
        busy.sort(key=lambda p: (not p.free, p.since or self.at))
        free: list[float] = []
        for post in self._posts:
            if not post.signed_in:
                free.append(-1.0)
            elif post.idle:
                free.append(0.0)
            else:
                peers = [other for other in busy if _share(post, other)]
                rank = next(k for k, peer in enumerate(peers, 1) if peer is post)
                free.append(self._hand(post) * rank / len(peers))
        return free

    def _hand(self, post: Post) -> float:
        """Give the mean length of the visit at a counter, or of those it serves."""
        if post.service is not None:
            return self._visit(post.service)
        served = [m for id, m in self._means.items() if post.serves(id)]
        lengths = served or list(self._means.values())
        return sum(lengths) / len(lengths)

    def _visit(self, service: ServiceId) -> float:
        """Give the mean length of a visit; of a service that is no more, of any."""
        known = self._means.get(service)
        if known is not None:
            return known
        return sum(self._means.values()) / len(self._means)


def _index(post: Post, new: Ticket) -> int:
    ordered = post.order.order([*post.line, new])
    return next(n for n, ticket in enumerate(ordered) if ticket.id == new.id)


def _share(one: Post, other: Post) -> bool:
    ours, theirs = one.order.counter.services, other.order.counter.services
    return not ours or not theirs or bool(set(ours) & set(theirs))

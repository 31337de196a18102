"""Requests in line: by host, because a host has one turn at a time, and fairly by share and domain.

A share is a feed: what it lists. A domain is who answers, however many hosts it has.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter, deque
from collections.abc import Iterable

from yarl import URL

from ct_pipeline.feeds.exchange import Request
from ct_pipeline.web.addresses import host_and_port
from ct_pipeline.web.domains import registered_domain


class HostLine:
    """The requests of one host; its shares take turns."""

    def __init__(self) -> None:
        self._shares: dict[str, deque[Request]] = {}

    def __bool__(self) -> bool:
        return bool(self._shares)

    @property
    def first(self) -> Request:
        """Whose turn it is."""
        return next(iter(self._shares.values()))[0]

    def add(self, request: Request) -> None:
        """Behind the others of its share."""
        self._shares.setdefault(request.share, deque()).append(request)

    def pop(self) -> Request:
        """The first request; its share goes to the end of the line."""
        share = next(iter(self._shares))
        requests = self._shares.pop(share)
        request = requests.popleft()
        if requests:
            self._shares[share] = requests
        return request


class Queue:
    """Which host is asked next: among those whose time has come, for the share that has least.

    Among the hosts of that share, one of the domain that has least. No share and no domain holds
    more than half of the places while there are others, so that one feed that lists pages on
    hundreds of slow hosts holds up nobody, and one domain with hundreds of hosts no other page of
    the same feed.
    """

    def __init__(self, requests: Iterable[Request], places: int) -> None:
        self.lines: dict[str, HostLine] = {}
        shares = set()
        for request in requests:
            self.lines.setdefault(_host(request), HostLine()).add(request)
            shares.add(request.share)
        # Hosts that are no more than the places never wait for one.
        is_crowded = len(self.lines) > places
        self._domains = {
            host: registered_domain(host) if is_crowded else host for host in self.lines
        }
        domains = set(self._domains.values())
        self._most_of_share = places if len(shares) < 2 else max(places // 2, 1)
        self._most_of_domain = places if len(domains) < 2 else max(places // 2, 1)
        self._running: Counter[str] = Counter()
        self._running_at: Counter[str] = Counter()
        self._order = itertools.count()
        self._later: list[tuple[float, int, str]] = []
        self._ready: dict[str, dict[str, deque[str]]] = {}

    def line_up(self, host: str, moment: float) -> None:
        """The host's next turn comes then."""
        heapq.heappush(self._later, (moment, next(self._order), host))

    def next_moment(self, now: float) -> float | None:
        """When somebody may start: at once, then, or None where nobody waits for time alone."""
        self._wake(now)
        if self._turn() is not None:
            return now
        return self._later[0][0] if self._later else None

    def pop(self, now: float) -> tuple[str, Request] | None:
        """The next host and request to start, which then holds a place."""
        self._wake(now)
        turn = self._turn()
        if turn is None:
            return None
        share, domain = turn
        hosts = self._ready[share][domain]
        host = hosts.popleft()
        if not hosts:
            del self._ready[share][domain]
        if not self._ready[share]:
            del self._ready[share]
        request = self.lines[host].pop()
        self._running[request.share] += 1
        self._running_at[domain] += 1
        return host, request

    def done(self, request: Request) -> None:
        """Gives the place back."""
        self._running[request.share] -= 1
        self._running_at[self._domains[_host(request)]] -= 1

    def clear(self) -> None:
        """Nobody starts any more."""
        self._later.clear()
        self._ready.clear()

    def __bool__(self) -> bool:
        return bool(self._later or self._ready)

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            _, _, host = heapq.heappop(self._later)
            domains = self._ready.setdefault(self.lines[host].first.share, {})
            domains.setdefault(self._domains[host], deque()).append(host)

    def _turn(self) -> tuple[str, str] | None:
        """The share and the domain that the next place is for."""
        free = (
            (share, domain)
            for share, domains in self._ready.items()
            if self._running[share] < self._most_of_share
            for domain in domains
            if self._running_at[domain] < self._most_of_domain
        )
        return min(
            free, key=lambda turn: (self._running[turn[0]], self._running_at[turn[1]]), default=None
        )


def _host(request: Request) -> str:
    try:
        return host_and_port(URL(request.url))
    except ValueError:
        return ""  # refused when its turn comes

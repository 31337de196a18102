"""Requests in line: by host, because a host has one turn at a time, and fairly by share."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter, deque
from collections.abc import Iterable

from yarl import URL

from ct_pipeline.feeds.exchange import Request
from ct_pipeline.web.addresses import host_and_port


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

    No share holds more than half of the places while there are others, so that one feed that
    lists pages on hundreds of slow hosts holds up nobody.
    """

    def __init__(self, requests: Iterable[Request], places: int) -> None:
        self.lines: dict[str, HostLine] = {}
        shares = set()
        for request in requests:
            self.lines.setdefault(_host(request), HostLine()).add(request)
            shares.add(request.share)
        self._most = places if len(shares) < 2 else max(places // 2, 1)
        self._running: Counter[str] = Counter()
        self._order = itertools.count()
        self._later: list[tuple[float, int, str]] = []
        self._ready: dict[str, deque[str]] = {}

    def line_up(self, host: str, moment: float) -> None:
        """The host's next turn comes then."""
        heapq.heappush(self._later, (moment, next(self._order), host))

    def next_moment(self, now: float) -> float | None:
        """When somebody may start: at once, then, or None where nobody waits for time alone."""
        self._wake(now)
        if self._share() is not None:
            return now
        return self._later[0][0] if self._later else None

    def pop(self, now: float) -> tuple[str, Request] | None:
        """The next host and request to start, which then holds a place."""
        self._wake(now)
        share = self._share()
        if share is None:
            return None
        hosts = self._ready[share]
        host = hosts.popleft()
        if not hosts:
            del self._ready[share]
        request = self.lines[host].pop()
        self._running[request.share] += 1
        return host, request

    def done(self, request: Request) -> None:
        """Gives the place back."""
        self._running[request.share] -= 1

    def clear(self) -> None:
        """Nobody starts any more."""
        self._later.clear()
        self._ready.clear()

    def __bool__(self) -> bool:
        return bool(self._later or self._ready)

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            _, _, host = heapq.heappop(self._later)
            self._ready.setdefault(self.lines[host].first.share, deque()).append(host)

    def _share(self) -> str | None:
        free = [share for share in self._ready if self._running[share] < self._most]
        return min(free, key=lambda share: self._running[share], default=None)


def _host(request: Request) -> str:
    try:
        return host_and_port(URL(request.url))
    except ValueError:
        return ""  # refused when its turn comes

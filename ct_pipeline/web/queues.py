"""Requests in line: by host, because a host has one turn at a time, and fairly by share and domain.

A share is a feed: what it lists. A domain is who answers, however many hosts it has.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable
from itertools import islice
from operator import itemgetter
from typing import TypeAlias

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


# Hosts in line, by share and domain. A dict that loses its first keys is slow to find the next.
Ready: TypeAlias = OrderedDict[str, OrderedDict[str, deque[str]]]


class Queue:
    """Which host is asked next: among those whose time has come, for the share that has least.

    Among the hosts of that share, one of the domain that has least. No share and no domain holds
    more than half of the places while there are others, so that one feed that lists pages on
    hundreds of slow hosts holds up nobody, and one domain with hundreds of hosts no other page of
    the same feed.

    A turn looks at no more shares, and domains of each, than there are places, from the front: what
    had its turn goes to the end, and what may hold no further place stands aside until one is given
    back. So it costs the same in a line of a hundred thousand hosts.
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
        self._places = places
        self._most_of_share = places if len(shares) < 2 else max(places // 2, 1)
        self._most_of_domain = places if len(domains) < 2 else max(places // 2, 1)
        self._running: Counter[str] = Counter()
        self._running_at: Counter[str] = Counter()
        self._order = itertools.count()
        self._later: list[tuple[float, int, str]] = []
        self._ready: Ready = OrderedDict()
        self._full_shares: Ready = OrderedDict()
        self._full_domains: Ready = OrderedDict()  # by domain and share

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
        domains = self._ready.pop(share)
        hosts = domains.pop(domain)
        host = hosts.popleft()
        if hosts:
            domains[domain] = hosts
        if domains:
            self._ready[share] = domains
        request = self.lines[host].pop()
        self._running[request.share] += 1
        self._running_at[domain] += 1
        return host, request

    def done(self, request: Request) -> None:
        """Gives the place back."""
        domain = self._domains[_host(request)]
        self._running[request.share] -= 1
        self._running_at[domain] -= 1
        if aside := self._full_shares.pop(request.share, None):
            woken = self._ready.pop(request.share, OrderedDict())
            self._ready[request.share] = aside
            for name, hosts in woken.items():
                _put(self._ready, request.share, name, hosts)
        waiting = self._full_domains.pop(domain, OrderedDict())
        while waiting:
            share, hosts = waiting.popitem(last=False)
            _put(self._ready, share, domain, hosts)
            if self._running[share] < self._most_of_share:
                break  # one place was given back, and there is one who may take it
        if waiting:
            self._full_domains[domain] = waiting

    def clear(self) -> None:
        """Nobody starts any more."""
        self._later.clear()
        for waiting in (self._ready, self._full_shares, self._full_domains):
            waiting.clear()

    def __bool__(self) -> bool:
        return bool(self._later or self._ready or self._full_shares or self._full_domains)

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            _, _, host = heapq.heappop(self._later)
            _put(self._ready, self.lines[host].first.share, self._domains[host], (host,))

    def _turn(self) -> tuple[str, str] | None:
        """The share and the domain that the next place is for."""
        while self._ready:
            found = []
            for share in list(islice(self._ready, self._places)):
                domain = self._domain_for(share)
                if domain is None:
                    continue
                held = self._running[share], self._running_at[domain]
                if held == (0, 0):
                    return share, domain
                found.append((held, share, domain))
            if found:
                _, share, domain = min(found, key=itemgetter(0))
                return share, domain
        return None

    def _domain_for(self, share: str) -> str | None:
        """The domain that a share's next place is for; what may have none is put aside."""
        if self._running[share] >= self._most_of_share:
            for domain, hosts in self._ready.pop(share).items():
                _put(self._full_shares, share, domain, hosts)
            return None
        domains = self._ready[share]
        while domains:
            front = list(islice(domains, self._places))
            best = min(front, key=self._running_at.__getitem__)
            if self._running_at[best] < self._most_of_domain:
                return best
            for domain in front:
                _put(self._full_domains, domain, share, domains.pop(domain))
        del self._ready[share]
        return None


def _put(line: Ready, share: str, domain: str, hosts: Iterable[str]) -> None:
    """Hosts at the end of their place in a line, beside those that wait there."""
    line.setdefault(share, OrderedDict()).setdefault(domain, deque()).extend(hosts)


def _host(request: Request) -> str:
    try:
        return host_and_port(URL(request.url))
    except ValueError:
        return ""  # refused when its turn comes

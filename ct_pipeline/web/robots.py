"""robots.txt: read once per pass and host, and what it says of a page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego
from yarl import URL

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response

PRODUCT = "ct_pipeline"
MAX_ROBOTS_BYTES = 500 * 1024  # RFC 9309, section 2.5

UNREACHABLE = frozenset({Failure.DNS, Failure.CONNECT, Failure.TLS, Failure.REFUSED_ADDRESS})


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a page may be fetched; `failure` says why not. `crawl_delay` is in seconds."""

    failure: Failure | None = None
    detail: str | None = None
    crawl_delay: float | None = None


class Robots:
    """The robots.txt files of one pass, each asked for once."""

    def __init__(self, fetch: Callable[[Request], Awaitable[Response]]) -> None:
        self._fetch = fetch
        self._files: dict[URL, asyncio.Task[Response]] = {}
        self._rules: dict[URL, Protego] = {}

    async def permission(self, url: URL) -> Permission:
        """What the host's robots.txt says of this address (RFC 9309, section 2.3.1).

        A missing file (4xx) allows everything; one that cannot be read allows nothing for now.
        """
        address = url.origin() / "robots.txt"
        if address not in self._files:
            request = Request(str(address), str(address), Kind.FEED, named_by=str(url))
            self._files[address] = asyncio.ensure_future(self._fetch(request))
        response = await asyncio.shield(self._files[address])
        if response.failure in UNREACHABLE and not response.redirects:
            return Permission(response.failure, response.detail)  # the page would fare the same
        problem = _problem(response)
        if problem is not None:
            return Permission(Failure.ROBOTS_UNREADABLE, f"robots.txt: {problem}")
        if response.status != 200:
            return Permission()
        rules = self._parsed(address, response)
        delay = rules.crawl_delay(PRODUCT)
        if not rules.can_fetch(str(url), PRODUCT):
            return Permission(Failure.ROBOTS, "robots.txt disallows it", delay)
        return Permission(crawl_delay=delay)

    def _parsed(self, address: URL, response: Response) -> Protego:
        if address not in self._rules:
            text = response.body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace")
            self._rules[address] = Protego.parse(text.removeprefix("\ufeff"))
        return self._rules[address]


def _problem(response: Response) -> str | None:
    if response.failure is not None:
        return response.detail or str(response.failure)
    if response.status == 429 or (response.status or 0) >= 500:
        return f"HTTP {response.status}"
    return None

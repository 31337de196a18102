"""A database, a clock and the answers that polling rounds are tried with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import duckdb

from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.steps.polling import poll_due_feeds
from ct_pipeline.warehouse.feeds.polls import sync_sources
from ct_pipeline.web.limits import Limits
from ct_pipeline_tests.feeds.bodies import item, rss

START = datetime(2025, 10, 6, tzinfo=UTC)
LIMITS = Limits(
    connect_seconds=0.5,
    idle_seconds=0.2,
    total_seconds=0.4,
    max_redirects=5,
    max_received_bytes=4_000_000,
    max_body_bytes=4_000_000,
)


class Poller:
    """A database, a clock and the fetching that polling rounds need."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.open = lambda: nullcontext(connection)
        self.now = START

    def subscribe(self, **addresses: str) -> None:
        with self.open() as connection:
            sync_sources(connection, [Source(name, name, url) for name, url in addresses.items()])

    def poll(
        self, fetch: Callable[[list[Request]], Iterable[Response]], floor: int = 600
    ) -> dict[str, str]:
        """One round; returns each polled feed's result."""
        polled = poll_due_feeds(floor, self.open, lambda: self.now, fetch)
        return {each.source.source_id: each.poll.result for each in polled}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.open() as connection:
            return connection.execute(sql).fetchall()


GOOD = rss(*(item(number) for number in range(30))).encode()


def replies(body: bytes | str, status: int = 200, **headers: str) -> Callable[..., Any]:
    """A network on which every server answers the same."""
    data = body.encode() if isinstance(body, str) else body

    def fetch(requests: list[Request]) -> Iterator[Response]:
        for request in requests:
            yield Response(
                request, START, 1, status=status, headers=headers, body=data, final_url=request.url
            )

    return fetch

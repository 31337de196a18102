"""Fetching: pages that are due are fetched politely, archived, and recorded batch by batch."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import duckdb

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response
from ct_pipeline.pages.tries import FIRST_WAIT, DuePage, PageTry, judge
from ct_pipeline.progress import with_progress
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.feeds.hosts import read_hosts, store_hosts
from ct_pipeline.warehouse.pages.tries import (
    read_due_pages,
    read_naming_feeds,
    record_page_tries,
)
from ct_pipeline.web.addresses import is_named_inside
from ct_pipeline.web.archive import Archive, open_archive
from ct_pipeline.web.archive_files import archive_of
from ct_pipeline.web.fetching import fetch_with_pauses
from ct_pipeline.web.limits import DEFAULT_LIMITS, Limits
from ct_pipeline.web.turns import Hosts

NO_FAILURES = ("ok", "unchanged", Failure.HOST_WAITS)
BATCH_SIZE = 100
BATCH_SECONDS = 10.0
PAUSE_SECONDS = 1.0  # how often is seen whether a batch waits for a slow host

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of the pages that were due: tries by result, and bytes pruned of the archive."""

    due_count: int
    results: Counter[str]
    freed_bytes: int

    @property
    def failed_count(self) -> int:
        """How many tries brought neither a new page nor the known one again."""
        return self.results.total() - sum(self.results[name] for name in NO_FAILURES)

    @property
    def left_count(self) -> int:
        """How many pages' turn did not come."""
        return self.due_count - self.results.total() + self.results[Failure.HOST_WAITS]


def fetch_due_pages(monitor: Monitor, announce: Callable[[], None] | None = None) -> Fetched:
    """Fetches what is due and records each batch; the database is free while fetching.

    After each batch `announce` is called.
    """
    settings, now = monitor.settings, monitor.now()
    results: Counter[str] = Counter()
    with open_archive(archive_of(settings)) as archive:
        with monitor.open() as connection:
            due = read_due_pages(connection, now)
            due = list(_with_naming_feeds(connection, due, settings.allowed_private_hosts))
            hosts = Hosts(read_hosts(connection))
        for tries in fetch_pages(due, settings, archive, hosts=hosts):
            with monitor.open() as connection:
                record_page_tries(connection, tries)
            archive.confirm_recorded()
            results.update(tried.result for tried in tries)
            if announce is not None:
                announce()
        with monitor.open() as connection:
            store_hosts(connection, hosts.states())
        freed_bytes = 0
        if settings.archive_days:
            freed_bytes = archive.prune((now - timedelta(days=settings.archive_days)).date())
        archive.hand_over(now.date())
    shown = ", ".join(f"{count} {result}" for result, count in sorted(results.items())) or "none"
    logger.info("pages: %s of %s due: %s", results.total(), len(due), shown)
    return Fetched(len(due), results, freed_bytes)


def fetch_pages(
    pages: Sequence[DuePage],
    settings: Settings,
    archive: Archive,
    limits: Limits = DEFAULT_LIMITS,
    hosts: Hosts | None = None,
) -> Iterator[list[PageTry]]:
    """Yields the tries of these pages in batches: first those that a killed pass left unrecorded.

    Nothing starts after `pass_seconds`; pages whose turn did not come are in no batch, unless
    their host asked for patience. After each
    batch the caller records it and calls `archive.confirm_recorded()`.
    """
    due = {page.entry_id: page for page in pages}
    left_over = [response for response in archive.unrecorded() if response.request.key in due]
    if left_over:
        yield [_try(due.pop(key), answer) for key, answer in _by_key(left_over).items()]
    requests = [
        Request(
            page.entry_id,
            page.url,
            Kind.PAGE,
            named_by=page.named_by,
            share=page.source_id,
        )
        for page in due.values()
    ]
    responses = fetch_with_pauses(
        requests,
        settings,
        pause_seconds=PAUSE_SECONDS,
        deadline_seconds=settings.pass_seconds,
        archive=archive,
        limits=limits,
        hosts=hosts,
    )
    shortest_wait = min(timedelta(seconds=settings.min_poll_seconds), FIRST_WAIT)
    for batch in _batches(with_progress(responses, "pages", len(requests), logger=logger)):
        yield [_try(due[answer.request.key], answer, shortest_wait) for answer in batch]


def _with_naming_feeds(
    connection: duckdb.DuckDBPyConnection, pages: Sequence[DuePage], allowed: frozenset[str]
) -> Iterator[DuePage]:
    """The pages; those on hosts of one's own network with the feed that named them."""
    inside = [page.entry_id for page in pages if allowed and is_named_inside(page.url, allowed)]
    feeds = read_naming_feeds(connection, inside) if inside else {}
    for page in pages:
        address = feeds.get(page.entry_id)
        yield page if address is None else replace(page, named_by=address)


def _try(page: DuePage, response: Response, shortest_wait: timedelta = FIRST_WAIT) -> PageTry:
    effect = judge(response, page.attempts + 1, shortest_wait, response.fetched_at)
    return PageTry(page, replace(response, body=b""), effect)


def _by_key(responses: Sequence[Response]) -> dict[str, Response]:
    return {response.request.key: response for response in responses}


def _batches(responses: Iterator[Response | None]) -> Iterator[list[Response]]:
    """What came in so many seconds, or so much; None is time that passes without anything."""
    batch: list[Response] = []
    began = time.monotonic()
    for response in responses:
        if response is not None:
            batch.append(replace(response, body=b""))
        if len(batch) >= BATCH_SIZE or time.monotonic() - began >= BATCH_SECONDS:
            if batch:
                yield batch
            batch = []
            began = time.monotonic()
    if batch:
        yield batch

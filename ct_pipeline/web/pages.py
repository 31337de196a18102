"""Fetching the pages of entries and articles: tries in batches, so that each is soon recorded."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.progress import with_progress
from ct_pipeline.settings import Settings
from ct_pipeline.web.archive import Archive
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.limits import DEFAULT_LIMITS, Limits
from ct_pipeline.web.outcomes import FIRST_WAIT, DuePage, PageTry, judge

BATCH_SIZE = 100
BATCH_SECONDS = 10.0

logger = logging.getLogger(__name__)


def fetch_pages(
    pages: Sequence[DuePage], settings: Settings, archive: Archive, limits: Limits = DEFAULT_LIMITS
) -> Iterator[list[PageTry]]:
    """Yields the tries of these pages in batches: first those that a killed pass left unrecorded.

    Nothing starts after `pass_seconds`; pages whose turn did not come are in no batch. After each
    batch the caller records it and calls `archive.confirm_recorded()`.
    """
    due = {page.entry_id: page for page in pages}
    left_over = [response for response in archive.unrecorded() if response.request.key in due]
    if left_over:
        yield [_try(due.pop(key), answer) for key, answer in _by_key(left_over).items()]
    requests = [Request(page.entry_id, page.url, Kind.PAGE) for page in due.values()]
    responses = fetch_all(
        requests, settings, deadline_seconds=settings.pass_seconds, archive=archive, limits=limits
    )
    shortest_wait = min(timedelta(seconds=settings.min_poll_seconds), FIRST_WAIT)
    for batch in _batches(with_progress(responses, "pages", len(requests), logger=logger)):
        yield [_try(due[answer.request.key], answer, shortest_wait) for answer in batch]


def _try(page: DuePage, response: Response, shortest_wait: timedelta = FIRST_WAIT) -> PageTry:
    verdict = judge(response, page.attempts + 1, shortest_wait, response.fetched_at)
    return PageTry(page, replace(response, body=b""), verdict)


def _by_key(responses: Sequence[Response]) -> dict[str, Response]:
    return {response.request.key: response for response in responses}


def _batches(responses: Iterator[Response]) -> Iterator[list[Response]]:
    batch: list[Response] = []
    began = time.monotonic()
    for response in responses:
        batch.append(replace(response, body=b""))
        if len(batch) >= BATCH_SIZE or time.monotonic() - began >= BATCH_SECONDS:
            yield batch
            batch = []
            began = time.monotonic()
    if batch:
        yield batch

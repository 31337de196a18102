"""Extraction in processes that may be killed: one page that hangs or crashes costs that page."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.progress import with_progress
from ct_pipeline.warehouse.article_rows import Origin
from ct_pipeline.warehouse.raw_pages import Unread
from ct_pipeline.workers import Crash, Done, Limits, Workers

# A page takes 15 ms, the worst of 260 real ones 0.4 s.
SECONDS_PER_PAGE = 20.0
# Of address space, most of it shared libraries; a worker's own memory stays near 150 MB.
WORKER_BYTES = 1_500_000_000
MOST_WORKERS = 4

PageWorkers: TypeAlias = Workers[RawPage, Extraction]
logger = logging.getLogger(__name__)


def open_workers(count: int | None = None) -> PageWorkers:
    """Workers for `extract_in_batches`, one per processor that we may use, at most four."""
    usable = len(os.sched_getaffinity(0))
    limits = Limits(SECONDS_PER_PAGE, WORKER_BYTES)
    return Workers(extract_raw, count or min(usable, MOST_WORKERS), limits)


def extract_in_batches(
    workers: PageWorkers, unread: Unread, batch_size: int
) -> Iterator[list[tuple[Origin, Extraction]]]:
    """What came of each page, in the order given; the workers never wait for a batch to be full.

    No batch is larger than `batch_size`, also where one slow page held many up. A crash becomes
    `quarantined` with its reason.
    """
    order: deque[Origin] = deque()
    results: dict[str, Extraction] = {}

    def given() -> Iterator[RawPage]:
        for origin, page in unread.texts:
            order.append(origin)
            yield page

    def is_ready() -> bool:
        return len(results) >= batch_size and all(
            origin.raw_id in results for origin in islice(order, batch_size)
        )

    def next_batch() -> list[tuple[Origin, Extraction]]:
        origins = [order.popleft() for _ in range(min(batch_size, len(order)))]
        return [(origin, results.pop(origin.raw_id)) for origin in origins]

    read = with_progress(workers.map(given()), "pages read", unread.count, logger=logger)
    for done in read:
        results[done.item.raw_id] = _extraction(done)
        while is_ready():
            yield next_batch()
    while order:
        yield next_batch()


def _extraction(done: Done[RawPage, Extraction]) -> Extraction:
    page, result = done.item, done.result
    if isinstance(result, Crash):
        logger.warning("quarantined %s: %s", page.final_url, result.reason)
        rejection = Rejection(Outcome.QUARANTINED, f"the extractor failed: {result.reason}")
        result = Extraction(page.raw_id, rejection)
    return replace(result, elapsed_ms=round(done.seconds * 1000))

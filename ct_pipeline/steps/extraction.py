"""Extraction: raw texts become articles, whatever is new or was read by another extractor.

Pages are read in processes that may be killed: one that hangs or crashes costs that page. The
database is not held meanwhile.
"""

from __future__ import annotations

import logging
import os
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.records import Origin
from ct_pipeline.articles.seeds import extract_seed
from ct_pipeline.articles.settling import Stored
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.progress import with_progress
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.workers import Crash, Done, Limits, Workers
from ct_pipeline.warehouse.articles.extractions import store_extractions
from ct_pipeline.warehouse.articles.profiles import learn_profiles
from ct_pipeline.warehouse.articles.raw_pages import Unread, unread_feed_texts, unread_pages
from ct_pipeline.warehouse.articles.seed_files import unread_seeds

# A page takes 15 ms, the worst of 260 real ones 0.4 s.
SECONDS_PER_PAGE = 20.0
# Of address space, most of it shared libraries; a worker's own memory stays near 150 MB.
WORKER_BYTES = 1_500_000_000
MOST_WORKERS = 4
BATCH = 200  # what one transaction stores
ROUND = 1000  # what one query lists
# How many pages a pass reads again after the extractor changed; the next pass goes on.
MOST_REREADS = 5000

PageWorkers: TypeAlias = Workers[RawPage, Extraction]
logger = logging.getLogger(__name__)


def read_articles(monitor: Monitor) -> Stored:
    """Reads seeds, archived pages and feeds' texts; stores what came of each, batch by batch."""
    began = monitor.now()
    stored = _read_seeds(monitor)
    with open_workers() as workers:
        for unread in _rounds(monitor):
            for batch in _store_each(monitor, extract_in_batches(workers, unread, BATCH)):
                stored.add(batch)
            logger.info("articles: %s", _shown(stored.counts))
    if stored.counts["new_articles"]:
        with monitor.open() as connection:
            learn_profiles(connection, began, monitor.now())
    return stored


def _read_seeds(monitor: Monitor) -> Stored:
    now = monitor.now()
    with monitor.open() as connection:
        seeds = unread_seeds(connection, monitor.settings.seeds_dir, now)
        read = [
            (origin, extract_seed(origin.raw_id, seed.data, seed.unreadable))
            for origin, seed in seeds
        ]
        return store_extractions(connection, read, now)


def _rounds(monitor: Monitor) -> Iterator[Unread]:
    """Pages until none is left that was not read, then the feeds' texts likewise."""
    archive = monitor.settings.archive_dir
    taken = 0
    while taken < MOST_REREADS:
        with monitor.open() as connection:
            pages = unread_pages(connection, archive, ROUND)
        if not pages.count:
            break
        taken += pages.count
        yield pages
    while True:
        with monitor.open() as connection:
            texts = unread_feed_texts(connection, ROUND)
        if not texts.count:
            return
        yield texts


def _store_each(
    monitor: Monitor, batches: Iterator[list[tuple[Origin, Extraction]]]
) -> Iterator[Stored]:
    """Stores one batch, in a transaction of its own, while the workers read the next."""
    with ThreadPoolExecutor(1) as writer:
        waiting: Future[Stored] | None = None
        for batch in batches:
            if waiting is not None:
                yield waiting.result()
            waiting = writer.submit(_store, monitor, batch)
        if waiting is not None:
            yield waiting.result()


def _store(monitor: Monitor, read: Sequence[tuple[Origin, Extraction]]) -> Stored:
    with monitor.open() as connection:
        return store_extractions(connection, read, monitor.now())


def _shown(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


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

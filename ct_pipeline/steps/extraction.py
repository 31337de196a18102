"""Extraction: raw texts become articles, whatever is new or was read by another extractor.

Pages are read in processes that may be killed: one that hangs or crashes costs that page. The
database is not held meanwhile.
"""

from __future__ import annotations

import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from math import inf
from typing import TypeAlias

import duckdb

from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.records import Origin
from ct_pipeline.articles.seeds import RawSeed, extract_raw_seed
from ct_pipeline.articles.settling import Stored
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.language.counting import counted
from ct_pipeline.progress import with_progress
from ct_pipeline.steps.arrivals import Arrivals, all_arrived
from ct_pipeline.steps.budgets import Budget
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.workers import Crash, Done, Limits, Workers
from ct_pipeline.warehouse.articles.changes import write_changes
from ct_pipeline.warehouse.articles.extractions import store_extractions
from ct_pipeline.warehouse.articles.profiles import learn_profiles
from ct_pipeline.warehouse.articles.raw_pages import Unread, unread_feed_texts, unread_pages
from ct_pipeline.warehouse.articles.seed_files import unread_seeds
from ct_pipeline.warehouse.isolation import store_each
from ct_pipeline.web.archive_files import archive_of

# A page takes 15 ms, the worst of 260 real ones 0.4 s.
SECONDS_PER_PAGE = 20.0
# About 600 MB with what a worker starts with, which all share; four stay within a pass's bounds.
WORKER_BYTES = 380_000_000
# What the pages of one source may take in a pass beyond `QUICK_SECONDS` each; the rest waits.
SECONDS_PER_SOURCE = 60.0
QUICK_SECONDS = 0.5
MOST_WORKERS = 4
BATCH = 200  # what one transaction stores
ROUND = 1000  # what one query lists
# How many pages a pass reads again after the extractor changed; the next pass goes on.
MOST_REREADS = 5000

PageWorkers: TypeAlias = Workers[RawPage, Extraction]
SeedWorkers: TypeAlias = Workers[RawSeed, Extraction]
Texts: TypeAlias = Iterator[tuple[Origin, RawPage]]
Look: TypeAlias = Callable[[duckdb.DuckDBPyConnection, int, Sequence[str]], Unread]
Read: TypeAlias = tuple[Origin, Extraction]
logger = logging.getLogger(__name__)


def read_articles(monitor: Monitor, arrivals: Arrivals | None = None) -> Stored:
    """Reads seeds, archived pages and feeds' texts; stores what came of each, batch by batch.

    With `arrivals` also what is recorded meanwhile, until no more arrives. Within `pass_seconds`
    of reading, not of waiting for arrivals, and within a share of it for each source; the rest
    stays pending.
    """
    began, seconds = monitor.now(), monitor.settings.pass_seconds
    stored = _read_seeds(monitor)
    budget, told = Budget(seconds, SECONDS_PER_SOURCE, QUICK_SECONDS), ""
    with open_workers() as workers:
        for texts in _unread_texts(monitor, arrivals or all_arrived(), budget):
            batches = extract_in_batches(workers, budget.within(texts), BATCH, budget.spend)
            for batch in _store_each(monitor, batches):
                stored.add(batch)
            if (so_far := _shown(stored.counts)) != told:
                logger.info("articles: %s", so_far)
                told = so_far
    for source in budget.exhausted:
        logger.warning("articles: the pages of %s take too long, the rest waits", source)
    with monitor.open() as connection:
        if stored.counts["new_articles"]:
            learn_profiles(connection, began, monitor.now())
        write_changes(connection)
    return stored


def _read_seeds(monitor: Monitor) -> Stored:
    now = monitor.now()
    with monitor.open() as connection:
        seeds = unread_seeds(connection, monitor.settings.seeds_dir, now)
    raw = (RawSeed(origin.raw_id, seed.data, seed.unreadable) for origin, seed in seeds)
    with open_seed_workers() as workers:
        # Two files may hold the same bytes; they say the same.
        read = {done.item.raw_id: _extraction(done) for done in workers.map(raw)}
    stored = Stored()
    extractions = [(origin, read[origin.raw_id]) for origin, _ in seeds]
    for batch in store_each(extractions, partial(_store, monitor), _quarantined):
        stored.add(batch)
    return stored


def _unread_texts(monitor: Monitor, arrivals: Arrivals, budget: Budget) -> Iterator[Texts]:
    """Whenever pages have arrived those that were not read; at last the feeds' texts likewise."""
    given: list[str] = []

    def rounds(look: Look, most: float) -> Texts:
        """One list after the other; no text twice in a pass, whatever came of it."""
        while len(given) < most and not budget.is_spent:
            with monitor.open() as connection:
                unread = look(connection, ROUND, given)
            if not unread.count:
                return
            for origin, page in unread.texts:
                arrivals.check()
                given.append(origin.raw_id)
                yield origin, page

    for _ in budget.without_waiting(arrivals):
        yield rounds(partial(unread_pages, archive_of(monitor.settings)), MOST_REREADS)
    yield rounds(unread_feed_texts, inf)


def _store_each(monitor: Monitor, batches: Iterator[list[Read]]) -> Iterator[Stored]:
    """Stores one batch, in a transaction of its own, while the workers read the next."""

    def store(batch: list[Read]) -> list[Stored]:
        return list(store_each(batch, partial(_store, monitor), _quarantined))

    with ThreadPoolExecutor(1) as writer:
        waiting: Future[list[Stored]] | None = None
        for batch in batches:
            if waiting is not None:
                yield from waiting.result()
            waiting = writer.submit(store, batch)
        if waiting is not None:
            yield from waiting.result()


def _store(monitor: Monitor, read: Sequence[Read]) -> Stored:
    with monitor.open() as connection:
        return store_extractions(connection, read, monitor.now())


def _quarantined(read: Read, reason: str) -> Read:
    """What is stored of a text whose article cannot be."""
    origin, extraction = read
    rejection = Rejection(Outcome.QUARANTINED, f"it cannot be stored: {reason}")
    return origin, Extraction(origin.raw_id, rejection, elapsed_ms=extraction.elapsed_ms)


def _shown(counts: Counter[str]) -> str:
    """What was read so far, in words: "12 stored, 3 new articles"."""
    words = (
        counted(count, name.removesuffix("s").replace("_", " "))
        if name.endswith("s")
        else f"{count:,} {name.replace('_', ' ')}"
        for name, count in sorted(counts.items())
        if count
    )
    return ", ".join(words)


def open_workers(count: int | None = None) -> PageWorkers:
    """Workers for `extract_in_batches`, one per processor that we may use, at most four."""
    return Workers(extract_raw, count or worker_count(), Limits(SECONDS_PER_PAGE, WORKER_BYTES))


def open_seed_workers() -> SeedWorkers:
    """The same for seed files."""
    return Workers(extract_raw_seed, worker_count(), Limits(SECONDS_PER_PAGE, WORKER_BYTES))


def worker_count() -> int:
    """How many workers read texts: one per processor that we may use, at most four."""
    return min(len(os.sched_getaffinity(0)), MOST_WORKERS)


def extract_in_batches(
    workers: PageWorkers,
    texts: Texts,
    batch_size: int,
    spend: Callable[[Origin, float], None] | None = None,
) -> Iterator[list[Read]]:
    """What came of each page, in the order given; the workers never wait for a batch to be full.

    No batch is larger than `batch_size`, also where one slow page held many up. A crash becomes
    `quarantined` with its reason. `spend` is told the seconds that each page took.
    """
    order: deque[Origin] = deque()
    origins: dict[str, Origin] = {}
    results: dict[str, Extraction] = {}

    def given() -> Iterator[RawPage]:
        for origin, page in texts:
            order.append(origin)
            origins[origin.raw_id] = origin
            yield page

    def is_ready() -> bool:
        return len(results) >= batch_size and all(
            origin.raw_id in results for origin in islice(order, batch_size)
        )

    def next_batch() -> list[Read]:
        origins = [order.popleft() for _ in range(min(batch_size, len(order)))]
        return [(origin, results.pop(origin.raw_id)) for origin in origins]

    read = with_progress(workers.map(given()), "pages read", logger=logger)
    for done in read:
        origin = origins.pop(done.item.raw_id)
        if spend is not None:
            spend(origin, done.seconds)
        results[done.item.raw_id] = _extraction(done)
        while is_ready():
            yield next_batch()
    while order:
        yield next_batch()


def _extraction(done: Done[RawPage, Extraction] | Done[RawSeed, Extraction]) -> Extraction:
    raw_id, result = done.item.raw_id, done.result
    if isinstance(result, Crash):
        logger.warning("quarantined %s: %s", raw_id, result.reason)
        rejection = Rejection(Outcome.QUARANTINED, f"the extractor failed: {result.reason}")
        result = Extraction(raw_id, rejection)
    return replace(result, elapsed_ms=round(done.seconds * 1000))

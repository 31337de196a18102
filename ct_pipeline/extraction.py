"""Extraction in processes that may be killed: one page that hangs or crashes costs that page."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.progress import with_progress
from ct_pipeline.warehouse.article_rows import Origin
from ct_pipeline.workers import Crash, Limits, Workers

# A page takes 15 ms, the worst of 260 real ones 0.4 s.
SECONDS_PER_PAGE = 20.0
# Of address space, most of it shared libraries; a worker's own memory stays near 150 MB.
WORKER_BYTES = 1_500_000_000
MOST_WORKERS = 4

PageWorkers: TypeAlias = Workers[RawPage, Extraction]
logger = logging.getLogger(__name__)


def open_workers(count: int | None = None) -> PageWorkers:
    """Workers for `extract_all`, one per processor that we may use, at most four."""
    usable = len(os.sched_getaffinity(0))
    limits = Limits(SECONDS_PER_PAGE, WORKER_BYTES)
    return Workers(extract_raw, count or min(usable, MOST_WORKERS), limits)


def extract_all(
    workers: PageWorkers, pages: Sequence[tuple[Origin, RawPage]]
) -> list[tuple[Origin, Extraction]]:
    """What came of each page, in the order given; a crash becomes `quarantined` with its reason."""
    results: dict[str, Extraction] = {}
    read = workers.map(page for _, page in pages)
    for done in with_progress(read, "pages read", len(pages), logger=logger):
        page, result = done.item, done.result
        if isinstance(result, Crash):
            logger.warning("quarantined %s: %s", page.final_url, result.reason)
            rejection = Rejection(Outcome.QUARANTINED, f"the extractor failed: {result.reason}")
            result = Extraction(page.raw_id, rejection)
        results[page.raw_id] = replace(result, elapsed_ms=round(done.seconds * 1000))
    return [(origin, results[page.raw_id]) for origin, page in pages]

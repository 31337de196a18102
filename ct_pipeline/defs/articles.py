"""Raw texts to clean articles: seeds, archived pages, and the texts that feeds carry."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import dagster as dg

from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION, Extraction
from ct_pipeline.articles.seeds import extract_seed
from ct_pipeline.defs import groups
from ct_pipeline.defs.reports import table
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.extraction import extract_in_batches, open_workers
from ct_pipeline.warehouse.article_rows import Origin
from ct_pipeline.warehouse.articles import Stored, store_extractions
from ct_pipeline.warehouse.raw_pages import Unread, unread_feed_texts, unread_pages
from ct_pipeline.warehouse.seed_files import unread_seeds

ARTICLES = dg.AssetKey(["news", "articles"])
ARTICLE_TEXTS = dg.AssetKey(["news", "article_texts"])
ENTRY_OUTCOMES = dg.AssetKey(["news", "entry_outcomes"])
BATCH = 200  # what one transaction stores
ROUND = 1000  # what one query lists
# How many pages a pass reads again after the extractor changed; the next pass goes on.
MOST_REREADS = 5000
SAMPLES = 20


_table = partial(
    groups.written_table,
    group=groups.ARTICLES,
    above=dg.AssetKey(["news", "fetches"]),
    code_version=EXTRACTOR_VERSION,
)


@dg.multi_asset(
    name="clean_articles",
    specs=[
        _table(ARTICLES, "One row per canonical address or seed file that was stored."),
        _table(ARTICLE_TEXTS, "What the articles say, by revision and extractor version."),
        _table(ENTRY_OUTCOMES, "Exactly one outcome for every feed entry and every seed."),
    ],
)
def clean_articles(
    context: dg.AssetExecutionContext, monitor: Monitor
) -> Iterator[dg.MaterializeResult[None]]:
    """Turns every raw text that is new, or was read by another extractor, into an article.

    Pages are read in processes that may be killed; the database is not held meanwhile.
    """
    stored = _read_seeds(monitor)
    with open_workers() as workers:
        for unread in _rounds(monitor):
            for batch in _store_each(monitor, extract_in_batches(workers, unread, BATCH)):
                stored.add(batch)
            context.log.info("articles: %s", _shown(stored.counts))
    yield dg.MaterializeResult(
        asset_key=ARTICLES,
        metadata={name: stored.counts[name] for name in ("new_articles", "new_revisions")},
    )
    yield dg.MaterializeResult(asset_key=ARTICLE_TEXTS, metadata=_report(stored))
    outcomes = ("stored", "duplicate_url", "not_an_article", "blocked", "quarantined")
    yield dg.MaterializeResult(
        asset_key=ENTRY_OUTCOMES, metadata={name: stored.counts[name] for name in outcomes}
    )


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


def _report(stored: Stored) -> dict[str, dg.MetadataValue]:
    """What another extractor version changed: counts by field, and samples."""
    by_field = Counter(name for change in stored.changes for name in change.fields)
    metadata: dict[str, dg.MetadataValue] = {
        "rereads": dg.MetadataValue.int(stored.counts["rereads"]),
        "changed_texts": dg.MetadataValue.int(len(stored.changes)),
        "changed_fields": dg.MetadataValue.json(dict(by_field)),
    }
    if stored.changes:
        samples = [(change.article_id, change.summary) for change in stored.changes[:SAMPLES]]
        metadata["samples"] = table(("article", "what changed"), samples)
    return metadata


def _shown(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))

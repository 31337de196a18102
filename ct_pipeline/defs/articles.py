"""Raw texts to clean articles: pages as they are fetched, seeds, and texts that feeds carry."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

import dagster as dg

from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION
from ct_pipeline.articles.settling import Stored
from ct_pipeline.defs import stations
from ct_pipeline.defs.pages import FETCHES, result_of_fetching, written_fetches
from ct_pipeline.defs.reports import reported, table
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.steps.extraction import read_articles
from ct_pipeline.steps.fetching import fetch_due_pages
from ct_pipeline.steps.streaming import fetch_and_read

ARTICLES = dg.AssetKey(["news", "articles"])
ARTICLE_TEXTS = dg.AssetKey(["news", "article_texts"])
ENTRY_OUTCOMES = dg.AssetKey(["news", "entry_outcomes"])
NEW = ("new_articles", "new_revisions")
OUTCOMES = ("stored", "duplicate_url", "not_an_article", "blocked", "quarantined")
SAMPLES = 20


_table = partial(
    stations.written_table,
    group=stations.ARTICLES,
    above=FETCHES,
    code_version=EXTRACTOR_VERSION,
)


@dg.multi_asset(
    name="clean_articles",
    specs=[
        written_fetches(),
        _table(ARTICLES, "One row per canonical address or seed file that was stored."),
        _table(ARTICLE_TEXTS, "What the articles say, by revision and extractor version."),
        _table(ENTRY_OUTCOMES, "Exactly one outcome for every feed entry and every seed."),
    ],
    can_subset=True,
)
def clean_articles(
    context: dg.AssetExecutionContext, monitor: MonitorParam
) -> Iterator[dg.MaterializeResult[None]]:
    """Fetches pages into the WARC archive and reads them meanwhile: raw texts become articles.

    Only fetches where only that was selected, and asks no site where it was not: then every raw
    text that is new, or was read by another extractor, becomes an article. Pages are read in
    processes that may be killed; the database is held for moments.
    """
    selected = context.selected_asset_keys
    if selected == {FETCHES}:
        yield result_of_fetching(fetch_due_pages(monitor))
        return
    if FETCHES in selected:
        fetched, stored = fetch_and_read(monitor)
        yield result_of_fetching(fetched)
    else:
        stored = read_articles(monitor)
    yield from reported(
        context,
        [
            dg.MaterializeResult(asset_key=ARTICLES, metadata=_counts(stored, NEW)),
            dg.MaterializeResult(asset_key=ARTICLE_TEXTS, metadata=_report(stored)),
            dg.MaterializeResult(asset_key=ENTRY_OUTCOMES, metadata=_counts(stored, OUTCOMES)),
        ],
    )


def _counts(stored: Stored, names: Iterable[str]) -> dict[str, int]:
    return {name: stored.counts[name] for name in names}


def _report(stored: Stored) -> dict[str, dg.MetadataValue]:
    """What another extractor version changed: counts by field, and samples."""
    by_field = Counter(name for reread in stored.rereads for name in reread.fields)
    metadata: dict[str, dg.MetadataValue] = {
        "rereads": dg.MetadataValue.int(stored.counts["rereads"]),
        "changed_texts": dg.MetadataValue.int(len(stored.rereads)),
        "changed_fields": dg.MetadataValue.json(dict(by_field)),
    }
    if stored.rereads:
        samples = [(reread.article_id, reread.summary) for reread in stored.rereads[:SAMPLES]]
        metadata["samples"] = table(("article", "what changed"), samples)
    return metadata

"""Raw texts to clean articles: seeds, archived pages, and the texts that feeds carry."""

from collections.abc import Iterator

import dagster as dg

from ct_pipeline.articles.seeds import extract_seed
from ct_pipeline.defs import groups
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.warehouse.articles import store_extractions
from ct_pipeline.warehouse.seed_files import unread_seeds

ARTICLES = dg.AssetKey(["news", "articles"])
ARTICLE_TEXTS = dg.AssetKey(["news", "article_texts"])
ENTRY_OUTCOMES = dg.AssetKey(["news", "entry_outcomes"])


def _spec(key: dg.AssetKey, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=[dg.AssetKey(["news", "fetches"])],
        description=description,
        group_name=groups.ARTICLES,
        owners=list(groups.OWNERS),
        kinds={"python", "duckdb"},
    )


@dg.multi_asset(
    name="clean_articles",
    specs=[
        _spec(ARTICLES, "One row per canonical address or seed file that was stored."),
        _spec(ARTICLE_TEXTS, "What the articles say, by revision and extractor version."),
        _spec(ENTRY_OUTCOMES, "Exactly one outcome for every feed entry and every seed."),
    ],
)
def clean_articles(
    context: dg.AssetExecutionContext, monitor: Monitor
) -> Iterator[dg.MaterializeResult[None]]:
    """Turns every raw text that is new, or was read by another extractor, into an article."""
    now = monitor.now()
    with monitor.open() as connection:
        seeds = unread_seeds(connection, monitor.settings.seeds_dir, now)
        extractions = [
            (origin, extract_seed(origin.raw_id, seed.data, seed.unreadable))
            for origin, seed in seeds
        ]
        counts = store_extractions(connection, extractions, now)
    context.log.info("articles: %s", dict(counts))
    metadata = {str(name): dg.MetadataValue.int(count) for name, count in counts.items()}
    yield dg.MaterializeResult(asset_key=ARTICLES, metadata=metadata)
    yield dg.MaterializeResult(asset_key=ARTICLE_TEXTS)
    yield dg.MaterializeResult(asset_key=ENTRY_OUTCOMES)

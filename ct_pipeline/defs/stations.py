"""The stations of an article's journey: Dagster's group names, and what their assets share."""

from collections.abc import Set
from datetime import timedelta

import dagster as dg

FEEDS = "feeds"
PAGES = "pages"
ARTICLES = "articles"
COPIES = "copies"
RELEVANCE = "relevance"
STORIES = "stories"
LEDGER = "ledger"
ALERTS = "alerts"
MARTS = "marts"
PUBLISHED = "published"
EACH_FEED = "each_feed"
HISTORY = "history"

OWNERS = ("team:news-monitor",)

# Of what every pass of the schedule moves: four may fail before somebody is called.
PASS_FRESHNESS = dg.FreshnessPolicy.time_window(
    warn_window=timedelta(minutes=45), fail_window=timedelta(hours=2)
)


def written_table(
    key: dg.AssetKey,
    description: str,
    *,
    group: str,
    above: dg.AssetKey,
    code_version: str,
    freshness_policy: dg.FreshnessPolicy | None = None,
    kinds: Set[str] = frozenset({"python", "duckdb"}),
) -> dg.AssetSpec:
    """One of the tables that a step of several writes, made from the asset `above`."""
    return dg.AssetSpec(
        key,
        deps=[above],
        description=description,
        group_name=group,
        owners=list(OWNERS),
        kinds=set(kinds),
        code_version=code_version,
        freshness_policy=freshness_policy,
    )

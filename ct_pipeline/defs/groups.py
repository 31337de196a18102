"""The stations of an article's journey: Dagster's group names, in order, and the owner."""

from datetime import timedelta

import dagster as dg

FEEDS = "a_feeds"
PAGES = "b_pages"
ARTICLES = "c_articles"
COPIES = "d_copies"
RELEVANCE = "e_relevance"
STORIES = "f_stories"
ALERTS = "g_alerts"
MARTS = "h_marts"
PUBLISHED = "i_published"
EACH_FEED = "j_each_feed"

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
) -> dg.AssetSpec:
    """One of the tables that a step of several writes, made from the asset `above`."""
    return dg.AssetSpec(
        key,
        deps=[above],
        description=description,
        group_name=group,
        owners=list(OWNERS),
        kinds={"python", "duckdb"},
        code_version=code_version,
        freshness_policy=freshness_policy,
    )

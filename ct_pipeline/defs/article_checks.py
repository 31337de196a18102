"""What must hold of articles after every pass, and what deserves a look."""

import dagster as dg

from ct_pipeline.defs.articles import ARTICLE_TEXTS, ARTICLES, ENTRY_OUTCOMES
from ct_pipeline.defs.reports import none_of, table, warning
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.warehouse.articles.extractions import count_broken_articles, quarantined_pages


@dg.asset_check(asset=ARTICLES, blocking=True)
def article_ids_are_unique(monitor: MonitorParam) -> dg.AssetCheckResult:
    """One row per article."""
    return _none_broken(monitor, "repeated_ids", "articles share an id with another")


@dg.asset_check(asset=ARTICLE_TEXTS, blocking=True)
def every_article_has_its_text(monitor: MonitorParam) -> dg.AssetCheckResult:
    """The text in force exists, once, and has words."""
    return _none_broken(monitor, "without_text", "articles have no text in force, or an empty one")


@dg.asset_check(asset=ENTRY_OUTCOMES, blocking=True)
def every_stored_entry_has_its_article(monitor: MonitorParam) -> dg.AssetCheckResult:
    """An entry or seed that was stored leads to an article."""
    return _none_broken(monitor, "stored_without_article", "stored entries lead to no article")


@dg.asset_check(asset=ENTRY_OUTCOMES)
def no_page_is_quarantined(monitor: MonitorParam) -> dg.AssetCheckResult:
    """The extractor failed on no page or seed; a later version tries those again."""
    with monitor.open() as connection:
        pages = quarantined_pages(connection)
    return warning(
        not pages,
        f"the extractor failed on {len(pages)} pages",
        pages=len(pages),
        which=table(("page or seed", "reason"), pages),
    )


def _none_broken(monitor: MonitorParam, name: str, sentence: str) -> dg.AssetCheckResult:
    with monitor.open() as connection:
        return none_of(count_broken_articles(connection)[name], sentence)

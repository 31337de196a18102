"""What must hold of articles after every pass, and what deserves a look."""

import dagster as dg

from ct_pipeline.defs.articles import ARTICLE_TEXTS, ARTICLES, ENTRY_OUTCOMES
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.warehouse.articles import count_broken_articles, quarantined_pages


@dg.asset_check(asset=ARTICLES, blocking=True)
def article_ids_are_unique(monitor: Monitor) -> dg.AssetCheckResult:
    """One row per article."""
    return _none_broken(monitor, "repeated_ids")


@dg.asset_check(asset=ARTICLE_TEXTS, blocking=True)
def every_article_has_its_text(monitor: Monitor) -> dg.AssetCheckResult:
    """The text in force exists, once, and has words."""
    return _none_broken(monitor, "without_text")


@dg.asset_check(asset=ENTRY_OUTCOMES, blocking=True)
def every_stored_entry_has_its_article(monitor: Monitor) -> dg.AssetCheckResult:
    """An entry or seed that was stored leads to an article."""
    return _none_broken(monitor, "stored_without_article")


@dg.asset_check(asset=ENTRY_OUTCOMES)
def no_page_is_quarantined(monitor: Monitor) -> dg.AssetCheckResult:
    """The extractor failed on no page or seed; a later version tries those again."""
    with monitor.open() as connection:
        pages = quarantined_pages(connection)
    rows = [f"| {where} | {reason} |" for where, reason in pages]
    table = "\n".join(["| page or seed | reason |", "|---|---|", *rows])
    return dg.AssetCheckResult(
        passed=not pages,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"the extractor failed on {len(pages)} pages",
        metadata={"pages": len(pages), "which": dg.MetadataValue.md(table)},
    )


def _none_broken(monitor: Monitor, name: str) -> dg.AssetCheckResult:
    with monitor.open() as connection:
        count = count_broken_articles(connection)[name]
    return dg.AssetCheckResult(
        passed=count == 0,
        description=f"{count} {name.replace('_', ' ')}",
        metadata={name: count},
    )

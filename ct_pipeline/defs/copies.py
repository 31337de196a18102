"""Copies of one text: edges between articles, and the dispatches that follow from them."""

from __future__ import annotations

import dagster as dg

from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.defs.groups import COPIES, OWNERS
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.overrides_file import read_overrides_file
from ct_pipeline.warehouse.copies import refresh_edges
from ct_pipeline.warehouse.copy_reports import (
    counts_by_relation,
    describe_dispatches,
    largest_new_dispatches,
)
from ct_pipeline.warehouse.dispatches import regroup


@dg.asset(
    key=["news", "copy_edges"],
    deps=[["news", "article_texts"]],
    group_name=COPIES,
    kinds={"python", "duckdb"},
    owners=list(OWNERS),
    code_version=ALGORITHM_VERSION,
)
def copy_edges(monitor: Monitor) -> dg.MaterializeResult[None]:
    """What any two articles are to each other: copies, excerpts, updates, templates, and why."""
    with monitor.open() as connection:
        counts = refresh_edges(connection)
        relations = counts_by_relation(connection)
    return dg.MaterializeResult(
        metadata={
            "texts": counts.text_count,
            "pairs_compared": counts.pair_count,
            "edges_found": counts.edge_count,
            **relations,
        }
    )


@dg.asset(
    key=["news", "dispatches"],
    deps=[copy_edges],
    group_name=COPIES,
    kinds={"python", "duckdb"},
    owners=list(OWNERS),
    code_version=ALGORITHM_VERSION,
)
def dispatches(monitor: Monitor) -> dg.MaterializeResult[None]:
    """Groups of copies of one text, each with a canonical member and an id that stays."""
    overrides = read_overrides_file(monitor.settings)
    started_at = monitor.now()
    with monitor.open() as connection:
        regrouped = regroup(connection, overrides.links, started_at)
        described = describe_dispatches(connection)
        preview = largest_new_dispatches(connection, started_at)
    return dg.MaterializeResult(
        metadata={
            "articles_regrouped": regrouped.article_count,
            "new_dispatches": regrouped.new_count,
            "merged_dispatches": regrouped.merged_count,
            "moved_articles": regrouped.moved_count,
            **described,
            "largest": dg.MetadataValue.md(preview),
        }
    )

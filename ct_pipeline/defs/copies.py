"""Copies of one text: edges between articles, and the dispatches that follow from them."""

from __future__ import annotations

import dagster as dg

from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.defs.reports import none_of, table, warning
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import COPIES, OWNERS
from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.steps.grouping import compare_texts, group_dispatches
from ct_pipeline.warehouse.copies.reports import (
    count_articles_at_fault,
    count_dispatches_at_fault,
    counts_by_relation,
    describe_dispatches,
    largest_dispatches,
    list_large_dispatches,
    moved_articles,
)
from ct_pipeline.warehouse.relevance.corrections import find_unknown_articles

SHOWN_IDS = 10
LARGEST_HEADINGS = ("articles", "publishers", "text", "longest shared passage")
MOVED_HEADINGS = ("from", "to", "articles", "for example")
LARGE_DISPATCH = 60  # an agency's dispatch on more sites than that deserves a look


@dg.asset(
    key=["news", "copy_edges"],
    deps=[["news", "article_texts"]],
    group_name=COPIES,
    kinds={"python", "duckdb"},
    owners=list(OWNERS),
    code_version=ALGORITHM_VERSION,
)
def copy_edges(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """What any two articles are to each other: copies, excerpts, updates, templates, and why."""
    counts = compare_texts(monitor)
    with monitor.open() as connection:
        relations = counts_by_relation(connection)
    return dg.MaterializeResult(
        metadata={
            "texts": counts.text_count,
            "texts_rebuilt": counts.rebuilt_count,
            "texts_to_rebuild": counts.left_count,
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
def dispatches(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """Groups of copies of one text, each with a canonical member and an id that stays."""
    started_at = monitor.now()
    regrouped = group_dispatches(monitor, started_at)
    with monitor.open() as connection:
        described = describe_dispatches(connection)
        largest = largest_dispatches(connection, regrouped.new_ids)
        moves = moved_articles(connection, started_at)
    return dg.MaterializeResult(
        metadata={
            "articles_regrouped": regrouped.article_count,
            "new_dispatches": len(regrouped.new_ids),
            "merged_dispatches": regrouped.merged_count,
            "moved_articles": regrouped.moved_count,
            **described,
            "largest_new_dispatches": table(LARGEST_HEADINGS, largest),
            "moves": table(MOVED_HEADINGS, moves),
        }
    )


@dg.asset_check(asset=dispatches, blocking=True)
def every_article_is_in_one_dispatch(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No stored article without a dispatch, none in two, no member that is not stored."""
    with monitor.open() as connection:
        faults = count_articles_at_fault(connection)
    return none_of(faults, "articles are not in exactly one dispatch")


@dg.asset_check(asset=dispatches, blocking=True)
def dispatches_have_one_canonical_member(monitor: MonitorParam) -> dg.AssetCheckResult:
    """Each id is one dispatch's, its canonical article its own; round-ups alone, old ids lead."""
    with monitor.open() as connection:
        faults = count_dispatches_at_fault(connection)
    return none_of(faults, "dispatches or old ids are at fault")


@dg.asset_check(asset=dispatches)
def large_dispatches_were_reviewed(monitor: MonitorParam) -> dg.AssetCheckResult:
    """A very large dispatch may be several that were glued; a must_link in overrides.yaml between
    two of its members says that a person has looked."""
    with monitor.open() as connection:
        large = list_large_dispatches(connection, LARGE_DISPATCH)
    named = ", ".join(f"{dispatch_id} ({count})" for dispatch_id, count in large)
    return warning(
        not large,
        f"{len(large)} dispatches of {LARGE_DISPATCH} articles or more: {named or 'none'}",
        large=len(large),
    )


@dg.asset_check(asset=dispatches)
def corrected_articles_are_known(monitor: MonitorParam) -> dg.AssetCheckResult:
    """The articles that overrides.yaml names are stored; what is said of others waits for them."""
    named = read_overrides_file(monitor.settings).article_ids
    with monitor.open() as connection:
        unknown = find_unknown_articles(connection, named)
    shown = ", ".join(unknown[:SHOWN_IDS]) + (", …" if len(unknown) > SHOWN_IDS else "")
    return warning(
        not unknown,
        f"{len(unknown)} article ids in overrides.yaml are not stored, what is said of them waits: "
        f"{shown or 'none'}",
        unknown=len(unknown),
    )

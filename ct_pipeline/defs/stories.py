"""Stories: dispatches that tell one event, joined with evidence."""

from __future__ import annotations

import dagster as dg

from ct_pipeline.defs.reports import none_of, table, warning
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import OWNERS, STORIES
from ct_pipeline.steps.grouping import compare_dispatches, group_stories
from ct_pipeline.stories.edges import ALGORITHM_VERSION
from ct_pipeline.warehouse.stories.reports import (
    count_edges_by_kind,
    count_members_at_fault,
    count_stories_at_fault,
    describe_stories,
    list_large_stories,
    list_new_in_languages,
)

LARGE_STORY = 40
SEVERAL_HEADINGS = ("first seen", "title", "languages", "dispatches", "joined by")


@dg.asset(
    key=["news", "story_edges"],
    deps=[["news", name] for name in ("dispatches", "copy_edges", "mentions", "dispatch_grades")],
    group_name=STORIES,
    kinds={"python", "duckdb"},
    owners=list(OWNERS),
    code_version=ALGORITHM_VERSION,
)
def story_edges(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """Why two dispatches tell one event: the tie, its score, its anchors and their sentences."""
    done = compare_dispatches(monitor)
    with monitor.open() as connection:
        kinds = count_edges_by_kind(connection)
    return dg.MaterializeResult(
        metadata={
            "dispatches_compared": done.dispatch_count,
            "pairs_compared": done.pair_count,
            "edges_found": done.edge_count,
            **kinds,
        }
    )


@dg.asset(
    key=["news", "stories"],
    deps=[story_edges],
    group_name=STORIES,
    kinds={"python", "duckdb"},
    owners=list(OWNERS),
    code_version=ALGORITHM_VERSION,
)
def stories(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """One row per event, with its members and the ids that gave way when stories merged."""
    done = group_stories(monitor, monitor.now())
    with monitor.open() as connection:
        described = describe_stories(connection)
        several = list_new_in_languages(connection)
    return dg.MaterializeResult(
        metadata={
            "dispatches_regrouped": done.dispatch_count,
            "merged_stories": done.merged_count,
            **described,
            "new_in_several_languages": table(SEVERAL_HEADINGS, several),
        }
    )


@dg.asset_check(asset=stories, blocking=True)
def every_dispatch_is_in_one_story(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No dispatch without a story, none in two, no story of a dispatch that is gone."""
    with monitor.open() as connection:
        faults = count_members_at_fault(connection)
    return none_of(faults, "dispatches are not in exactly one story")


@dg.asset_check(asset=stories, blocking=True)
def stories_stand_for_their_own(monitor: MonitorParam) -> dg.AssetCheckResult:
    """Each id is one story's, its canonical article one of its own; old ids lead to a story."""
    with monitor.open() as connection:
        faults = count_stories_at_fault(connection)
    return none_of(faults, "stories share an id, or they or old ids lead nowhere")


@dg.asset_check(asset=stories)
def stories_are_of_plausible_size(monitor: MonitorParam) -> dg.AssetCheckResult:
    """A story of very many dispatches may be several that were glued: look at it."""
    with monitor.open() as connection:
        large = list_large_stories(connection, LARGE_STORY)
    named = ", ".join(f"{story_id} ({count})" for story_id, count in large)
    return warning(
        not large,
        f"{len(large)} stories of {LARGE_STORY} dispatches or more: {named or 'none'}",
        large=len(large),
    )

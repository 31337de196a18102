"""Stories: dispatches that tell one event, joined with evidence."""

from __future__ import annotations

import dagster as dg

from ct_pipeline.defs.groups import OWNERS, STORIES
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.stories.edges import ALGORITHM_VERSION
from ct_pipeline.warehouse.stories import read_update_edges, regroup_stories, write_story_edges

EDGES = dg.AssetKey(["news", "story_edges"])
STORIES_KEY = dg.AssetKey(["news", "stories"])


@dg.asset(
    key=EDGES,
    deps=[
        dg.AssetKey(["news", name])
        for name in ("dispatches", "copy_edges", "mentions", "dispatch_grades")
    ],
    group_name=STORIES,
    kinds={"python", "duckdb"},
    owners=OWNERS,
    code_version=ALGORITHM_VERSION,
)
def story_edges(monitor: Monitor) -> dg.MaterializeResult[None]:
    """Why two dispatches tell one event: the tie, its score, its anchors and their sentences."""
    with monitor.open() as connection:
        counts = write_story_edges(connection, read_update_edges(connection))
    return dg.MaterializeResult(metadata={"edges": counts.total(), "updates": counts["update"]})


@dg.asset(
    key=STORIES_KEY,
    deps=[EDGES],
    group_name=STORIES,
    kinds={"python", "duckdb"},
    owners=OWNERS,
    code_version=ALGORITHM_VERSION,
)
def stories(monitor: Monitor) -> dg.MaterializeResult[None]:
    """One row per event, with its members and the ids that gave way when stories merged."""
    with monitor.open() as connection:
        sizes = regroup_stories(connection, monitor.now())
    several = sum(1 for size in sizes.values() if size > 1)
    return dg.MaterializeResult(
        metadata={"stories": len(sizes), "stories_of_several_dispatches": several}
    )

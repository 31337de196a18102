"""Grouping: articles of one text into dispatches, dispatches of one event into stories."""

from __future__ import annotations

from datetime import datetime

from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.copies import refreshing
from ct_pipeline.warehouse.copies import regrouping as dispatches
from ct_pipeline.warehouse.stories import edges
from ct_pipeline.warehouse.stories import regrouping as stories


def compare_texts(monitor: Monitor) -> refreshing.EdgeCounts:
    """Finds what new and revised texts are to the others: copies, excerpts, updates, templates."""
    with monitor.open() as connection:
        return refreshing.refresh_edges(connection)


def group_dispatches(monitor: Monitor, now: datetime) -> dispatches.Regrouped:
    """Groups copies of one text around whatever changed, people's links included."""
    links = read_overrides_file(monitor.settings).links
    with monitor.open() as connection:
        return dispatches.regroup(connection, links, now)


def compare_dispatches(monitor: Monitor) -> edges.EdgeCounts:
    """Finds which dispatches tell one event, and why."""
    with monitor.open() as connection:
        return edges.refresh_story_edges(connection)


def group_stories(monitor: Monitor, now: datetime) -> stories.Regrouped:
    """Groups dispatches of one event around whatever changed, people's links included."""
    links = read_overrides_file(monitor.settings).story_links
    with monitor.open() as connection:
        return stories.regroup_stories(connection, links, now)

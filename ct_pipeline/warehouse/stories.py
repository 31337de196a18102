"""Stories in the writer's database: what they are grouped from, and the groups in force."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.stories.edges import StoryEdge
from ct_pipeline.stories.grouping import group_dispatches
from ct_pipeline.stories.identity import name_stories
from ct_pipeline.warehouse.rows import append
from ct_pipeline.warehouse.transactions import transaction

SQL_DIR = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class _Member:
    dispatch_id: str
    story_id: str


@dataclass(frozen=True, slots=True)
class _Alias:
    old_id: str
    current_id: str
    since_at: datetime


def read_update_edges(connection: duckdb.DuckDBPyConnection) -> list[StoryEdge]:
    """The ties between a dispatch and a later version of it that is a text of its own."""
    rows = connection.execute((SQL_DIR / "update_edges.sql").read_text("utf-8")).fetchall()
    return [
        StoryEdge(a, b, "update", score, ["shared_passage"], passage, passage)
        for a, b, score, passage in rows
    ]


def write_story_edges(
    connection: duckdb.DuckDBPyConnection, edges: list[StoryEdge]
) -> Counter[str]:
    """Puts the edges in force in place of the former ones; returns how many by kind."""
    with transaction(connection):
        connection.execute("DELETE FROM news.story_edges")
        append(connection, "news.story_edges", edges)
    return Counter(edge.kind for edge in edges)


def regroup_stories(connection: duckdb.DuckDBPyConnection, now: datetime) -> Counter[str]:
    """Groups all dispatches anew from the stored edges, keeping ids; returns counts."""
    dispatch_ids = [
        row[0] for row in connection.execute("SELECT dispatch_id FROM news.dispatches").fetchall()
    ]
    edges = [
        StoryEdge(*row) for row in connection.execute("SELECT * FROM news.story_edges").fetchall()
    ]
    standing = dict(
        connection.execute("SELECT dispatch_id, story_id FROM news.story_members").fetchall()
    )
    published_at = dict(
        connection.execute("SELECT story_id, first_seen_at FROM news.stories").fetchall()
    )
    naming = name_stories(group_dispatches(dispatch_ids, edges), standing, published_at)
    with transaction(connection):
        connection.execute("DELETE FROM news.story_members")
        append(
            connection,
            "news.story_members",
            [_Member(*pair) for pair in sorted(naming.story_of.items())],
        )
        for old_id, current_id in naming.aliases.items():
            connection.execute(
                "UPDATE news.story_aliases SET current_id = ? WHERE current_id = ?",
                [current_id, old_id],
            )
        append(
            connection,
            "news.story_aliases",
            [_Alias(old, current, now) for old, current in sorted(naming.aliases.items())],
        )
        connection.execute("DELETE FROM news.stories")
        connection.execute((SQL_DIR / "insert_stories.sql").read_text("utf-8"))
    return Counter(naming.story_of.values())

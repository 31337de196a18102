"""What people want to see of the stories: counts, the newest in several languages, evidence."""

from __future__ import annotations

from typing import Any

import duckdb

from ct_pipeline.stories.edges import SAME_EVENT, TRANSLATION, UPDATE
from ct_pipeline.warehouse.sql import sql

PREVIEW_STORIES = 10


def count_edges_by_kind(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many edges there are of each kind."""
    counts = dict(
        connection.execute("SELECT kind, count(*) FROM news.story_edges GROUP BY kind").fetchall()
    )
    return {f"{kind}_edges": counts.get(kind, 0) for kind in (SAME_EVENT, TRANSLATION, UPDATE)}


def describe_stories(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many stories there are, of several dispatches, of several languages; the largest."""
    row = connection.execute(sql("stories/sizes")).fetchall()[0]
    names = ("stories", "of_several_dispatches", "of_several_languages", "dispatches_in_largest")
    return dict(zip(names, row, strict=True))


def list_new_in_languages(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """The newest stories in several languages: first seen, title, languages, dispatches, ties."""
    return connection.execute(
        sql("stories/new_in_languages"), {"limit": PREVIEW_STORIES}
    ).fetchall()


def count_members_at_fault(connection: duckdb.DuckDBPyConnection) -> int:
    """Dispatches that are in no story or in several, and members that are no dispatch."""
    return _count(
        connection,
        """
        FROM news.dispatches
        FULL JOIN news.story_members USING (dispatch_id)
        GROUP BY dispatch_id
        HAVING count(story_id) != 1 OR count(canonical_article_id) != 1
        """,
    )


def count_stories_at_fault(connection: duckdb.DuckDBPyConnection) -> int:
    """Stories whose canonical article is not their own, ids that two stories bear, old ids that
    lead nowhere."""
    strangers = _count(
        connection,
        """
        FROM news.stories
        LEFT JOIN news.dispatch_members AS homes ON canonical_article_id = homes.article_id
        LEFT JOIN news.story_members AS members ON homes.dispatch_id = members.dispatch_id
        WHERE members.story_id IS DISTINCT FROM stories.story_id
        """,
    )
    shared = _count(connection, "FROM news.stories GROUP BY story_id HAVING count(*) > 1")
    dangling = _count(
        connection, "FROM news.story_aliases ANTI JOIN news.stories ON current_id = story_id"
    )
    return strangers + shared + dangling


def list_large_stories(connection: duckdb.DuckDBPyConnection, least: int) -> list[tuple[str, int]]:
    """Stories of at least so many dispatches, the largest first: worth a person's look."""
    return connection.execute(
        "SELECT story_id, count(*) FROM news.story_members"
        " GROUP BY ALL HAVING count(*) >= ? ORDER BY count(*) DESC, story_id LIMIT 20",
        [least],
    ).fetchall()


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    rows = connection.execute(f"SELECT count(*) FROM (SELECT 1 {source})").fetchall()
    return int(rows[0][0])

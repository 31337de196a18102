"""What a regrouping of stories starts from: the queue, all that is connected, what is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from ct_pipeline.groups.naming import Group
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.stories.canonical import Member
from ct_pipeline.stories.edges import StoryEdge
from ct_pipeline.stories.grouping import Pair
from ct_pipeline.warehouse.groups.aliases import read_ids
from ct_pipeline.warehouse.groups.links import apply_links
from ct_pipeline.warehouse.rows import read_number, registered_ids
from ct_pipeline.warehouse.sql import sql


def queue_changes(connection: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Queues the dispatches around which links, members or texts changed since the last time."""
    _queue_changed_links(connection, links)
    connection.execute(sql("stories/queue_changes"))


def _queue_changed_links(connection: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Queues the dispatches of links added or taken back, and notes the links in force."""
    apply_links(connection, links, "news.applied_story_links")
    connection.execute(
        "INSERT INTO news.story_queue SELECT dispatch_id FROM news.dispatch_members"
        " SEMI JOIN relinked_articles USING (article_id)"
    )


def take_component(connection: duckdb.DuckDBPyConnection, batch_size: int) -> bool:
    """Temporary table `component`: queued dispatches and all that is connected to them."""
    connection.execute(
        "DELETE FROM news.story_queue"
        " WHERE dispatch_id NOT IN (SELECT dispatch_id FROM news.dispatches)"
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE component AS
        SELECT DISTINCT dispatch_id FROM news.story_queue
        SEMI JOIN news.dispatches USING (dispatch_id)
        ORDER BY dispatch_id LIMIT {batch_size}
        """
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE frontier AS FROM component")
    expand = sql("stories/frontier")
    while read_number(connection, "SELECT count(*) FROM frontier"):
        while read_number(connection, "SELECT count(*) FROM frontier"):
            connection.execute(expand)
            connection.execute("INSERT INTO component FROM frontier")
        _reach_bearers(connection)
    return read_number(connection, "SELECT count(*) FROM component") > 0


def _reach_bearers(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds the stories that bear an id founded in the component, or one that this gave way to.

    A dispatch that had merged into another and is back has no story; the one that bears its id may
    have to give it up.
    """
    members = connection.execute("SELECT dispatch_id FROM component").fetchall()
    founders = [row[0] for row in members] + list(read_former_members(connection))
    aliases, in_force = read_ids(connection, "story", founders)
    borne = in_force | {alias.current_id for alias in aliases}
    with registered_ids(connection, "borne_ids", story_id=sorted(borne)):
        connection.execute(sql("stories/bearers"))
    connection.execute("INSERT INTO component FROM frontier")


def read_members(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, Member], dict[str, datetime]]:
    """The component's dispatches by id, and when each was first seen."""
    rows = connection.execute(sql("stories/members")).fetchall()
    members = {row[0]: Member(*row[:5]) for row in rows}
    return members, {row[0]: row[5] for row in rows}


def read_edges(connection: duckdb.DuckDBPyConnection) -> list[StoryEdge]:
    """All edges within the component."""
    rows = connection.execute(
        """
        SELECT * FROM news.story_edges
        SEMI JOIN component AS a ON dispatch_id_a = a.dispatch_id
        SEMI JOIN component AS b ON dispatch_id_b = b.dispatch_id
        """
    ).fetchall()
    return [StoryEdge(*row) for row in rows]


def read_links(connection: duckdb.DuckDBPyConnection) -> tuple[set[Pair], set[Pair]]:
    """People's links as pairs of dispatches."""
    rows = connection.execute(
        """
        SELECT a.dispatch_id, b.dispatch_id, kind
        FROM news.applied_story_links
        INNER JOIN news.dispatch_members AS a ON article_id_a = a.article_id
        INNER JOIN news.dispatch_members AS b ON article_id_b = b.article_id
        WHERE a.dispatch_id != b.dispatch_id
        """
    ).fetchall()
    must = {(a, b) for a, b, kind in rows if kind == "must_link"}
    return must, {(a, b) for a, b, kind in rows if kind == "cannot_link"}


def read_templates(connection: duckdb.DuckDBPyConnection) -> frozenset[Pair]:
    """The pairs of dispatches whose texts are one template with other slots: two bulletins, two
    courses of one organiser. They tell no event in common."""
    rows = connection.execute(sql("stories/templates")).fetchall()
    return frozenset((a, b) for a, b in rows)


def read_published(connection: duckdb.DuckDBPyConnection) -> list[Group]:
    """The stories as they stand, each by the dispatch that now holds its canonical article."""
    rows = connection.execute(sql("stories/published")).fetchall()
    return [Group(story_id, home, named_at, ()) for story_id, home, named_at in rows]


def read_former_members(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Dispatches that merged into one of the component, with that one."""
    return dict(
        connection.execute(
            "SELECT old_id, current_id FROM news.dispatch_aliases"
            " SEMI JOIN component ON current_id = component.dispatch_id ORDER BY old_id"
        ).fetchall()
    )

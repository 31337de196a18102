"""Stories in the writer's database: only those that something changed in are made anew."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.copies.identify import Dispatch, Named, name_groups
from ct_pipeline.copies.overrides import Link
from ct_pipeline.stories.canonical import Member, choose_canonical_dispatch
from ct_pipeline.stories.edges import StoryEdge
from ct_pipeline.stories.grouping import Pair, group_dispatches
from ct_pipeline.stories.judging import refuse
from ct_pipeline.warehouse.aliases import write_aliases
from ct_pipeline.warehouse.rows import append
from ct_pipeline.warehouse.story_subjects import read_profiles, want
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

SQL_DIR = Path(__file__).parent / "sql"
BATCH_DISPATCHES = 5_000


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A row of news.story_members."""

    dispatch_id: str
    story_id: str


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A row of news.stories."""

    story_id: str
    canonical_article_id: str
    first_seen_at: datetime
    named_at: datetime


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a regrouping did: dispatches looked at, stories made, stories merged into others."""

    dispatch_count: int
    story_count: int
    merged_count: int


def regroup_stories(
    connection: duckdb.DuckDBPyConnection,
    links: Sequence[Link],
    now: datetime,
    *,
    batch_size: int = BATCH_DISPATCHES,
) -> Regrouped:
    """Remakes the stories around every queued dispatch; one transaction per batch.

    Safe to kill and run again: a dispatch stays queued until its story is written.
    """
    with transaction(connection):
        _queue_changed_links(connection, links)
        connection.execute((SQL_DIR / "queue_story_changes.sql").read_text("utf-8"))
    totals = [0, 0, 0]
    while _take_component(connection, batch_size):
        with transaction(connection):
            done = _regroup_component(connection, now)
        totals = [sum(pair) for pair in zip(totals, done, strict=True)]
        logger.info("stories: %d dispatches regrouped", totals[0])
    return Regrouped(*totals)


def _queue_changed_links(connection: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Queues the dispatches of links added or taken back, and notes the links in force."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE wanted_links AS FROM news.applied_story_links LIMIT 0"
    )
    append(connection, "wanted_links", links)
    connection.execute(
        """
        INSERT INTO news.story_queue
        SELECT dispatch_id
        FROM news.dispatch_members
        WHERE article_id IN (
            SELECT unnest([article_id_a, article_id_b]) FROM (
                (FROM wanted_links EXCEPT FROM news.applied_story_links)
                UNION ALL
                (FROM news.applied_story_links EXCEPT FROM wanted_links)
            )
        )
        """
    )
    connection.execute("DELETE FROM news.applied_story_links")
    connection.execute("INSERT INTO news.applied_story_links FROM wanted_links")


def _take_component(connection: duckdb.DuckDBPyConnection, batch_size: int) -> bool:
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
    expand = (SQL_DIR / "story_frontier.sql").read_text("utf-8")
    while connection.execute("SELECT count(*) FROM frontier").fetchall()[0][0]:
        connection.execute(expand)
        connection.execute("INSERT INTO component FROM frontier")
    return bool(connection.execute("SELECT count(*) FROM component").fetchall()[0][0])


def _regroup_component(
    connection: duckdb.DuckDBPyConnection, now: datetime
) -> tuple[int, int, int]:
    members, first_seen_at = _read_members(connection)
    edges = _read_edges(connection)
    must, cannot = _read_links(connection)
    profiles = read_profiles(
        connection, {one for edge in edges for one in (edge.dispatch_id_a, edge.dispatch_id_b)}
    )

    def are_apart(a: str, b: str) -> bool:
        return a in profiles and b in profiles and bool(refuse(profiles[a], profiles[b]))

    groups = group_dispatches(members, edges, must, cannot, are_apart)
    canonical = {
        choose_canonical_dispatch(members[one] for one in group).dispatch_id: group
        for group in groups
    }
    aliases = connection.execute("SELECT old_id, named_at FROM news.story_aliases").fetchall()
    published = _read_published(connection)
    named = name_groups(canonical, published, dict(aliases), now, kind="story")
    rows = list(_story_rows(named.dispatches, members, first_seen_at))
    _write(connection, published, named, rows, now)
    return len(members), len(named.dispatches), len(named.merged)


def _read_members(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, Member], dict[str, datetime]]:
    rows = connection.execute(
        """
        SELECT
            dispatch_id, canonical_article_id, dispatches.agency_credits, published_to, word_count,
            dispatches.first_seen_at
        FROM news.dispatches
        SEMI JOIN component USING (dispatch_id)
        INNER JOIN news.current_texts AS texts ON canonical_article_id = texts.article_id
        """
    ).fetchall()
    members = {row[0]: Member(row[0], row[1], tuple(row[2]), row[3], row[4]) for row in rows}
    return members, {row[0]: row[5] for row in rows}


def _read_edges(connection: duckdb.DuckDBPyConnection) -> list[StoryEdge]:
    rows = connection.execute(
        """
        SELECT * FROM news.story_edges
        SEMI JOIN component AS a ON dispatch_id_a = a.dispatch_id
        SEMI JOIN component AS b ON dispatch_id_b = b.dispatch_id
        """
    ).fetchall()
    return [StoryEdge(*row) for row in rows]


def _read_links(connection: duckdb.DuckDBPyConnection) -> tuple[set[Pair], set[Pair]]:
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


def _read_published(connection: duckdb.DuckDBPyConnection) -> list[Dispatch]:
    """The stories as they stand, each by the dispatch that now holds its canonical article."""
    rows = connection.execute((SQL_DIR / "published_stories.sql").read_text("utf-8")).fetchall()
    return [Dispatch(story_id, home, named_at, ()) for story_id, home, named_at in rows]


def _write(
    connection: duckdb.DuckDBPyConnection,
    published: Sequence[Dispatch],
    named: Named,
    rows: Sequence[StoryRow],
    now: datetime,
) -> None:
    want(connection, "former_stories", "story_id", (story.dispatch_id for story in published))
    connection.execute(
        "DELETE FROM news.stories WHERE story_id IN (SELECT story_id FROM former_stories)"
    )
    connection.execute(
        "DELETE FROM news.story_members WHERE dispatch_id IN (SELECT dispatch_id FROM component)"
        " OR dispatch_id NOT IN (SELECT dispatch_id FROM news.dispatches)"
    )
    append(connection, "news.story_members", list(_member_rows(named.dispatches)))
    append(connection, "news.stories", rows)
    write_aliases(connection, "story", published, named, now)
    connection.execute(
        "DELETE FROM news.story_queue WHERE dispatch_id IN (SELECT dispatch_id FROM component)"
    )


def _story_rows(
    stories: Iterable[Dispatch], members: dict[str, Member], first_seen_at: dict[str, datetime]
) -> Iterable[StoryRow]:
    for story in stories:
        canonical = members[story.canonical_article_id].canonical_article_id
        seen_at = min(first_seen_at[member] for member in story.members)
        yield StoryRow(story.dispatch_id, canonical, seen_at, story.named_at)


def _member_rows(stories: Iterable[Dispatch]) -> Iterable[MemberRow]:
    for story in stories:
        yield from (MemberRow(member, story.dispatch_id) for member in story.members)

"""Dispatches in the database: only the components that something changed in are made anew."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import duckdb
import pyarrow as pa

from ct_pipeline.copies.canonical import choose_canonical, copy_relations
from ct_pipeline.copies.carriers import find_carriers
from ct_pipeline.copies.graph import Edge, Text
from ct_pipeline.copies.group import Groups, group
from ct_pipeline.copies.relate import Relation
from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.groups.naming import Group, Named, name_groups
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.language.counting import counted
from ct_pipeline.process import uncollected
from ct_pipeline.warehouse.copies.components import (
    JOINING_SQL,
    queue_changed_links,
    read_edges,
    read_links,
    read_published,
    read_texts,
    take_component,
)
from ct_pipeline.warehouse.groups.aliases import read_ids, write_aliases
from ct_pipeline.warehouse.isolation import work_in_portions
from ct_pipeline.warehouse.quarantine import Station, put_in_quarantine
from ct_pipeline.warehouse.rows import append, registered, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

BATCH_ARTICLES = 20_000


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One published article that changed its dispatch."""

    changed_at: datetime
    algorithm_version: str
    article_id: str
    old_dispatch_id: str
    new_dispatch_id: str


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a regrouping did: articles looked at, dispatches new, merged away, articles moved."""

    article_count: int = 0
    new_ids: frozenset[str] = frozenset()
    merged_count: int = 0
    moved_count: int = 0

    def __add__(self, other: Regrouped) -> Regrouped:
        return Regrouped(
            self.article_count + other.article_count,
            self.new_ids | other.new_ids,
            self.merged_count + other.merged_count,
            self.moved_count + other.moved_count,
        )


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A row of news.dispatch_members."""

    article_id: str
    dispatch_id: str
    copy_relation: str
    is_canonical: bool
    algorithm_version: str


def regroup(
    connection: duckdb.DuckDBPyConnection,
    links: Sequence[Link],
    now: datetime,
    *,
    batch_articles: int = BATCH_ARTICLES,
) -> Regrouped:
    """Remakes the dispatches around every queued article; one transaction per batch.

    Safe to kill and run again: an article stays queued until its dispatches are written. What
    belongs together and cannot be grouped stands alone, article by article, and is noted.
    """
    with transaction(connection):
        queue_changed_links(connection, links)
    total = Regrouped()

    def regroup_batch() -> Regrouped:
        with transaction(connection):
            return _regroup_batch(connection, now)

    def put_apart(reason: str) -> Regrouped:
        with transaction(connection):
            for (article_id,) in connection.execute("FROM component").fetchall():
                put_in_quarantine(connection, Station.COPIES, article_id, reason)
            return _regroup_batch(connection, now, are_apart=True)

    take = partial(take_component, connection)
    for done in work_in_portions(take, regroup_batch, put_apart, batch_articles):
        total += done
        logger.info("dispatches: %s regrouped", counted(total.article_count, "article"))
    return total


@uncollected()
def _regroup_batch(
    connection: duckdb.DuckDBPyConnection, now: datetime, *, are_apart: bool = False
) -> Regrouped:
    """Writes the dispatches of the component; `are_apart`: one for each article."""
    texts = read_texts(connection)
    edges = [] if are_apart else find_carriers(texts, read_edges(connection))
    published = read_published(connection)
    aliases, taken = read_ids(connection, "dispatch", texts)
    links = ((), ()) if are_apart else read_links(connection)
    grouped = group(texts, edges, *links)
    edges_of = edges_by_group(grouped, edges)
    canonical_of = {
        members: choose_canonical([texts[member] for member in members], edges_of[members])
        for members in grouped.groups
    }
    named = name_groups(
        {canonical: members for members, canonical in canonical_of.items()},
        published,
        aliases,
        now,
        taken_elsewhere=taken,
    )
    rows = [
        row
        for dispatch in named.groups
        for row in _member_rows(dispatch, texts, edges_of[dispatch.members], grouped.roundups)
    ]
    moves = _moves(published, rows, now)
    _write(connection, named, rows, moves, now)
    _label_roundups(connection, grouped.roundups)
    before = frozenset(dispatch.group_id for dispatch in published)
    after = frozenset(dispatch.group_id for dispatch in named.groups)
    return Regrouped(len(texts), after - before, len(before - after), len(moves))


def edges_by_group(grouped: Groups, edges: Sequence[Edge]) -> dict[tuple[str, ...], list[Edge]]:
    """The edges within each group."""
    home = {member: members for members in grouped.groups for member in members}
    found: dict[tuple[str, ...], list[Edge]] = {members: [] for members in grouped.groups}
    for edge in edges:
        if home[edge.article_id_a] is home[edge.article_id_b]:
            found[home[edge.article_id_a]].append(edge)
    return found


def _member_rows(
    dispatch: Group, texts: dict[str, Text], edges: Sequence[Edge], roundups: frozenset[str]
) -> list[MemberRow]:
    members = [texts[member] for member in dispatch.members]
    canonical = dispatch.canonical_member
    relations = relations_within(canonical, members, edges, roundups)
    return [
        MemberRow(
            article_id, dispatch.group_id, relation, article_id == canonical, ALGORITHM_VERSION
        )
        for article_id, relation in relations.items()
    ]


def relations_within(
    canonical: str, members: Sequence[Text], edges: Sequence[Edge], roundups: frozenset[str]
) -> dict[str, str]:
    """What each member of a dispatch is to its canonical one; a round-up stands alone."""
    return {
        article_id: str(Relation.ROUNDUP) if article_id in roundups else relation
        for article_id, relation in copy_relations(canonical, members, edges).items()
    }


def _moves(published: Sequence[Group], rows: Sequence[MemberRow], now: datetime) -> list[MoveRow]:
    before = {member: old.group_id for old in published for member in old.members}
    return [
        MoveRow(now, ALGORITHM_VERSION, row.article_id, before[row.article_id], row.dispatch_id)
        for row in rows
        if before.get(row.article_id, row.dispatch_id) != row.dispatch_id
    ]


def _write(
    connection: duckdb.DuckDBPyConnection,
    named: Named,
    rows: Sequence[MemberRow],
    moves: Sequence[MoveRow],
    now: datetime,
) -> None:
    former = connection.execute(
        """
        DELETE FROM news.dispatches WHERE dispatch_id IN (
            SELECT dispatch_id FROM news.dispatch_members SEMI JOIN component USING (article_id)
        )
        RETURNING dispatch_id, first_seen_at
        """
    ).fetchall()
    connection.execute(
        "DELETE FROM news.dispatch_members WHERE article_id IN (SELECT article_id FROM component)"
    )
    append(connection, "news.dispatch_members", rows)
    _write_dispatches(connection, named.groups)
    _queue_stories(connection, dict(former))
    append(connection, "news.dispatch_changes", moves)
    write_aliases(connection, "dispatch", named, now)
    touch(connection, "articles", "SELECT article_id FROM component")
    connection.execute(
        "DELETE FROM news.regroup_queue WHERE article_id IN (SELECT article_id FROM component)"
    )


def _write_dispatches(connection: duckdb.DuckDBPyConnection, dispatches: Sequence[Group]) -> None:
    named = pa.table(
        {
            "dispatch_id": [one.group_id for one in dispatches],
            "named_at": pa.array([one.named_at for one in dispatches], pa.timestamp("us", "UTC")),
        }
    )
    with registered(connection, "named_dispatches", named):
        connection.execute(sql("copies/new_dispatches"))


def _queue_stories(connection: duckdb.DuckDBPyConnection, former: Mapping[str, datetime]) -> None:
    """Queues for the stories the dispatches that are no longer first seen when they were."""
    rows = connection.execute(
        "SELECT dispatch_id, first_seen_at FROM news.dispatches"
        " WHERE canonical_article_id IN (SELECT article_id FROM component)"
    ).fetchall()
    moved = [row[0] for row in rows if former.get(row[0], row[1]) != row[1]]
    with registered_ids(connection, "moved", dispatch_id=moved):
        connection.execute("INSERT INTO news.story_queue SELECT dispatch_id FROM moved")


def _label_roundups(connection: duckdb.DuckDBPyConnection, roundups: frozenset[str]) -> None:
    """A copy edge with a round-up at one end is called roundup, and loses that name with it."""
    with registered_ids(connection, "roundup_ids", article_id=sorted(roundups)):
        connection.execute(sql("copies/label_roundups", joining=JOINING_SQL))

"""Stories in the writer's database: only those that something changed in are made anew."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias

import duckdb

from ct_pipeline.groups.naming import Group, Named, name_groups
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.language.counting import counted
from ct_pipeline.process import uncollected
from ct_pipeline.stories.canonical import Member, choose_canonical_dispatch
from ct_pipeline.stories.edges import UPDATE, StoryEdge
from ct_pipeline.stories.grouping import Pair, group_dispatches
from ct_pipeline.stories.judging import ACCEPT, measure
from ct_pipeline.stories.refusals import refuse
from ct_pipeline.stories.surveys import find_surveys
from ct_pipeline.warehouse.groups.aliases import read_ids, write_aliases
from ct_pipeline.warehouse.isolation import work_in_portions
from ct_pipeline.warehouse.quarantine import Station, put_in_quarantine
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.stories.components import (
    queue_changes,
    read_edges,
    read_former_members,
    read_links,
    read_members,
    read_published,
    read_templates,
    take_component,
)
from ct_pipeline.warehouse.stories.subjects import read_profiles
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

BATCH_DISPATCHES = 5_000

Grouping: TypeAlias = Callable[
    [duckdb.DuckDBPyConnection, Mapping[str, Member]], list[tuple[str, ...]]
]


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

    Safe to kill and run again: a dispatch stays queued until its story is written. What belongs
    together and cannot be grouped stands alone, dispatch by dispatch, and is noted.
    """
    with transaction(connection):
        queue_changes(connection, links)
    totals = [0, 0, 0]

    def regroup_batch() -> tuple[int, int, int]:
        with transaction(connection):
            return _regroup_component(connection, now, _group)

    def put_apart(reason: str) -> tuple[int, int, int]:
        with transaction(connection):
            for (dispatch_id,) in connection.execute("FROM component").fetchall():
                put_in_quarantine(connection, Station.STORIES, dispatch_id, reason)
            return _regroup_component(connection, now, _each_alone)

    take = partial(take_component, connection)
    for done in work_in_portions(take, regroup_batch, put_apart, batch_size):
        totals = [sum(pair) for pair in zip(totals, done, strict=True)]
        logger.info("stories: %s regrouped", counted(totals[0], "dispatch"))
    return Regrouped(*totals)


def _each_alone(
    _connection: duckdb.DuckDBPyConnection, members: Mapping[str, Member]
) -> list[tuple[str, ...]]:
    return [(dispatch_id,) for dispatch_id in sorted(members)]


def _group(
    connection: duckdb.DuckDBPyConnection, members: Mapping[str, Member]
) -> list[tuple[str, ...]]:
    """The component's dispatches by the event that they tell."""
    templates = read_templates(connection)
    edges = [
        edge
        for edge in read_edges(connection)
        if (edge.dispatch_id_a, edge.dispatch_id_b) not in templates
    ]
    must, cannot = read_links(connection)
    profiles = read_profiles(connection, _find_unjudged(edges, must))

    def are_apart(a: str, b: str) -> bool:
        if (min(a, b), max(a, b)) in templates:
            return True
        return a in profiles and b in profiles and bool(refuse(profiles[a], profiles[b]))

    def likeness(a: str, b: str) -> float:
        return measure(profiles[a], profiles[b]).score if {a, b} <= profiles.keys() else ACCEPT

    surveys = find_surveys(edges, profiles, are_apart)
    told = (
        edge
        for edge in edges
        if edge.kind == UPDATE or not {edge.dispatch_id_a, edge.dispatch_id_b} & surveys
    )
    return group_dispatches(members, told, must, cannot, are_apart, likeness)


@uncollected()
def _regroup_component(
    connection: duckdb.DuckDBPyConnection, now: datetime, grouped_by: Grouping
) -> tuple[int, int, int]:
    members, first_seen_at = read_members(connection)
    groups = grouped_by(connection, members)
    canonical = {
        choose_canonical_dispatch(members[one] for one in group).dispatch_id: group
        for group in groups
    }
    published = read_published(connection)
    former = read_former_members(connection)
    aliases, taken = read_ids(connection, "story", [*members, *former])
    named = name_groups(
        canonical,
        published,
        aliases,
        now,
        kind="story",
        taken_elsewhere=taken,
        former_members=former,
    )
    rows = list(_story_rows(named.groups, members, first_seen_at))
    _write(connection, published, named, rows, now)
    before = {story.group_id for story in published}
    after = {story.group_id for story in named.groups}
    return len(members), len(after), len(before - after)


def _find_unjudged(edges: Iterable[StoryEdge], must: Iterable[Pair]) -> set[str]:
    """The dispatches that are connected with one that no edge judges them with: of the others the
    grouping asks nothing that the edges do not say."""
    pairs = {is_update: set[Pair]() for is_update in (False, True)}
    for edge in edges:
        pairs[edge.kind == UPDATE].add((edge.dispatch_id_a, edge.dispatch_id_b))
    unjudged = pairs[True].union(must)
    near: dict[str, set[str]] = {}
    for a, b in pairs[False] | unjudged:
        near.setdefault(a, {a}).add(b)
        near.setdefault(b, {b}).add(a)
    return {one for pair in unjudged for one in pair} | {
        one for one, others in near.items() if any(near[other] != others for other in others)
    }


def _write(
    connection: duckdb.DuckDBPyConnection,
    published: Sequence[Group],
    named: Named,
    rows: Sequence[StoryRow],
    now: datetime,
) -> None:
    former = {story.group_id for story in published}
    with registered_ids(connection, "former_stories", story_id=former):
        connection.execute(
            "DELETE FROM news.stories WHERE story_id IN (SELECT story_id FROM former_stories)"
        )
    connection.execute(
        "DELETE FROM news.story_members WHERE dispatch_id IN (SELECT dispatch_id FROM component)"
        " OR dispatch_id NOT IN (SELECT dispatch_id FROM news.dispatches)"
    )
    append(connection, "news.story_members", list(_member_rows(named.groups)))
    append(connection, "news.stories", rows)
    write_aliases(connection, "story", named, now)
    touch(
        connection,
        "articles",
        "SELECT article_id FROM news.dispatch_members"
        " WHERE dispatch_id IN (SELECT dispatch_id FROM component)",
    )
    connection.execute(
        "DELETE FROM news.story_queue WHERE dispatch_id IN (SELECT dispatch_id FROM component)"
    )


def _story_rows(
    stories: Iterable[Group], members: dict[str, Member], first_seen_at: dict[str, datetime]
) -> Iterable[StoryRow]:
    for story in stories:
        canonical = members[story.canonical_member].canonical_article_id
        seen_at = min(first_seen_at[member] for member in story.members)
        yield StoryRow(story.group_id, canonical, seen_at, story.named_at)


def _member_rows(stories: Iterable[Group]) -> Iterable[MemberRow]:
    for story in stories:
        yield from (MemberRow(member, story.group_id) for member in story.members)

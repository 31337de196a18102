"""Edges between dispatches that tell one event: only what is new or changed is compared."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import duckdb

from ct_pipeline.language.counting import counted
from ct_pipeline.process import uncollected
from ct_pipeline.stories.edges import ALGORITHM_VERSION, StoryEdge, make_edge
from ct_pipeline.stories.evidence import deciding_anchors, sentence_at
from ct_pipeline.stories.judging import LEAST_OPEN, LEAST_SELECTED, MOST_SOUNDS, Judgement, judge
from ct_pipeline.stories.profiles import Profile
from ct_pipeline.stories.reading import read_all_anchors
from ct_pipeline.stories.refusals import WINDOW
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline.stories.weights import LEAST_SELECTIVE, SOUND_WEIGHT
from ct_pipeline.stories.whereabouts import Whereabouts
from ct_pipeline.warehouse.isolation import store_each
from ct_pipeline.warehouse.quarantine import Station, put_in_quarantine, release
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import read_texts
from ct_pipeline.warehouse.stories.subjects import (
    Subject,
    forget_staged,
    read_profiles,
    read_stale_subjects,
    stage_subjects,
)
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

DISPATCHES_PER_BATCH = 2_000
BATCHES_PER_PASS = 50
WINDOW_DAYS = timedelta(days=4)  # the days of publication that may lie within the window of hours
ROUNDING = 1e-4  # of weights that are stored in four bytes

Joined = tuple[Profile, Profile, Judgement]


@dataclass(frozen=True, slots=True)
class EdgeCounts:
    """What a refresh did: dispatches read, pairs compared, edges found between them."""

    dispatch_count: int
    pair_count: int
    edge_count: int


def refresh_story_edges(
    connection: duckdb.DuckDBPyConnection, *, batch_size: int = DISPATCHES_PER_BATCH
) -> EdgeCounts:
    """Compares every dispatch that is new or whose text changed; one transaction per batch.

    Safe to kill and run again: what is stored is complete up to the last batch.
    """
    with transaction(connection):
        _drop_vanished(connection)
    totals = [0, 0, 0]
    for _ in range(BATCHES_PER_PASS):
        subjects, may_be_more = read_stale_subjects(connection, batch_size)
        if not subjects:
            break
        release(connection, Station.STORIES, (subject.dispatch_id for subject in subjects))
        compare = partial(_compare, connection)
        for pairs, edges in store_each(subjects, compare, partial(_without_text, connection)):
            totals = [totals[0], totals[1] + pairs, totals[2] + edges]
        totals[0] += len(subjects)
        logger.info("stories: %s compared", counted(totals[0], "dispatch"))
        if not may_be_more:
            break
    with transaction(connection):
        _refresh_updates(connection)
    return EdgeCounts(*totals)


@uncollected()
def _compare(connection: duckdb.DuckDBPyConnection, subjects: Sequence[Subject]) -> tuple[int, int]:
    vocabulary = load_vocabulary()
    readings = read_all_anchors([subject.telling for subject in subjects], vocabulary)
    with transaction(connection):
        stage_subjects(connection, list(zip(subjects, readings, strict=True)))
        return _compare_staged(connection)


def _without_text(connection: duckdb.DuckDBPyConnection, subject: Subject, reason: str) -> Subject:
    """The dispatch as one that tells nothing which could join it, noted with the reason."""
    put_in_quarantine(connection, Station.STORIES, subject.dispatch_id, reason)
    nothing = replace(subject.telling, title=None, body="", mentions=())
    return replace(subject, telling=nothing)


def _drop_vanished(connection: duckdb.DuckDBPyConnection) -> None:
    """Forgets dispatches that are no more, and queues those that they were tied to."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE staged_subjects AS
        SELECT dispatch_id FROM news.story_subjects
        ANTI JOIN news.dispatches USING (dispatch_id)
        """
    )
    _drop_edges(connection)
    forget_staged(connection)


def _drop_edges(connection: duckdb.DuckDBPyConnection) -> None:
    """Takes out what ties the staged dispatches (updates come from the copies) and queues it."""
    touched = (
        "FROM news.story_edges WHERE kind != 'update' AND ("
        "dispatch_id_a IN (SELECT dispatch_id FROM staged_subjects)"
        " OR dispatch_id_b IN (SELECT dispatch_id FROM staged_subjects))"
    )
    connection.execute(
        "INSERT INTO news.story_queue"
        f" SELECT DISTINCT unnest([dispatch_id_a, dispatch_id_b]) {touched}"
    )
    connection.execute("INSERT INTO news.story_queue SELECT dispatch_id FROM staged_subjects")
    connection.execute(f"DELETE {touched}")


def _compare_staged(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Edges of the staged dispatches with all that come near; returns pairs and edges."""
    _drop_edges(connection)
    pairs = _find_pairs(connection)
    profiles = read_profiles(connection, {one for pair in pairs for one in pair})
    whereabouts = Whereabouts(profiles.values())
    joined = []
    for a, b in pairs:
        one, other = profiles[a], profiles[b]
        if not whereabouts.are_apart(one, other) and (judgement := judge(one, other)).is_joined:
            joined.append((one, other, judgement))
    edges = _make_edges(connection, joined)
    append(connection, "news.story_edges", edges)
    ends = {one for edge in edges for one in (edge.dispatch_id_a, edge.dispatch_id_b)}
    with registered_ids(connection, "joined_dispatches", dispatch_id=ends):
        connection.execute("INSERT INTO news.story_queue FROM joined_dispatches")
    return len(pairs), len(edges)


def _find_pairs(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Pairs of a staged dispatch and another that may be one event, by what a join can see."""
    days = connection.execute("SELECT min(day), max(day) FROM staged_subjects").fetchone()
    first, last = days if days and days[0] else (date.min, date.min)
    pairs: list[tuple[str, str]] = connection.execute(
        sql("stories/candidates"),
        {
            "first_day": first - WINDOW_DAYS if days and days[0] else first,
            "last_day": last + WINDOW_DAYS,
            "window_hours": WINDOW // timedelta(hours=1),
            "least_selective": LEAST_SELECTIVE - ROUNDING,
            "least_selected": LEAST_SELECTED - ROUNDING,
            "sound_weight": SOUND_WEIGHT,
            "most_sounds": MOST_SOUNDS,
            "least_open": LEAST_OPEN - ROUNDING,
        },
    ).fetchall()
    return pairs


def _make_edges(connection: duckdb.DuckDBPyConnection, joined: Sequence[Joined]) -> list[StoryEdge]:
    """The edges of joined pairs, with the sentence of either text that shows the tie."""
    ends = {profile.dispatch_id for a, b, _ in joined for profile in (a, b)}
    with registered_ids(connection, "wanted_dispatches", dispatch_id=ends):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE joined_texts AS SELECT dispatch_id, text_id"
            " FROM news.story_subjects SEMI JOIN wanted_dispatches USING (dispatch_id)"
        )
    stored = {
        row["text_id"]: (row["title"], row["body"])
        for row in read_texts(connection, "joined_texts", "text_id, title, body").to_pylist()
    }
    texts = {
        dispatch_id: stored[text_id]
        for dispatch_id, text_id in connection.execute("FROM joined_texts").fetchall()
    }
    edges = []
    for a, b, judgement in joined:
        deciding = deciding_anchors(a, b, judgement)
        sentences = [
            sentence_at(anchor, *texts[profile.dispatch_id])
            for anchor, profile in zip(deciding or (), (a, b), strict=False)
        ]
        edges.append(make_edge(a, b, judgement, *sentences))
    return edges


def _refresh_updates(connection: duckdb.DuckDBPyConnection) -> None:
    """Brings the `update` edges in line with the copies', and queues what changed."""
    connection.execute(sql("stories/update_edges"), {"version": ALGORITHM_VERSION})
    former = "(FROM news.story_edges WHERE kind = 'update')"
    connection.execute(
        f"""
        INSERT INTO news.story_queue
        SELECT DISTINCT unnest([dispatch_id_a, dispatch_id_b]) FROM (
            (FROM wanted_updates EXCEPT {former}) UNION ALL ({former} EXCEPT FROM wanted_updates)
        )
        """
    )
    connection.execute("DELETE FROM news.story_edges WHERE kind = 'update'")
    connection.execute("INSERT INTO news.story_edges BY NAME FROM wanted_updates")

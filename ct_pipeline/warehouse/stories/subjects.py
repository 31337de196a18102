"""What each dispatch tells, in the writer's database: finding what is stale, storing anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from ct_pipeline.relevance.entity_mentions import EntityMention
from ct_pipeline.stories.anchors import ANCHORS_VERSION, Anchor, Reading, Telling
from ct_pipeline.stories.days import known_day
from ct_pipeline.stories.profiles import Profile, find_sounds, make_profile
from ct_pipeline.stories.weights import weight_of
from ct_pipeline.warehouse import stored_texts
from ct_pipeline.warehouse.rows import append, read_number, registered, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import read_texts, write_sizes
from ct_pipeline.warehouse.touches import touch


@dataclass(frozen=True, slots=True)
class Subject:
    """A dispatch whose anchors are to be found, with the text that stands for it."""

    dispatch_id: str
    text_id: str
    version: str
    is_roundup: bool
    telling: Telling


@dataclass(frozen=True, slots=True)
class _SubjectRow:
    dispatch_id: str
    text_id: str
    version: str
    is_roundup: bool
    language: str | None
    published_from: datetime | None
    published_to: datetime | None
    day: date | None
    words: list[str]


def read_stale_subjects(
    connection: duckdb.DuckDBPyConnection, limit: int
) -> tuple[list[Subject], bool]:
    """Up to `limit` dispatches whose anchors are missing or stale, newest first, and whether there
    may be more.

    Fewer where their texts are very long; none where there is nothing to do.
    """
    connection.execute(
        sql("stories/stale_subjects"), {"anchors_version": ANCHORS_VERSION, "limit": limit}
    )
    found = read_number(connection, "SELECT count(*) FROM stale_subjects")
    if not found:
        return [], False
    told = "SELECT rowid AS place FROM news.article_texts SEMI JOIN stale_subjects USING (text_id)"
    write_sizes(connection, f"({told})")
    connection.execute(sql("stories/beyond_a_portion"), {"most_bytes": stored_texts.MOST_BYTES})
    rows = connection.execute(
        "SELECT dispatch_id, text_id, version, is_roundup FROM stale_subjects"
        " ORDER BY first_seen_at DESC, dispatch_id"
    ).fetchall()
    columns = "text_id, title, body, language, published_from, published_to"
    texts = {
        row.pop("text_id"): row
        for row in read_texts(connection, "stale_subjects", columns).to_pylist()
    }
    mentions = _read_mentions(connection, list(texts))
    subjects = [
        Subject(
            dispatch_id,
            text_id,
            version,
            is_roundup,
            Telling(**texts[text_id], mentions=tuple(mentions.get(text_id, []))),
        )
        for dispatch_id, text_id, version, is_roundup in rows
    ]
    return subjects, found == limit or len(subjects) < found


def _read_mentions(
    connection: duckdb.DuckDBPyConnection, text_ids: Sequence[str]
) -> dict[str, list[EntityMention]]:
    with registered_ids(connection, "wanted_texts", text_id=text_ids):
        rows = connection.execute(sql("stories/mentions")).fetchall()
    found: dict[str, list[EntityMention]] = {}
    for text_id, *mention in rows:
        found.setdefault(text_id, []).append(EntityMention(*mention))
    return found


def stage_subjects(
    connection: duckdb.DuckDBPyConnection, found: Sequence[tuple[Subject, Reading]]
) -> None:
    """Puts subjects and what they tell in place of the former; temporary table `staged_subjects`.

    Of a round-up nothing is stored that could join it to anything.
    """
    subjects = [_subject_row(subject, reading) for subject, reading in found]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staged_subjects AS FROM news.story_subjects LIMIT 0"
    )
    append(connection, "staged_subjects", subjects)
    forget_staged(connection)
    connection.execute("INSERT INTO news.story_subjects BY NAME FROM staged_subjects")
    told = [
        (row, reading)
        for row, (_, reading) in zip(subjects, found, strict=True)
        if not row.is_roundup
    ]
    for table, rows in (("story_anchors", _anchor_rows(told)), ("story_sounds", _sound_rows(told))):
        with registered(connection, "told_rows", rows):
            connection.execute(f"INSERT INTO news.{table} BY NAME FROM told_rows")


def forget_staged(connection: duckdb.DuckDBPyConnection) -> None:
    """Drops what the staged dispatches told until now."""
    touch(
        connection,
        "articles",
        "SELECT article_id FROM news.article_texts WHERE text_id IN (SELECT text_id"
        " FROM news.story_subjects SEMI JOIN staged_subjects USING (dispatch_id))",
    )
    for table in ("story_subjects", "story_anchors", "story_sounds"):
        connection.execute(
            f"DELETE FROM news.{table}"
            " WHERE dispatch_id IN (SELECT dispatch_id FROM staged_subjects)"
        )


def _subject_row(subject: Subject, reading: Reading) -> _SubjectRow:
    telling = subject.telling
    return _SubjectRow(
        subject.dispatch_id,
        subject.text_id,
        subject.version,
        subject.is_roundup,
        telling.language,
        telling.published_from,
        telling.published_to,
        known_day(telling.published_from, telling.published_to),
        list(reading.words),
    )


def _anchor_rows(told: Sequence[tuple[_SubjectRow, Reading]]) -> pa.Table:
    """The anchors as a table: column by column, because they are many."""
    pairs = [(row, anchor) for row, reading in told for anchor in reading.anchors]
    columns: dict[str, Any] = {
        "dispatch_id": pa.array([row.dispatch_id for row, _ in pairs], pa.string()),
        "day": pa.array([row.day for row, _ in pairs], pa.date32()),
        "weight": pa.array([weight_of(one.kind, one.key) for _, one in pairs], pa.float32()),
    }
    for name in ("kind", "key", "field"):
        columns[name] = pa.array([getattr(one, name) for _, one in pairs], pa.string())
    for name in ("zone", "char_start", "char_end", "sentence_start", "sentence_end"):
        columns[name] = pa.array([int(getattr(one, name)) for _, one in pairs], pa.int32())
    return pa.table(columns)


def _sound_rows(told: Sequence[tuple[_SubjectRow, Reading]]) -> pa.Table:
    """What names can be found by."""
    rows = [
        (row.dispatch_id, row.day, sound, is_name)
        for row, reading in told
        if row.day
        for sound, is_name in find_sounds(reading.anchors, reading.words).items()
    ]
    names = ("dispatch_id", "day", "sound", "is_name")
    types = (pa.string(), pa.date32(), pa.string(), pa.bool_())
    columns = zip(*rows, strict=True) if rows else ([], [], [], [])
    return pa.table(
        {
            name: pa.array(column, kind)
            for name, column, kind in zip(names, columns, types, strict=True)
        }
    )


def read_profiles(
    connection: duckdb.DuckDBPyConnection, dispatch_ids: Iterable[str]
) -> dict[str, Profile]:
    """The stored profiles of some dispatches; those without anchors yet are left out."""
    anchors: dict[str, list[Anchor]] = {}
    with registered_ids(connection, "wanted_dispatches", dispatch_id=set(dispatch_ids)):
        for dispatch_id, *anchor in _fetch_many(
            connection,
            """
            SELECT
                dispatch_id, kind, key, zone, field, char_start, char_end,
                sentence_start, sentence_end
            FROM news.story_anchors SEMI JOIN wanted_dispatches USING (dispatch_id)
            """,
        ):
            anchors.setdefault(dispatch_id, []).append(Anchor(*anchor))
        rows = connection.execute(
            """
            SELECT dispatch_id, language, published_from, published_to, words
            FROM news.story_subjects SEMI JOIN wanted_dispatches USING (dispatch_id)
            """
        ).fetchall()
    return {
        dispatch_id: make_profile(
            dispatch_id, language, first, last, anchors.get(dispatch_id, ()), words
        )
        for dispatch_id, language, first, last, words in rows
    }


def _fetch_many(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(50_000):
        yield from rows

"""What each dispatch tells, in the writer's database: finding what is stale, storing anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from ct_pipeline.stories.anchors import ANCHORS_VERSION, Anchor, Mentioned, Telling
from ct_pipeline.stories.days import known_day
from ct_pipeline.stories.profiles import Profile, make_profile
from ct_pipeline.stories.weights import weight_of
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import read_texts


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


@dataclass(frozen=True, slots=True)
class _AnchorRow:
    dispatch_id: str
    day: date | None
    kind: str
    key: str
    weight: float
    zone: int
    field: str
    char_start: int
    char_end: int


def read_stale_subjects(
    connection: duckdb.DuckDBPyConnection, limit: int, model: str | None = None
) -> list[Subject]:
    """Up to `limit` dispatches whose anchors are missing or stale, newest first.

    `model` names the embedding model in use, if any: another one makes every dispatch stale.
    """
    connection.execute(
        sql("stories/stale_subjects"),
        {"anchors_version": f"{ANCHORS_VERSION} {model or ''}".strip(), "limit": limit},
    )
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
    return [
        Subject(
            dispatch_id,
            text_id,
            version,
            is_roundup,
            Telling(**texts[text_id], mentions=tuple(mentions.get(text_id, []))),
        )
        for dispatch_id, text_id, version, is_roundup in rows
    ]


def _read_mentions(
    connection: duckdb.DuckDBPyConnection, text_ids: Sequence[str]
) -> dict[str, list[Mentioned]]:
    with registered_ids(connection, "wanted_texts", text_id=text_ids):
        rows = connection.execute(sql("stories/mentions")).fetchall()
    found: dict[str, list[Mentioned]] = {}
    for text_id, *mention in rows:
        found.setdefault(text_id, []).append(Mentioned(*mention))
    return found


def stage_subjects(
    connection: duckdb.DuckDBPyConnection, found: Iterable[tuple[Subject, Sequence[Anchor]]]
) -> None:
    """Puts subjects and their anchors in place of the former; temporary table `staged_subjects`."""
    found = list(found)
    subjects = [_subject_row(subject) for subject, _ in found]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staged_subjects AS FROM news.story_subjects LIMIT 0"
    )
    append(connection, "staged_subjects", subjects)
    for table in ("news.story_subjects", "news.story_anchors"):
        connection.execute(
            f"DELETE FROM {table} WHERE dispatch_id IN (SELECT dispatch_id FROM staged_subjects)"
        )
    connection.execute("INSERT INTO news.story_subjects FROM staged_subjects")
    rows = [
        _AnchorRow(
            row.dispatch_id, row.day, one.kind, one.key, weight_of(one.kind, one.key), one.zone,
            one.field, one.char_start, one.char_end,
        )
        for row, (_, anchors) in zip(subjects, found, strict=True)
        for one in anchors
        if not row.is_roundup
    ]  # fmt: skip
    append(connection, "news.story_anchors", rows)


def _subject_row(subject: Subject) -> _SubjectRow:
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
            SELECT dispatch_id, kind, key, zone, field, char_start, char_end
            FROM news.story_anchors SEMI JOIN wanted_dispatches USING (dispatch_id)
            """,
        ):
            anchors.setdefault(dispatch_id, []).append(Anchor(*anchor))
        rows = connection.execute(
            """
            SELECT dispatch_id, language, published_from, published_to
            FROM news.story_subjects SEMI JOIN wanted_dispatches USING (dispatch_id)
            """
        ).fetchall()
    return {
        dispatch_id: make_profile(dispatch_id, language, first, last, anchors.get(dispatch_id, ()))
        for dispatch_id, language, first, last in rows
    }


def _fetch_many(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(50_000):
        yield from rows

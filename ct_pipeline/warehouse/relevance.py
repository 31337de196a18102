"""Mentions, verdicts and grades in the writer's database: what is missing, and storing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.copies.overrides import GradeCorrection
from ct_pipeline.relevance.grading import Graded
from ct_pipeline.relevance.lexicon import Entity
from ct_pipeline.relevance.reading import FALSE_FRIEND
from ct_pipeline.warehouse.rows import append, lent
from ct_pipeline.warehouse.transactions import transaction

SQL_DIR = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class UngradedText:
    """A text in force without a verdict of the rule set in force; `is_stale`: it has an old one."""

    text_id: str
    article_id: str
    title: str | None
    body: str
    language: str | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class _Entity:
    entity_id: str
    name: str
    kind: str
    ruleset_version: str


@dataclass(frozen=True, slots=True)
class _Mention:
    text_id: str
    article_id: str
    entity_id: str
    surface: str
    field: str
    char_start: int
    char_end: int
    sentence: str
    ruleset_version: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    text_id: str
    article_id: str
    ruleset_version: str
    relevance_grade: int
    is_uncertain: bool
    relevance_rule: str
    relevance_evidence: str | None
    topics: list[str]
    graded_at: datetime


def write_entities(
    connection: duckdb.DuckDBPyConnection, entities: Iterable[Entity], version: str
) -> int:
    """Puts the lexicon's entities in place of the former ones; returns how many."""
    rows = [
        _Entity(entity.id, entity.name, entity.kind, version)
        for entity in entities
        if entity.kind != FALSE_FRIEND
    ]
    with transaction(connection):
        connection.execute("DELETE FROM news.entities")
        append(connection, "news.entities", rows)
    return len(rows)


def read_ungraded_texts(
    connection: duckdb.DuckDBPyConnection, version: str, limit: int
) -> list[UngradedText]:
    """Texts in force without a verdict of this version: new ones first, then newest first."""
    rows = connection.execute(
        (SQL_DIR / "ungraded_texts.sql").read_text("utf-8"), {"version": version, "limit": limit}
    ).fetchall()
    return [UngradedText(*row) for row in rows]


def store_graded(
    connection: duckdb.DuckDBPyConnection,
    graded: Sequence[tuple[UngradedText, Graded]],
    version: str,
    now: datetime,
) -> int:
    """Stores verdicts and mentions of one batch at once; returns how many mentions.

    Verdicts accumulate, one per text and version; mentions are those of the newest verdict.
    """
    verdicts = [_verdict_row(text, one, version, now) for text, one in graded]
    mentions = [row for text, one in graded for row in _mention_rows(text, one, version)]
    stale = [text.text_id for text, _ in graded if text.is_stale]
    with transaction(connection):
        if stale:
            with lent(connection, "stale_texts", text_id=stale):
                connection.execute(
                    "DELETE FROM news.mentions WHERE text_id IN"
                    " (SELECT stale_texts.text_id FROM stale_texts)"
                )
        append(connection, "news.verdicts", verdicts)
        append(connection, "news.mentions", mentions)
    return len(mentions)


def regrade_dispatches(
    connection: duckdb.DuckDBPyConnection, corrections: Iterable[GradeCorrection]
) -> int:
    """Gives every dispatch the newest verdict on its canonical text; returns how many changed.

    A person's correction of one of its articles goes before the verdict and says so in the rule.
    """
    with transaction(connection):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE grade_corrections"
            " (article_id VARCHAR, grade INTEGER, rule VARCHAR)"
        )
        for given in corrections:
            rule = f"corrected by {given.reason.who}: {given.reason.why}"
            connection.execute(
                "INSERT INTO grade_corrections VALUES (?, ?, ?)",
                [given.article_id, given.grade, rule],
            )
        connection.execute((SQL_DIR / "wanted_dispatch_grades.sql").read_text("utf-8"))
        connection.execute(
            "DELETE FROM news.dispatch_grades WHERE dispatch_id IN"
            " (SELECT g.dispatch_id FROM news.dispatch_grades AS g"
            "  LEFT JOIN wanted_dispatch_grades AS w ON g.dispatch_id = w.dispatch_id"
            "  WHERE w.dispatch_id IS NULL OR w IS DISTINCT FROM g)"
        )
        row = connection.execute(
            "INSERT INTO news.dispatch_grades SELECT w.* FROM wanted_dispatch_grades AS w"
            " ANTI JOIN news.dispatch_grades AS g ON w.dispatch_id = g.dispatch_id"
        ).fetchone()
    return int(row[0]) if row else 0


def _verdict_row(text: UngradedText, graded: Graded, version: str, now: datetime) -> _Verdict:
    verdict = graded.verdict
    return _Verdict(
        text.text_id,
        text.article_id,
        version,
        verdict.relevance_grade,
        verdict.is_uncertain,
        verdict.relevance_rule,
        verdict.relevance_evidence,
        list(verdict.topics),
        now,
    )


def _mention_rows(text: UngradedText, graded: Graded, version: str) -> Iterable[_Mention]:
    for mention in graded.mentions:
        yield _Mention(
            text.text_id,
            text.article_id,
            mention.entity_id,
            mention.surface,
            mention.field,
            mention.char_start,
            mention.char_end,
            mention.sentence,
            version,
        )

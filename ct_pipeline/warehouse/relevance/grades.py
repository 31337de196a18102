"""Mentions, verdicts and grades in the writer's database: what is missing, and storing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from ct_pipeline.inputs.overrides import GradeCorrection
from ct_pipeline.relevance.grading import Graded
from ct_pipeline.relevance.lexicon import Entity
from ct_pipeline.relevance.reading import FALSE_FRIEND, UNKNOWN, Circumstances
from ct_pipeline.warehouse.relevance.circumstances import read_circumstances
from ct_pipeline.warehouse.relevance.corrections import find_corrected_dispatches
from ct_pipeline.warehouse.rows import append, read_number, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import read_texts
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction


@dataclass(frozen=True, slots=True)
class UngradedText:
    """A text without a verdict of the rule set in force; `is_stale`: it has one of another."""

    text_id: str
    article_id: str
    title: str | None
    body: str
    language: str | None
    is_stale: bool
    circumstances: Circumstances = UNKNOWN


@dataclass(frozen=True, slots=True)
class _Entity:
    entity_id: str
    name: str
    kind: str
    ruleset_version: str
    wikidata_id: str | None
    country: str | None


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
    """Puts the lexicon's entities beside or in place of the former ones; returns how many.

    Those that the lexicon has no more stay while mentions of another version are in force.
    """
    rows = [
        _Entity(entity.id, entity.name, entity.kind, version, entity.wikidata_id, entity.country)
        for entity in entities
        if entity.kind != FALSE_FRIEND
    ]
    with (
        transaction(connection),
        registered_ids(connection, "known", entity_id=[r.entity_id for r in rows]),
    ):
        connection.execute(
            "DELETE FROM news.entities WHERE entity_id IN (SELECT known.entity_id FROM known)"
            " OR entity_id NOT IN (SELECT entity_id FROM news.mentions)"
        )
        append(connection, "news.entities", rows)
    return len(rows)


def read_ungraded_texts(
    connection: duckdb.DuckDBPyConnection, version: str, limit: int
) -> list[UngradedText]:
    """Texts without a verdict of this version: the `limit` most urgent, new ones before old."""
    connection.execute(sql("relevance/ungraded_texts"), {"version": version, "limit": limit})
    stale = connection.execute("SELECT text_id FROM ungraded_texts WHERE is_stale").fetchall()
    stale_ids = {text_id for (text_id,) in stale}
    found = read_texts(
        connection, "ungraded_texts", "text_id, article_id, title, body, language"
    ).to_pylist()
    around = read_circumstances(connection, [row["text_id"] for row in found])
    return [
        UngradedText(
            **row,
            is_stale=row["text_id"] in stale_ids,
            circumstances=around.get(row["text_id"], UNKNOWN),
        )
        for row in found
    ]


def store_graded(
    connection: duckdb.DuckDBPyConnection,
    graded: Sequence[tuple[UngradedText, Graded]],
    version: str,
    now: datetime,
) -> int:
    """Stores verdicts and mentions of one batch at once; returns how many mentions.

    A text without a grade gets one at once; what replaces a verdict is staged (publish_regraded).
    """
    with transaction(connection):
        return write_graded(connection, graded, version, now)


def write_graded(
    connection: duckdb.DuckDBPyConnection,
    graded: Sequence[tuple[UngradedText, Graded]],
    version: str,
    now: datetime,
) -> int:
    """The same in the caller's transaction."""
    mention_count = 0
    for is_stale, prefix in ((False, "news."), (True, "news.staged_")):
        batch = [(text, one) for text, one in graded if text.is_stale == is_stale]
        verdicts = [_verdict_row(text, one, version, now) for text, one in batch]
        mentions = [row for text, one in batch for row in _mention_rows(text, one, version)]
        append(connection, f"{prefix}verdicts", verdicts)
        mention_count += append(connection, f"{prefix}mentions", mentions)
    graded_now = [text.article_id for text, _ in graded if not text.is_stale]
    with registered_ids(connection, "graded_now", article_id=graded_now):
        touch(connection, "articles", "SELECT article_id FROM graded_now")
    return mention_count


def publish_regraded(connection: duckdb.DuckDBPyConnection, version: str) -> int:
    """Puts all staged verdicts in force at once; returns how many.

    Call it when no text lacks a verdict of this version. Verdicts accumulate, one per text and
    version; mentions are those of the newest verdict.
    """
    with transaction(connection):
        for table in ("news.staged_verdicts", "news.staged_mentions"):
            # Of rules that were replaced before the last text was regraded by them.
            connection.execute(f"DELETE FROM {table} WHERE ruleset_version <> ?", [version])
        connection.execute(
            "DELETE FROM news.mentions WHERE text_id IN (SELECT text_id FROM news.staged_verdicts)"
        )
        connection.execute(
            "DELETE FROM news.verdicts WHERE (text_id, ruleset_version) IN"
            " (SELECT (text_id, ruleset_version) FROM news.staged_verdicts)"
        )
        regraded = read_number(
            connection, "INSERT INTO news.verdicts BY NAME FROM news.staged_verdicts"
        )
        connection.execute("INSERT INTO news.mentions BY NAME FROM news.staged_mentions")
        touch(connection, "articles", "SELECT article_id FROM news.staged_verdicts")
        connection.execute("DELETE FROM news.staged_verdicts")
        connection.execute("DELETE FROM news.staged_mentions")
    return regraded


def count_staged(connection: duckdb.DuckDBPyConnection) -> int:
    """How many verdicts of the rule set to come are staged."""
    return read_number(connection, "SELECT count(*) FROM news.staged_verdicts")


def regrade_dispatches(
    connection: duckdb.DuckDBPyConnection, corrections: Iterable[GradeCorrection]
) -> int:
    """Gives every dispatch the newest verdict on its canonical text; returns how many changed.

    A person's correction of one of its articles goes before the verdict and says so in the rule.
    """
    with transaction(connection):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE grade_corrections"
            " (dispatch_id VARCHAR, grade INTEGER, rule VARCHAR)"
        )
        for corrected in find_corrected_dispatches(connection, corrections):
            given = corrected.applies
            rule = f"corrected by {given.reason.who}: {given.reason.why}"
            connection.execute(
                "INSERT INTO grade_corrections VALUES (?, ?, ?)",
                [corrected.dispatch_id, given.grade, rule],
            )
        connection.execute(sql("relevance/wanted_dispatch_grades"))
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE regraded AS"
            " SELECT coalesce(w.dispatch_id, g.dispatch_id) AS dispatch_id"
            " FROM wanted_dispatch_grades AS w"
            " FULL JOIN news.dispatch_grades AS g ON w.dispatch_id = g.dispatch_id"
            " WHERE w IS DISTINCT FROM g"
        )
        connection.execute("DELETE FROM news.dispatch_grades WHERE dispatch_id IN (FROM regraded)")
        touch(
            connection,
            "articles",
            "SELECT article_id FROM news.dispatch_members WHERE dispatch_id IN (FROM regraded)",
        )
        return read_number(
            connection,
            "INSERT INTO news.dispatch_grades FROM wanted_dispatch_grades"
            " WHERE dispatch_id IN (FROM regraded)",
        )


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

"""Stored texts, as they stand, for trying another lexicon or rule set on them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ct_pipeline.relevance.changes import Standing
from ct_pipeline.relevance.reading import UNKNOWN, Circumstances
from ct_pipeline.warehouse.relevance.circumstances import read_circumstances
from ct_pipeline.warehouse.sql import sql


@dataclass(frozen=True, slots=True)
class GradedText:
    """A text in force with how it stands."""

    text_id: str
    title: str | None
    body: str
    language: str | None
    standing: Standing
    circumstances: Circumstances = UNKNOWN


def read_graded_texts(
    connection: duckdb.DuckDBPyConnection, after: str, limit: int
) -> list[GradedText]:
    """Texts in force that have a verdict, the first `limit` with an id after this one."""
    rows = connection.execute(
        sql("relevance/graded_texts"), {"after": after, "limit": limit}
    ).fetchall()
    around = read_circumstances(connection, [text_id for text_id, *_ in rows])
    return [
        GradedText(
            text_id,
            title,
            body,
            language,
            Standing(article_id, title, grade, rule, evidence),
            around.get(text_id, UNKNOWN),
        )
        for text_id, article_id, title, body, language, grade, rule, evidence in rows
    ]

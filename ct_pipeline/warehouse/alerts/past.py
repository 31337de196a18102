"""What came since a day, as alerting looked at it then: what a rule would have sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import duckdb

from ct_pipeline.alerts.stories import Story
from ct_pipeline.alerts.versions import Past, Version
from ct_pipeline.warehouse.alerts.stories import (
    OPENING,
    read_stories_with,
    read_text_entities,
    read_words_by_sentence,
)
from ct_pipeline.warehouse.rows import read_dicts, registered_ids
from ct_pipeline.warehouse.sql import sql


def read_stories_since(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[Story]:
    """The stories of which a text came or was edited since then, with all their texts."""
    rows = connection.execute(
        "SELECT article_id FROM news.articles WHERE first_seen_at >= $since"
        " UNION SELECT article_id FROM news.article_texts"
        " WHERE revision > 1 AND seen_at >= $since",
        {"since": since},
    ).fetchall()
    return read_stories_with(connection, [row[0] for row in rows], looks_back=True)


def read_past(connection: duckdb.DuckDBPyConnection, stories: Sequence[Story]) -> Past:
    """The versions of the articles of these stories that were edited."""
    present = {text.article_id: text for story in stories for text in story.texts}
    with registered_ids(connection, "wanted", article_id=list(present)):
        rows = read_dicts(connection, sql("alerts/versions"))
    text_ids = [row["text_id"] for row in rows]
    entities = read_text_entities(connection, text_ids)
    words = read_words_by_sentence(connection, text_ids)
    versions: dict[str, list[Version]] = {}
    for row in rows:
        text_id, seen_at, body = row.pop("text_id"), row.pop("seen_at"), row.pop("body")
        now = present[row["article_id"]]
        told = row | {
            "opening": "" if row["title"] else body[:OPENING],
            "agency_credits": tuple(row["agency_credits"]),
            "entities": entities.get(text_id, ()),
            "matched_words": words.get((text_id, row["relevance_evidence"]), ()),
            "relevance_grade": replace(now, seen_grade=row["own_grade"]).grade_before,
        }
        known = versions.setdefault(now.article_id, [])
        came_at = seen_at if known else now.first_seen_at
        known.append(Version(came_at, replace(now, **told), body))
    return Past(versions)

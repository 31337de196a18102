"""A writer's database with graded articles in it, as the earlier stages leave them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from ct_pipeline.alerts.stories import Text
from ct_pipeline_tests.warehouse.filling import add, columns_of

NOW = datetime(2026, 4, 15, 12, 0, tzinfo=UTC)


def some_text(article_id: str, **given: Any) -> Text:
    """One French text of a feed as alerting sees it; `given` are further fields, or others."""
    values: dict[str, Any] = {
        "article_id": article_id,
        "revision": 1,
        "dispatch_id": "d",
        "origin": "feed",
        "first_seen_at": NOW,
        "relevance_grade": 3,
        "language": "fr",
    }
    return Text(**values | given)


def add_article(connection: duckdb.DuckDBPyConnection, article: str, **given: Any) -> None:
    """One graded article of a story; by default French, of grade 2, published an hour ago.

    `given` overrides columns by name; `dispatch`, `story` and `grade` are short for theirs.
    """
    dispatch = given.get("dispatch", f"d-{article}")
    story = given.get("story", dispatch.replace("d-", "s-"))
    published = given.get("published_from", NOW - timedelta(hours=1))
    values = {
        "article_id": article,
        "text_id": f"{article}-1",
        "current_text_id": f"{article}-1",
        "revision": 1,
        "dispatch_id": dispatch,
        "story_id": story,
        "canonical_article_id": article,
        "origin": "feed",
        "source_id": "paper",
        "url": f"https://paper.example/{article}",
        "first_seen_at": NOW,
        "published_from": published,
        "published_to": published,
        "published_precision": "unknown" if published is None else "minute",
        "copy_relation": "original",
        "is_canonical": True,
        "title": f"Titre {article}",
        "language": "fr",
        "publisher": "Le Papier",
        "body": "L'ONUCT se réunit à Rabat. Le Maroc accueille la rencontre.",
        "relevance_grade": given.get("grade", 2),
        "relevance_evidence": "L'ONUCT se réunit à Rabat.",
        "topics": ["dialogue"],
        "ruleset_version": "r1",
        **given,
    }
    for table in ("articles", "article_texts", "dispatch_members"):
        insert(connection, table, values)
    for table, key in (("dispatch_grades", "dispatch_id"), ("story_members", "dispatch_id")):
        if not _has(connection, table, key, dispatch):
            insert(connection, table, values)
    if not _has(connection, "stories", "story_id", story):
        insert(connection, "stories", values)


def add_mention(
    connection: duckdb.DuckDBPyConnection, text_id: str, entity_id: str, surface: str, sentence: str
) -> None:
    """An entity that a sentence of a text names."""
    values = {
        "text_id": text_id,
        "article_id": text_id.rsplit("-", 1)[0],
        "entity_id": entity_id,
        "surface": surface,
        "field": "body",
        "sentence": sentence,
        "name": entity_id.upper(),
        "kind": "un",
    }
    insert(connection, "mentions", values)
    insert(connection, "entities", values)


def revise(connection: duckdb.DuckDBPyConnection, article: str, revision: int, body: str) -> None:
    """A new text of an article."""
    connection.execute(
        "INSERT INTO news.article_texts BY NAME SELECT * REPLACE ("
        "$text AS text_id, $revision AS revision, $body AS body) FROM news.article_texts"
        " WHERE article_id = $article AND revision = $revision - 1",
        {"text": f"{article}-{revision}", "revision": revision, "body": body, "article": article},
    )
    connection.execute(
        "UPDATE news.articles SET current_text_id = ? WHERE article_id = ?",
        [f"{article}-{revision}", article],
    )


def regrade(
    connection: duckdb.DuckDBPyConnection, dispatch: str, grade: int, rules: str = "r1"
) -> None:
    """A new grade for a dispatch, by a person or by a version of the rules."""
    connection.execute(
        "UPDATE news.dispatch_grades SET relevance_grade = ?, ruleset_version = ?"
        " WHERE dispatch_id = ?",
        [grade, rules, dispatch],
    )


def add_verdict(
    connection: duckdb.DuckDBPyConnection, text_id: str, grade: int, rules: str = "r1"
) -> None:
    """What a version of the rules says of one text."""
    values = {
        "text_id": text_id,
        "article_id": text_id.rsplit("-", 1)[0],
        "relevance_grade": grade,
        "ruleset_version": rules,
    }
    insert(connection, "verdicts", values)


def insert(connection: duckdb.DuckDBPyConnection, table: str, values: dict[str, Any]) -> None:
    """A row of those values that are columns of the table."""
    columns = columns_of(connection, table)
    add(connection, table, at=NOW, **{name: values[name] for name in columns if name in values})


def _has(connection: duckdb.DuckDBPyConnection, table: str, key: str, value: str) -> bool:
    sql = f"SELECT count(*) FROM news.{table} WHERE {key} = ?"
    return connection.execute(sql, [value]).fetchall() != [(0,)]

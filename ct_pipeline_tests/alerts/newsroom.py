"""A writer's database with graded articles in it, as the earlier stages leave them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

NOW = datetime(2026, 4, 15, 12, 0, tzinfo=UTC)

ARTICLE = """
INSERT INTO news.articles BY NAME SELECT
    $article AS article_id, $origin AS origin, $source AS source_id, $article AS entry_id,
    $url AS url, $first_seen AS first_seen_at, $text AS current_text_id;
INSERT INTO news.dispatch_members VALUES ($article, $dispatch, $relation, $canonical, 'copies/1');
"""
TEXT = """
INSERT INTO news.article_texts BY NAME SELECT
    $text AS text_id, $article AS article_id, $revision AS revision, 'x' AS extractor_version,
    $first_seen AS seen_at, $title AS title, [] AS agency_credits, $language AS language,
    $publisher AS publisher, $published AS published_from, $published AS published_to,
    CASE WHEN $published IS NULL THEN 'unknown' ELSE 'minute' END AS published_precision,
    $body AS body, 'text' AS body_method, 10 AS word_count, $text AS body_hash
"""
GROUPS = """
INSERT INTO news.dispatch_grades SELECT $dispatch, $grade, false, 'rule', $evidence, $topics, 'r1'
WHERE $dispatch NOT IN (SELECT dispatch_id FROM news.dispatch_grades);
INSERT INTO news.story_members SELECT $dispatch, $story
WHERE $dispatch NOT IN (SELECT dispatch_id FROM news.story_members);
INSERT INTO news.stories SELECT $story, $article, $first_seen
WHERE $story NOT IN (SELECT story_id FROM news.stories);
"""


def add_article(connection: duckdb.DuckDBPyConnection, article: str, **given: Any) -> None:
    """One graded article of a story; by default French, of grade 2, published an hour ago."""
    dispatch = given.get("dispatch", f"d-{article}")
    values: dict[str, Any] = {
        "article": article,
        "text": f"{article}-1",
        "revision": 1,
        "dispatch": dispatch,
        "story": dispatch.replace("d-", "s-"),
        "origin": "feed",
        "source": "paper",
        "url": f"https://paper.example/{article}",
        "first_seen": NOW,
        "published": NOW - timedelta(hours=1),
        "relation": "original",
        "canonical": True,
        "title": f"Titre {article}",
        "language": "fr",
        "publisher": "Le Papier",
        "body": "L'ONUCT se réunit à Rabat. Le Maroc accueille la rencontre.",
        "grade": 2,
        "evidence": "L'ONUCT se réunit à Rabat.",
        "topics": ["dialogue"],
        **given,
    }
    for sql in (ARTICLE, TEXT, GROUPS):
        run(connection, sql, values)


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


def grade(connection: duckdb.DuckDBPyConnection, dispatch: str, value: int) -> None:
    """A new grade for a dispatch."""
    connection.execute(
        "UPDATE news.dispatch_grades SET relevance_grade = ? WHERE dispatch_id = ?",
        [value, dispatch],
    )


def run(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> None:
    """Statements with those of the named values that each of them uses."""
    for statement in sql.split(";"):
        used = {name: value for name, value in values.items() if f"${name}" in statement}
        if statement.strip():
            connection.execute(statement, used)

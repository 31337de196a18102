"""What the copies stage shows of itself: counts and previews."""

from __future__ import annotations

from datetime import datetime

import duckdb

from ct_pipeline.copies.relate import Relation

PREVIEW_ROWS = 10
PREVIEW_CHARACTERS = 160


def counts_by_relation(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of edges of each relation, zeros included."""
    rows = connection.execute(
        "SELECT relation, count(*) FROM news.copy_edges GROUP BY ALL"
    ).fetchall()
    counts = dict(rows)
    return {f"{relation}_edges": counts.get(str(relation), 0) for relation in Relation}


def describe_dispatches(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many dispatches there are, and how many articles are copies within them."""
    row = connection.execute(
        """
        SELECT
            count(*),
            count(*) FILTER (article_count > 1),
            coalesce(sum(article_count - 1), 0)::BIGINT,
            coalesce(max(article_count), 0)
        FROM news.dispatches
        """
    ).fetchone()
    names = ("dispatches", "dispatches_with_copies", "copies", "largest_dispatch")
    return dict(zip(names, row, strict=True)) if row else {}


def largest_new_dispatches(connection: duckdb.DuckDBPyConnection, since: datetime) -> str:
    """A Markdown table of the largest dispatches with a member first seen in the last day."""
    rows = connection.execute(
        """
        SELECT
            dispatches.article_count,
            dispatches.publisher_count,
            coalesce(texts.title, left(texts.body, 80)) AS heading,
            max_by(edges.shared_passage, len(edges.shared_passage)) AS passage
        FROM news.dispatches
        INNER JOIN news.current_texts AS texts
            ON dispatches.canonical_article_id = texts.article_id
        INNER JOIN news.copy_edges AS edges
            ON dispatches.canonical_article_id IN (edges.article_id_a, edges.article_id_b)
        WHERE
            dispatches.article_count > 1
            AND dispatches.first_seen_at >= ?::TIMESTAMPTZ - INTERVAL 1 DAY
            AND edges.relation IN ('exact_copy', 'near_copy', 'excerpt')
        GROUP BY dispatches.dispatch_id, article_count, publisher_count, texts.title, texts.body
        ORDER BY dispatches.article_count DESC, heading
        LIMIT ?
        """,
        [since, PREVIEW_ROWS],
    ).fetchall()
    lines = ["| articles | publishers | text | longest shared passage |", "|---|---|---|---|"]
    for articles, publishers, title, passage in rows:
        lines.append(f"| {articles} | {publishers} | {_cell(title)} | {_cell(passage)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """A text that cannot break a Markdown table."""
    line = " ".join(text.split()).replace("|", "\\|")
    return line if len(line) <= PREVIEW_CHARACTERS else line[: PREVIEW_CHARACTERS - 1] + "…"

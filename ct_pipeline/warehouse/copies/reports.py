"""What the copies stage shows of itself: counts and previews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import duckdb

from ct_pipeline.copies.relate import Relation
from ct_pipeline.warehouse.rows import lent, read_number

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


def largest_dispatches(connection: duckdb.DuckDBPyConnection, dispatch_ids: Collection[str]) -> str:
    """A Markdown table of the largest of some dispatches, with their longest shared passages."""
    with lent(connection, "some_dispatches", dispatch_id=sorted(dispatch_ids)):
        rows = connection.execute(
            """
            WITH largest AS MATERIALIZED (
                SELECT dispatch_id, canonical_article_id, article_count, publisher_count
                FROM news.dispatches
                SEMI JOIN some_dispatches USING (dispatch_id)
                WHERE article_count > 1
                ORDER BY article_count DESC, dispatch_id
                LIMIT ?
            ),

            ends AS (
                SELECT article_id_a AS article_id, relation, shared_passage FROM news.copy_edges
                UNION ALL
                SELECT article_id_b, relation, shared_passage FROM news.copy_edges
            )

            SELECT
                article_count,
                publisher_count,
                any_value(coalesce(title, url, seed_file, canonical_article_id)) AS heading,
                coalesce(max_by(shared_passage, len(shared_passage)), '') AS passage
            FROM largest
            INNER JOIN news.current_texts AS texts
                ON largest.canonical_article_id = texts.article_id
            LEFT JOIN ends
                ON
                    largest.canonical_article_id = ends.article_id
                    AND ends.relation IN ('exact_copy', 'near_copy', 'excerpt')
            GROUP BY dispatch_id, article_count, publisher_count
            ORDER BY article_count DESC, heading
            """,
            [PREVIEW_ROWS],
        ).fetchall()
    lines = ["| articles | publishers | text | longest shared passage |", "|---|---|---|---|"]
    for articles, publishers, title, passage in rows:
        lines.append(f"| {articles} | {publishers} | {_cell(title)} | {_cell(passage)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """A text that cannot break a Markdown table."""
    line = " ".join(text.split()).replace("|", "\\|")
    return line if len(line) <= PREVIEW_CHARACTERS else line[: PREVIEW_CHARACTERS - 1] + "…"


def moved_articles(connection: duckdb.DuckDBPyConnection, changed_at: datetime) -> str:
    """A Markdown table of the published articles that one regrouping moved: its diff report."""
    rows = connection.execute(
        """
        SELECT
            changes.old_dispatch_id,
            changes.new_dispatch_id,
            count(*) AS article_count,
            min(coalesce(title, url, seed_file, changes.article_id)) AS heading
        FROM news.dispatch_changes AS changes
        INNER JOIN news.current_texts USING (article_id)
        WHERE changes.changed_at = ?
        GROUP BY ALL
        ORDER BY article_count DESC, heading
        LIMIT ?
        """,
        [changed_at, PREVIEW_ROWS],
    ).fetchall()
    lines = ["| from | to | articles | for example |", "|---|---|---|---|"]
    lines += [f"| {old} | {new} | {count} | {_cell(text)} |" for old, new, count, text in rows]
    return "\n".join(lines)


def count_articles_astray(connection: duckdb.DuckDBPyConnection) -> int:
    """Stored articles that are not in exactly one dispatch, and members that are no article."""
    return read_number(
        connection,
        """
        SELECT count(*)
        FROM news.articles
        FULL JOIN (
            SELECT article_id, count(*) AS dispatch_count
            FROM news.dispatch_members
            INNER JOIN news.dispatches USING (dispatch_id)
            GROUP BY article_id
        ) AS members USING (article_id)
        WHERE members.dispatch_count IS DISTINCT FROM 1 OR articles.entry_id IS NULL
        """,
    )


def count_dispatches_at_fault(connection: duckdb.DuckDBPyConnection) -> int:
    """Dispatches whose canonical article is not their one canonical member, ids that two dispatches
    bear, aliases that lead nowhere, and round-ups that do not stand alone."""
    return read_number(
        connection,
        """
        SELECT
            (
                SELECT count(*) FROM (
                    SELECT dispatches.dispatch_id
                    FROM news.dispatches
                    LEFT JOIN news.dispatch_members AS members USING (dispatch_id)
                    GROUP BY dispatches.dispatch_id, dispatches.canonical_article_id
                    HAVING
                        count(*) FILTER (
                            members.is_canonical
                            AND members.article_id = dispatches.canonical_article_id
                        ) != 1
                        OR count(*) FILTER (members.is_canonical) != 1
                        OR (bool_or(members.copy_relation = 'roundup') AND count(*) > 1)
                )
            )
            + (
                SELECT count(*) FROM (
                    FROM news.dispatches SELECT 1 GROUP BY dispatch_id HAVING count(*) > 1
                )
            )
            + (
                SELECT count(*) FROM news.dispatch_aliases
                WHERE current_id NOT IN (SELECT dispatch_id FROM news.dispatches)
            )
        """,
    )


def list_large_dispatches(
    connection: duckdb.DuckDBPyConnection, least_articles: int
) -> list[tuple[str, int]]:
    """Dispatches of very many articles that no person has tied together, the largest first."""
    return connection.execute(
        """
        SELECT dispatch_id, article_count
        FROM news.dispatches
        WHERE
            article_count >= ?
            AND dispatch_id NOT IN (
                SELECT members.dispatch_id
                FROM news.dispatch_members AS members
                INNER JOIN news.applied_links AS links
                    ON members.article_id IN (links.article_id_a, links.article_id_b)
                WHERE links.kind = 'must_link'
            )
        ORDER BY article_count DESC, dispatch_id
        LIMIT 20
        """,
        [least_articles],
    ).fetchall()

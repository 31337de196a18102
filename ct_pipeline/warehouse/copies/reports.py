"""What the copies stage shows of itself: counts and previews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import duckdb

from ct_pipeline.copies.relate import Relation
from ct_pipeline.warehouse.rows import read_number, registered_ids
from ct_pipeline.warehouse.sql import sql

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
    row = connection.execute(sql("copies/sizes")).fetchone()
    names = ("dispatches", "dispatches_with_copies", "copies", "largest_dispatch")
    return dict(zip(names, row, strict=True)) if row else {}


def largest_dispatches(
    connection: duckdb.DuckDBPyConnection, dispatch_ids: Collection[str]
) -> list[tuple[int, int, str, str]]:
    """The largest of some dispatches: articles, publishers, text, longest shared passage."""
    with registered_ids(connection, "some_dispatches", dispatch_id=sorted(dispatch_ids)):
        rows = connection.execute(sql("copies/largest_new"), {"limit": PREVIEW_ROWS}).fetchall()
    return [
        (articles, publishers, _shortened(text), _shortened(passage))
        for articles, publishers, text, passage in rows
    ]


def moved_articles(
    connection: duckdb.DuckDBPyConnection, changed_at: datetime
) -> list[tuple[str, str, int, str]]:
    """The published articles that one regrouping moved: from, to, how many, one for example."""
    rows = connection.execute(
        sql("copies/moves"), {"changed_at": changed_at, "limit": PREVIEW_ROWS}
    ).fetchall()
    return [(old, new, count, _shortened(text)) for old, new, count, text in rows]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_CHARACTERS else line[: PREVIEW_CHARACTERS - 1] + "…"


def count_articles_at_fault(connection: duckdb.DuckDBPyConnection) -> int:
    """Stored articles that are not in exactly one dispatch, and members that are no article."""
    return read_number(
        connection,
        sql("copies/articles_at_fault"),
    )


def count_dispatches_at_fault(connection: duckdb.DuckDBPyConnection) -> int:
    """Dispatches whose canonical article is not their one canonical member, ids that two dispatches
    bear, aliases that lead nowhere, and round-ups that do not stand alone."""
    return read_number(
        connection,
        sql("copies/dispatches_at_fault"),
    )


def list_large_dispatches(
    connection: duckdb.DuckDBPyConnection, least_articles: int
) -> list[tuple[str, int]]:
    """Dispatches of very many articles that no person has tied together, the largest first."""
    return connection.execute(sql("copies/large"), {"least": least_articles}).fetchall()

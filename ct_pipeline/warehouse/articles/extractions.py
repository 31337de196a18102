"""Articles, their texts and the outcomes of entries and seeds: what is written, set by set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from ct_pipeline.articles.outcomes import Extraction
from ct_pipeline.articles.records import KNOWN_FIELDS, Origin, OutcomeRow, TextRow
from ct_pipeline.articles.revisions import KnownText
from ct_pipeline.articles.settling import Settling, Stored
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.pages.tries import BLOCKED_TRIES, BLOCKED_WAIT
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction


def known_texts(
    connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]
) -> dict[str, KnownText]:
    """The text in force of each of these articles that is stored."""
    with registered_ids(connection, "wanted", article_id=article_ids):
        rows = connection.execute(
            f"""
            SELECT articles.article_id, articles.entry_id, {", ".join(KNOWN_FIELDS)}
            FROM news.articles
            INNER JOIN news.article_texts ON articles.current_text_id = article_texts.text_id
            WHERE articles.article_id IN (SELECT wanted.article_id FROM wanted)
            """
        ).fetchall()
    known = {}
    for article_id, entry_id, *columns in rows:
        values = dict(zip(KNOWN_FIELDS, columns, strict=True))
        values["agency_credits"] = tuple(values["agency_credits"])
        known[article_id] = KnownText(entry_id=entry_id, **values)
    return known


def store_extractions(
    connection: duckdb.DuckDBPyConnection,
    extractions: Sequence[tuple[Origin, Extraction]],
    now: datetime,
) -> Stored:
    """Writes what came of these raw texts, in their order, in one transaction."""
    ids = {origin.article_id for origin, _ in extractions}
    ids |= {article_id_of_url(e.canonical_url) for _, e in extractions if e.canonical_url}
    batch = Settling(known_texts(connection, list(ids)), now)
    for origin, extraction in extractions:
        batch.settle(origin, extraction)
    with transaction(connection):
        append(connection, "news.articles", batch.articles)
        append(connection, "news.article_texts", batch.texts)
        append(connection, "news.extractions", batch.extractions)
        _point_to_current_texts(connection, batch.texts)
        _settle_outcomes(connection, batch.outcomes)
    return batch.stored


def _point_to_current_texts(
    connection: duckdb.DuckDBPyConnection, texts: Sequence[TextRow]
) -> None:
    latest = {row.article_id: row.text_id for row in texts}
    with registered_ids(
        connection, "latest", article_id=list(latest), text_id=list(latest.values())
    ):
        connection.execute(
            """
            UPDATE news.articles SET current_text_id = latest.text_id
            FROM latest
            WHERE articles.article_id = latest.article_id
            """
        )
        touch(connection, "articles", "SELECT article_id FROM latest")


def _settle_outcomes(connection: duckdb.DuckDBPyConnection, outcomes: Sequence[OutcomeRow]) -> None:
    """Updates the entries' rows; a seed's first row is inserted."""
    if not outcomes:
        return
    latest = {row.entry_id: row for row in outcomes}
    connection.execute("CREATE OR REPLACE TEMP TABLE settled AS FROM news.entry_outcomes LIMIT 0")
    append(connection, "settled", list(latest.values()))
    connection.execute(sql("articles/keep_next_try"))
    connection.execute(
        sql("articles/settle_outcomes"),
        {"blocked_tries": BLOCKED_TRIES, "blocked_wait": BLOCKED_WAIT},
    )
    connection.execute(
        "INSERT INTO news.entry_outcomes"
        " FROM settled ANTI JOIN news.entry_outcomes AS known USING (entry_id)"
    )
    touch(connection, "entries", "SELECT entry_id FROM settled")
    connection.execute("DROP TABLE settled")


def count_broken_articles(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """What breaks the invariants of articles: each count must be zero."""
    row = connection.execute(sql("articles/broken")).fetchone()
    names = ("repeated_ids", "without_text", "stored_without_article")
    return dict(zip(names, row or (), strict=True))


def quarantined_pages(
    connection: duckdb.DuckDBPyConnection, limit: int = 50
) -> list[tuple[str, str]]:
    """The pages and seeds on which the extractor failed, newest first: which and why."""
    return connection.execute(sql("articles/quarantined"), {"limit": limit}).fetchall()

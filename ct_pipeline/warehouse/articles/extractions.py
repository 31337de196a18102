"""Articles, their texts and the outcomes of entries and seeds: what is written, set by set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from ct_pipeline.articles.outcomes import Extraction
from ct_pipeline.articles.records import KNOWN_FIELDS, Origin, OutcomeRow
from ct_pipeline.articles.revisions import KnownText
from ct_pipeline.articles.settling import Settling, Stored
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.pages.tries import BLOCKED_TRIES, BLOCKED_WAIT
from ct_pipeline.warehouse.current_texts import known_text, point_to_texts
from ct_pipeline.warehouse.rows import append, read_dicts, registered, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction


def known_texts(
    connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]
) -> dict[str, KnownText]:
    """The text in force of each of these articles that is stored."""
    columns = ", ".join(f"texts.{name}" for name in KNOWN_FIELDS)
    with registered_ids(connection, "wanted", article_id=article_ids):
        rows = read_dicts(connection, sql("articles/known_texts", columns=columns))
    return {row.pop("article_id"): known_text(row) for row in rows}


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
        point_to_texts(connection, {row.article_id: row.text_id for row in batch.texts})
        _adopt(connection, batch.adopted)
        _settle_outcomes(connection, batch.outcomes)
    return batch.stored


def _adopt(connection: duckdb.DuckDBPyConnection, origins: Sequence[Origin]) -> None:
    """Articles known from an archive are those of the entries that brought them, from now on."""
    if not origins:
        return
    latest = {origin.article_id: origin for origin in origins}
    arrays = {
        "article_id": list(latest),
        "source_id": [origin.source_id for origin in latest.values()],
        "entry_id": [origin.entry_id for origin in latest.values()],
    }
    with registered(connection, "adopted", pa.table(arrays)):
        connection.execute(
            "UPDATE news.articles SET origin = 'feed', source_id = adopted.source_id,"
            " entry_id = adopted.entry_id FROM adopted"
            " WHERE articles.article_id = adopted.article_id"
        )
        touch(connection, "articles", "SELECT article_id FROM adopted")


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

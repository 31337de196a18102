"""Captures of others in the writer's database: what they meet there, and storing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from ct_pipeline.articles.records import KNOWN_FIELDS
from ct_pipeline.articles.revisions import KnownText
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.history.captures import KeptText
from ct_pipeline.history.settling import CaptureSettling
from ct_pipeline.warehouse.current_texts import known_text, point_to_texts
from ct_pipeline.warehouse.rows import append, read_dicts, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.touches import touch


def write_captures(
    connection: duckdb.DuckDBPyConnection, texts: Sequence[KeptText], now: datetime
) -> CaptureSettling:
    """Stores the articles of captures, in their order and the caller's transaction.

    Their grades are in what is returned: they are another station's.
    """
    ids = {text.origin.article_id for text in texts}
    ids |= {
        article_id_of_url(text.extraction.canonical_url)
        for text in texts
        if text.extraction.canonical_url
    }
    batch = CaptureSettling(_known_revisions(connection, ids), now)
    for text in texts:
        batch.settle(text)
    append(connection, "news.articles", batch.articles)
    append(connection, "news.article_texts", batch.texts)
    append(connection, "news.extractions", batch.extractions)
    point_to_texts(connection, batch.in_force)
    with registered_ids(connection, "captured", article_id={row.article_id for row in batch.texts}):
        touch(connection, "articles", "SELECT article_id FROM captured")
    return batch


def _known_revisions(
    connection: duckdb.DuckDBPyConnection, article_ids: set[str]
) -> dict[str, list[KnownText]]:
    """The texts of these articles, one for each revision, the one in force among them."""
    columns = ", ".join(f"texts.{name}" for name in KNOWN_FIELDS)
    with registered_ids(connection, "wanted", article_id=article_ids):
        rows = read_dicts(connection, sql("history/known_revisions", columns=columns))
    known: dict[str, list[KnownText]] = {}
    for row in rows:
        known.setdefault(row.pop("article_id"), []).append(known_text(row))
    return known

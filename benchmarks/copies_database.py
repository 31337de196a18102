"""A database in memory or on disk, filled with documents in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.wire_families import Document
from ct_pipeline.warehouse.connection import MEMORY_LIMIT
from ct_pipeline.warehouse.migrate import migrate
from ct_pipeline.warehouse.rows import append

NOW = datetime(2025, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ArticleRow:
    """A row of news.articles."""

    article_id: str
    current_text_id: str
    origin: str = "feed"
    entry_id: str = "entry"
    first_seen_at: datetime = NOW


@dataclass(frozen=True)
class TextRow:
    """A row of news.article_texts."""

    text_id: str
    article_id: str
    title: str
    body: str
    language: str
    published_from: datetime | None
    published_to: datetime | None
    word_count: int
    agency_credits: tuple[str, ...] = ()
    field_evidence: tuple[str, ...] = ()
    revision: int = 1
    extractor_version: str = "benchmark"
    raw_id: str = "raw"
    seen_at: datetime = NOW
    extracted_at: datetime = NOW
    published_precision: str = "minute"
    body_method: str = "benchmark"
    body_hash: str = ""


def open_database(file: Path | None = None) -> duckdb.DuckDBPyConnection:
    """An empty writer's database with its usual memory limit."""
    connection = duckdb.connect(str(file) if file else ":memory:")
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'; SET TimeZone = 'UTC'")
    migrate(connection)
    return connection


def store(connection: duckdb.DuckDBPyConnection, documents: Sequence[Document]) -> None:
    """Appends documents as articles."""
    append(
        connection,
        "news.article_texts",
        [
            TextRow(
                text_id="t" + document.article_id,
                article_id=document.article_id,
                title=document.title,
                body=document.body,
                language=document.language,
                published_from=document.published_at,
                published_to=document.published_at,
                word_count=len(document.body.split()),
            )
            for document in documents
        ],
    )
    append(
        connection,
        "news.articles",
        [ArticleRow(document.article_id, "t" + document.article_id) for document in documents],
    )

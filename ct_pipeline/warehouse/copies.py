"""Sketches, candidate pairs and edges: kept exactly as a batch over everything would make them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.progress import with_progress
from ct_pipeline.warehouse.copy_candidates import find_candidates
from ct_pipeline.warehouse.copy_edges import add_edges, drop_edges
from ct_pipeline.warehouse.sketches import replace_sketches
from ct_pipeline.warehouse.stored_texts import read_texts
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

BATCH_TEXTS = 10_000


@dataclass(frozen=True, slots=True)
class EdgeCounts:
    """What a refresh did."""

    text_count: int
    pair_count: int
    edge_count: int


def refresh_edges(
    connection: duckdb.DuckDBPyConnection, *, batch_texts: int = BATCH_TEXTS
) -> EdgeCounts:
    """Brings sketches and edges up to date with the texts in force; one transaction per batch.

    Safe to kill and run again: a text is stale until its signature names it.
    """
    stale_count = _list_stale_texts(connection)
    batches = range(0, stale_count, batch_texts)
    pair_count = edge_count = 0
    for first in with_progress(batches, "copies: batches", len(batches), logger=logger):
        texts = _read_stale_texts(connection, first, batch_texts)
        with transaction(connection):
            pairs, edges = _refresh_batch(connection, texts)
        pair_count, edge_count = pair_count + pairs, edge_count + edges
    return EdgeCounts(stale_count, pair_count, edge_count)


def _list_stale_texts(connection: duckdb.DuckDBPyConnection) -> int:
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE stale_texts AS
        SELECT
            article_id,
            row_number() OVER (ORDER BY published_from NULLS FIRST, article_id) - 1 AS place
        FROM news.current_texts AS texts
        WHERE NOT EXISTS (
            SELECT 1 FROM news.text_signatures AS signatures
            WHERE
                signatures.article_id = texts.article_id
                AND signatures.text_id = texts.text_id
                AND signatures.algorithm_version = ?
        )
        """,
        [ALGORITHM_VERSION],
    )
    row = connection.execute("SELECT count(*) FROM stale_texts").fetchone()
    return int(row[0]) if row else 0


def _read_stale_texts(connection: duckdb.DuckDBPyConnection, first: int, count: int) -> pa.Table:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE batch_articles AS"
        f" SELECT article_id FROM stale_texts WHERE place >= {first} AND place < {first + count}"
    )
    return read_texts(connection, "batch_articles")


def _refresh_batch(connection: duckdb.DuckDBPyConnection, texts: pa.Table) -> tuple[int, int]:
    """Sketches, candidates and edges for changed texts; returns pairs verified and edges found."""
    replace_sketches(connection, texts)
    find_candidates(connection)
    drop_edges(connection)
    return add_edges(connection)

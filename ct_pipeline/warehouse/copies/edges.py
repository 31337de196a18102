"""Edges follow the candidate pairs: those that fell away go, those that are new are verified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ct_pipeline.copies.verify import verify
from ct_pipeline.warehouse.rows import read_number, registered
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import MOST_BYTES, read_texts, write_sizes

BATCH_PAIRS = 2000
DAYS = "published_from::DATE AS day_from, published_to::DATE AS day_to"


def drop_edges(connection: duckdb.DuckDBPyConnection) -> None:
    """Edges of changed texts go, and those of touched texts that are candidates no longer."""
    connection.execute(sql("copies/touched_ids"))
    connection.execute(sql("copies/dropped_edges"))
    connection.execute(
        """
        INSERT INTO regroup_queue
        SELECT article_id FROM touched_ids
        UNION
        SELECT unnest([article_id_a, article_id_b]) FROM dropped_edges
        """
    )
    connection.execute(
        """
        DELETE FROM copy_edges USING dropped_edges
        WHERE
            copy_edges.article_id_a = dropped_edges.article_id_a
            AND copy_edges.article_id_b = dropped_edges.article_id_b
        """
    )


def add_edges(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Verifies the candidates that have no edge yet; returns pairs verified and edges found."""
    pair_count, edge_count = 0, 0
    for batch in _unverified_pairs(connection):
        edges = verify(batch)
        pair_count, edge_count = pair_count + batch.num_rows, edge_count + edges.num_rows
        with registered(connection, "found_edges", pa.Table.from_batches([edges])):
            connection.execute("INSERT INTO copy_edges BY NAME SELECT * FROM found_edges")
    return pair_count, edge_count


def _unverified_pairs(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.RecordBatch]:
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE unverified_pairs AS
        FROM candidate_pairs ANTI JOIN copy_edges USING (article_id_a, article_id_b)
        """
    )
    connection.execute(sql("copies/paired_places"))
    write_sizes(connection, "paired_places")
    limits = {"batch_pairs": BATCH_PAIRS, "most_bytes": MOST_BYTES}
    connection.execute(sql("copies/pair_batches"), limits)
    count = read_number(connection, "SELECT coalesce(max(batch) + 1, 0) FROM pair_batches")
    for batch in range(count):
        pairs = connection.execute(
            "SELECT article_id_a, article_id_b FROM pair_batches WHERE batch = ? ORDER BY ALL",
            [batch],
        ).to_arrow_table()
        yield _with_texts(connection, pairs)


def _with_texts(connection: duckdb.DuckDBPyConnection, pairs: pa.Table) -> pa.RecordBatch:
    """Pairs of articles as `verify` wants them: each two of their versions with text and days."""
    with registered(connection, "id_pairs", pairs):
        connection.execute(sql("copies/version_pairs"))
    connection.execute(sql("copies/paired_texts"))
    texts = read_texts(
        connection, "paired_texts", f"text_id, revision, title, body, language, {DAYS}"
    )
    version_pairs = connection.execute("FROM version_pairs ORDER BY ALL").to_arrow_table()
    columns: dict[str, pa.ChunkedArray[Any]] = {}
    for side in "ab":
        places = pc.index_in(version_pairs[f"text_id_{side}"], texts["text_id"])
        of_side = texts.take(places)
        columns[f"article_id_{side}"] = version_pairs[f"article_id_{side}"]
        columns |= {f"{name}_{side}": of_side[name] for name in of_side.column_names}
    return pa.table(columns).combine_chunks().to_batches()[0]

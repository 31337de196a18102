"""Pairs of texts that share enough of their sketches to be compared."""

from __future__ import annotations

import duckdb

from ct_pipeline.warehouse.copies import sketches
from ct_pipeline.warehouse.sql import sql

LEAST_SHARE = 0.05


def find_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary table `candidate_pairs`: every pair with a touched text that shares enough."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE shared_counts"
        " (key_a UBIGINT, key_b UBIGINT, shared_count BIGINT)"
    )
    for windows in sketches.BOTH_WINDOWS:  # one after the other: each needs its memory
        connection.execute(
            sql(
                "copies/shared_hashes",
                holders=windows.holders,
                shifts=windows.shift_rows,
                leaders=sketches.LEADERS,
            )
        )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidate_pairs AS
        SELECT
            least(a.article_id, b.article_id) AS article_id_a,
            greatest(a.article_id, b.article_id) AS article_id_b
        FROM (
            SELECT key_a, key_b, max(shared_count) AS shared_count
            FROM shared_counts GROUP BY key_a, key_b
        ) AS pairs
        INNER JOIN text_signatures AS a ON pairs.key_a = a.article_key
        INNER JOIN text_signatures AS b ON pairs.key_b = b.article_key
        WHERE shared_count >= {LEAST_SHARE} * least(a.sketch_count, b.sketch_count)
        """
    )

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
                scale=windows.scale,
            )
        )
    connection.execute(sql("copies/candidate_pairs", least_share=LEAST_SHARE))

"""Pairs of texts that share enough of their sketches to be compared.

The two statements are the whole of it, and the same for DuckDB and Spark (`cluster/`); an engine
says how it spells the one thing that both lack a name for, the smallest keys of a hash.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ct_pipeline.copies import graph
from ct_pipeline.warehouse.copies import sketches
from ct_pipeline.warehouse.copies.sketches import Windows
from ct_pipeline.warehouse.sql import sql

LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine spells the last of so many smallest keys, and that a result is kept."""

    last_smallest: str
    materialized: str


DUCKDB = Dialect("list_last(min(article_key, {}))", "MATERIALIZED")
SPARK = Dialect("try_element_at(array_sort(collect_list(article_key)), {})", "")


def find_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary table `candidate_pairs`: every pair with a touched text that shares enough."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE shared_counts"
        " (key_a UBIGINT, key_b UBIGINT, shared_count BIGINT)"
    )
    for windows in sketches.BOTH_WINDOWS:  # one after the other: each needs its memory
        connection.execute(f"INSERT INTO shared_counts {shared_hashes(windows, DUCKDB)}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE candidate_pairs AS {candidate_pairs()}")


def shared_hashes(windows: Windows, dialect: Dialect) -> str:
    """The statement over the holders of hashes and `touched_articles`."""
    return sql(
        "copies/shared_hashes",
        holders=windows.holders,
        shifts=windows.shift_rows,
        leaders=graph.LEADERS,
        scale=windows.scale,
        last_smallest=dialect.last_smallest.format(graph.LEADERS),
        materialized=dialect.materialized,
    )


def candidate_pairs() -> str:
    """The statement over `shared_counts` and `text_signatures`."""
    return sql("copies/candidate_pairs", least_share=LEAST_SHARE)

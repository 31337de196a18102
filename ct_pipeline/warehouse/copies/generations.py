"""Two generations of the copies stage's tables: in force, and being rebuilt by a new algorithm.

The rebuilt one grows in bounded batches over several passes, beside the one that dispatches are
made from, and takes its place in one transaction when it is whole. Only what is new or edited in
the meantime is adopted before (docs/decisions/0052-another-algorithm-is-rebuilt-beside.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import duckdb

from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction

TABLES = ("text_sketches", "text_landmarks", "text_signatures", "copy_edges")


class Generation(StrEnum):
    """The schema that holds the generation's tables."""

    IN_FORCE = "news"
    REBUILT = "rebuilt"


@contextmanager
def generation(connection: duckdb.DuckDBPyConnection, which: Generation) -> Iterator[None]:
    """Within the block, the copies stage's tables without a schema are those of a generation."""
    row = connection.execute("SELECT current_setting('search_path'), current_database()").fetchone()
    before, database = row or ("", "")
    connection.execute(f"SET search_path = '{database}.{which}'")
    try:
        yield
    finally:
        connection.execute(f"SET search_path = '{before}'")


def is_outdated(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the generation in force holds texts that another version of the algorithm read."""
    return bool(
        read_number(
            connection,
            "SELECT count(*) FROM news.text_signatures WHERE algorithm_version <> ?",
            [ALGORITHM_VERSION],
        )
    )


def adopt_edges_of_new_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """What the rebuilt generation says of texts that are new since it was begun counts at once.

    The sketches in force may be of a kind that this version's cannot be compared with.
    """
    with transaction(connection):
        connection.execute(sql("copies/adopted_edges"), {"version": ALGORITHM_VERSION})
        connection.execute(
            "DELETE FROM adopted_edges USING news.copy_edges AS edges"
            " WHERE (adopted_edges.article_id_a, adopted_edges.article_id_b)"
            " = (edges.article_id_a, edges.article_id_b)"
        )
        connection.execute("INSERT INTO news.copy_edges BY NAME FROM adopted_edges")
        connection.execute(
            "INSERT INTO news.regroup_queue"
            " SELECT DISTINCT unnest([article_id_a, article_id_b]) FROM adopted_edges"
        )


def put_in_force(connection: duckdb.DuckDBPyConnection) -> None:
    """The rebuilt generation replaces the one in force, and every article is grouped anew."""
    with transaction(connection):
        for table in TABLES:
            connection.execute(f"DELETE FROM news.{table}")
            connection.execute(f"INSERT INTO news.{table} BY NAME FROM rebuilt.{table}")
            connection.execute(f"DELETE FROM rebuilt.{table}")
        connection.execute("DELETE FROM rebuilt.regroup_queue")
        connection.execute("DELETE FROM news.regroup_queue")
        connection.execute(
            "INSERT INTO news.regroup_queue SELECT article_id FROM news.text_signatures"
        )

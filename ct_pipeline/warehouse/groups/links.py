"""People's links that are in force, and which articles a change of them concerns."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from ct_pipeline.inputs.overrides import Link
from ct_pipeline.warehouse.rows import append
from ct_pipeline.warehouse.sql import sql


def apply_links(connection: duckdb.DuckDBPyConnection, links: Sequence[Link], table: str) -> None:
    """Puts links in force in a table of links; call it in a transaction.

    Leaves the temporary table `relinked_articles`: those of links that were added or taken back.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE wanted_links AS FROM {table} LIMIT 0")
    append(connection, "wanted_links", links)
    connection.execute(sql("groups/relinked_articles", table=table))
    connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {table} FROM wanted_links")

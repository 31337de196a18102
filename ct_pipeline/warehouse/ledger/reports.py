"""What people want to see of the ledger, and what may never be."""

from __future__ import annotations

from typing import Any

import duckdb

from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql

COUNTED = ("quotes", "people", "events", "event_parts", "commitments", "figures", "conflicts")


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each of the ledger's tables has."""
    return {
        table: read_number(connection, f"SELECT count(*) FROM news.{table}") for table in COUNTED
    }


def count_astray(connection: duckdb.DuckDBPyConnection) -> int:
    """Rows whose place does not lie in the stored text, or whose sentence does not hold it."""
    return read_number(connection, sql("ledger/rows_astray"))


def list_coming(connection: duckdb.DuckDBPyConnection, limit: int) -> list[tuple[Any, ...]]:
    """Promises that are due next or overdue: due day, status, who, what."""
    return connection.execute(sql("ledger/coming"), {"limit": limit}).fetchall()

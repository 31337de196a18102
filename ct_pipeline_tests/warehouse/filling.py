"""The one way for tests to an empty warehouse and to rows in it, by column name."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.sql import quoted

SOME_DAY = datetime(2026, 1, 2, tzinfo=UTC)
EMPTY = {"VARCHAR": "", "BOOLEAN": False}


def in_memory() -> duckdb.DuckDBPyConnection:
    """An empty writer's database, in UTC; close it, or use it in a `with` block.

    One thread: to share out a test's few rows costs more than to read them.
    """
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"ATTACH {quoted(empty_file())} AS empty (READ_ONLY)")
    connection.execute("COPY FROM DATABASE empty TO memory; DETACH empty")
    return connection


def empty_file() -> Path:
    """An empty writer's database, made once in a process, for copies: to migrate takes longer."""
    return Path(_folder_of_empty().name) / "empty.duckdb"


@cache
def _folder_of_empty() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory()
    with open_warehouse(Path(folder.name) / "empty.duckdb"):
        pass
    return folder


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, tuple[str, bool]]:
    """The columns of a table of the writer: type, and whether a row must have a value there."""
    described = connection.execute(f"PRAGMA table_info('news.{table}')").fetchall()
    return {name: (kind, is_required) for _, name, kind, is_required, *_ in described}


def add(
    connection: duckdb.DuckDBPyConnection, table: str, *, at: datetime = SOME_DAY, **row: Any
) -> None:
    """One row; what it must have and is not given is 0, empty, or the moment `at`."""
    needed = {
        name: _filler(kind, at)
        for name, (kind, is_required) in columns_of(connection, table).items()
        if is_required
    }
    full = {**needed, **row}
    places = ", ".join("?" for _ in full)
    connection.execute(
        f"INSERT INTO news.{table} ({', '.join(full)}) VALUES ({places})", list(full.values())
    )


def _filler(kind: str, at: datetime) -> Any:
    if kind.endswith("[]"):
        return []
    return at if kind == "TIMESTAMP WITH TIME ZONE" else EMPTY.get(kind, 0)

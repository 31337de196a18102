"""Frozen dataclasses in and out of tables, in batches, through Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

import duckdb
import pyarrow as pa

from ct_pipeline.language.storable import storable


def append(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Any]) -> int:
    """Appends dataclass rows to a table by column name; returns how many.

    The rows' fields must be columns of the table; columns that they lack become null.
    """
    if not rows:
        return 0
    with_arrow = as_arrow(connection, table, rows)
    columns = ", ".join(with_arrow.column_names)
    with registered(connection, "appended_rows", with_arrow):
        connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM appended_rows")
    return len(rows)


def as_arrow(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Any]) -> pa.Table:
    """Dataclass rows as an Arrow table with exactly the column types of a DuckDB table."""
    types = connection.execute(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
    names = [field.name for field in fields(rows[0])]
    arrays = [
        _array([getattr(row, name) for row in rows], types.field(name).type) for name in names
    ]
    return pa.Table.from_arrays(arrays, names=names)


def read_dicts(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None
) -> list[dict[str, Any]]:
    """The rows of a query, each by column name."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_number(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> int:
    """The one number that a query returns, 0 where it returns none."""
    row = connection.execute(sql, parameters).fetchone()
    return int(row[0] or 0) if row else 0


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection, view: str, table: pa.Table) -> Iterator[None]:
    """An Arrow table as a view of that name, for as long as the block runs."""
    connection.register(view, table)
    try:
        yield
    finally:
        connection.unregister(view)


@contextmanager
def registered_ids(
    connection: duckdb.DuckDBPyConnection, view: str, **columns: Iterable[str]
) -> Iterator[None]:
    """Columns of text as a view of that name, for as long as the block runs.

    For look-ups of more than a few values: DuckDB takes 70 µs for each element of a list that is
    a parameter (it looks for pandas every time), and half of one for an element of a view.
    """
    arrays = {name: _array(list(values), pa.string()) for name, values in columns.items()}
    with registered(connection, view, pa.table(arrays)):
        yield


def _array(values: Sequence[Any], of: pa.DataType) -> Any:
    try:
        return pa.array(values, of)
    except UnicodeEncodeError:
        # The last door: one half of an emoji must not keep a whole batch from being written.
        return pa.array([_storable(value) for value in values], of)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    return [_storable(part) for part in value] if isinstance(value, list | tuple) else value

"""Which files an export has, and whether their rows changed: large marts go by month."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ct_pipeline.publishing.change_log import month_column


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a mart: its name, its DuckDB type, what it means."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Mart:
    """A mart."""

    name: str
    description: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """The rows of one export file: a month of a mart, or all of it (`month` is None)."""

    table: str
    month: str | None
    month_column: str | None
    row_count: int

    @property
    def file_stem(self) -> str:
        """`2026-11`, or the table's name."""
        return self.month or self.table

    @property
    def rows_sql(self) -> str:
        """Selects the partition's rows as `t`."""
        rows = f"SELECT t.* FROM marts.{self.table} AS t"
        if self.month is None:
            return rows
        return f"{rows} WHERE strftime(t.{self.month_column}, '%Y-%m') = '{self.month}'"


def read_marts(marts: duckdb.DuckDBPyConnection) -> list[Mart]:
    """The marts, without the tables that only serve the search."""
    tables = marts.execute(
        "SELECT table_name, coalesce(comment, '') FROM duckdb_tables()"
        " WHERE schema_name = 'marts' AND NOT starts_with(table_name, 'search_') ORDER BY ALL"
    ).fetchall()
    return [Mart(name, comment, _columns(marts, name)) for name, comment in tables]


def read_partitions(marts: duckdb.DuckDBPyConnection, mart: Mart) -> list[Partition]:
    """The partitions of a mart, oldest first; an empty mart has one, so that its columns show."""
    column = month_column([one.name for one in mart.columns])
    month = f"strftime({column}, '%Y-%m')" if column else "NULL"
    found = marts.execute(
        f"SELECT {month} AS month, count(*) FROM marts.{mart.name} GROUP BY month ORDER BY month"
    ).fetchall()
    if not found:
        return [Partition(mart.name, None, None, 0)]
    return [Partition(mart.name, name, column, count) for name, count in found]


def _columns(marts: duckdb.DuckDBPyConnection, table: str) -> tuple[Column, ...]:
    found = marts.execute(
        "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()"
        " WHERE schema_name = 'marts' AND table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return tuple(Column(*row) for row in found)

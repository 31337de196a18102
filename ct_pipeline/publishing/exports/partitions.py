"""Which files an export has, and whether their rows changed: large marts go by month."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

OF_THE_ARTICLE = "(SELECT first_seen_at FROM marts.articles WHERE article_id = t.{key})"
# Large marts and the moment that puts a row into a month; it never changes for a row.
MONTHLY = {
    "articles": "t.first_seen_at",
    "article_revisions": "t.seen_at",
    "entry_outcomes": "t.first_seen_at",
    "alert_deliveries": "t.created_at",
    "mentions": OF_THE_ARTICLE.format(key="article_id"),
    "copy_edges": OF_THE_ARTICLE.format(key="article_id_a"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a mart: its name, its DuckDB type, what it means."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Mart:
    """A mart in a snapshot."""

    name: str
    description: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """The rows of one export file: a month of a mart, or all of it (`month` is None)."""

    table: str
    month: str | None
    row_count: int
    fingerprint: str

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
        return f"{rows} WHERE {_month_of(self.table)} = '{self.month}'"


def read_marts(snapshot: duckdb.DuckDBPyConnection) -> list[Mart]:
    """The marts of a snapshot, without the tables that only serve the search."""
    tables = snapshot.execute(
        "SELECT table_name, coalesce(comment, '') FROM duckdb_tables()"
        " WHERE schema_name = 'marts' AND NOT starts_with(table_name, 'search_') ORDER BY ALL"
    ).fetchall()
    return [Mart(name, comment, _columns(snapshot, name)) for name, comment in tables]


def read_partitions(snapshot: duckdb.DuckDBPyConnection, mart: Mart) -> list[Partition]:
    """The partitions of a mart, oldest first; an empty mart has one, so that its columns show."""
    month = _month_of(mart.name) if mart.name in MONTHLY else "NULL"
    # Marts that are built incrementally carry their rows' fingerprints: no text need be read.
    has_hash = any(column.name == "row_hash" for column in mart.columns)
    row_hash = "t.row_hash" if has_hash else "hash(t)"
    found = snapshot.execute(
        f"SELECT {month} AS month, count(*), sum({row_hash} >> 16)"
        f" FROM marts.{mart.name} AS t GROUP BY month ORDER BY month"
    ).fetchall()
    if not found:
        return [Partition(mart.name, None, 0, "0")]
    return [Partition(mart.name, name, count, str(mark)) for name, count, mark in found]


def _columns(snapshot: duckdb.DuckDBPyConnection, table: str) -> tuple[Column, ...]:
    found = snapshot.execute(
        "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()"
        " WHERE schema_name = 'marts' AND table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return tuple(Column(*row) for row in found)


def _month_of(table: str) -> str:
    return f"strftime({MONTHLY[table]}, '%Y-%m')"

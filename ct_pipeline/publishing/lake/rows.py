"""The lake's tables and rows, brought up to the marts: only what changed is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from ct_pipeline.publishing.change_log import Change, month_column


@dataclass(frozen=True, slots=True)
class Table:
    """A mart with its columns, as `name type` and NOT NULL, in their order."""

    name: str
    columns: tuple[tuple[str, str, bool], ...]

    @property
    def month_column(self) -> str | None:
        """The column by which its rows lie in months."""
        return month_column([name for name, _, _ in self.columns])


def read_tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[Table]:
    """The marts of an attached database, without those that only serve the search."""
    rows = connection.execute(
        "SELECT table_name, list((column_name, data_type, NOT is_nullable) ORDER BY column_index)"
        " FROM duckdb_columns() WHERE database_name = ? AND schema_name = 'marts'"
        " AND NOT starts_with(table_name, 'search_') AND table_name != 'about'"
        " GROUP BY ALL ORDER BY ALL",
        [database],
    ).fetchall()
    return [Table(name, tuple(tuple(column) for column in columns)) for name, columns in rows]


def create_tables(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> set[str]:
    """Makes the tables that the lake lacks, or has with other columns; returns their names."""
    present = {table.name: table for table in read_tables(connection, "lake")}
    wanted = {table.name for table in tables}
    for name in present.keys() - wanted:
        connection.execute(f"DROP TABLE lake.marts.{name}")
    made = set()
    for table in tables:
        if present.get(table.name) == table:
            continue
        connection.execute(f"DROP TABLE IF EXISTS lake.marts.{table.name}")
        columns = ", ".join(
            f'"{name}" {kind}{" NOT NULL" if is_required else ""}'
            for name, kind, is_required in table.columns
        )
        connection.execute(f"CREATE TABLE lake.marts.{table.name} ({columns})")
        if column := table.month_column:
            connection.execute(
                f"ALTER TABLE lake.marts.{table.name}"
                f" SET PARTITIONED BY (year({column}), month({column}))"
            )
        made.add(table.name)
    return made


def write_change(connection: duckdb.DuckDBPyConnection, table: Table, change: Change) -> None:
    """Makes the lake's rows of a month of a mart those of the marts: the ids of the log, or all."""
    where = in_month(table.month_column, change.month)
    if change.id_column:
        where += f" AND {change.id_column}::VARCHAR IN ({logged_ids(change)})"
        connection.execute(f"DELETE FROM lake.marts.{table.name} WHERE {where}")
        connection.execute(
            f"INSERT INTO lake.marts.{table.name} BY NAME FROM marts.{table.name} WHERE {where}"
        )
        return
    for name, source in (("fresh_rows", "marts"), ("former_rows", "lake.marts")):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT rowid AS place, hash(present) AS mark"
            f" FROM {source}.{table.name} AS present WHERE {where}"
        )
    connection.execute(
        f"DELETE FROM lake.marts.{table.name} WHERE {where} AND rowid IN"
        " (SELECT place FROM former_rows ANTI JOIN fresh_rows USING (mark))"
    )
    connection.execute(
        f"INSERT INTO lake.marts.{table.name} BY NAME FROM marts.{table.name} WHERE rowid IN"
        " (SELECT place FROM fresh_rows ANTI JOIN former_rows USING (mark))"
    )


def months_of(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str | None]:
    """The months in which a mart or the lake has rows; only None where it lies in none."""
    column = table.month_column
    if column is None:
        return [None]
    found = connection.execute(
        f"SELECT strftime({column}, '%Y-%m') AS month FROM marts.{table.name} GROUP BY month"
        f" UNION SELECT strftime({column}, '%Y-%m') AS month FROM lake.marts.{table.name}"
        " GROUP BY month ORDER BY month"
    ).fetchall()
    return [month for (month,) in found]


def logged_ids(change: Change) -> str:
    """Selects the ids of the rows that changed."""
    month = "IS NULL" if change.month is None else f"= '{change.month}'"
    return f"SELECT changed_id FROM builds.changes WHERE mart = '{change.mart}' AND month {month}"


def in_month(column: str | None, month: str | None) -> str:
    """The condition for rows of a month, by the column that puts them there."""
    if column is None:
        return "true"
    if month is None:
        return f"{column} IS NULL"
    first = f"'{month}-01'::TIMESTAMPTZ"
    return f"{column} >= {first} AND {column} < {first} + INTERVAL 1 MONTH"

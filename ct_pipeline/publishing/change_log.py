"""Which rows of the marts changed and are not published yet: kept beside the marts.

Written in the transaction that changes the marts, forgotten when what it tells is published. To
read it twice does no harm: it names rows, and what they are now is read from the marts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ct_pipeline.publishing.compiled import Model
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction

SQL_DIR = Path(__file__).parent
# The moment that puts a row of a large mart into a month; a row's never changes.
MONTH_COLUMNS = ("first_seen_at", "published_at", "created_at")
EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of a mart that may have changed: of a month where it lies in months, else all.

    With a column only those whose column holds an id of the log.
    """

    mart: str
    month: str | None
    id_column: str | None


def prepare_log(marts: duckdb.DuckDBPyConnection) -> None:
    """Makes the log where there is none."""
    marts.execute(sql("change_log", SQL_DIR))


def month_column(columns: Sequence[str]) -> str | None:
    """The column by which a mart lies in months; None for a small mart."""
    return next((column for column in MONTH_COLUMNS if column in columns), None)


def id_column(connection: duckdb.DuckDBPyConnection, mart: Model) -> str | None:
    """The column that tells rows of a mart apart, or few of them together; None without one."""
    if mart.columns:
        return mart.columns[0]
    row = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database()"
        " AND schema_name = 'marts' AND table_name = ? AND NOT is_nullable"
        " AND ends_with(column_name, '_id') ORDER BY column_index",
        [mart.name],
    ).fetchone()
    return str(row[0]) if row else None


def log_rows(marts: duckdb.DuckDBPyConnection, mart: Model, rows: str) -> None:
    """Notes rows of a mart that come or go: a query of rows with the mart's columns."""
    marts.execute(f"CREATE OR REPLACE TEMP TABLE logged_rows AS {rows}")
    column = month_column(marts.table("logged_rows").columns)
    key = id_column(marts, mart)
    month = f"strftime({column}, '%Y-%m')" if column else "NULL"
    key_values = f"'{key}', {key}::VARCHAR" if key else "NULL, NULL"
    for table, values in {
        "changes": f"'{mart.name}', {month}, {key_values}",
        "unpublished": f"'{mart.name}', {month}, {key_values}",
        "unexported": f"'{mart.name}', {month}",
    }.items():
        marts.execute(
            f"INSERT INTO builds.{table} SELECT {values} FROM logged_rows"
            f" EXCEPT FROM builds.{table}"
        )
    if mart.name == "articles":
        marts.execute(
            "INSERT INTO builds.relevant_builds SELECT 'refresh'"
            " WHERE EXISTS (FROM logged_rows WHERE relevance_grade >= 1)"
        )


def log_everything(marts: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Notes that any row may have changed; in all tables of the log where none is named."""
    prepare_log(marts)
    for table in tables or ("changes", "unpublished", "unexported", "relevant_builds"):
        column = next(iter(marts.sql(f"FROM builds.{table}").columns))
        marts.execute(f"INSERT INTO builds.{table} ({column}) VALUES ('{EVERYTHING}')")


def read_changes(marts: duckdb.DuckDBPyConnection, table: str = "builds.changes") -> list[Change]:
    """What is not in the lake yet, or not in what another table of the log is for."""
    rows = marts.execute(
        f"SELECT DISTINCT mart, month, id_column FROM {table} ORDER BY ALL"
    ).fetchall()
    return [Change(*row) for row in rows]


def read_unexported(marts: duckdb.DuckDBPyConnection) -> set[tuple[str, str | None]]:
    """The marts and months that are not exported yet."""
    rows = marts.execute("SELECT DISTINCT mart, month FROM builds.unexported").fetchall()
    return {(mart, month) for mart, month in rows}


def is_relevant(marts: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything of grade 1 or more changed since the edition was replaced."""
    return bool(read_number(marts, "SELECT count(*) FROM builds.relevant_builds"))


def follow(marts: duckdb.DuckDBPyConnection, edition: str) -> None:
    """From here on the log tells what differs from this edition."""
    with transaction(marts):
        for table in ("unpublished", "relevant_builds", "editions"):
            forget(marts, table)
        marts.execute("INSERT INTO builds.editions VALUES (?)", [edition])


def note_lake(marts: duckdb.DuckDBPyConnection, description: str) -> None:
    """All that changed is in the lake, which is so described."""
    with transaction(marts):
        forget(marts, "changes")
        forget(marts, "lakes")
        marts.execute("INSERT INTO builds.lakes VALUES (?)", [description])


def is_in_lake(marts: duckdb.DuckDBPyConnection, description: str) -> bool:
    """Whether all that changed is in a lake that is so described."""
    known = marts.execute("SELECT description FROM builds.lakes").fetchall()
    return known == [(description,)] and not read_changes(marts)


def forget(marts: duckdb.DuckDBPyConnection, table: str) -> None:
    """What a table of the log tells is published."""
    marts.execute(f"DELETE FROM builds.{table}")

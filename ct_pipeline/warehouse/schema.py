"""The writer's tables as its migrations make them: columns with their types and comments."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from ct_pipeline.warehouse.migrate import migrate, read_migrations, schema_version

# In a migration: "    column_name TYPE …,   -- what it means".
COMMENTED_COLUMN = re.compile(r"^\s+(?:ADD COLUMN )?([a-z_]+) [A-Z][^-\n]*-- (.+)$", re.MULTILINE)
TABLE = re.compile(r"(?:CREATE|ALTER) TABLE (?:IF NOT EXISTS )?news\.(\w+)")
COLUMNS_SQL = """
SELECT table_name, column_name, data_type, is_nullable
FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_oid)
WHERE schema_name = 'news'
ORDER BY table_oid, column_index
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, with the comment beside it in the migration, else an empty text."""

    name: str
    type: str
    is_nullable: bool
    comment: str


def read_columns() -> dict[str, list[Column]]:
    """The columns of every table of the schema `news`, by table, in their order."""
    comments = _comments()
    columns: dict[str, list[Column]] = {}
    with duckdb.connect() as connection:
        migrate(connection)
        for table, name, type_, is_nullable in connection.execute(COLUMNS_SQL).fetchall():
            comment = comments.get((table, name), "")
            columns.setdefault(table, []).append(Column(name, type_, is_nullable, comment))
    return columns


def missing_columns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables and columns that a database of the version that it says it has would have.

    Raises WarehouseError for a version newer than the program's.
    """
    present = {(table, name) for table, name, *_ in connection.execute(COLUMNS_SQL).fetchall()}
    if ("schema_versions", "number") not in present:
        return ["news.schema_versions"]
    migrations = read_migrations()
    with duckdb.connect() as model:
        migrate(model, migrations[: schema_version(connection, len(migrations))])
        wanted = model.execute(COLUMNS_SQL).fetchall()
    return [f"news.{table}.{name}" for table, name, *_ in wanted if (table, name) not in present]


def _comments() -> dict[tuple[str, str], str]:
    found = {}
    for migration in read_migrations():
        _, *parts = TABLE.split(migration.sql)
        for table, text in zip(parts[::2], parts[1::2], strict=True):
            for column, comment in COMMENTED_COLUMN.findall(text):
                found[table, column] = comment
    return found

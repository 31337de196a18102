"""The writer's database to its newest schema: numbered SQL, forward, one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from ct_pipeline.warehouse.errors import WarehouseError
from ct_pipeline.warehouse.transactions import transaction

MIGRATIONS_DIR = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered SQL file."""

    number: int
    name: str
    sql: str


@cache
def read_migrations(folder: Path = MIGRATIONS_DIR) -> tuple[Migration, ...]:
    """All migrations in order. Raises WarehouseError when numbers repeat or leave gaps."""
    migrations = tuple(
        Migration(int(file.stem.split("_")[0]), file.stem, file.read_text("utf-8"))
        for file in sorted(folder.glob("*.sql"))
    )
    numbers = [migration.number for migration in migrations]
    if numbers != list(range(1, len(numbers) + 1)):
        raise WarehouseError(f"{folder} must hold migrations 1, 2, 3, … but holds {numbers}.")
    return migrations


def migrate(
    connection: duckdb.DuckDBPyConnection, migrations: tuple[Migration, ...] | None = None
) -> int:
    """Applies what is missing; returns how many were. Raises WarehouseError for a newer file."""
    known = read_migrations() if migrations is None else migrations
    connection.execute("CREATE SCHEMA IF NOT EXISTS news")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS news.schema_versions"
        " (number INTEGER NOT NULL, name VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL)"
    )
    current = schema_version(connection, len(known))
    for migration in known[current:]:
        _apply(connection, migration)
    return len(known) - current


def schema_version(connection: duckdb.DuckDBPyConnection, newest: int) -> int:
    """The number of a database's last migration. Raises WarehouseError for one after `newest`."""
    row = connection.execute("SELECT coalesce(max(number), 0) FROM news.schema_versions").fetchone()
    current = int(row[0]) if row else 0
    if current > newest:
        raise WarehouseError(
            f"The database has schema version {current}, this program knows {newest}: "
            "it was written by a newer ct_pipeline. "
            "Update the program, or set CT_DATA_DIR to another folder."
        )
    return current


def _apply(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    with transaction(connection):
        connection.execute(migration.sql)
        connection.execute(
            "INSERT INTO news.schema_versions VALUES (?, ?, now())",
            [migration.number, migration.name],
        )

"""Every row of marts, lake and edition: what was made bit by bit is what a full build makes."""

from __future__ import annotations

from typing import Any

import duckdb

from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.publishing.lake.extensions import load_extension
from ct_pipeline.publishing.marts import build_marts, forget_marts
from ct_pipeline.publishing.search.index import prepare_index, update_index
from ct_pipeline.settings import Settings
from ct_pipeline.storage import LAKE

Rows = dict[str, list[tuple[Any, ...]]]


def mart_rows(settings: Settings) -> Rows:
    """The rows of each mart, in order."""
    with duckdb.connect(str(readers_file(settings)), read_only=True) as connection:
        return database_rows(connection, "readers")


def lake_rows(settings: Settings) -> Rows:
    """The rows of each table of the lake, as a reader finds them."""
    with attached(settings) as connection:
        return database_rows(connection, "archive")


def edition_rows(settings: Settings) -> Rows:
    """The rows of each mart that the edition holds."""
    with duckdb.connect(str(settings.snapshot_file), read_only=True) as connection:
        return database_rows(connection, "ct_news")


def attached(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A reader's connection, with the lake as its present database."""
    connection = duckdb.connect()
    load_extension(connection)
    connection.execute(f"ATTACH 'ducklake:{settings.storage.address(LAKE)}' AS archive (READ_ONLY)")
    connection.execute("USE archive")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def index_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """What the index of the present database says of each text, whatever number it has."""
    return connection.execute(
        "SELECT documents.* EXCLUDE (document_id), term_key, position"
        " FROM marts.search_documents AS documents"
        " FULL JOIN marts.search_postings USING (month, document_id) ORDER BY ALL"
    ).fetchall()


def fresh_index_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """What an index says that was made at once of the same articles."""
    connection.execute(
        "ATTACH ':memory:' AS fresh; CREATE SCHEMA fresh.marts;"
        " CREATE TABLE fresh.marts.articles AS FROM marts.articles; USE fresh"
    )
    prepare_index(connection)
    assert update_index(connection)
    return index_rows(connection)


def rebuilt_rows(settings: Settings) -> Rows:
    """The rows of each mart after a full build by dbt."""
    forget_marts(settings)
    build_marts(settings)
    return mart_rows(settings)


def database_rows(connection: duckdb.DuckDBPyConnection, database: str) -> Rows:
    connection.execute("SET TimeZone = 'UTC'")
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'marts'"
        " AND NOT starts_with(table_name, 'search_') AND table_name != 'about' ORDER BY ALL",
        [database],
    ).fetchall()
    return {
        name: connection.execute(f"SELECT * FROM {database}.marts.{name} ORDER BY ALL").fetchall()
        for (name,) in names
    }

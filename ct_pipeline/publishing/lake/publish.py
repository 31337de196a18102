"""The whole archive for readers: every mart in full, as a lake over Parquet by month.

A pass writes what changed, in one transaction of the lake; where its catalog is a file, a copy then
takes the place of the one that readers attach. A pass that is killed in between is made good by the
next.
Why a lake, and what reading it needs: docs/decisions/0095-the-archive-as-a-lake.md.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb

from ct_pipeline.files import open_like_above
from ct_pipeline.publishing import change_log
from ct_pipeline.publishing.change_log import EVERYTHING, Change
from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.publishing.described import add_about, add_comments, add_macros, definition
from ct_pipeline.publishing.lake import search
from ct_pipeline.publishing.lake.attaching import attached_lake, is_whole
from ct_pipeline.publishing.lake.catalogs import Catalog, FileCatalog, attach_line, catalog_of
from ct_pipeline.publishing.lake.rows import (
    Table,
    create_tables,
    months_of,
    read_tables,
    write_change,
)
from ct_pipeline.publishing.marts import built
from ct_pipeline.settings import Settings
from ct_pipeline.storage import PARQUET, Folder
from ct_pipeline.warehouse.connection import hold_writer_lock, open_for_writing
from ct_pipeline.warehouse.transactions import transaction

# How long a reader may hold a catalog, or ask how the archive was.
HISTORY = timedelta(days=7)


def publish_lake(settings: Settings, *, now: datetime) -> bool:
    """Brings the lake up to the marts; whether anything was written.

    When anything fails the former catalog stays. Raises MartsError when the marts have not been
    built.
    """
    edition = built(settings)
    with (
        hold_writer_lock(settings.warehouse_file),
        open_for_writing(readers_file(settings)) as connection,
    ):
        change_log.prepare_log(connection)
        description = f"{definition()} {attach_line(settings)}"
        if change_log.is_in_lake(connection, description) and _is_there(connection, settings):
            return False
        with attached_lake(connection, settings) as catalog:
            is_written = _bring_up_to_date(connection, edition, attach_line(settings), now)
        if is_written or not catalog.is_published(settings.storage):
            _publish_catalog(catalog, settings)
        change_log.note_lake(connection, description)
    return is_written


def _is_there(connection: duckdb.DuckDBPyConnection, settings: Settings) -> bool:
    """Whether nothing of the lake was lost; told without the extension, which takes 0.2 s."""
    catalog = catalog_of(settings)
    return (
        isinstance(catalog, FileCatalog)
        and catalog.is_published(settings.storage)
        and is_whole(connection, catalog, settings.storage)
    )


def tidy_lake(settings: Settings, *, now: datetime) -> None:
    """Forgets old snapshots, merges small files, drops files that no catalog names any more."""
    catalog = catalog_of(settings)
    if isinstance(catalog, FileCatalog) and not catalog.file.exists():
        return
    with hold_writer_lock(settings.warehouse_file), duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        with attached_lake(connection, settings):
            old = f"older_than => TIMESTAMPTZ '{now - HISTORY}'"
            connection.execute(f"CALL ducklake_expire_snapshots('lake', {old})")
            connection.execute("CALL ducklake_merge_adjacent_files('lake')")
            connection.execute("CALL ducklake_rewrite_data_files('lake')")
            # A reader may still hold a catalog that names them.
            connection.execute(f"CALL ducklake_cleanup_old_files('lake', {old})")
            connection.execute(f"CALL ducklake_delete_orphaned_files('lake', {old})")
        _publish_catalog(catalog, settings)


def _bring_up_to_date(
    connection: duckdb.DuckDBPyConnection, edition: str, attach: str | None, now: datetime
) -> bool:
    tables = read_tables(connection, "readers")
    is_described = _description(connection) == (definition(), attach)
    search.prepare(connection)
    is_everything = any(one.mart == EVERYTHING for one in change_log.read_changes(connection))
    if is_everything:
        search.index_everything(connection)
    with transaction(connection):
        made = create_tables(connection, tables)
        changes = _changes(connection, tables, made)
        for table, change in changes:
            write_change(connection, table, change)
            if table.name == "articles" and not is_everything:
                search.index_change(connection, change)
        if not (changes or made) and is_described:
            return False
        add_about(connection, edition, now, database="lake", attach=attach)
        if made or not is_described:
            add_comments(connection, database="lake")
            connection.execute("USE lake")
            add_macros(connection)
            connection.execute("USE readers")
    return True


def _changes(
    connection: duckdb.DuckDBPyConnection, tables: list[Table], made: set[str]
) -> list[tuple[Table, Change]]:
    """What is to be written; of a table that was just made, or after a full build, every month."""
    logged = change_log.read_changes(connection)
    is_everything = any(change.mart == EVERYTHING for change in logged)
    found = []
    for table in tables:
        if is_everything or table.name in made:
            months = months_of(connection, table)
            found += [(table, Change(table.name, month, None)) for month in months]
        else:
            found += [(table, change) for change in logged if change.mart == table.name]
    return found


def _description(connection: duckdb.DuckDBPyConnection) -> tuple[str, str | None] | None:
    """By which project the lake is described, and how it says that it is attached."""
    try:
        row = connection.execute(
            "SELECT definition, attach_archive FROM lake.marts.about"
        ).fetchone()
    except duckdb.Error:
        return None
    return (row[0], row[1]) if row else None


def _publish_catalog(catalog: Catalog, settings: Settings) -> None:
    if isinstance(settings.storage, Folder):
        # DuckDB makes files for their owner alone, as everything of this process is.
        open_like_above(settings.storage.root / PARQUET)
    catalog.publish(settings.storage)

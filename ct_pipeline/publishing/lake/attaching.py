"""The lake attached for its writer, over whatever storage and catalog the settings name.

The Parquet files lie among the published ones and are never changed, so that a reader's catalog
stays true while they are kept. Rows that were replaced are named in files of their own
(`*-delete.puffin`), which plain readers of Parquet do not see.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

import duckdb

from ct_pipeline.publishing.lake.catalogs import Catalog, catalog_of
from ct_pipeline.publishing.lake.extensions import load_extension, open_buckets
from ct_pipeline.settings import Settings
from ct_pipeline.storage import PARQUET, Bucket, Folder, Storage
from ct_pipeline.warehouse.sql import quoted

# Who wants twenty articles unpacks the row groups that hold one of them.
OPTIONS = {
    "hive_file_pattern": "false",
    "write_deletion_vectors": "true",
    "parquet_compression": "'zstd'",
    "parquet_row_group_size": "4096",
}


@contextmanager
def attached_lake(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Iterator[Catalog]:
    """The lake as `lake`, made where there is none; its catalog, for as long as the block runs."""
    catalog, storage = catalog_of(settings), settings.storage
    load_extension(connection)
    if isinstance(storage, Bucket):
        open_buckets(connection)
    if isinstance(storage, Folder):
        (storage.root / PARQUET).mkdir(parents=True, exist_ok=True)
    catalog.open(connection)
    _prepare(connection, catalog, storage)
    _attach(connection, catalog, storage)
    try:
        yield catalog
    finally:
        connection.execute("DETACH lake")


def _prepare(connection: duckdb.DuckDBPyConnection, catalog: Catalog, storage: Storage) -> None:
    if not is_whole(connection, catalog, storage):
        catalog.drop(connection)
        _attach(connection, catalog, storage)
        connection.execute("CREATE SCHEMA lake.marts")
        connection.execute("DETACH lake")
    tables = catalog.attach_tables(connection)
    # A mart's folder is parquet/<mart>; and the data directory may have been moved.
    connection.execute(f"UPDATE {tables}.ducklake_schema SET path = '' WHERE schema_name = 'marts'")
    path = quoted(_data_path(storage))
    connection.execute(
        f"UPDATE {tables}.ducklake_metadata SET value = {path}"
        f" WHERE key = 'data_path' AND value != {path}"
    )
    connection.execute("DETACH metadata")


def is_whole(connection: duckdb.DuckDBPyConnection, catalog: Catalog, storage: Storage) -> bool:
    """Whether the catalog was made to its end, and the files of its present state are there."""
    tables = catalog.attach_tables(connection)
    if tables is None:
        return False
    try:
        found = connection.execute(
            f"SELECT count(*) FROM {tables}.ducklake_schema WHERE schema_name = 'marts'"
        ).fetchone()
        named = connection.execute(
            f"SELECT path FROM {tables}.ducklake_data_file WHERE end_snapshot IS NULL"
            f" UNION SELECT path FROM {tables}.ducklake_delete_file WHERE end_snapshot IS NULL"
        ).fetchall()
    except catalog.damage:
        return False
    finally:
        connection.execute("DETACH metadata")
    present = {PurePosixPath(name).name for name in storage.sizes(PARQUET)}
    return bool(found and found[0]) and {PurePosixPath(path).name for (path,) in named} <= present


def _attach(connection: duckdb.DuckDBPyConnection, catalog: Catalog, storage: Storage) -> None:
    options = (
        f"DATA_PATH {quoted(_data_path(storage))}",
        "DATA_INLINING_ROW_LIMIT 0",
        *catalog.options,
    )
    connection.execute(f"ATTACH {catalog.source} AS lake ({', '.join(options)})")
    set_options = connection.execute(
        "SELECT option_name, value FROM lake.options() WHERE scope = 'GLOBAL'"
    ).fetchall()
    for option, value in OPTIONS.items():
        if (option, value.strip("'")) not in set_options:
            connection.execute(f"CALL lake.set_option('{option}', {value})")


def _data_path(storage: Storage) -> str:
    return f"{storage.address(PARQUET)}/"

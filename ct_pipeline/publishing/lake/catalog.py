"""The lake's catalog: a DuckLake in a private file, a copy of which readers attach.

The Parquet files lie among the published ones and are never changed, so that a reader's catalog
stays true while they are kept. Rows that were replaced are named in files of their own
(`*-delete.puffin`), which plain readers of Parquet do not see.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_for_writing

PACKAGE = "duckdb_extension_ducklake"
OPTIONS = {
    "hive_file_pattern": "false",
    "write_deletion_vectors": "true",
    "parquet_compression": "'zstd'",
}


def catalog_file(settings: Settings) -> Path:
    """The private catalog, which publishing copies."""
    return settings.warehouse_file.with_name("archive.ducklake")


def parquet_dir(settings: Settings) -> Path:
    """Where the lake's files lie, a folder a mart."""
    return settings.published_dir / "parquet"


def extension_file() -> Path:
    """DuckDB's extension as the locked wheel brought it: nothing is downloaded."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {PACKAGE} is not installed: run make setup")
    folder = Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}"
    return folder / "ducklake.duckdb_extension"


def load_extension(connection: duckdb.DuckDBPyConnection) -> None:
    """Lets a connection attach a lake."""
    connection.execute(f"LOAD '{_quoted(extension_file())}'")


@contextmanager
def attached_lake(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Iterator[None]:
    """The private catalog as `lake`, made where there is none; for as long as the block runs."""
    load_extension(connection)
    _prepare(connection, settings)
    _attach(connection, settings)
    try:
        yield
    finally:
        connection.execute("DETACH lake")


def _prepare(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    catalog = catalog_file(settings)
    parquet_dir(settings).mkdir(parents=True, exist_ok=True)
    if catalog.exists() and not _is_whole(catalog, parquet_dir(settings)):
        catalog.unlink()
    if not catalog.exists():
        _attach(connection, settings)
        connection.execute("CREATE SCHEMA lake.marts")
        connection.execute("DETACH lake")
    with open_for_writing(catalog) as metadata:
        # A mart's folder is parquet/<mart>; and the data directory may have been moved.
        metadata.execute("UPDATE ducklake_schema SET path = '' WHERE schema_name = 'marts'")
        metadata.execute(
            "UPDATE ducklake_metadata SET value = $path WHERE key = 'data_path' AND value != $path",
            {"path": f"{parquet_dir(settings)}/"},
        )


def _is_whole(catalog: Path, folder: Path) -> bool:
    """Whether the catalog was made to its end, and the files of its present state are there."""
    try:
        with open_for_writing(catalog) as metadata:
            found = metadata.execute(
                "SELECT count(*) FROM ducklake_schema WHERE schema_name = 'marts'"
            ).fetchone()
            named = metadata.execute(
                "SELECT parse_filename(path) FROM ducklake_data_file WHERE end_snapshot IS NULL"
                " UNION SELECT parse_filename(path) FROM ducklake_delete_file"
                " WHERE end_snapshot IS NULL"
            ).fetchall()
    except duckdb.Error:
        return False
    present = {file.name for file in folder.rglob("*") if file.suffix in {".parquet", ".puffin"}}
    return bool(found and found[0]) and {name for (name,) in named} <= present


def _attach(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    connection.execute(
        f"ATTACH 'ducklake:{_quoted(catalog_file(settings))}' AS lake"
        f" (DATA_PATH '{_quoted(parquet_dir(settings))}/', DATA_INLINING_ROW_LIMIT 0)"
    )
    for option, value in OPTIONS.items():
        connection.execute(f"CALL lake.set_option('{option}', {value})")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")

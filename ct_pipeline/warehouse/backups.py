"""Copies of the writer's database, and the way back to one of them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.files import replacing
from ct_pipeline.warehouse.connection import hold_writer_lock, open_for_reading, open_warehouse
from ct_pipeline.warehouse.errors import WarehouseError
from ct_pipeline.warehouse.schema import missing_columns

NAME_FORMAT = "warehouse-%Y%m%dT%H%M%SZ.duckdb"


def list_backups(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(folder.glob("warehouse-*.duckdb"))


def back_up(warehouse_file: Path, folder: Path, now: datetime, *, keep: int = 7) -> Path:
    """Copies the database, whole and checkpointed, into `folder`; keeps the newest `keep` copies.

    Returns the copy. Raises WarehouseError when the database cannot be opened or the copy written.
    """
    if not warehouse_file.exists():
        raise WarehouseError(f"{warehouse_file} does not exist yet: run a pass first.")
    copy = folder / now.strftime(NAME_FORMAT)
    with hold_writer_lock(warehouse_file):
        with open_warehouse(warehouse_file) as connection:
            connection.execute("CHECKPOINT")
        try:
            with replacing(copy) as draft:
                shutil.copyfile(warehouse_file, draft)
        except OSError as error:
            raise WarehouseError(
                f"{copy} cannot be written ({error.strerror}). Make room, or allow writing there."
            ) from error
    others = [one for one in list_backups(folder) if one != copy]  # a clock may be set back
    for old in others[: max(len(others) - keep + 1, 0)]:
        old.unlink()
    return copy


def restore(backup: Path, warehouse_file: Path, now: datetime) -> Path | None:
    """Puts a backup in the database's place; what stood there is set aside and returned.

    Raises WarehouseError when the file is no backup, or cannot be read or copied; then nothing was
    changed.
    """
    _check_backup(backup)
    aside = warehouse_file.with_name(f"set-aside-{now:%Y%m%dT%H%M%SZ}.duckdb")
    with hold_writer_lock(warehouse_file), replacing(warehouse_file) as draft:
        try:
            shutil.copyfile(backup, draft)
        except OSError as error:
            raise WarehouseError(
                f"{draft} cannot be written ({error.strerror}). Make room; nothing was changed."
            ) from error
        existed = warehouse_file.exists()
        if existed:
            warehouse_file.replace(aside)
        log = _log_of(warehouse_file)
        if log.exists():
            # A log of the old file must never be replayed into the restored one.
            log.replace(_log_of(aside))
    return aside if existed else None


def _check_backup(file: Path) -> None:
    if not file.is_file():
        raise WarehouseError(f"{file} is no file. Name a backup: CT_DATA_DIR/backups holds them.")
    if _log_of(file).exists():
        raise WarehouseError(
            f"{file} was copied while it was written to: {_log_of(file).name} beside it holds what "
            "is missing in it. Restore another backup, or open it once with DuckDB and CHECKPOINT."
        )
    try:
        with open_for_reading(file) as connection:
            missing = missing_columns(connection)
    except duckdb.Error as error:
        raise WarehouseError(f"{file} is no readable backup: {error}") from error
    if missing:
        raise WarehouseError(
            f"{file} is a database, but no backup of this program: it has no {missing[0]}. "
            "Name a file that `ct_pipeline backup` made."
        )


def _log_of(database: Path) -> Path:
    """Where DuckDB keeps what is not yet in the file itself."""
    return database.with_name(database.name + ".wal")

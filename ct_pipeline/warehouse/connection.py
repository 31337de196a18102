"""Opening our DuckDB files, in UTC; the writer's for one process and thread at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import duckdb
from filelock import FileLock, Timeout

from ct_pipeline.warehouse.errors import WarehouseError
from ct_pipeline.warehouse.migrate import migrate
from ct_pipeline.warehouse.sql import quoted

LOCK_WAIT_SECONDS = 120.0
MEMORY_LIMIT = "1GB"
# The format that DuckDB writes by default takes four times as long to attach; it is for readers
# back to version 0.10, which this file has none of. A file in it changes with its next checkpoint.
STORAGE = "(STORAGE_VERSION 'v1.5.0')"

# How a step opens the writer's database, for a moment each time.
OpenWarehouse: TypeAlias = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


@contextmanager
def open_warehouse(
    file: Path, *, wait_seconds: float = LOCK_WAIT_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the writer's database, migrated to the newest schema; closed at the end.

    Other openers wait up to `wait_seconds`. Raises WarehouseError when the folder cannot be
    written, the file is damaged or from a newer version, or the wait was in vain.
    """
    with hold_writer_lock(file, wait_seconds=wait_seconds), _attached(file) as connection:
        migrate(connection)
        yield connection


@contextmanager
def _attached(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    engine = _engine(file)
    connection = engine.cursor()
    try:
        connection.execute(f"ATTACH {quoted(file)} AS warehouse {STORAGE}")
        connection.execute("USE warehouse")
    except duckdb.Error as error:
        _engine.cache_clear()
        raise WarehouseError(
            f"{file} cannot be opened: {error}. If the file is damaged, restore the last "
            "backup (docs/operations.md, 'Restore'), or move it away to start anew."
        ) from error
    try:
        yield connection
    except RuntimeError as error:
        if (interruption := _interruption(error)) is not None:
            raise interruption from None
        raise
    finally:
        connection.close()
        try:
            engine.execute("DETACH warehouse")
        except duckdb.Error:  # it goes with its engine; what was committed is in the file or beside
            _engine.cache_clear()


def _interruption(error: RuntimeError) -> BaseException | None:
    """What a signal's handler raised during a query: DuckDB tells of it as an error of its own."""
    cause = error.__cause__
    if cause is None or str(error) != "Query interrupted":
        return None
    return cause.with_traceback(None)


@lru_cache(maxsize=1)
def _engine(file: Path) -> duckdb.DuckDBPyConnection:
    """An empty database that a file is attached to, kept: a pass opens its file eighty times.

    To make one takes longer than to attach the file. It spills beside the file.
    """
    engine = duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": f"{file}.tmp"})
    engine.execute("SET GLOBAL TimeZone = 'UTC'")
    return engine


# A child that was forked has none of its threads, and would wait for them without end.
os.register_at_fork(before=_engine.cache_clear)


@contextmanager
def hold_writer_lock(file: Path, *, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Keeps every other process and thread from the writer's database; re-entrant in one thread.

    Not in one process: a backup's copy or a build of the marts must not meet the transaction of
    another thread. So hold it nowhere while waiting for a thread that opens the database.
    """
    lock = FileLock(_lock_file(file), is_singleton=True)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WarehouseError(
            f"{file} is in use by another process for more than {wait_seconds:.0f} s. "
            "Wait for the running pass to end, or stop it, and run again."
        ) from error
    except OSError as error:
        raise WarehouseError(
            f"{error.filename or file.parent} cannot be written ({error.strerror}). "
            "Give this user write permission there, or set CT_DATA_DIR to another folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _lock_file(file: Path) -> Path:
    return file.with_suffix(".lock")


@contextmanager
def open_for_writing(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Any DuckDB file of ours, for whoever makes it or holds its lock; in UTC, closed after."""
    with _connect(file, read_only=False) as connection:
        yield connection


@contextmanager
def open_for_reading(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Any DuckDB file of ours, for what is in it; in UTC, closed after."""
    with _connect(file, read_only=True) as connection:
        yield connection


def _connect(file: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        str(file), read_only=read_only, config={"memory_limit": MEMORY_LIMIT}
    )
    connection.execute("SET TimeZone = 'UTC'")
    return connection

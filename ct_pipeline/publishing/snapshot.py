"""The DuckDB file that readers open: a copy of the marts, put in place in one step.

The pass never waits for a reader and a reader never sees half a pass: who has the former file
open keeps it, because it is replaced, never written to. A copy costs as much as the disk takes to
write the file, and next to nothing where the file system can share blocks; the figures, up to a
million articles, are in docs/decisions/0091-snapshot-by-copy.md.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.files import READ_ONLY, mode_in, replacing
from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.publishing.manifest import mart_nodes, read_manifest
from ct_pipeline.publishing.marts import built
from ct_pipeline.publishing.search.index import update_index
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import (
    hold_writer_lock,
    open_for_reading,
    open_for_writing,
)
from ct_pipeline.warehouse.transactions import transaction

MACROS_DIR = Path(__file__).parent / "macros"
COPY_STEP_BYTES = 1 << 30


def publish_snapshot(settings: Settings, *, now: datetime) -> bool:
    """Puts a copy of the marts in place of the snapshot; whether that was necessary.

    The same build with the same macros is not published twice, unless a client that forgot
    `read_only` may have changed it. When anything fails the former snapshot stays. Raises
    MartsError when the marts have not been built.
    """
    edition = _edition(built(settings))
    log = _log_of(settings.snapshot_file)
    if not log.exists() and published_edition(settings.snapshot_file) == edition:
        return False
    with hold_writer_lock(settings.warehouse_file):
        marts = readers_file(settings)
        _complete(marts)
        # Readers open it; nobody edits it, a client that forgets `read_only` included.
        mode = mode_in(settings.snapshot_file.parent, READ_ONLY)
        with replacing(settings.snapshot_file, mode=mode) as draft:
            copy_file(marts, draft)
            with open_for_writing(draft) as connection:
                # Two hundred statements: one transaction is ten times as fast.
                with transaction(connection):
                    _add_about(connection, edition, now)
                    _add_comments(connection)
                    _add_macros(connection)
                connection.execute("CHECKPOINT")
            # Changes to the former file would be replayed into this one at its first opening.
            log.unlink(missing_ok=True)
        # Whoever still writes to the former file may have begun another log meanwhile.
        log.unlink(missing_ok=True)
    return True


def _log_of(snapshot: Path) -> Path:
    """Where DuckDB keeps what a client changed in a file and has not put into it yet."""
    return snapshot.with_name(snapshot.name + ".wal")


def _edition(build_id: str) -> str:
    digest = hashlib.sha256(build_id.encode())
    for file in _macro_files():
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def published_edition(snapshot: Path) -> str | None:
    """What a snapshot was made of; None where there is none, or none that can be read."""
    if not snapshot.exists():
        return None
    try:
        with open_for_reading(snapshot) as connection:
            row = connection.execute("SELECT edition FROM marts.about").fetchone()
    except duckdb.Error:
        return None
    return str(row[0]) if row else None


def copy_file(source: Path, target: Path) -> None:
    """A copy that shares blocks with its source where the file system can."""
    with source.open("rb") as reader, target.open("wb") as writer:
        try:
            while os.copy_file_range(reader.fileno(), writer.fileno(), COPY_STEP_BYTES):
                pass
        except (AttributeError, OSError) as error:
            if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
                raise
            reader.seek(0)
            writer.seek(0)
            writer.truncate()
            shutil.copyfileobj(reader, writer, 1 << 20)


def _complete(marts: Path) -> None:
    with open_for_writing(marts) as connection:
        update_index(connection)
        connection.execute("CHECKPOINT")


def _add_macros(connection: duckdb.DuckDBPyConnection) -> None:
    for file in _macro_files():
        connection.execute(file.read_text("utf-8"))


def _macro_files() -> list[Path]:
    return sorted(MACROS_DIR.glob("*.sql"))


def _add_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """dbt's descriptions, where a reader's client shows them."""
    for name, node in mart_nodes(read_manifest()).items():
        _comment(connection, f"TABLE marts.{name}", node["description"])
        for column in node["columns"].values():
            _comment(connection, f"COLUMN marts.{name}.{column['name']}", column["description"])


def _comment(connection: duckdb.DuckDBPyConnection, what: str, text: str) -> None:
    quoted = text.replace("'", "''")
    connection.execute(f"COMMENT ON {what} IS '{quoted}'")


def _add_about(connection: duckdb.DuckDBPyConnection, edition: str, now: datetime) -> None:
    connection.execute(
        "CREATE OR REPLACE TABLE marts.about AS"
        " SELECT ?::VARCHAR AS edition, ?::TIMESTAMPTZ AS published_at",
        [edition, now],
    )
    _comment(connection, "TABLE marts.about", "Which snapshot this is; one row.")
    _comment(connection, "COLUMN marts.about.edition", "Differs when the content does.")
    _comment(connection, "COLUMN marts.about.published_at", "When it was put in place.")

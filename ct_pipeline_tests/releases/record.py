"""Keeps what a release leaves behind: its migrations' hashes and a database that it made.

Usage, on the commit that is released: python -m ct_pipeline_tests.releases.record
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import duckdb

from ct_pipeline.version import VERSION
from ct_pipeline.warehouse.migrate import MIGRATIONS_DIR
from ct_pipeline_tests.end_to_end.passes import PROJECT
from ct_pipeline_tests.releases.newsroom import RELEASES, newsroom

HASHES = "migrations.sha256"


def hash_of(migration: Path) -> str:
    """The hash of a migration's bytes."""
    return hashlib.sha256(migration.read_bytes()).hexdigest()


def main() -> None:
    """Records the release that `version.py` names."""
    folder = RELEASES / VERSION
    if folder.exists():
        sys.exit(f"{folder} exists: a release is recorded once; raise the version first.")
    with tempfile.TemporaryDirectory() as temporary, newsroom(Path(temporary)) as press:
        press.here.run_pass()
        folder.parent.mkdir(parents=True, exist_ok=True)
        _export(press.here.data / "warehouse" / "warehouse.duckdb", folder)
    lines = [f"{hash_of(file)}  {file.name}\n" for file in sorted(MIGRATIONS_DIR.glob("*.sql"))]
    (folder / HASHES).write_text("".join(lines), "utf-8")
    sys.stderr.write(f"{folder}: {sum(f.stat().st_size for f in folder.iterdir()) // 1000} kB\n")


def _export(database: Path, folder: Path) -> None:
    # DuckDB writes the folder's name into load.sql: relative, it is true on every machine.
    os.chdir(PROJECT)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"EXPORT DATABASE '{folder.relative_to(PROJECT)}' (FORMAT csv)")


if __name__ == "__main__":
    main()

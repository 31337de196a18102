"""Exporting the marts of the snapshot: only files whose rows changed are written."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.files import replacing
from ct_pipeline.progress import with_progress
from ct_pipeline.publishing.exports.formats import WRITERS
from ct_pipeline.publishing.exports.manifest import (
    About,
    ExportFile,
    read_edition,
    read_files,
    write_manifest,
)
from ct_pipeline.publishing.exports.partitions import (
    Mart,
    Partition,
    read_marts,
    read_partitions,
)
from ct_pipeline.publishing.snapshot import published_edition
from ct_pipeline.version import VERSION
from ct_pipeline.warehouse.connection import open_for_reading

logger = logging.getLogger(__name__)


def publish_exports(snapshot: Path, published: Path, *, now: datetime) -> int:
    """Brings `parquet/`, `csv/`, `jsonl/` and `manifest.json` up to the snapshot.

    Returns how many files were written. A closed month is written again only when one of its rows
    changed, for instance because an old article got another grade.
    """
    manifest = published / "manifest.json"
    edition = published_edition(snapshot)
    known = read_files(manifest)
    if edition == read_edition(manifest) and all((published / path).exists() for path in known):
        return 0
    files: list[ExportFile] = []
    with open_for_reading(snapshot) as connection:
        marts = read_marts(connection)
        for mart in with_progress(marts, "exports", len(marts), logger=logger):
            for partition in read_partitions(connection, mart):
                files += _export(connection, mart, partition, published, known)
    written = [file for file in files if known.get(file.path) != file]
    gone = known.keys() - {file.path for file in files}
    for path in gone:
        (published / path).unlink(missing_ok=True)
    about = About(VERSION, edition, now.isoformat(timespec="seconds"))
    write_manifest(manifest, about, marts, files)
    return len(written)


def _export(
    connection: duckdb.DuckDBPyConnection,
    mart: Mart,
    partition: Partition,
    published: Path,
    known: Mapping[str, ExportFile],
) -> list[ExportFile]:
    files = []
    for name, write in WRITERS.items():
        path = f"{name}/{mart.name}/{partition.file_stem}.{name}"
        before = known.get(path)
        if before and before.fingerprint == _mark(mart, partition) and (published / path).exists():
            files.append(before)
            continue
        with replacing(published / path) as draft:
            write(connection, mart, partition, draft)
            files.append(_describe(draft, path, name, mart, partition))
    return files


def _describe(draft: Path, path: str, name: str, mart: Mart, partition: Partition) -> ExportFile:
    with draft.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return ExportFile(
        path=path,
        format=name,
        table=mart.name,
        month=partition.month,
        row_count=partition.row_count,
        byte_count=draft.stat().st_size,
        sha256=digest,
        fingerprint=_mark(mart, partition),
    )


def _mark(mart: Mart, partition: Partition) -> str:
    """Differs when the rows do, or the columns that they are written with."""
    columns = ",".join(f"{column.name} {column.type}" for column in mart.columns)
    made_of = f"{partition.row_count}/{partition.fingerprint}/{columns}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]

"""Exporting the marts, in the formats that somebody wishes: only files whose rows changed."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.progress import with_progress
from ct_pipeline.publishing import change_log
from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.publishing.exports.formats import WRITERS
from ct_pipeline.publishing.exports.manifest import (
    About,
    ExportFile,
    read_files,
    write_manifest,
)
from ct_pipeline.publishing.exports.partitions import (
    Mart,
    Partition,
    read_marts,
    read_partitions,
)
from ct_pipeline.publishing.marts import built
from ct_pipeline.settings import Settings
from ct_pipeline.storage import PUBLISHED, Storage
from ct_pipeline.version import VERSION
from ct_pipeline.warehouse.connection import hold_writer_lock, open_for_writing

logger = logging.getLogger(__name__)

MANIFEST = f"{PUBLISHED}/manifest.json"


def publish_exports(settings: Settings, *, now: datetime) -> int:
    """Brings the wished ones of `csv/` and `jsonl/`, with `manifest.json`, up to the marts.

    Returns how many files were written. Parquet is the lake's. A closed month is written again only
    when one of its rows changed, for instance because an old article got another grade. Files of
    formats that nobody wishes any more, or that an earlier version exported, are removed.
    """
    storage = settings.storage
    formats = sorted(settings.export_formats & WRITERS.keys())
    if not formats:
        _remove(storage, read_files(storage, MANIFEST))
        storage.remove(MANIFEST)
        return 0
    build = built(settings)
    with (
        hold_writer_lock(settings.warehouse_file),
        open_for_writing(readers_file(settings)) as marts,
    ):
        change_log.prepare_log(marts)
        about = About(VERSION, build, now.isoformat(timespec="seconds"))
        return write_exports(marts, storage, formats, about)


def write_exports(
    marts: duckdb.DuckDBPyConnection, storage: Storage, formats: Sequence[str], about: About
) -> int:
    """Writes the files whose rows changed since the last time; returns how many."""
    known = read_files(storage, MANIFEST)
    stale = change_log.read_unexported(marts)
    files: list[ExportFile] = []
    exported = read_marts(marts)
    for mart in with_progress(exported, "exports", len(exported), logger=logger):
        for partition in read_partitions(marts, mart):
            is_stale = {(change_log.EVERYTHING, None), (mart.name, partition.month)} & stale
            kept = {} if is_stale else known
            files += _export(marts, mart, partition, storage, kept, formats)
    written = [file for file in files if known.get(file.path) != file]
    gone = known.keys() - {file.path for file in files}
    if written or gone:
        write_manifest(storage, MANIFEST, about, exported, files)
    _remove(storage, gone)
    change_log.forget(marts, "unexported")
    return len(written)


def _remove(storage: Storage, files: Iterable[str]) -> None:
    for path in files:
        storage.remove(f"{PUBLISHED}/{path}")


def _export(
    connection: duckdb.DuckDBPyConnection,
    mart: Mart,
    partition: Partition,
    storage: Storage,
    known: Mapping[str, ExportFile],
    formats: Iterable[str],
) -> list[ExportFile]:
    files = []
    for name in formats:
        path = f"{name}/{mart.name}/{partition.file_stem}.{name}"
        before = known.get(path)
        target = f"{PUBLISHED}/{path}"
        if before and before.columns == _columns(mart) and storage.exists(target):
            files.append(before)
            continue
        with storage.replacing(target) as draft:
            WRITERS[name](connection, mart, partition, draft)
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
        columns=_columns(mart),
    )


def _columns(mart: Mart) -> str:
    """The columns that a file is written with."""
    return ",".join(f"{column.name} {column.type}" for column in mart.columns)

"""Recording: what a pass did and what it cost, kept when it ends."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.passes.summaries import Summary, bytes_by_stage, record_pass

FOLDERS = ("warehouse", "archive", "published", "dagster")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The counts of a pass, the bytes that its stages received, and what lies on the disk."""

    summary: Summary
    received_bytes: dict[str, int]
    disk_bytes: dict[str, int]


def record(monitor: Monitor, pass_id: str, started_at: datetime) -> Recorded:
    """Counts what the pass that began at `started_at` did, and keeps the counts."""
    with monitor.open() as connection:
        summary = record_pass(connection, pass_id, started_at, monitor.now())
        received = bytes_by_stage(connection, started_at)
    return Recorded(summary, received, bytes_on_disk(monitor.settings))


def bytes_on_disk(settings: Settings) -> dict[str, int]:
    """The sizes of the writer's folder, the raw archive, what is published, and Dagster's home."""
    return {name: _size(settings.data_dir / name) for name in FOLDERS}


def _size(folder: Path) -> int:
    """Bytes under a folder; what vanishes meanwhile (a log of SQLite, a draft) counts nothing."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(parent) / name).stat().st_size
    return total

"""What marts, snapshot and exports cost: the first build, 1,000 new articles, a pass with nothing.

    python benchmarks/bench_publishing.py [--articles 10000]

A million articles are calculated from the slope between half the articles and all of them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.sized_warehouse import add_articles
from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.publishing.exports.publish import publish_exports
from ct_pipeline.publishing.marts import build_marts
from ct_pipeline.publishing.snapshot import copy_file, publish_snapshot
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse

NEW = 1_000
MILLION = 1_000_000


def measure(settings: Settings) -> dict[str, float]:
    """CPU seconds of each step, of all threads, over what is new in the database."""
    now = datetime.now(UTC)
    copy = settings.data_dir / "copy"
    steps: dict[str, Callable[[], object]] = {
        "marts": lambda: build_marts(settings),
        "snapshot": lambda: publish_snapshot(settings, now=now),
        "of it copying": lambda: copy_file(readers_file(settings), copy),
        "exports": lambda: publish_exports(settings.snapshot_file, settings.published_dir, now=now),
    }
    seconds = {}
    for name, step in steps.items():
        started = time.process_time()
        step()
        seconds[name] = time.process_time() - started
    return seconds


def run(count: int) -> dict[str, dict[str, float]]:
    """The three measurements at one size, and the sizes of the files in bytes per article."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        with open_warehouse(settings.warehouse_file) as connection:
            add_articles(connection, 0, count, count + NEW)
        measured = {"first": measure(settings)}
        with open_warehouse(settings.warehouse_file) as connection:
            add_articles(connection, count, count + NEW, count + NEW)
        measured["1,000 new"] = measure(settings)
        measured["nothing new"] = measure(settings)
        exports = settings.published_dir
        measured["bytes per article"] = {
            "snapshot": settings.snapshot_file.stat().st_size / (count + NEW),
            **{
                name: sum(file.stat().st_size for file in (exports / name).rglob("*.*"))
                / (count + NEW)
                for name in ("parquet", "csv", "jsonl")
            },
        }
        return measured


def main() -> None:
    """Prints one table: measured at half and full size, calculated for a million."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    count = parser.parse_args().articles
    half, full = run(count // 2), run(count)
    print(f"| | | {count // 2:,} | {count:,} | {MILLION:,} (calculated) |\n|---|---|---|---|---|")
    for case, steps in full.items():
        for step, value in steps.items():
            slope = (value - half[case][step]) / (count - count // 2)
            far = value + max(slope, 0) * (MILLION - count)
            unit = "" if case.startswith("bytes") else " s"
            cells = (f"{half[case][step]:,.2f}{unit}", f"{value:,.2f}{unit}", f"{far:,.1f}{unit}")
            print(f"| {case} | {step} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

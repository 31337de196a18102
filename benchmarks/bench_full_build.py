"""A full build of the marts at the size at which an upgrade meets it: time and memory.

    python benchmarks/bench_full_build.py [--articles 100000]

Every mart is built from scratch and must hold every article; each size runs in a process of its
own, whose peak of memory is measured.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.sized_warehouse import add_articles
from ct_pipeline.publishing.marts import build_marts
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse


def fill(folder: Path, count: int) -> None:
    """A writer's database of so many articles."""
    with open_warehouse(Settings(data_dir=folder).warehouse_file) as connection:
        add_articles(connection, 0, count, count)


def build(folder: Path, count: int) -> None:
    """Builds every mart and prints one row of the table."""
    started = time.process_time()
    rows = build_marts(Settings(data_dir=folder)).row_counts["articles"]
    seconds = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if rows != count:
        sys.exit(f"the mart of articles holds {rows:,} of {count:,} articles")
    print(f"| {count:,} | {seconds:.1f} s | {peak_mb:,.0f} MB |", flush=True)


def main() -> None:
    """Prints one table: a tenth of the articles, then all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--step", choices=["fill", "build"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        {"fill": fill, "build": build}[arguments.step](arguments.folder, arguments.articles)
        return
    print("| articles | CPU of a full build | peak memory |\n|---|---|---|", flush=True)
    for count in (arguments.articles // 10, arguments.articles):
        with TemporaryDirectory() as folder:
            for step in ("fill", "build"):
                options = [f"--articles={count}", f"--step={step}", f"--folder={folder}"]
                subprocess.run([sys.executable, __file__, *options], check=True)


if __name__ == "__main__":
    main()

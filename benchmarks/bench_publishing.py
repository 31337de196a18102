"""What publishing costs by what is stored: CPU and bytes of a pass of 100 new, of a new edition.

    python benchmarks/bench_publishing.py [--articles 10000 100000] [--million]

Made archives of 1,000 articles a day, 3 % of them relevant, built from rows. Three passes of 100
new articles each, of which the median is shown, each with an edition of its own. `--million` takes
an hour and 15 GB of disk.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.sized_warehouse import add_articles
from ct_pipeline.publishing.exports.publish import publish_exports
from ct_pipeline.publishing.lake.publish import publish_lake
from ct_pipeline.publishing.marts import build_marts
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.rows import read_number

NEW = 100
PASSES = 3
BATCH = 50_000
MILLION = 1_000_000
Cost = tuple[float, float]


def cost_of(step: Callable[[], object]) -> Cost:
    """CPU seconds of all threads, and megabytes given to the disk."""
    seconds, written = time.process_time(), _written_bytes()
    step()
    return time.process_time() - seconds, (_written_bytes() - written) / 1e6


def _written_bytes() -> int:
    lines = Path("/proc/self/io").read_text("utf-8").splitlines()
    return int(dict(line.split(": ") for line in lines)["wchar"])


def run(count: int) -> dict[str, Cost]:
    """The costs at one size, by step."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        total = count + NEW * PASSES
        _add(settings, 0, count, total)
        now = datetime.now(UTC)
        found = {"full build of the marts": cost_of(lambda: build_marts(settings))}
        found["first edition, with its index"] = cost_of(
            lambda: publish_snapshot(settings, now=now)
        )
        found["first lake"] = cost_of(lambda: publish_lake(settings, now=now))
        passes: list[dict[str, Cost]] = []
        for start in range(count, total, NEW):
            _add(settings, start, start + NEW, total)
            passes.append(
                {
                    "100 new: marts": cost_of(lambda: build_marts(settings)),
                    "100 new: lake": cost_of(lambda: publish_lake(settings, now=now)),
                    "100 new: exports": cost_of(lambda: publish_exports(settings, now=now)),
                    "a new edition, with its index": cost_of(
                        lambda: publish_snapshot(settings, now=now)
                    ),
                }
            )
        for step in passes[0]:
            seconds, megabytes = zip(*(one[step] for one in passes), strict=True)
            found[step] = statistics.median(seconds), statistics.median(megabytes)
        with open_warehouse(settings.warehouse_file) as connection:
            in_edition = read_number(
                connection,
                f"ATTACH '{settings.snapshot_file}' AS edition (READ_ONLY);"
                " SELECT count(*) FROM edition.marts.articles",
            )
        seconds_each, megabytes_each = found["a new edition, with its index"]
        found["edition: µs and kB an article"] = (
            seconds_each / in_edition * 1e6,
            megabytes_each / in_edition * 1e3,
        )
        return found


def _add(settings: Settings, start: int, stop: int, total: int) -> None:
    with open_warehouse(settings.warehouse_file) as connection:
        for first in range(start, stop, BATCH):
            add_articles(connection, first, min(first + BATCH, stop), total)


def main() -> None:
    """Prints one table, a column a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    sizes = [*options.articles, *([MILLION] if options.million else [])]
    costs = [run(size) for size in sizes]
    print("| | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for step in costs[0]:
        cells = (f"{one[step][0]:,.2f} s, {one[step][1]:,.1f} MB" for one in costs)
        print(f"| {step} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

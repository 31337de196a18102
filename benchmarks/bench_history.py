"""Records per second and CPU per record of an import, by parts, on one core and on two.

A WARC file in the layout of Common Crawl's news crawl holds the evaluation pages (or our fixtures),
each several times under other addresses. In one run: the file read alone, read and graded in this
process, imported with one worker and with two. CPU is this process's: an import's workers each take
what reading and grading takes here.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from benchmarks.scores_articles import fixture_pages, read_publisher_pages
from ct_pipeline.history.captures import Capture
from ct_pipeline.history.reading import CaptureToRead, read_capture
from ct_pipeline.settings import Settings
from ct_pipeline.steps import history
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.web.warc_files import open_warc, read_records
from ct_pipeline_tests.history.archives import answer, write

RECORDS = 400
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def main() -> None:
    logging.disable()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = write(folder / "news.warc.gz", *answers(RECORDS))
        print(f"{RECORDS} records, {file.stat().st_size / 1e6:.1f} MB packed", flush=True)
        _measure("the file read", lambda: _captures(file))
        _measure("read and graded, this process", lambda: _read_here(file))
        for count in (1, 2):
            with _workers(count):
                label = f"imported, {count} worker{'s' * (count > 1)}"
                _measure(label, lambda: _import(folder / f"data{count}", file))  # noqa: B023


def answers(count: int) -> Iterator[bytes]:
    """Captures of pages under as many addresses, as the archive of a crawl holds them."""
    pages = [*(read_publisher_pages() or fixture_pages())]
    for number in range(count):
        page = pages[number % len(pages)]
        yield answer(f"https://host{number % 90}.test/{number}/article", page.data)


def _captures(file: Path) -> list[Capture]:
    with open_warc(str(file)) as opened:
        return [one for one in read_records(opened, 0, NOW) if isinstance(one, Capture)]


def _read_here(file: Path) -> None:
    for capture in _captures(file):
        read_capture(CaptureToRead(capture))


def _import(data: Path, file: Path) -> None:
    history.import_file(Monitor(Settings(data_dir=data)), str(file))


@contextmanager
def _workers(count: int) -> Iterator[None]:
    with patch.object(history, "worker_count", lambda: count):
        yield


def _measure(label: str, run: Callable[[], object]) -> None:
    before, began = _cpu(), time.perf_counter()
    run()
    seconds, spent = time.perf_counter() - began, _cpu() - before
    print(
        f"{label:32} {RECORDS / seconds:7.0f} records/s {1000 * spent / RECORDS:7.2f} ms CPU each",
        flush=True,
    )


def _cpu() -> float:
    return time.process_time()


if __name__ == "__main__":
    sys.exit(main())

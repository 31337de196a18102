"""CPU per record on one core and on Spark, and whether Spark's rows are one machine's.

Reading: WARC files of the news crawl's layout, by a job of one process and by `read_archive`, once
as its workers start and once as they run. Grouping: made texts by DuckDB in this process and by
`regroup_archive`, all rows of both compared. CPU is that of the process and of all that it started
(the Java machine, Python's workers).

`python benchmarks/bench_cluster.py [TEXTS [RECORDS]]`: 25,000 texts and 800 records.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from benchmarks.bench_history import answers
from ct_pipeline.steps.monitor import utc_now
from ct_pipeline.web.read_files import read_file_to
from ct_pipeline_tests.cluster.one_machine import OneMachine, group_on_one_machine
from ct_pipeline_tests.history.archives import write

FILES = 4
MASTER = "local[2]"


def main(text_count: int = 25_000, record_count: int = 800) -> None:
    if find_spec("pyspark") is None:
        print("Spark is not installed here: `make cluster` adds it")
        return
    from ct_pipeline.cluster.session import open_session

    logging.disable()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _archives(folder, record_count)
        _measure("one core: records read", record_count, lambda: _read_here(folder, files))
        made = _made(folder, text_count)
        before = _cpu()
        with open_session("benchmark", MASTER) as session:
            session.range(1).count()
            print(f"{MASTER}: started in {_cpu() - before:.1f} s CPU", flush=True)
            for state in ("starting", "running"):
                _measure(
                    f"{MASTER}: records read, workers {state}",
                    record_count,
                    lambda: _read_on_spark(session, folder / state, files),  # noqa: B023
                )
            _measure(
                f"{MASTER}: texts grouped",
                text_count,
                lambda: _group_on_spark(session, folder, made),
            )


def _archives(folder: Path, record_count: int) -> list[str]:
    pages = [*answers(record_count)]
    share = record_count // FILES
    return [
        str(write(folder / f"{n}.warc.gz", *pages[n * share : (n + 1) * share]))
        for n in range(FILES)
    ]


def _read_here(folder: Path, files: list[str]) -> None:
    for file in files:
        read_file_to(str(folder / "here"), file, utc_now())


def _made(folder: Path, text_count: int) -> OneMachine:
    made: list[OneMachine] = []
    _measure(
        "one machine: texts grouped (and laid out)",
        text_count,
        lambda: made.append(group_on_one_machine(folder, text_count)),
    )
    return made[0]


def _read_on_spark(session: Any, folder: Path, files: list[str]) -> None:
    from ct_pipeline.cluster.read_archive import read_archive

    _, problems = read_archive(session, str(folder), files)
    assert not problems


def _group_on_spark(session: Any, folder: Path, made: OneMachine) -> None:
    from ct_pipeline.cluster.regroup_archive import regroup_archive
    from ct_pipeline_tests.cluster.comparing import assert_same, files_of

    regroup_archive(session, str(files_of(made, folder / "spark")))
    assert_same(made, session, folder / "spark")
    print("  every row is one machine's", flush=True)


def _measure(label: str, count: int, run: Callable[[], object]) -> None:
    before = _cpu()
    run()
    spent = _cpu() - before
    print(f"{label:42} {1000 * spent / count:7.2f} ms CPU each, {spent:7.1f} s in all", flush=True)


def _cpu() -> float:
    """Of this process and all that it started, also of what has ended."""
    this = psutil.Process()
    seconds = 0.0
    for process in (this, *this.children(recursive=True)):
        times = process.cpu_times()
        seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""How long commits take while 100,000 articles are stored: passes over new ones, none may stall.

    python benchmarks/bench_commits.py [--articles 100000]

The archive is made inside DuckDB, marked as grouped and graded. Then ten passes (to the alerts,
without publishing) store 60 new pages each from local papers. Timed are each `commit`, by the
module that makes it, and each `close` of the writer's database, which writes the log into the file
(DuckDB's checkpoint), by the step.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from benchmarks.bench_pass import Press
from benchmarks.sized_warehouse import add_articles
from ct_pipeline.commands.home import prepare_home
from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.relevance.grading import read_ruleset
from ct_pipeline.settings import Settings
from ct_pipeline.stories.anchors import ANCHORS_VERSION
from ct_pipeline.warehouse import connection as opening
from ct_pipeline.warehouse.connection import open_warehouse

PASSES = 10
PLUMBING = frozenset({"transactions", "connection", "resources"})
NEW = 60
# What copies and stories leave behind for each article and dispatch that they have seen.
MARKS = """
INSERT INTO news.text_signatures BY NAME
SELECT
    hash(article_id) AS article_key, article_id, current_text_id AS text_id,
    $copies AS algorithm_version, article_id AS body_hash, 350 AS word_count,
    340 AS shingle_count, 20 AS sketch_count, first_seen_at::DATE AS day_from,
    first_seen_at::DATE AS day_to
FROM news.articles;
INSERT INTO news.text_sketches
SELECT epoch(first_seen_at)::INT // 345600, hash(article_id, n), hash(article_id)
FROM news.articles, range(20) AS r(n);
INSERT INTO news.story_subjects BY NAME
SELECT
    dispatch_id, 't' || canonical_article_id AS text_id, $stories AS version,
    false AS is_roundup, 'fr' AS language, first_seen_at AS published_from,
    first_seen_at AS published_to, first_seen_at::DATE AS day
FROM news.dispatches;
INSERT INTO news.story_anchors
SELECT dispatch_id, first_seen_at::DATE, 'name', 'n' || hash(dispatch_id, n), 1, 1, 'body', 0, 5
FROM news.dispatches, range(15) AS r(n);
UPDATE news.verdicts SET ruleset_version = $rules;
UPDATE news.mentions SET ruleset_version = $rules;
UPDATE news.dispatch_grades SET ruleset_version = $rules;
UPDATE news.dispatch_members SET algorithm_version = $copies;
"""


class TimedConnection:
    """A connection that notes how long its commits and its end take."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, spent: dict[str, list[float]]):
        self._connection = connection
        self._spent = spent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        self._timed(self._connection.commit, f"commit, {caller('warehouse')}")

    def close(self) -> None:
        self._timed(self._connection.close, f"close, {caller('defs')}")

    def _timed(self, work: Callable[[], None], name: str) -> None:
        started_at = time.perf_counter()
        work()
        self._spent[name].append(time.perf_counter() - started_at)


def caller(package: str) -> str:
    """The nearest module and function of a package on the stack, the plumbing left out."""
    frame = sys._getframe(2)
    while frame := frame.f_back:
        file = Path(frame.f_code.co_filename)
        if file.parent.name == package and file.stem not in PLUMBING:
            return f"{file.stem}.{frame.f_code.co_name}"
    return "other"


def fill(settings: Settings, count: int) -> None:
    """An archive of that many articles, with nothing left to do."""
    rules = read_ruleset().version
    with open_warehouse(settings.warehouse_file) as connection:
        add_articles(connection, 0, count, count)
        values = {"copies": ALGORITHM_VERSION, "stories": f"{ANCHORS_VERSION} {rules}"}
        for statement in MARKS.split(";")[:-1]:
            known = {"rules": rules, **values}
            used = {name: value for name, value in known.items() if f"${name}" in statement}
            connection.execute(statement, used)


def run_passes(press: Press, spent: dict[str, list[float]]) -> None:
    """Passes to the alerts, each with new articles."""
    import dagster as dg

    from ct_pipeline.definitions import defs

    published = dg.AssetSelection.key_prefixes(["marts"], ["published"])
    graph = defs().resolve_asset_graph()
    wanted = (dg.AssetSelection.all() - published.downstream()).resolve(graph)
    job = defs().resolve_job_def("monitor_news").get_subset(asset_selection=wanted)
    connect = opening._connect
    opening._connect = lambda file: TimedConnection(connect(file), spent)  # type: ignore[assignment,return-value]
    with dg.DagsterInstance.get() as instance:
        for number in range(PASSES):
            press.publish(range(number * NEW, (number + 1) * NEW))
            quiet = {"loggers": {"step_lines": {}}}
            job.execute_in_process(instance=instance, run_config=quiet)


def main() -> None:
    """Prints median, slowest and their ratio, by place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    count = parser.parse_args().articles
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        press = Press(stack)
        os.environ.update(press.settings(folder / "passes"))
        settings = Settings.read()
        fill(settings, count)
        prepare_home(settings)
        spent: dict[str, list[float]] = defaultdict(list)
        run_passes(press, spent)
        with open_warehouse(settings.warehouse_file) as connection:
            stored = connection.execute("SELECT count(*) FROM news.articles").fetchone()
    print(f"{stored} articles\n| | times | median | slowest | ratio |\n|---|---|---|---|---|")
    for name, times in sorted(spent.items()):
        median, slowest = statistics.median(times) * 1000, max(times) * 1000
        row = (name, len(times), f"{median:.1f} ms", f"{slowest:.1f} ms", f"{slowest / median:.1f}")
        print("|", " | ".join(map(str, row)), "|")


if __name__ == "__main__":
    main()

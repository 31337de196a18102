"""Pages: the addresses that entries name, fetched politely and archived."""

from datetime import timedelta

import dagster as dg

from ct_pipeline.defs import stations
from ct_pipeline.defs.reports import table, warning
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.steps.fetching import Fetched
from ct_pipeline.warehouse.pages.tries import count_page_results

FETCHES = dg.AssetKey(["news", "fetches"])
CAME = frozenset({"ok", "unchanged"})
LEAST_TRIES = 20  # fewer say nothing about a day


def written_fetches() -> dg.AssetSpec:
    """The table that `defs/articles.py` makes too: pages are read while others are fetched."""
    return stations.written_table(
        FETCHES,
        "Every response that was kept: new pages, failed ones again, relevant ones for edits.",
        group=stations.PAGES,
        above=dg.AssetKey(["news", "entries"]),
        code_version="1",
        kinds={"python", "http", "duckdb"},
    )


def result_of_fetching(fetched: Fetched) -> dg.MaterializeResult[None]:
    """What the fetching tells the UI."""
    return dg.MaterializeResult(
        asset_key=FETCHES,
        metadata={
            "due": fetched.due_count,
            "fetched": fetched.results["ok"],
            "unchanged": fetched.results["unchanged"],
            "failed": fetched.failed_count,
            "left_for_the_next_pass": fetched.left_count,
            "pruned_bytes": fetched.freed_bytes,
            "results": dg.MetadataValue.json(dict(sorted(fetched.results.items()))),
        },
    )


@dg.asset_check(asset=FETCHES)
def most_pages_come(monitor: MonitorParam) -> dg.AssetCheckResult:
    """At least half of the pages tried in the last 24 hours came; the failures by host."""
    with monitor.open() as connection:
        results = count_page_results(connection, monitor.now() - timedelta(hours=24))
    tried = sum(count for _, _, count in results)
    came = sum(count for _, result, count in results if result in CAME)
    return warning(
        tried < LEAST_TRIES or came * 2 >= tried,
        f"{came} of {tried} pages came",
        tried=tried,
        came=came,
        failures=table(("host", "result", "pages"), [row for row in results if row[1] not in CAME]),
    )

"""Pages: the addresses that entries name, fetched politely and archived."""

from collections import Counter
from datetime import timedelta

import dagster as dg

from ct_pipeline.defs.groups import OWNERS, PAGES
from ct_pipeline.defs.reports import table, warning
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.warehouse.pages import count_page_results, read_due_pages, record_page_tries
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.pages import fetch_pages

CAME = frozenset({"ok", "unchanged"})
LEAST_TRIES = 20  # fewer say nothing about a day


@dg.asset(
    key=["news", "fetches"],
    deps=[dg.AssetKey(["news", "entries"])],
    group_name=PAGES,
    kinds={"python", "http", "duckdb"},
    owners=list(OWNERS),
    code_version="1",
)
def fetches(context: dg.AssetExecutionContext, monitor: Monitor) -> dg.MaterializeResult[None]:
    """Every response that was kept: new pages, failed ones again, relevant ones for edits.

    The bytes lie in the WARC archive; the database is not held while fetching.
    """
    settings, now = monitor.settings, monitor.now()
    counts: Counter[str] = Counter()
    with open_archive(settings.archive_dir) as archive:
        with monitor.open() as connection:
            due = read_due_pages(connection, now)
        for tries in fetch_pages(due, settings, archive):
            with monitor.open() as connection:
                record_page_tries(connection, tries)
            archive.confirm_recorded()
            counts.update(tried.result for tried in tries)
        freed_bytes = 0
        if settings.archive_days:
            freed_bytes = archive.prune((now - timedelta(days=settings.archive_days)).date())
    shown = ", ".join(f"{count} {result}" for result, count in sorted(counts.items())) or "none"
    context.log.info("pages: %s of %s due: %s", counts.total(), len(due), shown)
    return dg.MaterializeResult(
        metadata={
            "due": len(due),
            "fetched": counts["ok"],
            "unchanged": counts["unchanged"],
            "failed": counts.total() - counts["ok"] - counts["unchanged"],
            "left_for_the_next_pass": len(due) - counts.total(),
            "pruned_bytes": freed_bytes,
            "results": dg.MetadataValue.json(dict(sorted(counts.items()))),
        }
    )


@dg.asset_check(asset=fetches)
def most_pages_come(monitor: Monitor) -> dg.AssetCheckResult:
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

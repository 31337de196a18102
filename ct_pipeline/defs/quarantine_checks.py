"""What a station could not work on: one item that costs itself, for somebody to look at."""

import dagster as dg

from ct_pipeline.defs.reports import table, warning
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.quarantine import Station, list_quarantined


@dg.asset_check(asset=["news", "copy_edges"])
def every_article_could_be_compared(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No article's text broke the search for copies; such a one stands alone in its dispatch."""
    return _check(monitor, Station.COPIES, "articles could not be compared for copies", "article")


@dg.asset_check(asset=["news", "story_edges"])
def every_dispatch_could_be_compared(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No dispatch broke the search for tellings of its event; such a one is a story of its own."""
    return _check(monitor, Station.STORIES, "dispatches could not be compared", "dispatch")


@dg.asset_check(asset=["news", "alerts"])
def every_story_could_be_decided_on(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No story broke the rules of alerts; such a one is decided on again by the next pass."""
    return _check(monitor, Station.ALERTS, "stories could not be decided on for alerts", "story")


@dg.asset_check(asset=["news", "ledger_sources"])
def every_text_could_be_read(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No text broke the ledger; such a one says nothing there until it is read by new rules."""
    return _check(monitor, Station.LEDGER, "texts could not be read for the ledger", "article")


@dg.asset_check(asset=["published", "alert_feeds"])
def every_alert_could_be_shown(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No alert broke the feed of its consumer; such a one is left out of it."""
    return _check(monitor, Station.ALERT_FEEDS, "alerts are left out of a feed", "alert")


def _check(monitor: Monitor, station: Station, sentence: str, heading: str) -> dg.AssetCheckResult:
    with monitor.open() as connection:
        items = list_quarantined(connection, station)
    return warning(
        not items,
        f"{len(items)} {sentence}",
        items=len(items),
        which=table((heading, "reason"), items),
    )

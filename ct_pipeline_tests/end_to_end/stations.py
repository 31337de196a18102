"""A whole pass in this process, station by station, without Dagster: for many passes in a test.

What Dagster adds (checks, reports, the exit code) is for the tests that run the command.
"""

from __future__ import annotations

from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.publishing.agenda import publish_agenda
from ct_pipeline.publishing.briefing.page import publish_briefing
from ct_pipeline.publishing.exports.publish import publish_exports
from ct_pipeline.publishing.lake.publish import publish_lake
from ct_pipeline.publishing.marts import build_marts
from ct_pipeline.publishing.programmes.pages import publish_programmes
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline.steps.alerting import alert_consumers
from ct_pipeline.steps.delivering import deliver_first
from ct_pipeline.steps.grading import grade_dispatches, grade_texts
from ct_pipeline.steps.grouping import (
    compare_dispatches,
    compare_texts,
    group_dispatches,
    group_stories,
)
from ct_pipeline.steps.ledger import keep_ledger
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.polling import follow_list, poll_feeds
from ct_pipeline.steps.publishing import publish_alert_feeds
from ct_pipeline.steps.recording import record
from ct_pipeline.steps.streaming import fetch_and_read


def run_pass(monitor: Monitor) -> None:
    """What the job `monitor_news` does, in its order; what any station raises is raised."""
    settings, began = monitor.settings, monitor.now()
    follow_list(monitor)
    list(poll_feeds(monitor))
    fetch_and_read(monitor)
    grade_texts(monitor)
    compare_texts(monitor)
    group_dispatches(monitor, began)
    grade_dispatches(monitor)
    compare_dispatches(monitor)
    group_stories(monitor, began)
    keep_ledger(monitor)
    alert_consumers(monitor)
    deliver_first(monitor)
    publish_alert_feeds(monitor, read_alert_rules(settings))
    publish(monitor)
    record(monitor, "pass", began)


def publish(monitor: Monitor) -> None:
    """The marts, and everything that is made of them."""
    settings, now = monitor.settings, monitor.now()
    build_marts(settings)
    publish_lake(settings, now=now)
    publish_snapshot(settings, now=now)
    publish_exports(settings, now=now)
    published = settings.published_dir
    publish_briefing(settings.snapshot_file, published / "briefing" / "index.html", now=now)
    publish_programmes(settings.snapshot_file, published / "programmes", today=now.date())
    publish_agenda(settings.snapshot_file, published / "agenda.ics")

"""Alerts: rows first, in one transaction with what they cover; messages second."""

import dagster as dg

from ct_pipeline.defs.reports import table
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import ALERTS, OWNERS, PUBLISHED
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.settings import Settings
from ct_pipeline.steps import due_note
from ct_pipeline.steps.alerting import alert_consumers
from ct_pipeline.steps.delivering import (
    Delivered,
    deliver_between_passes,
    deliver_first,
    deliver_retries,
)
from ct_pipeline.steps.publishing import publish_alert_feeds

EVERY_MINUTE = "* * * * *"


@dg.asset(
    key=["news", "alerts"],
    deps=[
        ["news", "stories"],
        ["news", "dispatch_grades"],
        ["news", "mentions"],
        ["news", "commitments"],
        ["news", "figure_series"],
        ["news", "conflicts"],
    ],
    group_name=ALERTS,
    owners=list(OWNERS),
    kinds={"python", "duckdb"},
)
def alerts(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """The outbox: one row per consumer and story, with the articles that it covers."""
    done = alert_consumers(monitor)
    counts = {event.replace(".", "_"): count for event, count in done.made.items()}
    return dg.MaterializeResult(
        metadata={"new_alerts": done.made.total(), "consumers": done.consumer_count, **counts}
    )


@dg.asset(
    key=["news", "alert_deliveries"],
    deps=[alerts],
    group_name=ALERTS,
    owners=list(OWNERS),
    kinds={"python", "duckdb"},
)
def alert_deliveries(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """First attempts of what is new, whatever else is due, and the retry five seconds later.

    The database is free meanwhile; the retry is made here so that the marts know what came of it.
    """
    return _shown(deliver_first(monitor))


@dg.asset(
    key=["published", "alert_feeds"],
    deps=[alert_deliveries],
    group_name=PUBLISHED,
    owners=list(OWNERS),
    kinds={"xml", "json"},
)
def alert_feeds(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """Atom and JSON Feed files per consumer with a feed channel, under `published/alerts/`."""
    count = publish_alert_feeds(monitor, read_alert_rules(monitor.settings))
    return dg.MaterializeResult(metadata={"feeds": count})


@dg.asset(
    key=["news", "alert_retries"],
    deps=[alert_feeds, ["published", "ct_news"], ["published", "exports"]],
    group_name=ALERTS,
    owners=list(OWNERS),
    kinds={"python", "duckdb"},
)
def alert_retries(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """The attempts that fall due within 30 seconds of the pass's end."""
    return _shown(deliver_retries(monitor))


@dg.op
def deliver(monitor: MonitorParam) -> None:
    """Makes the digests whose hour has come, then every attempt that is due."""
    deliver_between_passes(monitor)


@dg.job(executor_def=dg.in_process_executor)
def deliver_alerts() -> None:
    """What is due between two passes: digests, retries, a backlog."""
    deliver()


@dg.schedule(
    job=deliver_alerts,
    cron_schedule=EVERY_MINUTE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def deliver_alerts_schedule(
    context: dg.ScheduleEvaluationContext,
) -> dg.RunRequest | dg.SkipReason:
    """Each minute in which a delivery or a digest may be due."""
    if due_note.may_be_due(Settings.read(), context.scheduled_execution_time):
        return dg.RunRequest()
    return dg.SkipReason("no delivery is due")


def _shown(done: Delivered) -> dg.MaterializeResult[None]:
    """Numbers that become plots, by channel and status, and the dead letters as a table."""
    dead = [(letter.subject, letter.reason) for letter in done.dead_letters]
    counts = {f"{channel}_{status}": count for (channel, status), count in done.statuses.items()}
    outcomes = done.round.outcomes.items()
    return dg.MaterializeResult(
        metadata={
            "attempts": done.round.attempts,
            **counts,
            **{f"tried_{channel}_{status}": count for (channel, status), count in outcomes},
            "dead_letters": table(("delivery", "last error"), dead),
        }
    )

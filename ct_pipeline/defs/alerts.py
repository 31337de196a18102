"""Alerts: rows first, in one transaction with what they cover; messages second."""

from collections import Counter
from datetime import timedelta

import dagster as dg

from ct_pipeline import due_note
from ct_pipeline.alerting import make_alerts, make_digests, next_work_at
from ct_pipeline.alerts.consumers import Rules
from ct_pipeline.alerts.deliveries import FEED
from ct_pipeline.alerts_file import read_alert_rules
from ct_pipeline.defs.groups import ALERTS, OWNERS, PUBLISHED
from ct_pipeline.defs.reports import table
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.delivering import Post, Round, deliver_due, deliver_soon, open_post
from ct_pipeline.publishing.alert_feeds import write_feeds
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.alert_deliveries import read_feed_items, settle_feeds
from ct_pipeline.warehouse.alert_operations import count_statuses, read_dead_letters

FIRST_ATTEMPTS_SECONDS = 60.0
LOCK_WAIT_SECONDS = 30.0
FIRST_RETRY = timedelta(seconds=6)  # five, and its jitter
EVERY_MINUTE = "* * * * *"
DEAD_LETTER_DAYS = timedelta(days=30)


@dg.asset(
    key=["news", "alerts"],
    deps=[["news", "stories"], ["news", "dispatch_grades"], ["news", "mentions"]],
    group_name=ALERTS,
    owners=list(OWNERS),
    kinds={"python", "duckdb"},
)
def alerts(monitor: Monitor) -> dg.MaterializeResult[None]:
    """The outbox: one row per consumer and story, with the articles that it covers."""
    rules = read_alert_rules(monitor.settings)
    due_note.tear_up(monitor.settings)
    with monitor.open() as connection:
        made = make_alerts(connection, rules, monitor.now())
    return dg.MaterializeResult(
        metadata={"new_alerts": made.total(), "consumers": len(rules.consumers), **_by_event(made)}
    )


@dg.asset(
    key=["news", "alert_deliveries"],
    deps=[alerts],
    group_name=ALERTS,
    owners=list(OWNERS),
    kinds={"python", "duckdb"},
)
def alert_deliveries(monitor: Monitor) -> dg.MaterializeResult[None]:
    """First attempts of what is new, whatever else is due, and the retry five seconds later.

    The database is free meanwhile; the retry is made here so that the marts know what came of it.
    """
    post, until = _post(monitor), monitor.now() + timedelta(seconds=FIRST_ATTEMPTS_SECONDS)
    done = deliver_due(post, wait_seconds=LOCK_WAIT_SECONDS, until=until)
    done.outcomes += deliver_soon(post, FIRST_RETRY).outcomes
    return _told(done, monitor)


@dg.asset(
    key=["published", "alert_feeds"],
    deps=[alert_deliveries],
    group_name=PUBLISHED,
    owners=list(OWNERS),
    kinds={"xml", "json"},
)
def alert_feeds(monitor: Monitor) -> dg.MaterializeResult[None]:
    """Atom and JSON Feed files per consumer with a feed channel, under `published/alerts/`."""
    return dg.MaterializeResult(metadata={"feeds": publish_feeds(monitor, _rules(monitor))})


@dg.asset(
    key=["news", "alert_retries"],
    deps=[alert_feeds, ["published", "ct_news"], ["published", "parquet"]],
    group_name=ALERTS,
    owners=list(OWNERS),
    kinds={"python", "duckdb"},
)
def alert_retries(monitor: Monitor) -> dg.MaterializeResult[None]:
    """The attempts that fall due within 30 seconds of the pass's end."""
    return _told(deliver_soon(_post(monitor)), monitor)


@dg.op
def deliver(context: dg.OpExecutionContext, monitor: Monitor) -> None:
    """Makes the digests whose hour has come, then every attempt that is due."""
    post = _post(monitor)
    with monitor.open() as connection:
        made = make_digests(connection, post.rules, monitor.now())
    if made:
        publish_feeds(monitor, post.rules)
    context.log.info("%d digests, %d attempts", made.total(), deliver_due(post).attempts)
    with monitor.open() as connection:
        due_note.note(monitor.settings, next_work_at(connection, post.rules))


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


def publish_feeds(monitor: Monitor, rules: Rules) -> int:
    """Writes the files of every consumer with a feed channel; returns how many consumers."""
    consumers = [e.consumer_id for e in rules.endpoints.values() if e.channel == FEED]
    now = monitor.now()
    with monitor.open() as connection:
        items = {name: read_feed_items(connection, name, now) for name in consumers}
    for name in consumers:
        write_feeds(monitor.settings.published_dir / "alerts", name, items[name])
    with monitor.open() as connection:
        shown = [item.alert_id for of_consumer in items.values() for item in of_consumer]
        settle_feeds(connection, shown, now)
    return len(consumers)


def _rules(monitor: Monitor) -> Rules:
    return read_alert_rules(monitor.settings)


def _post(monitor: Monitor) -> Post:
    return open_post(monitor.settings, _rules(monitor), monitor.now)


def _told(done: Round, monitor: Monitor) -> dg.MaterializeResult[None]:
    """Numbers that become plots, by channel and status, and the dead letters as a table."""
    with monitor.open() as connection:
        statuses = count_statuses(connection)
        due_note.note(monitor.settings, next_work_at(connection, _rules(monitor)))
        letters = read_dead_letters(connection, monitor.now() - DEAD_LETTER_DAYS)
    dead = [(letter.subject, letter.reason) for letter in letters]
    counts = {f"{channel}_{status}": count for (channel, status), count in statuses.items()}
    tried = {f"tried_{channel}_{status}": n for (channel, status), n in done.outcomes.items()}
    return dg.MaterializeResult(
        metadata={
            "attempts": done.attempts,
            **counts,
            **tried,
            "dead_letters": table(("delivery", "last error"), dead),
        }
    )


def _by_event(made: Counter[str]) -> dict[str, int]:
    return {event.replace(".", "_"): count for event, count in made.items()}

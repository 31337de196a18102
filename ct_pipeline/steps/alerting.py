"""One look at what is new: decide what is due and write it, all in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from ct_pipeline.alerts.deliveries import open_deliveries
from ct_pipeline.alerts.digests import digest_at, is_ripe, make_digest
from ct_pipeline.alerts.due import decide
from ct_pipeline.alerts.fitness import NO_LONGER
from ct_pipeline.alerts.ledger import decide_ledger
from ct_pipeline.alerts.outbox import Decision, join_decisions
from ct_pipeline.alerts.stories import Story
from ct_pipeline.alerts.updates import AS_TOLD
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.steps import due_note
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.alerts.deliveries import next_due_at, read_endpoints
from ct_pipeline.warehouse.alerts.ledger import read_known_ids, read_ledger_news
from ct_pipeline.warehouse.alerts.outbox import (
    append_alerts,
    read_histories,
    read_waiting_digests,
    write_decision,
)
from ct_pipeline.warehouse.alerts.reconciliation import note_rules
from ct_pipeline.warehouse.alerts.renaming import rename_consumers
from ct_pipeline.warehouse.alerts.stories import read_new_stories, read_stories_with
from ct_pipeline.warehouse.alerts.unsent import leave_out, suppress_alert
from ct_pipeline.warehouse.isolation import store_each
from ct_pipeline.warehouse.quarantine import Station, put_in_quarantine, release
from ct_pipeline.warehouse.transactions import transaction


@dataclass(frozen=True, slots=True)
class Alerted:
    """The alerts that a step made, by event type, and how many consumers there are."""

    made: Counter[str]
    consumer_count: int


def alert_consumers(monitor: Monitor) -> Alerted:
    """Writes the alerts and digests that are due, as rows of the outbox; messages follow later."""
    rules = read_alert_rules(monitor.settings)
    due_note.forget(monitor.settings)
    with monitor.open() as connection:
        made = make_alerts(connection, rules, monitor.now())
    return Alerted(made, len(rules.consumers))


def make_alerts(connection: duckdb.DuckDBPyConnection, rules: Rules, now: datetime) -> Counter[str]:
    """Writes the alerts that are due at `now`; returns how many of each event type.

    What it looked at is marked in the same transaction, so that after a crash it is looked at again
    or is in the outbox, never neither.
    """
    with transaction(connection):
        note_rules(connection, rules, now)
        decision, stories = _decide_each(connection, rules, read_new_stories(connection), now)
        disabled = _disabled(connection)
        deliveries = list(open_deliveries(decision.alerts, rules, disabled, now))
        write_decision(connection, decision, deliveries, stories, now)
    made = Counter(alert.event_type for alert in decision.alerts)
    return made + make_ledger_alerts(connection, rules, now) + make_digests(connection, rules, now)


def make_ledger_alerts(
    connection: duckdb.DuckDBPyConnection, rules: Rules, now: datetime
) -> Counter[str]:
    """Writes what the ledger has for those who ask; returns how many of each event type.

    A row that was told is known by its alert's id, so that nothing is told twice.
    """
    consumers = [consumer for consumer in rules.consumers if consumer.ledger.is_on]
    if not consumers:
        return Counter()
    due_days = max(consumer.ledger.commitment_due_days or 0 for consumer in consumers)
    with transaction(connection):
        news = read_ledger_news(connection, now, due_days)
        stories = read_stories_with(connection, {one.article_id for one in news})
        decided = decide_ledger(news, stories, consumers, now)
        known = read_known_ids(connection, (alert.alert_id for alert in decided))
        alerts = [alert for alert in decided if alert.alert_id not in known]
        deliveries = list(open_deliveries(alerts, rules, _disabled(connection), now))
        append_alerts(connection, alerts, deliveries)
    return Counter(alert.event_type for alert in alerts)


def _decide_each(
    connection: duckdb.DuckDBPyConnection, rules: Rules, stories: Sequence[Story], now: datetime
) -> tuple[Decision, list[Story]]:
    """What is due, and the stories that were decided on: one that fails is looked at again by the
    next pass, so that nothing about it is lost."""
    histories = read_histories(connection, stories)
    decided: list[Story] = []

    def decide_some(some: Sequence[Story]) -> Decision:
        whole = [story for story in some if story.texts]
        decision = decide(whole, rules.consumers, histories, now)
        decided.extend(whole)
        return decision

    def left_out(story: Story, reason: str) -> Story:
        put_in_quarantine(connection, Station.ALERTS, story.story_id, reason)
        return replace(story, texts=())

    release(connection, Station.ALERTS, (story.story_id for story in stories))
    return join_decisions(store_each(stories, decide_some, left_out)), decided


def make_digests(
    connection: duckdb.DuckDBPyConnection, rules: Rules, now: datetime
) -> Counter[str]:
    """Writes the daily digests whose hour has come; returns how many of each event type."""
    made: Counter[str] = Counter()
    with transaction(connection):
        rename_consumers(connection, rules)
        disabled = _disabled(connection)
        for waiting in read_waiting_digests(connection):
            consumer = rules.consumer(waiting.consumer_id)
            if consumer is None or not is_ripe(waiting, consumer, now):
                continue
            stories = read_stories_with(connection, waiting.article_ids)
            digest = make_digest(waiting, consumer, stories, now)
            deliveries = list(open_deliveries(digest.alerts, rules, disabled, now))
            append_alerts(connection, digest.alerts, deliveries)
            leave_out(connection, consumer.id, digest.left_out, now)
            if digest.is_empty:
                why = f"{NO_LONGER}: nothing of this digest does" if digest.left_out else AS_TOLD
                suppress_alert(connection, waiting.alert_id, why, now)
            else:
                made.update(alert.event_type for alert in digest.alerts)
    return made


def next_work_at(connection: duckdb.DuckDBPyConnection, rules: Rules) -> datetime | None:
    """When the next delivery or digest falls due; None when nothing waits."""
    digests = [
        digest_at(waiting.digest_date, consumer.zone)
        for waiting in read_waiting_digests(connection)
        if (consumer := rules.consumer(waiting.consumer_id))
    ]
    attempt_at = next_due_at(connection)
    return min([*digests, *([attempt_at] if attempt_at else [])], default=None)


def _disabled(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {
        key: state.disabled_reason or ""
        for key, state in read_endpoints(connection).items()
        if state.disabled_at is not None
    }

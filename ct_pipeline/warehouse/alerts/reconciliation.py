"""Both sides of the account between alerting and its consumers, out of the writer's database."""

from __future__ import annotations

from datetime import datetime

import duckdb

from ct_pipeline.alerts.reconciliation import Ledger, Looked, Sent
from ct_pipeline.inputs.consumers import Rules, address_key
from ct_pipeline.warehouse.alerts.outbox import read_waiting_digests
from ct_pipeline.warehouse.alerts.stories import read_stories_with
from ct_pipeline.warehouse.sql import sql


def note_rules(connection: duckdb.DuckDBPyConnection, rules: Rules, now: datetime) -> None:
    """Keeps since when each consumer has had its present rule; run it in every pass."""
    for consumer in rules.consumers:
        connection.execute(
            "INSERT INTO news.alert_consumers VALUES ($id, $hash, $now) ON CONFLICT DO UPDATE"
            " SET rule_hash = excluded.rule_hash, since_at = excluded.since_at"
            " WHERE rule_hash <> excluded.rule_hash",
            {"id": consumer.id, "hash": address_key(consumer.rule), "now": now},
        )


def read_ledger(connection: duckdb.DuckDBPyConnection, since: datetime) -> Ledger:
    """What was looked at, covered and sent since a moment."""
    return Ledger(
        looked=_looked(connection, since),
        covered=_covered(connection, since),
        since=dict(
            connection.execute("SELECT consumer_id, since_at FROM news.alert_consumers").fetchall()
        ),
        sent=_sent(connection, since),
        waiting=read_waiting_digests(connection),
        unseen=_unseen(connection),
    )


def _looked(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[Looked]:
    rows = connection.execute(
        "SELECT article_id, min(reviewed_at), arg_min(relevance_grade, reviewed_at),"
        " arg_min(story_grade, reviewed_at)"
        " FROM news.alert_reviews GROUP BY article_id HAVING min(reviewed_at) >= ?",
        [since],
    ).fetchall()
    looked = {row[0]: row[1:] for row in rows}
    return [
        Looked(text, *looked[text.article_id])
        for story in read_stories_with(connection, looked)
        for text in story.texts
        if text.article_id in looked
    ]


def _covered(connection: duckdb.DuckDBPyConnection, since: datetime) -> set[tuple[str, str]]:
    rows = connection.execute(
        "SELECT coverage.consumer_id, coverage.article_id FROM news.alert_coverage AS coverage"
        " SEMI JOIN (SELECT article_id FROM news.alert_reviews WHERE reviewed_at >= ?) AS reviews"
        " ON coverage.article_id = reviews.article_id",
        [since],
    ).fetchall()
    return {(consumer_id, article_id) for consumer_id, article_id in rows}


def _sent(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[Sent]:
    rows = connection.execute(
        "SELECT alerts.alert_id, alerts.consumer_id, deliveries.channel_key, deliveries.status,"
        " deliveries.next_attempt_at, deliveries.last_error FROM news.alerts AS alerts"
        " LEFT JOIN news.alert_deliveries AS deliveries ON alerts.alert_id = deliveries.alert_id"
        " WHERE alerts.withheld_at IS NULL AND alerts.created_at >= ?"
        " AND deliveries.status IS DISTINCT FROM 'delivered'",
        [since],
    ).fetchall()
    return [Sent(*row) for row in rows]


def _unseen(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    rows = connection.execute(sql("alerts/unseen")).fetchall()
    return dict(rows)

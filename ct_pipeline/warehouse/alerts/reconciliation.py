"""Both sides of the account between alerting and its consumers, out of the writer's database."""

from __future__ import annotations

from datetime import datetime

import duckdb

from ct_pipeline.alerts.reconciliation import Ledger, Looked, Sent
from ct_pipeline.inputs.consumers import Rules, address_key
from ct_pipeline.warehouse.alerts.outbox import read_waiting_digests
from ct_pipeline.warehouse.alerts.renaming import rename_consumers
from ct_pipeline.warehouse.alerts.stories import read_stories_with
from ct_pipeline.warehouse.sql import sql


def note_rules(connection: duckdb.DuckDBPyConnection, rules: Rules, now: datetime) -> None:
    """Keeps since when each consumer has had its present rule; run it in every pass."""
    rename_consumers(connection, rules)
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
    rows = connection.execute(sql("alerts/looked"), {"since": since}).fetchall()
    texts = {
        text.article_id: text
        for story in read_stories_with(connection, {row[0] for row in rows})
        for text in story.texts
    }
    return [
        Looked(texts[article_id], looked_at, grade, story_grade, earlier, earlier_of_story)
        for article_id, looked_at, grade, story_grade, earlier, earlier_of_story in rows
        if article_id in texts
    ]


def _covered(
    connection: duckdb.DuckDBPyConnection, since: datetime
) -> dict[tuple[str, str], datetime | None]:
    rows = connection.execute(
        "SELECT coverage.consumer_id, coverage.article_id, coverage.left_out_at"
        " FROM news.alert_coverage AS coverage"
        " SEMI JOIN (SELECT article_id FROM news.alert_reviews WHERE reviewed_at >= ?) AS reviews"
        " ON coverage.article_id = reviews.article_id",
        [since],
    ).fetchall()
    return {(consumer_id, article_id): left_out_at for consumer_id, article_id, left_out_at in rows}


def _sent(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[Sent]:
    rows = connection.execute(sql("alerts/undelivered"), {"since": since}).fetchall()
    return [Sent(*row) for row in rows]


def _unseen(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    rows = connection.execute(sql("alerts/unseen")).fetchall()
    return dict(rows)

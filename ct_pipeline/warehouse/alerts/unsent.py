"""Alerts that were never attempted: which they are, in other words, or given up before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import duckdb

from ct_pipeline.warehouse.alerts.outbox import as_json
from ct_pipeline.warehouse.rows import registered_ids


def attempted_alerts(connection: duckdb.DuckDBPyConnection, alert_ids: Collection[str]) -> set[str]:
    """Of these alerts, those whose message was attempted through some channel, files apart."""
    with registered_ids(connection, "wanted", alert_id=list(alert_ids)):
        rows = connection.execute(
            "SELECT DISTINCT alert_id FROM news.alert_deliveries SEMI JOIN wanted USING (alert_id)"
            " WHERE attempts > 0 AND channel <> 'feed'"
        ).fetchall()
    return {row[0] for row in rows}


def reword_alert(
    connection: duckdb.DuckDBPyConnection, alert_id: str, data: Mapping[str, Any]
) -> None:
    """Gives an alert that was never attempted other words."""
    connection.execute(
        "UPDATE news.alerts SET payload = ? WHERE alert_id = ?", [as_json(data), alert_id]
    )


def suppress_alert(
    connection: duckdb.DuckDBPyConnection, alert_id: str, reason: str, now: datetime
) -> None:
    """Gives an alert up before its first attempt; its articles count as never told.

    An edit that makes one match again brings the alert back, under its id. Which articles a digest
    leaves out, `leave_out` is told: one digest may have several alerts.
    """
    connection.execute(
        "UPDATE news.alert_deliveries SET status = 'suppressed', next_attempt_at = NULL,"
        " reason = ?, scheduled_at = ? WHERE alert_id = ? AND status = 'pending'",
        [reason, now, alert_id],
    )
    connection.execute("UPDATE news.alerts SET withheld_at = ? WHERE alert_id = ?", [now, alert_id])
    connection.execute(
        "UPDATE news.alert_coverage SET left_out_at = ? WHERE alert_id = ? AND digest_date IS NULL",
        [now, alert_id],
    )


def leave_out(
    connection: duckdb.DuckDBPyConnection,
    consumer_id: str,
    article_ids: Collection[str],
    now: datetime,
) -> None:
    """Articles of which a consumer's digest does not tell after all count as never told."""
    if not article_ids:
        return
    with registered_ids(connection, "unfit", article_id=article_ids):
        connection.execute(
            "UPDATE news.alert_coverage SET left_out_at = ? WHERE consumer_id = ?"
            " AND digest_date IS NOT NULL"
            " AND article_id IN (SELECT unfit.article_id FROM unfit)",
            [now, consumer_id],
        )

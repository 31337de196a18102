"""One look for what is due, as a pass takes it."""

from __future__ import annotations

import json
from datetime import datetime

import duckdb

from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline_tests.alerts.newsroom import NOW

Connection = duckdb.DuckDBPyConnection


def look(connection: Connection, rule: str = "", now: datetime = NOW) -> list[tuple[str, str]]:
    """One pass of alerting for the consumer `desk`: the new alerts, type and subject."""
    before = connection.execute("SELECT alert_id FROM news.alerts").fetchall()
    text = f"consumers: [{{id: desk, channels: [{{type: feed}}], {rule}}}]"
    make_alerts(connection, parse_rules(text, "alerts.yaml", {}), now)
    rows = connection.execute(
        "SELECT alert_id, event_type, subject_id FROM news.alerts ORDER BY subject_id"
    ).fetchall()
    return [(event, subject) for key, event, subject in rows if (key,) not in before]


def sent(connection: Connection) -> None:
    """Everything in the outbox has been delivered."""
    connection.execute("UPDATE news.alert_deliveries SET status = 'delivered', attempts = 1")


def payload(connection: Connection, event: str = "story.created") -> dict[str, object]:
    rows = connection.execute(
        "SELECT payload FROM news.alerts WHERE event_type = ?", [event]
    ).fetchall()
    (row,) = rows
    data: dict[str, object] = json.loads(row[0])
    return data

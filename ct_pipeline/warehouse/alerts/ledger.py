"""The ledger's rows as alerting sees them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

import duckdb

from ct_pipeline.alerts.ledger import LATE_DAYS, SERIES_DAYS, LedgerNews
from ct_pipeline.warehouse.rows import read_dicts, registered_ids
from ct_pipeline.warehouse.sql import sql

_NEWS = timedelta(days=60)  # what came earlier is looked at no more


def read_ledger_news(
    connection: duckdb.DuckDBPyConnection,
    now: datetime,
    due_days: int,
    since: datetime | None = None,
) -> list[LedgerNews]:
    """The rows that some consumer may be told of at `now`; promises due within `due_days`.

    `since`: also those that were news at some moment from then on.
    """
    rows = read_dicts(
        connection,
        sql("alerts/ledger_news"),
        {
            "today": now.date(),
            "since": since or now - _NEWS,
            "late_days": LATE_DAYS + 1 + ((now - since).days if since else 0),
            "due_days": due_days + 1,
            "series_days": SERIES_DAYS,
        },
    )
    return [LedgerNews(**row | {"row": json.loads(row["row"])}) for row in rows]


def read_known_ids(connection: duckdb.DuckDBPyConnection, alert_ids: Iterable[str]) -> set[str]:
    """Those of these alerts that were made, whatever became of them."""
    with registered_ids(connection, "asked_alerts", alert_id=alert_ids):
        rows = connection.execute(
            "SELECT alert_id FROM news.alerts SEMI JOIN asked_alerts USING (alert_id)"
        ).fetchall()
    return {alert_id for (alert_id,) in rows}

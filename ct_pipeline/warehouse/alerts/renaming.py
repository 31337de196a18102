"""Consumers with another id by now: what was told to, and waits for, the former one is theirs."""

from __future__ import annotations

import duckdb

from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.outbox import DIGEST_READY
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.warehouse.alerts.outbox import read_waiting_digests
from ct_pipeline.warehouse.sql import sql


def rename_consumers(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Gives the rows of each former id (`was:`) to the present one; run it before rows are used."""
    for consumer in rules.consumers:
        for former in consumer.was:
            known = connection.execute(
                "SELECT 1 FROM news.alert_consumers WHERE consumer_id = ?", [former]
            ).fetchone()
            if known is not None:
                _join_digests(connection, former, consumer.id)
                _rename(connection, former, consumer.id)


def _join_digests(connection: duckdb.DuckDBPyConnection, former: str, present: str) -> None:
    """A waiting digest joins that of the present id, unless that one is made: one comes a day."""
    for waiting in read_waiting_digests(connection):
        if waiting.consumer_id == former:
            joined = alert_id(present, DIGEST_READY, waiting.digest_date.isoformat())
            connection.execute(
                "UPDATE news.alert_coverage SET alert_id = $joined WHERE alert_id = $waiting"
                " AND NOT EXISTS (SELECT 1 FROM news.alerts WHERE alert_id = $joined)",
                {"joined": joined, "waiting": waiting.alert_id},
            )


def _rename(connection: duckdb.DuckDBPyConnection, former: str, present: str) -> None:
    ids = {"former": former, "present": present}
    for statement in sql("alerts/rename_consumer").split(";"):
        if statement.strip():
            given = {name: value for name, value in ids.items() if f"${name}" in statement}
            connection.execute(statement, given)

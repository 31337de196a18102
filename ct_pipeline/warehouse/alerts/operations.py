"""What the person in charge of alerts sees and does: counts, troubles, enabling, sending again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from ct_pipeline.warehouse.rows import registered_ids
from ct_pipeline.warehouse.sql import sql

NEEDS_A_PERSON_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overview:
    """How many deliveries one channel has, by status, and what the first that waits waits for."""

    channel_key: str
    delivered: int
    pending: int
    dead: int
    suppressed: int
    next_attempt_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that needs a person: an endpoint or an undelivered alert."""

    subject: str
    reason: str


def read_overview(
    connection: duckdb.DuckDBPyConnection, delivery_ids: Collection[str] | None = None
) -> list[Overview]:
    """Every channel that ever had a delivery; of these deliveries, where some are given."""
    is_all = delivery_ids is None
    with registered_ids(connection, "chosen", delivery_id=delivery_ids or ()):
        rows = connection.execute(sql("alerts/overview"), {"is_all": is_all}).fetchall()
    return [Overview(*row) for row in rows]


def read_suppressed(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, int]]]:
    """Why deliveries are suppressed, by channel key: reasons with their numbers, the most first."""
    rows = connection.execute(
        "SELECT channel_key, coalesce(reason, last_error, ''), count(*) AS deliveries"
        " FROM news.alert_deliveries WHERE status = 'suppressed'"
        " GROUP BY ALL ORDER BY deliveries DESC, channel_key, 2"
    ).fetchall()
    reasons: dict[str, list[tuple[str, int]]] = {}
    for channel_key, reason, count in rows:
        reasons.setdefault(channel_key, []).append((reason, count))
    return reasons


def read_dead_letters(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[Trouble]:
    """Deliveries made since then that ran out of attempts, the newest first."""
    rows = connection.execute(
        "SELECT channel_key || ' ' || alert_id, last_error FROM news.alert_deliveries"
        " WHERE status = 'dead' AND created_at >= ? ORDER BY created_at DESC, delivery_id",
        [since],
    ).fetchall()
    return [Trouble(*row) for row in rows]


def read_endpoint_troubles(
    connection: duckdb.DuckDBPyConnection, now: datetime, channel_keys: Collection[str]
) -> list[Trouble]:
    """Of these, the endpoints that are disabled or have failed for more than a day."""
    rows = connection.execute(
        "SELECT channel_key, coalesce('disabled: ' || disabled_reason,"
        " 'no success since ' || strftime(failing_since_at, '%Y-%m-%d %H:%M') || ' UTC')"
        " FROM news.alert_endpoints WHERE list_contains($keys, channel_key)"
        " AND (disabled_at IS NOT NULL OR failing_since_at < $since) ORDER BY channel_key",
        {"keys": list(channel_keys), "since": now - NEEDS_A_PERSON_AFTER},
    ).fetchall()
    return [Trouble(*row) for row in rows]


def enable_endpoints(connection: duckdb.DuckDBPyConnection, consumer_id: str) -> int:
    """Forgets that the consumer's endpoints were disabled; returns how many were."""
    rows = connection.execute(
        "UPDATE news.alert_endpoints SET disabled_at = NULL, disabled_reason = NULL,"
        " failing_since_at = NULL WHERE consumer_id = ? AND disabled_at IS NOT NULL"
        " RETURNING channel_key",
        [consumer_id],
    ).fetchall()
    return len(rows)


def replay_deliveries(
    connection: duckdb.DuckDBPyConnection,
    now: datetime,
    *,
    channel_keys: Collection[str],
    alert_id: str | None = None,
    consumer_id: str | None = None,
    since: datetime | None = None,
    with_delivered: bool = False,
) -> list[str]:
    """Makes deliveries due again, with the pauses of a first attempt; returns their ids.

    Their attempts count on, and the moment of a first acceptance stays.
    Each given condition narrows the choice. Alerts that were withheld, because their story was told
    already, stay so; nothing is sent to a disabled endpoint that is still among the channels in
    force (a channel whose address was changed has a new key, and gets what the old one missed).
    """
    rows = connection.execute(
        sql("alerts/replay"),
        {
            "now": now,
            "with_delivered": with_delivered,
            "alert_id": alert_id,
            "consumer_id": consumer_id,
            "since": since,
            "keys": list(channel_keys),
        },
    ).fetchall()
    return [row[0] for row in rows]


def count_statuses(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """How many deliveries there are, by channel and status."""
    rows = connection.execute(
        "SELECT channel, status, count(*) FROM news.alert_deliveries GROUP BY ALL"
    ).fetchall()
    return {(channel, status): count for channel, status, count in rows}

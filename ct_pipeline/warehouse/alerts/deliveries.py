"""Deliveries in the writer's database: what is due, what came of it, which endpoints are off."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import duckdb

from ct_pipeline.alerts.attempts import Delivery
from ct_pipeline.alerts.deliveries import QUIET
from ct_pipeline.alerts.endpoints import EndpointState
from ct_pipeline.alerts.messages import FeedItem
from ct_pipeline.alerts.turns import WAITS_ITS_TURN, Queued
from ct_pipeline.warehouse.rows import as_arrow, registered, registered_ids
from ct_pipeline.warehouse.sql import sql

COLUMNS = ", ".join(f"deliveries.{field.name}" for field in fields(Delivery))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery that is due, with what it has to say."""

    delivery: Delivery
    alerted_at: datetime
    data: dict[str, Any]


def read_due(
    connection: duckdb.DuckDBPyConnection,
    now: datetime,
    *,
    first: int,
    then: int,
    proven: Collection[str] = (),
    resting: Collection[str] = (),
    held: Collection[str] = (),
) -> list[Outgoing]:
    """What is due, the longest waiting first: `first` messages for each endpoint, `then` for each
    of the `proven` ones, none for the `resting` ones (channel keys); `held` are ids of deliveries
    whose turn it is not.

    A row written later than `now` is due too: the clock was put back.
    """
    with registered_ids(connection, "held", delivery_id=held):
        rows = connection.execute(
            sql("alerts/due", columns=COLUMNS),
            {
                "now": now,
                "resting": list(resting),
                "proven": list(proven),
                "first": first,
                "then": then,
            },
        ).fetchall()
    return [Outgoing(Delivery(*row[:-2]), row[-2], json.loads(row[-1])) for row in rows]


def read_queued(connection: duckdb.DuckDBPyConnection) -> list[Queued]:
    """What waits for another message to the same receiver, or did when it was last looked at, and
    what waits untried for the end of quiet hours."""
    rows = connection.execute(
        sql("alerts/queued", columns=COLUMNS), {"reasons": list(WAITS_ITS_TURN), "quiet": QUIET}
    ).fetchall()
    return [Queued(Delivery(*row[:-2]), row[-2], row[-1]) for row in rows]


def read_unroutable(
    connection: duckdb.DuckDBPyConnection, channel_keys: Collection[str]
) -> list[Delivery]:
    """Pending deliveries through channels that are none of these."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM news.alert_deliveries AS deliveries"
        " WHERE deliveries.status = 'pending' AND deliveries.channel <> 'feed'"
        " AND NOT list_contains($keys, deliveries.channel_key)",
        {"keys": list(channel_keys)},
    ).fetchall()
    return [Delivery(*row) for row in rows]


def next_due_at(
    connection: duckdb.DuckDBPyConnection, *, besides: Collection[str] = ()
) -> datetime | None:
    """When the next attempt falls due, None when nothing waits; `besides` are channel keys."""
    row = connection.execute(
        "SELECT min(next_attempt_at) FROM news.alert_deliveries AS deliveries"
        " WHERE deliveries.status = 'pending' AND deliveries.channel <> 'feed'"
        " AND NOT list_contains($besides, deliveries.channel_key)",
        {"besides": list(besides)},
    ).fetchone()
    return row[0] if row else None


def write_deliveries(connection: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery]) -> None:
    """Writes what attempts changed; a delivery that is settled by now stays settled."""
    if not deliveries:
        return
    tried = as_arrow(connection, "news.alert_deliveries", deliveries)
    with registered(connection, "tried", tried):
        connection.execute(sql("alerts/write_tried"))


def read_endpoints(connection: duckdb.DuckDBPyConnection) -> dict[str, EndpointState]:
    """The state of every endpoint that ever failed, by channel key."""
    rows = connection.execute(
        "SELECT channel_key, consumer_id, disabled_at, disabled_reason, failing_since_at"
        " FROM news.alert_endpoints"
    ).fetchall()
    return {row[0]: EndpointState(*row) for row in rows}


def write_endpoint(connection: duckdb.DuckDBPyConnection, state: EndpointState) -> None:
    """Writes an endpoint's state; what waits for a disabled one is suppressed, with the reason."""
    connection.execute(
        "INSERT OR REPLACE INTO news.alert_endpoints BY NAME SELECT $key AS channel_key,"
        " $consumer AS consumer_id, $disabled AS disabled_at, $reason AS disabled_reason,"
        " $failing AS failing_since_at",
        {
            "key": state.channel_key,
            "consumer": state.consumer_id,
            "disabled": state.disabled_at,
            "reason": state.disabled_reason,
            "failing": state.failing_since_at,
        },
    )
    if state.disabled_at is not None:
        connection.execute(
            "UPDATE news.alert_deliveries SET status = 'suppressed', next_attempt_at = NULL,"
            " reason = ? WHERE channel_key = ? AND status = 'pending'",
            [f"the endpoint is disabled: {state.disabled_reason}", state.channel_key],
        )


def read_feed_items(
    connection: duckdb.DuckDBPyConnection, consumer_id: str, now: datetime, limit: int = 200
) -> list[FeedItem]:
    """The newest alerts that the consumer's feed files show, the newest first.

    One made later than `now` shows that the clock was put back; it stays in the file.
    """
    rows = connection.execute(
        "SELECT alert_id, event_type, created_at, payload FROM news.alerts"
        " WHERE consumer_id = $consumer AND withheld_at IS NULL"
        " AND (not_before_at <= $now OR created_at > $now)"
        " ORDER BY created_at DESC, alert_id LIMIT $limit",
        {"consumer": consumer_id, "now": now, "limit": limit},
    ).fetchall()
    return [FeedItem(key, event, at, json.loads(data)) for key, event, at, data in rows]


def settle_feeds(
    connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[str], now: datetime
) -> None:
    """Notes that the feed files show these alerts."""
    with registered_ids(connection, "shown", alert_id=alert_ids):
        connection.execute(
            "UPDATE news.alert_deliveries SET status = 'delivered', attempts = 1,"
            " next_attempt_at = NULL, delivered_at = $now, scheduled_at = $now, last_error = NULL,"
            " reason = NULL"
            " WHERE channel = 'feed' AND status = 'pending'"
            " AND alert_id IN (SELECT shown.alert_id FROM shown)",
            {"now": now},
        )

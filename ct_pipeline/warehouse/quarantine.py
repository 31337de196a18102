"""Items that a station could not work on, with the reason: each costs itself, and is seen."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import duckdb

from ct_pipeline.warehouse.rows import registered_ids


class Station(StrEnum):
    """Where an item failed, and what its id names."""

    COPIES = "copies"  # an article
    STORIES = "stories"  # a dispatch
    LEDGER = "ledger"  # an article
    ALERTS = "alerts"  # a story
    ALERT_FEEDS = "alert_feeds"  # an alert


def put_in_quarantine(
    connection: duckdb.DuckDBPyConnection, station: Station, item_id: str, reason: str
) -> None:
    """Notes that an item failed, in place of what was noted before."""
    connection.execute(
        "INSERT OR REPLACE INTO news.quarantined_items VALUES (?, ?, ?)",
        [station, item_id, reason],
    )


def release(
    connection: duckdb.DuckDBPyConnection, station: Station, item_ids: Iterable[str]
) -> None:
    """Forgets that these items failed: they are tried again now."""
    with registered_ids(connection, "tried_items", item_id=item_ids):
        connection.execute(
            "DELETE FROM news.quarantined_items"
            " WHERE station = ? AND item_id IN (SELECT item_id FROM tried_items)",
            [station],
        )


def list_quarantined(
    connection: duckdb.DuckDBPyConnection, station: Station, limit: int = 50
) -> list[tuple[str, str]]:
    """The items that failed at a station, by id: id and reason."""
    found: list[tuple[str, str]] = connection.execute(
        "SELECT item_id, reason FROM news.quarantined_items WHERE station = ?"
        " ORDER BY item_id LIMIT ?",
        [station, limit],
    ).fetchall()
    return found

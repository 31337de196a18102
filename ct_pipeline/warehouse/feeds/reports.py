"""What is wrong with feeds and their entries: the questions of the asset checks."""

from __future__ import annotations

from datetime import datetime

import duckdb

from ct_pipeline.feeds.states import State
from ct_pipeline.language.masking import masked
from ct_pipeline.warehouse.sql import sql


def count_states(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many listed and enabled feeds are in each state."""
    rows = connection.execute(
        "SELECT state, count(*) FROM news.feed_states INNER JOIN news.sources USING (source_id)"
        " WHERE is_listed AND enabled GROUP BY state"
    ).fetchall()
    return {state.value: 0 for state in State} | dict(rows)


def newest_entry_at(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the newest entry of any feed was first seen; None where there is none."""
    row = connection.execute(
        "SELECT max(first_seen_at) FROM news.entry_outcomes WHERE seed_file IS NULL"
    ).fetchone()
    return row[0] if row else None


def feeds_in_state(
    connection: duckdb.DuckDBPyConnection, state: State
) -> list[tuple[str, str, str | None, datetime | None]]:
    """The listed and enabled feeds in a state: name, address (masked), detail, last success."""
    rows = connection.execute(
        "SELECT name, address, detail, last_success_at"
        " FROM news.feed_states INNER JOIN news.sources USING (source_id)"
        " WHERE is_listed AND enabled AND state = ? ORDER BY name",
        [state],
    ).fetchall()
    return [(name, masked(address), detail, moment) for name, address, detail, moment in rows]


def list_feeds(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    """The listed and enabled feeds, those with a problem first, each as a row of short texts.

    Name, state, detail, last success, last new entry (UTC, to the minute), entries per day.
    """
    return connection.execute(sql("feeds/listed")).fetchall()


def count_unsettled_entries(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """What breaks "every entry has exactly one outcome": each count must be zero."""
    row = connection.execute(sql("feeds/unsettled")).fetchone()
    names = ("without_outcome", "without_entry", "with_several_outcomes")
    return dict(zip(names, row or (), strict=True))

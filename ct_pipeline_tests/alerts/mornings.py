"""Daily digests of one consumer: an evening's alerts, the morning they are told, what they tell."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import duckdb

from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.consumers import Rules

# 8:00 in Casablanca (UTC+1 outside Ramadan) is 7:00 UTC.
EVENING = datetime(2026, 4, 14, 20, 0, tzinfo=UTC)
MORNING = datetime(2026, 4, 15, 7, 0, tzinfo=UTC)


def rules(extra: str = "mode: daily") -> Rules:
    return parse_rules(
        "{timezone: Africa/Casablanca,"
        f" consumers: [{{id: desk, {extra}, channels: [{{type: feed}}]}}]}}",
        "alerts.yaml",
        {},
    )


def digests(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The stories of each digest, by its date."""
    rows = connection.execute(
        "SELECT subject_id, payload FROM news.alerts WHERE event_type = 'digest.ready'"
    ).fetchall()
    return {day: [story["story_id"] for story in stories_of(data)] for day, data in rows}


def stories_of(payload: str) -> list[dict[str, Any]]:
    """What a digest's message shows, in its order."""
    return [story for group in json.loads(payload)["grades"] for story in group["stories"]]


def only_story(connection: duckdb.DuckDBPyConnection, day: str) -> dict[str, Any]:
    """The one story of the digest of a date."""
    (payload,) = connection.execute(
        "SELECT payload FROM news.alerts WHERE subject_id = ?", [day]
    ).fetchall()[0]
    (story,) = stories_of(payload)
    return story

"""Alerts in the writer's database: what they are decided from, and the outbox."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ct_pipeline.alerts.attempts import Delivery
from ct_pipeline.alerts.digests import Waiting
from ct_pipeline.alerts.outbox import Alert, Coverage, Decision, History, Said
from ct_pipeline.alerts.stories import Entity, Story, Text, changed_share
from ct_pipeline.warehouse.rows import append

SQL_DIR = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Review:
    """Alerting has looked at this revision of this article."""

    article_id: str
    revision: int
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class AlertRow:
    """A row of `news.alerts`."""

    alert_id: str
    consumer_id: str
    event_type: str
    subject_id: str
    follows_alert_id: str | None
    story_id: str | None
    article_id: str | None
    relevance_grade: int | None
    payload: str
    created_at: datetime
    not_before_at: datetime

    @classmethod
    def of(cls, alert: Alert) -> AlertRow:
        """The row of an alert."""
        values = {name: getattr(alert, name) for name in cls.__dataclass_fields__}
        return cls(**values | {"payload": as_json(alert.payload)})


def read_new_stories(connection: duckdb.DuckDBPyConnection) -> list[Story]:
    """The stories that alerting has to look at, with all their texts."""
    rows = connection.execute((SQL_DIR / "alert_stories.sql").read_text("utf-8")).fetchall()
    return read_stories(connection, [row[0] for row in rows])


def read_stories_with(
    connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]
) -> list[Story]:
    """The stories that hold these articles now, with all their texts."""
    rows = connection.execute(
        "SELECT DISTINCT stories.story_id FROM news.story_members AS stories"
        " INNER JOIN news.dispatch_members AS members ON stories.dispatch_id = members.dispatch_id"
        " WHERE members.article_id IN (SELECT unnest($ids))",
        {"ids": list(article_ids)},
    ).fetchall()
    return read_stories(connection, [row[0] for row in rows])


def read_stories(connection: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> list[Story]:
    """These stories with all their graded texts."""
    sql = (SQL_DIR / "alert_texts.sql").read_text("utf-8")
    rows = _dicts(connection, sql, {"story_ids": list(story_ids)})
    text_ids = [row["text_id"] for row in rows]
    entities = _entities(connection, text_ids)
    words = _words_by_sentence(connection, text_ids)
    shares = _changed_shares(connection, rows)
    texts: dict[str, list[Text]] = {}
    canonical: dict[str, str | None] = {}
    for row in rows:
        story_id, text_id = row.pop("story_id"), row.pop("text_id")
        canonical[story_id] = row.pop("canonical_article_id")
        text = Text(
            **row
            | {
                "opening": row["opening"] or "",
                "agency_credits": tuple(row["agency_credits"]),
                "topics": tuple(row["topics"]),
                "entities": entities.get(text_id, ()),
                "matched_words": words.get((text_id, row["relevance_evidence"]), ()),
                "changed_share": shares.get(row["article_id"], 0.0),
            }
        )
        texts.setdefault(story_id, []).append(text)
    return [Story(key, tuple(members), canonical[key]) for key, members in texts.items()]


def read_histories(
    connection: duckdb.DuckDBPyConnection, stories: Sequence[Story]
) -> dict[str, History]:
    """What each consumer was told about the articles of these stories, by consumer id."""
    article_ids = [text.article_id for story in stories for text in story.texts]
    covered: dict[str, dict[str, Coverage]] = {}
    for row in _dicts(
        connection,
        "SELECT consumer_id, article_id, alert_id, digest_date, covered_at"
        " FROM news.alert_coverage WHERE article_id IN (SELECT unnest($ids))",
        {"ids": article_ids},
    ):
        covered.setdefault(row["consumer_id"], {})[row["article_id"]] = Coverage(**row)
    covering = {c.alert_id for coverage in covered.values() for c in coverage.values()}
    said = _said(connection, sorted(covering))
    digests = _digest_ids(connection)
    consumers = covered.keys() | digests.keys()
    return {
        consumer: History(
            covered.get(consumer, {}),
            {alert.alert_id: alert for alert in said.get(consumer, [])},
            digests.get(consumer, frozenset()),
        )
        for consumer in consumers
    }


def read_waiting_digests(connection: duckdb.DuckDBPyConnection) -> list[Waiting]:
    """The digests that are still to be made, with the articles they are to cover."""
    rows = connection.execute(
        "SELECT consumer_id, alert_id, digest_date, list(article_id) FROM news.alert_coverage"
        " WHERE digest_date IS NOT NULL AND alert_id NOT IN (SELECT alert_id FROM news.alerts)"
        " GROUP BY ALL"
    ).fetchall()
    return [Waiting(who, key, day, frozenset(ids)) for who, key, day, ids in rows]


def write_decision(
    connection: duckdb.DuckDBPyConnection,
    decision: Decision,
    deliveries: Sequence[Delivery],
    stories: Sequence[Story],
    now: datetime,
) -> None:
    """Writes alerts, deliveries, coverage and the marks of what was looked at.

    Call it in the transaction in which the stories were read: all of it holds, or none.
    """
    append_alerts(connection, decision.alerts, deliveries)
    append(connection, "news.alert_coverage", decision.coverage)
    for rewording in decision.reworded:
        connection.execute(
            "UPDATE news.alerts SET payload = ?, article_id = ?, relevance_grade = ?"
            " WHERE alert_id = ?",
            [
                as_json(rewording.payload),
                rewording.article_id,
                rewording.relevance_grade,
                rewording.alert_id,
            ],
        )
    _withhold(connection, decision.withheld, now)
    reviews = [
        Review(text.article_id, text.revision, now)
        for story in stories
        for text in story.texts
        if text.is_new or text.is_revised
    ]
    append(connection, "news.alert_reviews", reviews)


def append_alerts(
    connection: duckdb.DuckDBPyConnection,
    alerts: Sequence[Alert],
    deliveries: Sequence[Delivery],
) -> None:
    """Appends new alerts and their deliveries; an alert that exists stays as it is."""
    known = _known_ids(connection, [alert.alert_id for alert in alerts])
    rows = [AlertRow.of(alert) for alert in alerts if alert.alert_id not in known]
    append(connection, "news.alerts", rows)
    fresh = [delivery for delivery in deliveries if delivery.alert_id not in known]
    append(connection, "news.alert_deliveries", fresh)


def as_json(payload: Mapping[str, Any]) -> str:
    """A payload as it is stored and sent: compact, in its own letters, keys in their order."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def _withhold(
    connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[str], now: datetime
) -> None:
    connection.execute(
        "UPDATE news.alerts SET withheld_at = $now WHERE alert_id IN (SELECT unnest($ids))",
        {"now": now, "ids": list(alert_ids)},
    )
    connection.execute(
        "UPDATE news.alert_deliveries SET status = 'suppressed', next_attempt_at = NULL,"
        " last_error = 'the story became one with a story that was alerted before'"
        " WHERE status = 'pending' AND alert_id IN (SELECT unnest($ids))",
        {"ids": list(alert_ids)},
    )


def _known_ids(connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> set[str]:
    rows = connection.execute(
        "SELECT alert_id FROM news.alerts WHERE alert_id IN (SELECT unnest($ids))",
        {"ids": list(alert_ids)},
    ).fetchall()
    return {row[0] for row in rows}


def _said(connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> dict[str, list[Said]]:
    said: dict[str, list[Said]] = {}
    sql = (SQL_DIR / "alerts_said.sql").read_text("utf-8")
    for row in _dicts(connection, sql, {"ids": list(alert_ids)}):
        said.setdefault(row.pop("consumer_id"), []).append(Said(**row))
    return said


def _digest_ids(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    rows = connection.execute(
        "SELECT consumer_id, list(alert_id) FROM news.alerts"
        " WHERE event_type = 'digest.ready' GROUP BY consumer_id"
    ).fetchall()
    return {consumer_id: frozenset(ids) for consumer_id, ids in rows}


def _entities(
    connection: duckdb.DuckDBPyConnection, text_ids: Sequence[str]
) -> dict[str, tuple[Entity, ...]]:
    """The entities that each text names, the most often named first."""
    rows = connection.execute(
        "SELECT mentions.text_id, mentions.entity_id, any_value(entities.name),"
        " any_value(entities.kind) FROM news.mentions AS mentions"
        " INNER JOIN news.entities AS entities ON mentions.entity_id = entities.entity_id"
        " WHERE mentions.text_id IN (SELECT unnest($ids)) GROUP BY ALL"
        " ORDER BY mentions.text_id, count(*) DESC, mentions.entity_id",
        {"ids": list(text_ids)},
    ).fetchall()
    found: dict[str, tuple[Entity, ...]] = {}
    for text_id, *entity in rows:
        found[text_id] = (*found.get(text_id, ()), Entity(*entity))
    return found


def _words_by_sentence(
    connection: duckdb.DuckDBPyConnection, text_ids: Sequence[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The recognised words of each sentence, by text and sentence, in reading order."""
    rows = connection.execute(
        "SELECT text_id, sentence, surface FROM news.mentions"
        " WHERE text_id IN (SELECT unnest($ids)) ORDER BY text_id, field DESC, char_start",
        {"ids": list(text_ids)},
    ).fetchall()
    words: dict[tuple[str, str], dict[str, None]] = {}
    for text_id, sentence, surface in rows:
        words.setdefault((text_id, sentence), {})[surface] = None
    return {key: tuple(found) for key, found in words.items()}


def _changed_shares(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]
) -> dict[str, float]:
    """How much each revised article changed since alerting looked at it, by article id."""
    revised = [
        (row["article_id"], row["seen_revision"], row["text_id"])
        for row in rows
        if row["seen_revision"] is not None and row["seen_revision"] < row["revision"]
    ]
    shares = {}
    for article_id, seen_revision, text_id in revised:
        before = connection.execute(
            "SELECT concat_ws(' ', title, body) FROM news.article_texts"
            " WHERE article_id = ? AND revision = ? ORDER BY extracted_at DESC LIMIT 1",
            [article_id, seen_revision],
        ).fetchone()
        after = connection.execute(
            "SELECT concat_ws(' ', title, body) FROM news.article_texts WHERE text_id = ?",
            [text_id],
        ).fetchone()
        if before and after:
            shares[article_id] = changed_share(before[0], after[0])
    return shares


def _dicts(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None
) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

"""Alerts in the writer's database: what they are decided from, and the outbox."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from ct_pipeline.alerts.attempts import Delivery
from ct_pipeline.alerts.digests import Waiting
from ct_pipeline.alerts.messages import Data, correction_data
from ct_pipeline.alerts.outbox import (
    Alert,
    Coverage,
    Decision,
    History,
    Said,
    SinceTold,
    Withheld,
)
from ct_pipeline.alerts.stories import HISTORY, Story, changed_share
from ct_pipeline.articles.corrections import list_corrections
from ct_pipeline.warehouse.rows import append, as_arrow, read_dicts, registered, registered_ids
from ct_pipeline.warehouse.sql import sql


@dataclass(frozen=True, slots=True)
class Review:
    """Alerting has looked at this revision of this article."""

    article_id: str
    revision: int
    reviewed_at: datetime
    relevance_grade: int
    story_grade: int


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


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A row of `news.alert_coverage`."""

    consumer_id: str
    article_id: str
    alert_id: str
    digest_date: date | None
    covered_at: datetime
    update_data: str | None

    @classmethod
    def of(cls, coverage: Coverage) -> CoverageRow:
        """The row of one article's coverage."""
        values = {name: getattr(coverage, name) for name in cls.__dataclass_fields__}
        return cls(
            **values | {"update_data": coverage.update_data and as_json(coverage.update_data)}
        )


def read_histories(
    connection: duckdb.DuckDBPyConnection, stories: Sequence[Story]
) -> dict[str, History]:
    """What each consumer was told about the articles of these stories, by consumer id."""
    article_ids = [text.article_id for story in stories for text in story.texts]
    covered: dict[str, dict[str, Coverage]] = {}
    with registered_ids(connection, "wanted", article_id=article_ids):
        rows = read_dicts(
            connection,
            "SELECT consumer_id, article_id, alert_id, digest_date, covered_at"
            " FROM news.alert_coverage SEMI JOIN wanted USING (article_id)"
            " WHERE left_out_at IS NULL",
        )
    for row in rows:
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
        "SELECT consumer_id, alert_id, digest_date, article_id, update_data"
        " FROM news.alert_coverage WHERE digest_date IS NOT NULL AND left_out_at IS NULL"
        " AND alert_id NOT IN (SELECT alert_id FROM news.alerts)"
        " ORDER BY consumer_id, digest_date, article_id"
    ).fetchall()
    digests: dict[tuple[str, str, date], dict[str, str | None]] = defaultdict(dict)
    for who, key, day, article_id, update in rows:
        digests[who, key, day][article_id] = update
    return [_waiting(connection, *digest, covered) for digest, covered in digests.items()]


def _waiting(
    connection: duckdb.DuckDBPyConnection,
    consumer_id: str,
    alert_id: str,
    day: date,
    covered: Mapping[str, str | None],
) -> Waiting:
    updates = {article_id: json.loads(update) for article_id, update in covered.items() if update}
    causes = {
        (article_id, int(update["revision"])): update.get("corrections", [])
        for article_id, update in updates.items()
    }
    since_told = {key: since for (key, _), since in _since_told(connection, causes).items()}
    return Waiting(consumer_id, alert_id, day, frozenset(covered), updates, since_told)


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
    _write_coverage(connection, [*decision.coverage, *decision.renewed])
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
        Review(text.article_id, text.revision, now, text.relevance_grade, story.relevance_grade)
        for story in stories
        for text in story.texts
        # What archives say is not looked at: once a feed brings the article, it is new.
        if (text.is_new or text.is_revised) and text.origin != HISTORY
    ]
    append(connection, "news.alert_reviews", reviews)


def append_alerts(
    connection: duckdb.DuckDBPyConnection,
    alerts: Sequence[Alert],
    deliveries: Sequence[Delivery],
) -> None:
    """Appends new alerts and their deliveries; an alert that exists stays as it is.

    One that was given up unsent, as it no longer met the rule, comes back under its id.
    """
    _forget_suppressed(connection, [alert.alert_id for alert in alerts])
    known = _known_ids(connection, [alert.alert_id for alert in alerts])
    rows = [AlertRow.of(alert) for alert in alerts if alert.alert_id not in known]
    append(connection, "news.alerts", rows)
    fresh = [delivery for delivery in deliveries if delivery.alert_id not in known]
    append(connection, "news.alert_deliveries", fresh)


def as_json(payload: Mapping[str, Any]) -> str:
    """A payload as it is stored and sent: compact, in its own letters, keys in their order."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def _write_coverage(connection: duckdb.DuckDBPyConnection, covered: Sequence[Coverage]) -> None:
    if not covered:
        return
    rows = [CoverageRow.of(coverage) for coverage in covered]
    with registered(connection, "covered", as_arrow(connection, "news.alert_coverage", rows)):
        connection.execute(sql("alerts/write_coverage"))


def _withhold(
    connection: duckdb.DuckDBPyConnection, withheld: Sequence[Withheld], now: datetime
) -> None:
    for one in withheld:
        connection.execute(
            "UPDATE news.alerts SET withheld_at = ? WHERE alert_id = ?", [now, one.alert_id]
        )
        connection.execute(
            "UPDATE news.alert_deliveries SET status = 'suppressed', next_attempt_at = NULL,"
            " reason = ? WHERE status = 'pending' AND alert_id = ?",
            [one.reason, one.alert_id],
        )


def _forget_suppressed(connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> None:
    with registered_ids(connection, "made", alert_id=alert_ids):
        rows = connection.execute(
            "SELECT alert_id FROM news.alerts SEMI JOIN made USING (alert_id)"
            " WHERE withheld_at IS NOT NULL"
        ).fetchall()
    for (alert_id,) in rows:
        connection.execute("DELETE FROM news.alert_deliveries WHERE alert_id = ?", [alert_id])
        connection.execute("DELETE FROM news.alerts WHERE alert_id = ?", [alert_id])


def _known_ids(connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> set[str]:
    with registered_ids(connection, "wanted", alert_id=alert_ids):
        rows = connection.execute(
            "SELECT alert_id FROM news.alerts SEMI JOIN wanted USING (alert_id)"
        ).fetchall()
    return {row[0] for row in rows}


def _said(connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> dict[str, list[Said]]:
    said: dict[str, list[Said]] = {}
    with registered_ids(connection, "wanted", alert_id=alert_ids):
        rows = read_dicts(connection, sql("alerts/said"))
    corrections = [json.loads(row.pop("corrections") or "[]") for row in rows]
    causes = {
        (row["cause_article_id"], row["revision"]): corrected
        for row, corrected in zip(rows, corrections, strict=True)
        if row["update_reason"] and not row["is_sent"]
    }
    since_told = _since_told(connection, causes)
    for row in rows:
        since = since_told.get((row["cause_article_id"], row["revision"]), SinceTold())
        said.setdefault(row.pop("consumer_id"), []).append(Said(**row, since_told=since))
    return said


def _since_told(
    connection: duckdb.DuckDBPyConnection, causes: Mapping[tuple[str, int], Sequence[Data]]
) -> dict[tuple[str, int], SinceTold]:
    """What updates have to tell by now, by the article and revision that caused each; `causes` has
    what each said that it corrects.

    Found anew from what was told: edits in a row are one to who saw none of them. Of an erratum on
    a page of its own no earlier text was told: what it sets right stays what it was.
    """
    if not causes:
        return {}
    articles, revisions = zip(*sorted(causes), strict=True)
    with registered_ids(connection, "causes", article_id=articles, revision=map(str, revisions)):
        rows = connection.execute(sql("alerts/told_texts")).fetchall()
    return {cause: SinceTold(tuple(said)) for cause, said in causes.items()} | {
        (article_id, revision): SinceTold(
            tuple(correction_data(list_corrections((was, before), (now, after), language))),
            changed_share((was, before), (now, after)),
        )
        for article_id, revision, was, before, now, after, language in rows
    }


def _digest_ids(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    rows = connection.execute(
        "SELECT consumer_id, list(alert_id) FROM news.alerts"
        " WHERE event_type = 'digest.ready' GROUP BY consumer_id"
    ).fetchall()
    return {consumer_id: frozenset(ids) for consumer_id, ids in rows}

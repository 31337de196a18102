"""Passes: when each began and ended, and what it did."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from ct_pipeline.warehouse.sql import sql

RECEIVING_STAGES = ("feeds", "pages", "articles")


@dataclass(frozen=True, slots=True)
class Summary:
    """What one pass did (`new_…`) and what the monitor holds after it."""

    seeds: int
    feeds_polled: int
    feeds_failed: int
    feeds_failing: int
    feeds_listed: int
    new_entries: int
    pending_entries: int
    new_articles: int
    edited_articles: int
    articles: int
    dispatches: int
    stories: int
    grade_3: int
    grade_2: int
    grade_1: int
    new_alerts: int
    alerts_delivered: int
    alerts_waiting: int

    def numbers(self) -> dict[str, int]:
        """Every count by its name, for plots."""
        return asdict(self)

    def lines(self) -> list[tuple[str, str]]:
        """The counts as a reader wants them: a label and a text each."""
        return [
            ("seeds", f"{self.seeds}"),
            (
                "feeds",
                f"{self.feeds_polled} of {self.feeds_listed} polled, {self.feeds_failed} failed; "
                f"{self.feeds_failing} failing in all",
            ),
            ("entries", f"{self.new_entries} new, {self.pending_entries} waiting"),
            (
                "articles",
                f"{self.new_articles} new, {self.edited_articles} edited, {self.articles} in all",
            ),
            ("dispatches", f"{self.dispatches} in {self.stories} stories"),
            (
                "relevant",
                f"{self.grade_3} core (3), {self.grade_2} relevant (2), {self.grade_1} context (1)",
            ),
            (
                "alerts",
                f"{self.new_alerts} new, {self.alerts_delivered} delivered, "
                f"{self.alerts_waiting} waiting",
            ),
        ]


def record_pass(
    connection: duckdb.DuckDBPyConnection, pass_id: str, started_at: datetime, now: datetime
) -> Summary:
    """Counts what a pass that began at `started_at` did, keeps the counts and returns them."""
    summary = summarise(connection, started_at)
    connection.execute(
        "INSERT INTO news.passes VALUES (?, ?, ?, ?)",
        [pass_id, started_at, now, json.dumps(asdict(summary))],
    )
    return summary


def summarise(connection: duckdb.DuckDBPyConnection, since: datetime) -> Summary:
    """What happened since a moment, and what there is."""
    row = connection.execute(sql("passes/summary"), {"since": since}).fetchone()
    if row is None:
        raise AssertionError("the summary is one row of aggregates")
    return Summary(*row)


def bytes_by_stage(connection: duckdb.DuckDBPyConnection, since: datetime) -> dict[str, int]:
    """Bytes since a moment: of feeds and pages as received, of articles as they were stored."""
    row = connection.execute(
        """
        SELECT
            (SELECT sum(body_bytes) FROM news.polls WHERE polled_at >= $since),
            (SELECT sum(body_bytes) FROM news.fetches WHERE kind = 'page' AND fetched_at >= $since),
            (SELECT sum(strlen(body)) FROM news.article_texts WHERE extracted_at >= $since)
        """,
        {"since": since},
    ).fetchone()
    counts = row or (0, 0, 0)
    return {stage: int(n or 0) for stage, n in zip(RECEIVING_STAGES, counts, strict=True)}


def last_summary(connection: duckdb.DuckDBPyConnection, pass_id: str) -> Summary | None:
    """The counts of one pass; None when it did not come to its end."""
    row = connection.execute(
        "SELECT counts FROM news.passes WHERE pass_id = ?", [pass_id]
    ).fetchone()
    return Summary(**json.loads(row[0])) if row else None

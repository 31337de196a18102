"""Pages in the writer's database: which are due, and what the tries came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.pages.looks import (
    FIRST_LOOK,
    LAST_LOOK,
    LEAST_GRADE,
    SECOND_LOOK,
    Look,
    look_of,
)
from ct_pipeline.pages.tries import FURTHEST, DuePage, PageTry, in_turn
from ct_pipeline.warehouse.fetches import FetchRow
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction


@dataclass(frozen=True, slots=True)
class _OutcomeChange:
    entry_id: str
    outcome: str
    reason: str | None
    attempts: int
    next_attempt_at: datetime | None
    updated_at: datetime


def read_due_pages(connection: duckdb.DuckDBPyConnection, now: datetime) -> list[DuePage]:
    """Every page that may be fetched now: never tried, then looks at known ones, then retries."""
    entries = connection.execute(
        sql("pages/due_entries"), {"now": now, "furthest": now + FURTHEST}
    ).fetchall()
    pages = [
        DuePage(
            entry_id,
            article_id or (article_id_of_url(canonical_url) if canonical_url else entry_id),
            url,
            attempts,
            source_id=source_id or "",
        )
        for entry_id, source_id, article_id, url, canonical_url, attempts in entries
    ]
    looks = [
        DuePage(
            entry_id,
            article_id,
            url,
            attempts=0,
            is_look=True,
            known_body_hash=body_hash,
            source_id=source_id or "",
        )
        for entry_id, source_id, article_id, url, body_hash in connection.execute(
            sql("pages/due_looks"), _looks_at(now)
        ).fetchall()
    ]
    return in_turn(pages, looks)


def _looks_at(now: datetime) -> dict[str, object]:
    return {
        "now": now,
        "first_look": FIRST_LOOK,
        "second_look": SECOND_LOOK,
        "last_look": LAST_LOOK,
        "least_grade": LEAST_GRADE,
    }


def read_naming_feeds(
    connection: duckdb.DuckDBPyConnection, entry_ids: Sequence[str]
) -> dict[str, str]:
    """Where the feed lay that brought each of these entries, by entry."""
    with registered_ids(connection, "wanted", entry_id=list(entry_ids)):
        return dict(connection.execute(sql("pages/naming_feeds")).fetchall())


def count_page_results(
    connection: duckdb.DuckDBPyConnection, since: datetime
) -> list[tuple[str, str, int]]:
    """How the tries of pages since a moment ended: host, result, count; the most frequent first."""
    return connection.execute(sql("pages/page_results"), {"since": since}).fetchall()


def record_page_tries(connection: duckdb.DuckDBPyConnection, tries: Sequence[PageTry]) -> None:
    """Writes a batch of tries in one transaction: fetches, outcomes, looks at articles."""
    rows = [
        FetchRow.of(
            tried.response,
            tried.result,
            tried.effect.reason or tried.response.detail,
            tried.page.article_id,
        )
        for tried in tries
        if not tried.is_waiting
    ]
    outcomes = [_outcome_change(tried) for tried in tries if not tried.page.is_look]
    looks = [look_of(tried) for tried in tries if tried.page.is_look]
    with transaction(connection):
        append(connection, "news.fetches", rows)
        _update_outcomes(connection, outcomes)
        _update_articles(connection, looks)


def _outcome_change(tried: PageTry) -> _OutcomeChange:
    return _OutcomeChange(
        entry_id=tried.page.entry_id,
        outcome=tried.effect.outcome,
        reason=tried.effect.reason,
        attempts=tried.page.attempts + (not tried.is_waiting),
        next_attempt_at=tried.effect.next_attempt_at,
        updated_at=tried.response.fetched_at,
    )


def _update_outcomes(
    connection: duckdb.DuckDBPyConnection, changes: Sequence[_OutcomeChange]
) -> None:
    if not changes:
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE tried AS FROM news.entry_outcomes LIMIT 0")
    append(connection, "tried", changes)
    connection.execute(sql("pages/update_tried_outcomes"))
    touch(connection, "entries", "SELECT entry_id FROM tried")
    connection.execute("DROP TABLE tried")


def _update_articles(connection: duckdb.DuckDBPyConnection, changes: Sequence[Look]) -> None:
    if not changes:
        return
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE looked AS"
        " SELECT article_id, next_fetch_at, withdrawn_at, false AS is_answered"
        " FROM news.articles LIMIT 0"
    )
    append(connection, "looked", changes)
    touch(
        connection,
        "articles",
        "SELECT article_id FROM looked JOIN news.articles USING (article_id)"
        " WHERE (looked.withdrawn_at IS NULL) != (articles.withdrawn_at IS NULL)",
    )
    connection.execute(sql("pages/update_looked_at_articles"))
    connection.execute("DROP TABLE looked")

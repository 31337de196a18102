"""Pages in the writer's database: which are due, and what the tries came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.pages.tries import GONE_STATUSES, DuePage, PageTry
from ct_pipeline.warehouse.fetches import FetchRow
from ct_pipeline.warehouse.rows import append, lent
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction


@dataclass(frozen=True, slots=True)
class _OutcomeChange:
    entry_id: str
    outcome: str
    reason: str | None
    attempts: int
    next_attempt_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class _LookChange:
    article_id: str
    next_fetch_at: datetime | None
    is_answered: bool
    withdrawn_at: datetime | None


def read_due_pages(connection: duckdb.DuckDBPyConnection, now: datetime) -> list[DuePage]:
    """Every page that may be fetched now: never tried, then looks at known ones, then retries."""
    entries = connection.execute(sql("pages/due_entries"), {"now": now}).fetchall()
    pages = [
        DuePage(
            entry_id,
            article_id or (article_id_of_url(canonical_url) if canonical_url else entry_id),
            url,
            attempts,
        )
        for entry_id, article_id, url, canonical_url, attempts in entries
    ]
    looks = [
        DuePage(entry_id, article_id, url, attempts=0, is_look=True, known_body_hash=body_hash)
        for entry_id, article_id, url, body_hash in connection.execute(
            sql("pages/due_looks"), {"now": now}
        ).fetchall()
    ]
    return (
        [page for page in pages if page.attempts == 0]
        + looks
        + [page for page in pages if page.attempts > 0]
    )


def read_naming_feeds(
    connection: duckdb.DuckDBPyConnection, entry_ids: Sequence[str]
) -> dict[str, str]:
    """Where the feed lay that brought each of these entries, by entry."""
    with lent(connection, "wanted", entry_id=list(entry_ids)):
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
            tried.verdict.reason or tried.response.detail,
            tried.page.article_id,
        )
        for tried in tries
    ]
    outcomes = [_outcome_change(tried) for tried in tries if not tried.page.is_look]
    looks = [_look_change(tried) for tried in tries if tried.page.is_look]
    with transaction(connection):
        append(connection, "news.fetches", rows)
        _update_outcomes(connection, outcomes)
        _update_articles(connection, looks)


def _outcome_change(tried: PageTry) -> _OutcomeChange:
    return _OutcomeChange(
        entry_id=tried.page.entry_id,
        outcome=tried.verdict.outcome,
        reason=tried.verdict.reason,
        attempts=tried.page.attempts + 1,
        next_attempt_at=tried.verdict.next_attempt_at,
        updated_at=tried.response.fetched_at,
    )


def _look_change(tried: PageTry) -> _LookChange:
    """A page that is gone is withdrawn, one that answers is not; nobody else decides that."""
    is_gone = tried.response.status in GONE_STATUSES
    is_ok = tried.verdict.result == "ok"
    return _LookChange(
        article_id=tried.page.article_id,
        next_fetch_at=None if is_ok or is_gone else _next_look(tried),
        is_answered=is_ok or is_gone,
        withdrawn_at=tried.response.fetched_at if is_gone else None,
    )


def _next_look(tried: PageTry) -> datetime | None:
    """When a look that failed is repeated; one that was refused waits for the next regular look."""
    return None if tried.verdict.outcome == "blocked" else tried.verdict.next_attempt_at


def _update_outcomes(
    connection: duckdb.DuckDBPyConnection, changes: Sequence[_OutcomeChange]
) -> None:
    if not changes:
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE tried AS FROM news.entry_outcomes LIMIT 0")
    append(connection, "tried", changes)
    connection.execute(sql("pages/update_tried_outcomes"))
    connection.execute("DROP TABLE tried")


def _update_articles(connection: duckdb.DuckDBPyConnection, changes: Sequence[_LookChange]) -> None:
    if not changes:
        return
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE looked AS"
        " SELECT article_id, next_fetch_at, withdrawn_at, false AS is_answered"
        " FROM news.articles LIMIT 0"
    )
    append(connection, "looked", changes)
    connection.execute(sql("pages/update_looked_at_articles"))
    connection.execute("DROP TABLE looked")

"""Sources, what is remembered of their feeds, and every entry that was ever seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TypeVar

import duckdb

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.entries import (
    Candidate,
    Entry,
    Known,
    Settled,
    candidates_of,
    first_outcomes,
    settle,
)
from ct_pipeline.feeds.exchange import Response
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.feeds.polling import Reading, decide
from ct_pipeline.feeds.polls import Poll, poll_of
from ct_pipeline.feeds.rhythm import Rhythm
from ct_pipeline.feeds.states import FeedState
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.feeds.troubles import Trouble
from ct_pipeline.warehouse.fetches import FetchRow
from ct_pipeline.warehouse.rows import append, as_arrow, registered, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction

Row = TypeVar("Row", Source, FeedState, Known)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source that is listed and enabled, with all that its next poll depends on."""

    source: Source
    state: FeedState
    rhythm: Rhythm | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A poll that was made and read, ready to be written."""

    subscription: Subscription
    response: Response
    reading: Reading


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll came to."""

    source: Source
    state: FeedState
    poll: Poll


def sync_sources(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> Counter[str]:
    """Makes the table of sources say what the list says; who left the list stays, unlisted."""
    before = {row[0] for row in connection.execute("SELECT source_id FROM news.sources").fetchall()}
    listed = {source.source_id for source in sources}
    states = [
        FeedState(source.source_id, source.feed_url)
        for source in sources
        if source.source_id not in before
    ]
    with transaction(connection):
        connection.execute("UPDATE news.sources SET is_listed = false WHERE is_listed")
        _replace(connection, "news.sources", sources, ", true AS is_listed")
        append(connection, "news.feed_states", states)
    return Counter(
        listed=len(listed),
        enabled=sum(source.enabled for source in sources),
        added=len(listed - before),
        unlisted=len(before - listed),
    )


def subscriptions(connection: duckdb.DuckDBPyConnection, now: datetime) -> list[Subscription]:
    """Every source that is listed and enabled, in a stable order."""
    sources = _read(
        connection, Source, "news.sources WHERE is_listed AND enabled ORDER BY source_id"
    )
    states = {state.source_id: state for state in _read(connection, FeedState, "news.feed_states")}
    rows = connection.execute(sql("feeds/rhythms"), {"now": now}).fetchall()
    rhythms = {source_id: Rhythm(*rhythm) for source_id, *rhythm in rows}
    return [
        Subscription(source, states[source.source_id], rhythms.get(source.source_id))
        for source in sources
    ]


def store_answers(
    connection: duckdb.DuckDBPyConnection, answers: Sequence[Answer], floor: int, now: datetime
) -> list[Polled]:
    """Writes what some polls brought, in one transaction: entries, outcomes, states, history."""
    bodies = [(answer, _candidates(answer)) for answer in answers]
    known = _known_entries(connection, (c for _, candidates in bodies for c in candidates))
    settled = [
        settle(answer.subscription.source.source_id, candidates, known, now)
        for answer, candidates in bodies
    ]
    new = [entry for part in settled for entry in part.new]
    edited = [entry for part in settled for entry in part.edited]
    polled = [
        _polled(answer, part, floor, now) for answer, part in zip(answers, settled, strict=True)
    ]
    with transaction(connection):
        append(connection, "news.entries", [*new, *edited])
        outcomes = first_outcomes(new, _taken_articles(connection, new))
        append(connection, "news.entry_outcomes", outcomes)
        _look_again(connection, edited, now)
        _replace(connection, "news.feed_states", [each.state for each in polled])
        append(connection, "news.polls", [each.poll for each in polled])
        append(connection, "news.fetches", _archived(answers, polled))
    return polled


def _candidates(answer: Answer) -> tuple[Candidate, ...]:
    feed = answer.reading.saved if isinstance(answer.reading, Trouble) else answer.reading
    if not isinstance(feed, Feed):
        return ()
    return candidates_of(answer.subscription.source.source_id, feed.items)


def _polled(answer: Answer, settled: Settled, floor: int, now: datetime) -> Polled:
    subscription = answer.subscription
    state = decide(
        subscription.state,
        answer.response,
        answer.reading,
        new_dates=[entry.published_at for entry in settled.new],
        rhythm=subscription.rhythm,
        floor=floor,
        now=now,
    )
    poll = poll_of(answer.response, answer.reading, len(settled.new), len(settled.edited))
    return Polled(subscription.source, state, poll)


def _archived(answers: Sequence[Answer], polled: Sequence[Polled]) -> list[FetchRow]:
    return [
        FetchRow.of(answer.response, each.poll.result, each.poll.detail, None)
        for answer, each in zip(answers, polled, strict=True)
        if answer.response.archived
    ]


def _known_entries(
    connection: duckdb.DuckDBPyConnection, candidates: Iterable[Candidate]
) -> dict[str, Known]:
    ids = {entry_id for candidate in candidates for entry_id in candidate.ids}
    if not ids:
        return {}
    with registered_ids(connection, "wanted", entry_id=list(ids)):
        rows = connection.execute(
            """
            SELECT entry_id, version, canonical_url, title, published_at, content_hash
            FROM news.entries SEMI JOIN wanted USING (entry_id)
            QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY version DESC) = 1
            """
        ).fetchall()
    return {row[0]: Known(*row) for row in rows}


def _taken_articles(connection: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> set[str]:
    ids = {article_id_of_url(entry.canonical_url) for entry in entries if entry.canonical_url}
    if not ids:
        return set()
    with registered_ids(connection, "wanted", article_id=list(ids)):
        rows = connection.execute(
            "SELECT DISTINCT article_id FROM news.entry_outcomes"
            " SEMI JOIN wanted USING (article_id)"
        ).fetchall()
    return {article_id for (article_id,) in rows}


def _look_again(
    connection: duckdb.DuckDBPyConnection, edited: Sequence[Entry], now: datetime
) -> None:
    """An entry that its feed changed: its page may have changed too."""
    if not edited:
        return
    with registered_ids(connection, "edited", entry_id=[entry.entry_id for entry in edited]):
        connection.execute(
            """
            UPDATE news.articles SET next_fetch_at = ?
            WHERE article_id IN (
                SELECT article_id FROM news.entry_outcomes SEMI JOIN edited USING (entry_id)
            )
            """,
            [now],
        )


def _replace(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: Sequence[Source] | Sequence[FeedState],
    further: str = "",
) -> None:
    if not rows:
        return
    with registered(connection, "replacing_rows", as_arrow(connection, table, rows)):
        connection.execute(
            f"INSERT OR REPLACE INTO {table} BY NAME SELECT *{further} FROM replacing_rows"
        )


def _read(connection: duckdb.DuckDBPyConnection, kind: type[Row], source: str) -> list[Row]:
    names = [field.name for field in fields(kind)]
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {source}").fetchall()
    return [kind(*row) for row in rows]

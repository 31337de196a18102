"""Sources, what is remembered of their feeds, and every entry that was ever seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TypeVar

import duckdb

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.entries import candidates_of, first_outcomes
from ct_pipeline.feeds.exchange import Response
from ct_pipeline.feeds.hubs import Hub, hub_of
from ct_pipeline.feeds.polling import Reading, Waiting, decide
from ct_pipeline.feeds.polls import Poll, poll_of
from ct_pipeline.feeds.rhythm import Rhythm
from ct_pipeline.feeds.settling import Settled
from ct_pipeline.feeds.states import FeedState
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.feeds.troubles import Trouble
from ct_pipeline.warehouse.feeds.entries import Body, plan_looks, settle_bodies, taken_articles
from ct_pipeline.warehouse.fetches import FetchRow
from ct_pipeline.warehouse.rows import append, as_arrow, registered, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction

Row = TypeVar("Row", Source, FeedState)


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
    """What a poll came to; `hub` where the feed was read anew and names one."""

    source: Source
    state: FeedState
    poll: Poll
    hub: Hub | None = None


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
        _touch_renamed(connection, sources)
        _replace(connection, "news.sources", sources, ", true AS is_listed")
        append(connection, "news.feed_states", states)
    return Counter(
        listed=len(listed),
        enabled=sum(source.enabled for source in sources),
        added=len(listed - before),
        unlisted=len(before - listed),
    )


def _touch_renamed(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Articles show the names of their sources, and who of a dispatch's carriers is an agency."""
    with registered_ids(
        connection,
        "listed",
        source_id=[source.source_id for source in sources],
        name=[source.name for source in sources],
        category=[source.category or "" for source in sources],
    ):
        touch(
            connection,
            "articles",
            "SELECT article_id FROM news.articles WHERE source_id IN ("
            " SELECT known.source_id FROM news.sources AS known JOIN listed USING (source_id)"
            " WHERE known.name != listed.name OR coalesce(known.category, '') != listed.category)",
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
    """Writes what some polls brought, in one transaction: entries, outcomes, states, history.

    Of a feed whose host waits only the state is written: it was not polled.
    """
    asked = [answer for answer in answers if not isinstance(answer.reading, Waiting)]
    settled, looks = settle_bodies(connection, [_body(answer) for answer in asked], now)
    new = [entry for part in settled for entry in part.new]
    edited = [entry for part in settled for entry in part.edited]
    polled = [
        _polled(answer, part, floor, now) for answer, part in zip(asked, settled, strict=True)
    ]
    waiting = [
        _decided(answer, [], floor, now)
        for answer in answers
        if isinstance(answer.reading, Waiting)
    ]
    with transaction(connection):
        append(connection, "news.entries", [*new, *edited])
        outcomes = first_outcomes(new, taken_articles(connection, new))
        append(connection, "news.entry_outcomes", outcomes)
        with registered_ids(connection, "new_entries", entry_id=[o.entry_id for o in outcomes]):
            touch(connection, "entries", "SELECT entry_id FROM new_entries")
        plan_looks(connection, looks)
        _replace(connection, "news.feed_states", [each.state for each in polled] + waiting)
        append(connection, "news.polls", [each.poll for each in polled])
        append(connection, "news.fetches", _archived(asked, polled))
    return polled


def _body(answer: Answer) -> Body:
    source_id = answer.subscription.source.source_id
    feed = answer.reading.saved if isinstance(answer.reading, Trouble) else answer.reading
    if not isinstance(feed, Feed):
        return Body(source_id)
    return Body(source_id, candidates_of(source_id, feed.items), frozenset(feed.known_guids))


def _polled(answer: Answer, settled: Settled, floor: int, now: datetime) -> Polled:
    state = _decided(answer, [entry.published_at for entry in settled.new], floor, now)
    poll = poll_of(answer.response, answer.reading, len(settled.new), len(settled.edited))
    return Polled(answer.subscription.source, state, poll, _hub(answer))


def _hub(answer: Answer) -> Hub | None:
    feed, response = answer.reading, answer.response
    if not isinstance(feed, Feed):
        return None
    url = response.final_url or response.request.url
    return hub_of(feed.hub_link, feed.self_link, response.headers, url)


def _decided(
    answer: Answer, new_dates: Sequence[datetime | None], floor: int, now: datetime
) -> FeedState:
    subscription = answer.subscription
    return decide(
        subscription.state,
        answer.response,
        answer.reading,
        new_dates=new_dates,
        rhythm=subscription.rhythm,
        floor=floor,
        now=now,
        homepage=subscription.source.homepage,
    )


def _archived(answers: Sequence[Answer], polled: Sequence[Polled]) -> list[FetchRow]:
    return [
        FetchRow.of(answer.response, each.poll.result, each.poll.detail, None)
        for answer, each in zip(answers, polled, strict=True)
        if answer.response.archived
    ]


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

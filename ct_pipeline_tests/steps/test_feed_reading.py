"""Answers of feeds: what the reader or the storing fails on costs that feed, in a real database."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.feeds.polling import Reading
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.steps import feed_reading, polling
from ct_pipeline.steps.feed_reading import Answered, ReadAll, read, read_here, read_in
from ct_pipeline.steps.workers import Limits, Workers
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.feeds.polls import Answer, Polled, store_answers, sync_sources
from ct_pipeline_tests.feeds.bodies import item, rss

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
GOOD = rss(item(1), item(2)).encode()
NAMES = [f"good-{number}" for number in range(6)]


def read_or_break(answered: Answered) -> Reading | Request:
    """The reader, with a body for every way in which it could break."""
    match answered.response.body:
        case b"hang":
            time.sleep(60)
        case b"die":
            os.abort()
        case b"grow":
            bytearray(4_000_000_000)
        case b"raise":
            raise RecursionError("too deep\n\x1b[2J")
    return read(answered)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def poll(
    connection: duckdb.DuckDBPyConnection, bad: dict[str, bytes], read_all: ReadAll
) -> dict[str, str]:
    """Polls good feeds and bad ones, in turns; each one's state."""
    bodies = dict.fromkeys(NAMES, GOOD) | bad
    sources = [Source(name, name, f"https://{name}.example/feed") for name in sorted(bodies)]
    sync_sources(connection, sources)

    def fetch(requests: Iterable[Request]) -> Iterator[Response]:
        for request in requests:
            yield Response(
                request=request,
                fetched_at=NOW,
                elapsed_ms=1,
                status=200,
                headers={"content-type": "application/rss+xml"},
                body=bodies[request.key],
                final_url=request.url,
            )

    polled = polling.poll_due_feeds(
        0, lambda: nullcontext(connection), lambda: NOW, fetch, read=read_all
    )
    return {each.source.name: f"{each.poll.result}: {each.state.detail}" for each in polled}


def entries_by_feed(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    rows = connection.execute("SELECT source_id, count(*) FROM news.entries GROUP BY 1").fetchall()
    return dict(rows)


def test_feeds_that_hang_die_grow_or_break_cost_themselves(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    bad = {name: name.encode() for name in ("hang", "die", "grow", "raise")}
    with Workers(read_or_break, 2, Limits(5, 1_000_000_000, waits=1)) as workers:
        results = poll(connection, bad, partial(read_in, workers))
    assert entries_by_feed(connection) == dict.fromkeys(NAMES, 2)
    assert results.keys() == {*NAMES, *bad}
    assert results["hang"] == "quarantined: quarantined: it took longer than 5 s by the clock"
    assert results["die"] == "quarantined: quarantined: the process died (signal 6)"
    assert results["grow"].startswith("quarantined: quarantined: it needs more than")
    assert results["raise"] == "quarantined: quarantined: RecursionError: too deep [2J"


def test_a_reader_that_raises_in_this_process_costs_the_same(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_reading, "read", read_or_break)
    results = poll(connection, {"raise": b"raise"}, read_here)
    assert results["raise"].startswith("quarantined")
    assert entries_by_feed(connection) == dict.fromkeys(NAMES, 2)


def failing_on(name: str) -> Callable[..., list[Polled]]:
    """A store that one feed's entries do not go into."""

    def store(
        connection: duckdb.DuckDBPyConnection, answers: Sequence[Answer], floor: int, now: datetime
    ) -> list[Polled]:
        if any(
            answer.subscription.source.name == name and isinstance(answer.reading, Feed)
            for answer in answers
        ):
            raise duckdb.InvalidInputException("not UTF-8")
        return store_answers(connection, answers, floor, now)

    return store


def test_a_feed_whose_entries_cannot_be_stored_is_failing_with_the_reason(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "store_answers", failing_on("odd"))
    results = poll(connection, {"odd": GOOD}, read_here)
    assert results["odd"].startswith("quarantined: quarantined: InvalidInputException: ")
    states = connection.execute("SELECT state FROM news.feed_states WHERE source_id = 'odd'")
    assert states.fetchall() == [("failing",)]
    assert entries_by_feed(connection).keys() >= set(NAMES)

"""A feed that was polled before, and answers to its next poll."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ct_pipeline.feeds.answers import read_answer
from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.feeds.polling import decide, request_of
from ct_pipeline.feeds.rhythm import Rhythm
from ct_pipeline.feeds.states import FeedState, State
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline_tests.feeds.bodies import item, rss

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
URL = "https://e.org/feed"
SOURCE = Source("s", "Le Journal", URL)
FRESH = FeedState("s", URL)
POLLED = replace(
    FRESH,
    state=State.HEALTHY,
    etag='W/"a b"',
    last_modified="yesterday-ish",
    body_hash="x",
    entry_count=20,
    first_polled_at=NOW - timedelta(days=40),
    last_polled_at=NOW - timedelta(hours=1),
    last_success_at=NOW - timedelta(hours=1),
    last_full_at=NOW - timedelta(hours=1),
    last_new_entry_at=NOW - timedelta(hours=1),
    next_poll_at=NOW,
)
FEED = rss(item(1), item(2)).encode()
LONG = [item(number) for number in range(12)]
LONG_FEED = rss(*LONG).encode()


def answer(status: int | None = 200, body: bytes = FEED, **parts: object) -> Response:
    """What the server says to the request that POLLED makes."""
    request = parts.pop("request", None) or request_of(POLLED, SOURCE, NOW)
    fields = {"fetched_at": NOW, "elapsed_ms": 5, "status": status, "body": body, **parts}
    return Response(request, **fields)  # type: ignore[arg-type]


def after(
    response: Response,
    state: FeedState = POLLED,
    *,
    new: int = 0,
    rhythm: Rhythm | None = None,
    floor: int = 600,
    now: datetime = NOW,
) -> FeedState:
    """The state that an answer leads to."""
    reading = read_answer(state, response)
    assert not isinstance(reading, Request)
    return decide(
        state, response, reading, new_dates=[None] * new, rhythm=rhythm, floor=floor, now=now
    )


def wait(state: FeedState) -> float:
    assert state.next_poll_at is not None
    return (state.next_poll_at - NOW).total_seconds()

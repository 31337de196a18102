"""The history of a feed: one line per poll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.exchange import Failure, Response
from ct_pipeline.feeds.polling import Reading, Unchanged
from ct_pipeline.feeds.troubles import Trouble

NO_NETWORK = frozenset({Failure.DNS.value, Failure.CONNECT.value})
FEWEST_TO_BLAME_THE_NETWORK = 3


@dataclass(frozen=True, slots=True)
class Poll:
    """One line of history; the columns of `news.polls`. `result` is a stable word."""

    source_id: str
    polled_at: datetime
    address: str
    final_address: str | None
    http_status: int | None
    result: str
    detail: str | None
    entry_count: int | None
    new_entry_count: int
    edited_entry_count: int
    body_bytes: int
    elapsed_ms: int


def poll_of(response: Response, reading: Reading, new_count: int, edited_count: int) -> Poll:
    """What to write into the history of a feed."""
    feed = reading.saved if isinstance(reading, Trouble) else reading
    detail = reading.detail if isinstance(reading, Trouble) else None
    if isinstance(feed, Feed):
        detail = feed.left_out or detail
    if isinstance(reading, Trouble):
        result = str(reading.result)
    elif isinstance(reading, Unchanged):
        result = "not_modified" if response.status == 304 else "same_body"
    else:
        result = "new_entries" if new_count else "no_new_entries"
    return Poll(
        source_id=response.request.key,
        polled_at=response.fetched_at,
        address=response.request.url,
        final_address=response.final_url,
        http_status=response.status,
        result=result,
        detail=detail,
        entry_count=feed.entry_count if isinstance(feed, Feed) else None,
        new_entry_count=new_count,
        edited_entry_count=edited_count,
        body_bytes=len(response.body),
        elapsed_ms=response.elapsed_ms,
    )


def network_is_down(polls: Sequence[Poll]) -> bool:
    """Whether several feeds were asked and none could even be connected to."""
    return len(polls) >= FEWEST_TO_BLAME_THE_NETWORK and all(
        poll.result in NO_NETWORK for poll in polls
    )

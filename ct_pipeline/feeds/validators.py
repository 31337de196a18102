"""Conditional requests: validators sent back verbatim, and servers whose 304 is a lie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ct_pipeline.feeds.exchange import Response
from ct_pipeline.feeds.rhythm import DAY_SECONDS
from ct_pipeline.feeds.states import FeedState

PROBE_AFTER = timedelta(days=1)  # longest time on a server's word that nothing has changed
PROBE_BUSY_AFTER = timedelta(hours=1)
MISSED_BEFORE_PROBE = 4  # entries that the feed's rhythm would have brought meanwhile
DISTRUST_TIME = timedelta(days=30)
_LATE = timedelta(hours=1)  # an entry may appear this long after its own date


def conditional_headers(state: FeedState, now: datetime) -> dict[str, str]:
    """The validators to send, none where the whole body is wanted."""
    if is_probe_due(state, now):
        return {}
    pairs = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in pairs.items() if value}


def is_probe_due(state: FeedState, now: datetime) -> bool:
    """Whether to ask without validators, because a 304 may be a lie."""
    if state.last_full_at is None or (state.distrusted_until_at or now) > now:
        return True
    since_full = now - state.last_full_at
    missed = (state.entries_per_day or 0) * (since_full.total_seconds() / DAY_SECONDS)
    return since_full >= PROBE_AFTER or (
        missed >= MISSED_BEFORE_PROBE and since_full >= PROBE_BUSY_AFTER
    )


def has_lied(state: FeedState, response: Response, new_dates: Sequence[datetime | None]) -> bool:
    """Whether a whole body shows that the 304 before it was wrong.

    `state` is the one before this answer. Either the same validators now come with new entries,
    or an entry is older than that 304 and younger than the last whole body.
    """
    if not state.unchanged_count or not new_dates or response.status == 304:
        return False
    if state.etag or response.headers.get("etag"):
        is_same = state.etag == response.headers.get("etag")
    else:
        is_same = bool(state.last_modified) and (
            state.last_modified == response.headers.get("last-modified")
        )
    full, polled = state.last_full_at, state.last_polled_at
    return is_same or any(
        full < date < polled - _LATE for date in new_dates if date and full and polled
    )


def validators_after(state: FeedState, response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to keep: a 304 may bring newer ones, or none, then the old stay."""
    kept = (state.etag, state.last_modified) if response.status == 304 else (None, None)
    return (
        response.headers.get("etag") or kept[0],
        response.headers.get("last-modified") or kept[1],
    )

"""What is remembered of each feed between two polls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How a feed is doing, as `feed_health` shows it."""

    HEALTHY = "healthy"
    SILENT = "silent"
    FAILING = "failing"
    BLOCKED = "blocked"
    GONE = "gone"
    NEVER_POLLED = "never_polled"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed; the columns of `news.feed_states`.

    `etag` and `last_modified` are the server's words, verbatim. `wait_until_at` is set while the
    feed backs off or was told to wait, `distrusted_until_at` while its 304 is not believed.
    `item_hashes` are of the items in the last body, which need not be read again.
    `last_full_at` is when a whole body last came, `update_seconds` what that body asked for.
    """

    source_id: str
    address: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    item_hashes: tuple[int, ...] = ()
    state: State = State.NEVER_POLLED
    detail: str | None = None
    failure_score: float = 0.0
    consecutive_failures: int = 0
    unchanged_count: int = 0
    entry_count: int = 0
    entries_per_day: float | None = None
    update_seconds: int | None = None
    first_polled_at: datetime | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_full_at: datetime | None = None
    last_changed_at: datetime | None = None
    last_new_entry_at: datetime | None = None
    next_poll_at: datetime | None = None
    wait_until_at: datetime | None = None
    distrusted_until_at: datetime | None = None

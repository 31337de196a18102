"""What an answer means for a page: its outcome, and when it is tried again.

Decisions only: the answer, the number of tries so far and `now` in, values out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ct_pipeline.feeds.directives import retry_after
from ct_pipeline.feeds.exchange import Failure, Response

LONGEST_WAIT = timedelta(hours=12)
FIRST_WAIT = timedelta(minutes=10)
BLOCKED_WAIT = timedelta(hours=24)
FURTHEST = timedelta(hours=25)  # no page waits longer
HARD_TRIES = 4
BLOCKED_TRIES = 7

BLOCKED_STATUSES = frozenset({401, 403, 451})
GONE_STATUSES = frozenset({404, 410})
TEMPORARY_STATUSES = frozenset({408, 421, 425, 429})
BLOCKED_FAILURES = frozenset({Failure.REFUSED_ADDRESS, Failure.ROBOTS})
HARD_FAILURES = frozenset({Failure.TOO_LARGE, Failure.TOO_MANY_REDIRECTS})


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page to be fetched: the first time, once more after a failure, or for another look.

    `attempts` are the tries so far; `known_body_hash` is that of the last look; `named_by` is where
    the feed lay that named the page, empty where nobody asked; `source_id` is that feed's.
    """

    entry_id: str
    article_id: str
    url: str
    attempts: int = 0
    is_look: bool = False
    known_body_hash: str | None = None
    named_by: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of an entry's outcome after one try.

    `result` is `ok`, `http_error` or the kind of failure; `next_attempt_at` is None when the page
    is not tried again (or waits for the articles stage, outcome `pending`).
    """

    result: str
    outcome: str
    reason: str | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageTry:
    """One try: the page, what came back (without its body, which is archived) and the effect."""

    page: DuePage
    response: Response
    effect: Effect

    @property
    def is_waiting(self) -> bool:
        """Whether nobody was asked, because the page's host wants to be left alone."""
        return self.response.failure is Failure.HOST_WAITS

    @property
    def result(self) -> str:
        """The effect's result, or `unchanged` where another look found the same bytes."""
        kept = self.response.archived
        is_same = kept is not None and kept.body_hash == self.page.known_body_hash
        return "unchanged" if self.effect.result == "ok" and is_same else self.effect.result


def in_turn(entries: Sequence[DuePage], looks: Sequence[DuePage]) -> list[DuePage]:
    """Pages in the order of their turns: never tried, then looks at known ones, then retries."""
    new = [page for page in entries if page.attempts == 0]
    tried = [page for page in entries if page.attempts > 0]
    return [*new, *looks, *tried]


def judge(response: Response, attempts: int, shortest_wait: timedelta, now: datetime) -> Effect:
    """The effect on the try number `attempts` (1 for the first).

    Temporary failures wait `shortest_wait`, then twice as long each time, at most 12 hours; a
    server's Retry-After within those 12 hours is obeyed. Missing pages are tried a few times
    more (feeds announce pages early), blocked ones daily for a week.
    """
    if response.failure is not None:
        return _judge_failure(response, response.failure, attempts, shortest_wait, now)
    status = response.status or 0
    reason = f"HTTP {status}"
    if 200 <= status < 300 and (response.archived is None or response.archived.body_bytes):
        return Effect("ok", "pending")
    if status in BLOCKED_STATUSES:
        return Effect("http_error", "blocked", reason, _blocked_retry(attempts, now))
    if status in TEMPORARY_STATUSES or status >= 500:
        own = now + _backoff(attempts, shortest_wait)
        wanted = max(own, retry_after(response.headers, now) or own)
        return Effect("http_error", "fetch_failed", reason, min(wanted, now + LONGEST_WAIT))
    if 200 <= status < 300:
        reason = f"HTTP {status} without a body"
    retry = None if status == 410 else _hard_retry(attempts, now)
    return Effect("http_error", "fetch_failed", reason, retry)


def _judge_failure(
    response: Response, failure: Failure, attempts: int, shortest_wait: timedelta, now: datetime
) -> Effect:
    if failure is Failure.HOST_WAITS:
        return Effect(failure, "pending", response.detail, response.retry_at)
    reason = f"{failure}: {response.detail}"
    if failure in BLOCKED_FAILURES:
        return Effect(failure, "blocked", reason, _blocked_retry(attempts, now))
    if failure in HARD_FAILURES:
        return Effect(failure, "fetch_failed", reason, _hard_retry(attempts, now))
    # The page itself was not tried where robots.txt could not be read: it waits.
    outcome = "pending" if failure is Failure.ROBOTS_UNREADABLE else "fetch_failed"
    return Effect(failure, outcome, reason, now + _backoff(attempts, shortest_wait))


def _backoff(attempts: int, shortest_wait: timedelta) -> timedelta:
    return min(shortest_wait * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def _hard_retry(attempts: int, now: datetime) -> datetime | None:
    return now + LONGEST_WAIT if attempts < HARD_TRIES else None


def _blocked_retry(attempts: int, now: datetime) -> datetime | None:
    return now + BLOCKED_WAIT if attempts < BLOCKED_TRIES else None

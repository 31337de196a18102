"""One delivery's life: attempts with growing pauses, then delivered or dead."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

PENDING = "pending"
DELIVERED = "delivered"
DEAD = "dead"
SUPPRESSED = "suppressed"

# The pauses before the second, third, … attempt, as Standard Webhooks recommends.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=10),
)
JITTER_SHARE = 0.1
LONGEST_RETRY_AFTER = timedelta(hours=24)
GONE = 410
WITH_RETRY_AFTER = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert on its way through one channel."""

    delivery_id: str
    alert_id: str
    consumer_id: str
    channel: str
    channel_key: str
    event_type: str
    story_id: str | None
    created_at: datetime
    scheduled_at: datetime
    next_attempt_at: datetime | None
    status: str = PENDING
    attempts: int = 0
    delivered_at: datetime | None = None  # of the first acceptance, whatever is replayed
    last_error: str | None = None
    attempts_before_replay: int = 0
    reason: str | None = None  # why it waits or is suppressed
    pieces_sent: int = 0  # of a message that a service takes in several


@dataclass(frozen=True, slots=True)
class Answer:
    """What an attempt brought: a status or an error, never both None. 2xx alone counts.

    `pieces_sent` says how many pieces of the message are accepted by now, where it has several.
    """

    status: int | None = None
    error: str | None = None
    retry_after: timedelta | None = None
    pieces_sent: int = 0

    @property
    def is_success(self) -> bool:
        """The receiver took it."""
        return self.error is None and self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """The receiver asks never to be called again."""
        return self.status == GONE

    @property
    def text(self) -> str:
        """The answer in words, for people."""
        return self.error or f"HTTP {self.status}"


def after_attempt(delivery: Delivery, answer: Answer, now: datetime) -> Delivery:
    """The delivery after one more attempt that ended at `now`.

    Pauses grow from the last replay on; the attempts count on over replays.
    """
    attempts = delivery.attempts + 1
    since_replay = attempts - delivery.attempts_before_replay
    tried = replace(
        delivery,
        attempts=attempts,
        scheduled_at=now,
        next_attempt_at=None,
        reason=None,
        pieces_sent=max(delivery.pieces_sent, answer.pieces_sent),
    )
    if answer.is_success:
        first = delivery.delivered_at or now
        return replace(tried, status=DELIVERED, delivered_at=first, last_error=None)
    if answer.is_gone:
        reason = "HTTP 410: the receiver wants no more messages; the endpoint is disabled"
        return replace(tried, status=DEAD, last_error=reason)
    if since_replay > len(PAUSES):
        return replace(tried, status=DEAD, last_error=f"{answer.text} (attempt {attempts}, last)")
    asked, pause = _asked_pause(answer), _pause(delivery.delivery_id, since_replay)
    why = "the receiver asked to wait" if asked > pause else f"attempt {attempts} failed"
    return replace(
        tried, next_attempt_at=now + max(pause, asked), last_error=answer.text, reason=why
    )


def is_due(delivery: Delivery, now: datetime) -> bool:
    """Whether the next attempt may be made.

    A row written later than `now` shows that the clock was put back: its schedule means nothing.
    """
    if delivery.status != PENDING or delivery.next_attempt_at is None:
        return False
    return delivery.next_attempt_at <= now or delivery.scheduled_at > now


def _pause(delivery_id: str, attempts: int) -> timedelta:
    """The pause after so many attempts, up to a tenth longer, spread by the delivery's id."""
    digest = hashlib.sha256(f"{delivery_id}/{attempts}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 2**32
    return PAUSES[attempts - 1] * (1 + JITTER_SHARE * share)


def _asked_pause(answer: Answer) -> timedelta:
    if answer.status in WITH_RETRY_AFTER and answer.retry_after is not None:
        return min(answer.retry_after, LONGEST_RETRY_AFTER)
    return timedelta(0)

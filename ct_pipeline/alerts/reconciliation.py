"""What was due against what was delivered: every difference, so that silence can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ct_pipeline.alerts.attempts import DEAD, PENDING, SUPPRESSED
from ct_pipeline.alerts.digests import Waiting, digest_at
from ct_pipeline.alerts.filters import is_recent, matches
from ct_pipeline.alerts.stories import Text
from ct_pipeline.inputs.consumers import Consumer, Rules

# Retries and digests are made every minute, first attempts in every pass: later than this is late.
LATE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Looked:
    """An article at a moment when alerting looked at it, and as it had stood before an edit."""

    text: Text
    looked_at: datetime
    relevance_grade: int
    story_grade: int
    earlier_grade: int | None = None
    earlier_story_grade: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery of an alert; all but the alert's own fields are None where it has none."""

    alert_id: str
    consumer_id: str
    channel_key: str | None
    status: str | None
    next_attempt_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Both sides of the account, for a span of days.

    `covered` holds pairs of consumer and article, with when an article was left out because it met
    the rule no more, None for what was told or waits; `since` when each consumer got its rule;
    `unseen` graded articles that alerting has not looked at, with when they came.
    """

    looked: Sequence[Looked]
    covered: Mapping[tuple[str, str], datetime | None]
    since: Mapping[str, datetime]
    sent: Sequence[Sent]
    waiting: Sequence[Waiting]
    unseen: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was due and is not delivered, and why as far as it is known."""

    kind: str
    consumer_id: str
    subject_id: str
    detail: str


def reconcile(ledger: Ledger, rules: Rules, now: datetime) -> list[Difference]:
    """Every difference; none when all that was due has been delivered or has time left."""
    return [
        *_not_looked_at(ledger, now),
        *_not_alerted(ledger, rules),
        *_digests_missing(ledger, rules, now),
        *_not_delivered(ledger, rules, now),
    ]


def was_due(looked: Looked, consumer: Consumer) -> bool:
    """Whether the article, as it was when it was looked at, is for this consumer.

    An edited one is where the edit lifted it over the line.
    """
    is_story = consumer.per == "story"
    grade = looked.story_grade if is_story else looked.relevance_grade
    earlier = looked.earlier_story_grade if is_story else looked.earlier_grade
    return (
        grade >= consumer.min_grade
        and (earlier is None or earlier < consumer.min_grade)
        and matches(looked.text, consumer)
        and (consumer.mode == "daily" or is_recent(looked.text, consumer, looked.looked_at))
    )


def _not_looked_at(ledger: Ledger, now: datetime) -> Iterator[Difference]:
    for article_id, came_at in ledger.unseen.items():
        if now - came_at > LATE:
            detail = f"graded, but never looked at since {came_at:%Y-%m-%d %H:%M} UTC"
            yield Difference("not_looked_at", "", article_id, detail)


def _not_alerted(ledger: Ledger, rules: Rules) -> Iterator[Difference]:
    for consumer in rules.consumers:
        since = ledger.since.get(consumer.id)
        for looked in ledger.looked:
            if (
                since is not None
                and looked.looked_at >= since
                and was_due(looked, consumer)
                and not _is_settled(looked, consumer, ledger)
            ):
                detail = f"due at {looked.looked_at:%Y-%m-%d %H:%M} UTC, but no alert covers it"
                yield Difference("not_alerted", consumer.id, looked.text.article_id, detail)


def _is_settled(looked: Looked, consumer: Consumer, ledger: Ledger) -> bool:
    """Whether an alert covers it, or it was left out since."""
    key = (consumer.id, looked.text.article_id)
    if key not in ledger.covered:
        return False
    left_out_at = ledger.covered[key]
    return left_out_at is None or left_out_at >= looked.looked_at


def _digests_missing(ledger: Ledger, rules: Rules, now: datetime) -> Iterator[Difference]:
    for waiting in ledger.waiting:
        consumer = rules.consumer(waiting.consumer_id)
        if consumer and now - digest_at(waiting.digest_date, consumer.zone) > LATE:
            detail = f"the digest of {waiting.digest_date} is not made"
            yield Difference("digest_missing", consumer.id, waiting.alert_id, detail)


def _not_delivered(ledger: Ledger, rules: Rules, now: datetime) -> Iterator[Difference]:
    for sent in ledger.sent:
        if rules.consumer(sent.consumer_id) is None:
            continue
        if sent.channel_key is None:
            detail = "the alert has no delivery"
            yield Difference("not_sent", sent.consumer_id, sent.alert_id, detail)
        elif sent.status in {DEAD, SUPPRESSED} and sent.channel_key in rules.endpoints:
            detail = f"{sent.channel_key}: {sent.last_error}"
            yield Difference("not_delivered", sent.consumer_id, sent.alert_id, detail)
        elif sent.status == PENDING and sent.next_attempt_at and now - sent.next_attempt_at > LATE:
            detail = f"{sent.channel_key}: due since {sent.next_attempt_at:%Y-%m-%d %H:%M} UTC"
            yield Difference("overdue", sent.consumer_id, sent.alert_id, detail)

"""Daily digests: which morning's digest a story goes into, and what a digest that is due says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ct_pipeline.alerts.filters import best_text, matches
from ct_pipeline.alerts.messages import Data, article_data, digest_data, story_data
from ct_pipeline.alerts.outbox import DIGEST_READY, Alert
from ct_pipeline.alerts.stories import Story
from ct_pipeline.inputs.consumers import Consumer

LOCAL_HOUR = time(8)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A digest still to be made, with the articles that it covers."""

    consumer_id: str
    alert_id: str
    digest_date: date
    article_ids: frozenset[str]


def digest_date(now: datetime, zone: ZoneInfo) -> date:
    """The local day of the next digest: today before 08:00 local time, else tomorrow."""
    local = now.astimezone(zone)
    return local.date() if local.time() < LOCAL_HOUR else local.date() + timedelta(days=1)


def digest_at(day: date, zone: ZoneInfo) -> datetime:
    """When the digest of a local day is made, in UTC."""
    return datetime.combine(day, LOCAL_HOUR, zone).astimezone(UTC)


def is_ripe(waiting: Waiting, consumer: Consumer, now: datetime) -> bool:
    """Whether the digest's hour has come."""
    return digest_at(waiting.digest_date, consumer.zone) <= now


def digest_alert(
    waiting: Waiting, consumer: Consumer, stories: Sequence[Story], now: datetime
) -> Alert:
    """The alert of a digest, from the stories that hold its articles by now."""
    own = [s for s in stories if any(t.article_id in waiting.article_ids for t in s.texts)]
    day = waiting.digest_date
    return Alert(
        alert_id=waiting.alert_id,
        consumer_id=consumer.id,
        event_type=DIGEST_READY,
        subject_id=day.isoformat(),
        story_id=None,
        article_id=None,
        relevance_grade=max((story.relevance_grade for story in own), default=None),
        payload=digest_data(day, consumer.timezone, _items(own, consumer, waiting.article_ids)),
        created_at=now,
        not_before_at=now,
    )


def _items(
    stories: Sequence[Story], consumer: Consumer, article_ids: Collection[str]
) -> list[Data]:
    if consumer.per == "article":
        return [
            article_data(story, text)
            for story in stories
            for text in story.texts
            if text.article_id in article_ids
        ]
    return [
        story_data(story, best_text(story, fit or list(story.texts)))
        for story in stories
        for fit in [[text for text in story.texts if matches(text, consumer)]]
    ]

"""Daily digests: which morning's digest a story goes into, and what a digest that is due says."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ct_pipeline.alerts.filters import best_text, matches
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.messages import (
    Data,
    article_data,
    digest_data,
    sorted_stories,
    story_data,
)
from ct_pipeline.alerts.outbox import DIGEST_READY, Alert
from ct_pipeline.alerts.stories import Story
from ct_pipeline.inputs.consumers import Consumer

LOCAL_HOUR = time(8)
STORIES_OF_A_PART = 40
BYTES_OF_A_PART = 200_000


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


def digest_alerts(
    waiting: Waiting, consumer: Consumer, stories: Sequence[Story], now: datetime
) -> list[Alert]:
    """The alerts of a digest, from the stories that hold its articles by now.

    What no longer meets the rule is left out. One alert has at most 40 stories and 200 kB, so that
    services take it and a retry repeats no more than that; the first bears the digest's id.
    """
    own = [s for s in stories if any(t.article_id in waiting.article_ids for t in s.texts)]
    items = _items(own, consumer, waiting.article_ids)
    day, parts = waiting.digest_date, list(_parts(sorted_stories(items)))
    return [
        _part(waiting, consumer, digest_data(day, consumer.timezone, part), number, len(parts), now)
        for number, part in enumerate(parts, start=1)
    ]


def _part(
    waiting: Waiting, consumer: Consumer, data: Data, part: int, parts: int, now: datetime
) -> Alert:
    day = waiting.digest_date.isoformat()
    subject_id = day if part == 1 else f"{day}/{part}"
    return Alert(
        alert_id=(
            waiting.alert_id if part == 1 else alert_id(consumer.id, DIGEST_READY, subject_id)
        ),
        consumer_id=consumer.id,
        event_type=DIGEST_READY,
        subject_id=subject_id,
        story_id=None,
        article_id=None,
        relevance_grade=max((g["relevance_grade"] for g in data["grades"]), default=None),
        payload=data | {"part": part, "parts": parts},
        created_at=now,
        not_before_at=now,
    )


def _parts(items: Sequence[Data]) -> Iterator[list[Data]]:
    """The items in order, shared out; one empty part where there are none."""
    part: list[Data] = []
    size = 0
    for item in items:
        length = len(json.dumps(item, ensure_ascii=False).encode())
        if part and (len(part) >= STORIES_OF_A_PART or size + length > BYTES_OF_A_PART):
            yield part
            part, size = [], 0
        part.append(item)
        size += length
    yield part


def _items(
    stories: Sequence[Story], consumer: Consumer, article_ids: Collection[str]
) -> list[Data]:
    if consumer.per == "article":
        return [
            article_data(story, text)
            for story in stories
            for text in story.texts
            if text.article_id in article_ids
            and matches(text, consumer)
            and text.relevance_grade >= consumer.min_grade
        ]
    return [
        story_data(story, best_text(story, fit))
        for story in stories
        if story.relevance_grade >= consumer.min_grade
        for fit in [[text for text in story.texts if matches(text, consumer)]]
        if fit
    ]

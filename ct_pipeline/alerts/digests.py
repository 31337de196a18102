"""Daily digests: which morning's digest a story goes into, and what a digest that is due says."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from ct_pipeline.alerts.outbox import DIGEST_READY, Alert, SinceTold
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.alerts.updates import renewed
from ct_pipeline.inputs.consumers import Consumer

LOCAL_HOUR = time(8)
STORIES_OF_A_PART = 40
BYTES_OF_A_PART = 200_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A digest still to be made, with the articles that it covers; of those that it tells again,
    `updates` has the reason by article id, as it was found, and `since_told` what differs by now.
    """

    consumer_id: str
    alert_id: str
    digest_date: date
    article_ids: frozenset[str]
    updates: Mapping[str, Data] = field(default_factory=dict)
    since_told: Mapping[str, SinceTold] = field(default_factory=dict)

    def update_of(self, article_id: str) -> Data | None:
        """Why it tells of the article again, by now: empty where it does for the first time, None
        where all is as it was told."""
        update = self.updates.get(article_id)
        if update is None:
            return {}
        since_told = self.since_told.get(article_id, SinceTold())
        return renewed(update["update_reason"], update["revision"], since_told)


def digest_date(now: datetime, zone: ZoneInfo) -> date:
    """The local day of the next digest: today before 08:00 local time, else tomorrow."""
    local = now.astimezone(zone)
    return local.date() if local.time() < LOCAL_HOUR else local.date() + timedelta(days=1)


def digest_at(day: date, zone: ZoneInfo) -> datetime:
    """When the digest of a local day is made, in UTC."""
    return datetime.combine(day, LOCAL_HOUR, zone).astimezone(UTC)


def next_digest(consumer: Consumer, made: Collection[str], now: datetime) -> tuple[date, str]:
    """The first digest to come that is not `made` yet (the clock may have gone back) and its id."""
    day = digest_date(now, consumer.zone)
    while (digest := alert_id(consumer.id, DIGEST_READY, day.isoformat())) in made:
        day += timedelta(days=1)
    return day, digest


def is_ripe(waiting: Waiting, consumer: Consumer, now: datetime) -> bool:
    """Whether the digest's hour has come."""
    return digest_at(waiting.digest_date, consumer.zone) <= now


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest's alerts, one for each part, and the articles that it leaves out: they do not meet
    the rule any more. One that `is_empty` has an alert of no story."""

    alerts: list[Alert]
    left_out: frozenset[str]
    is_empty: bool


def make_digest(
    waiting: Waiting, consumer: Consumer, stories: Sequence[Story], now: datetime
) -> Digest:
    """A digest from the stories that hold its articles by now.

    One alert has at most 40 stories and 200 kB, so that services take it and a retry repeats no
    more than that; the first bears the digest's id. Where nothing is left there is one of no story.
    """
    own = [s for s in stories if any(t.article_id in waiting.article_ids for t in s.texts)]
    told = list(_told(own, consumer, waiting))
    parts = list(_parts(sorted_stories([data for data, _ in told])))
    day = waiting.digest_date
    alerts = [
        _part(waiting, consumer, digest_data(day, consumer.timezone, part), number, len(parts), now)
        for number, part in enumerate(parts, start=1)
    ]
    kept = {text.article_id for _, texts in told for text in texts}
    as_told = {key for key in waiting.article_ids if waiting.update_of(key) is None}
    return Digest(alerts, waiting.article_ids - kept - as_told, is_empty=not told)


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


def _told(
    stories: Sequence[Story], consumer: Consumer, waiting: Waiting
) -> Iterator[tuple[Data, Sequence[Text]]]:
    """What the digest says of each story or article, and the texts that are told by it."""
    for story in stories:
        fit = [text for text in story.texts if matches(text, consumer)]
        meant = waiting.article_ids & {text.article_id for text in story.texts}
        updates = {
            article_id: update
            for article_id in meant
            if (update := waiting.update_of(article_id)) is not None
        }
        if consumer.per == "article":
            for text in fit:
                update = updates.get(text.article_id)
                if update is not None and text.relevance_grade >= consumer.min_grade:
                    yield article_data(story, text) | update, [text]
        elif fit and updates and story.relevance_grade >= consumer.min_grade:
            updated = [text for text in fit if updates.get(text.article_id)]
            shown = best_text(story, updated or fit)
            yield story_data(story, shown) | updates.get(shown.article_id, {}), story.texts

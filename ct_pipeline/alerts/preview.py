"""What a rule would have sent: the same decisions, over articles in the order they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ct_pipeline.alerts.digests import digest_date
from ct_pipeline.alerts.due import decide
from ct_pipeline.alerts.outbox import DIGEST_READY, STORY_UPDATED, Alert, Coverage, History, Said
from ct_pipeline.alerts.stories import Story
from ct_pipeline.inputs.consumers import Consumer


def preview(stories: Sequence[Story], consumer: Consumer, since: datetime) -> list[Alert]:
    """The alerts that the consumer would have got since then, oldest first.

    Texts, groups and grades are those of today; an update for an edited text is not foreseen. For a
    daily consumer each story stands by itself: `digest.ready`, the digest's date as its subject.
    """
    is_daily = consumer.mode == "daily"
    if is_daily:
        consumer = consumer.model_copy(update={"mode": "immediate", "max_age_days": 0})
    alerts = [
        _in_digest(alert, consumer) if is_daily else alert
        for story in stories
        for alert in _of_story(story, consumer)
        if alert.created_at >= since and not (is_daily and alert.event_type == STORY_UPDATED)
    ]
    return sorted(alerts, key=lambda alert: (alert.created_at, alert.alert_id))


def _of_story(story: Story, consumer: Consumer) -> Iterator[Alert]:
    covered: dict[str, Coverage] = {}
    said: dict[str, Said] = {}
    for moment in sorted({text.first_seen_at for text in story.texts}):
        histories = {consumer.id: History(covered, said)}
        decision = decide([_as_of(story, moment)], [consumer], histories, moment)
        yield from decision.alerts
        said |= {alert.alert_id: _as_sent(alert) for alert in decision.alerts}
        covered |= {coverage.article_id: coverage for coverage in decision.coverage}


def _as_of(story: Story, moment: datetime) -> Story:
    """The story with what had come by then; what came just then is new."""
    texts = tuple(
        replace(
            text,
            seen_revision=None if text.first_seen_at == moment else text.revision,
            before=None,
        )
        for text in story.texts
        if text.first_seen_at <= moment
    )
    return replace(story, texts=texts)


def _in_digest(alert: Alert, consumer: Consumer) -> Alert:
    day = digest_date(alert.created_at, consumer.zone)
    return replace(alert, event_type=DIGEST_READY, subject_id=day.isoformat())


def _as_sent(alert: Alert) -> Said:
    return Said(
        alert.alert_id,
        alert.event_type,
        alert.article_id,
        alert.relevance_grade,
        alert.created_at,
        alert.not_before_at,
        is_sent=True,
        follows_alert_id=alert.follows_alert_id,
    )

"""What is due: stories, rules and what was said before in; new alerts and coverage out.

The whole of what a crash could lose is found again here: an article is looked at until a row says
that it was, and that row is written in one transaction with the alerts that it caused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from ct_pipeline.alerts.digests import next_digest
from ct_pipeline.alerts.filters import best_text, is_fit
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.messages import article_data, story_data
from ct_pipeline.alerts.outbox import (
    ARTICLE_CREATED,
    STORY_CREATED,
    Alert,
    Coverage,
    Decision,
    History,
)
from ct_pipeline.alerts.renewals import tell_again
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.alerts.updates import follow_up
from ct_pipeline.inputs.consumers import Consumer


def decide(
    stories: Sequence[Story],
    consumers: Sequence[Consumer],
    histories: Mapping[str, History],
    now: datetime,
) -> Decision:
    """What these stories mean for each consumer at this moment."""
    decision = Decision()
    for consumer in consumers:
        history = histories.get(consumer.id, History())
        for story in stories:
            if consumer.per == "article":
                _decide_articles(story, consumer, history, now, decision)
            else:
                _decide_story(story, consumer, history, now, decision)
    return decision


def _decide_story(
    story: Story, consumer: Consumer, history: History, now: datetime, decision: Decision
) -> None:
    known = [history.covered[t.article_id] for t in story.texts if t.article_id in history.covered]
    if known:
        first = min(known, key=lambda coverage: (coverage.covered_at, coverage.alert_id))
        if consumer.mode == "daily":
            tell_again(story, consumer, history, now, decision)
        told = {one.article_id for one in decision.coverage if one.consumer_id == consumer.id}
        decision.coverage += [
            coverage
            for coverage in _cover(story, history, consumer, first.alert_id, now)
            if coverage.article_id not in told
        ]
        follow_up(story, consumer, history, first.alert_id, now, decision)
        return
    causes = _causes(story, consumer, history, now)
    if not causes or story.relevance_grade < consumer.min_grade:
        return
    if consumer.mode == "daily":
        day, digest = next_digest(consumer, history.digests_made, now)
        decision.coverage += _cover(story, history, consumer, digest, now, day)
        return
    shown = best_text(story, causes)
    alert = Alert(
        alert_id=alert_id(consumer.id, STORY_CREATED, story.story_id),
        consumer_id=consumer.id,
        event_type=STORY_CREATED,
        subject_id=story.story_id,
        story_id=story.story_id,
        article_id=shown.article_id,
        relevance_grade=story.relevance_grade,
        payload=story_data(story, shown),
        created_at=now,
        not_before_at=now + timedelta(seconds=consumer.collect_seconds),
    )
    decision.alerts.append(alert)
    decision.coverage += _cover(story, history, consumer, alert.alert_id, now)


def _decide_articles(
    story: Story, consumer: Consumer, history: History, now: datetime, decision: Decision
) -> None:
    if consumer.mode == "daily":
        for text in story.texts:
            if text.article_id in history.covered:
                tell_again(replace(story, texts=(text,)), consumer, history, now, decision)
    for text in _causes(story, consumer, history, now):
        if text.relevance_grade < consumer.min_grade:
            continue
        day: date | None = None
        if consumer.mode == "daily":
            day, covering_id = next_digest(consumer, history.digests_made, now)
        else:
            covering_id = alert_id(consumer.id, ARTICLE_CREATED, text.article_id)
            decision.alerts.append(
                Alert(
                    alert_id=covering_id,
                    consumer_id=consumer.id,
                    event_type=ARTICLE_CREATED,
                    subject_id=text.article_id,
                    story_id=story.story_id,
                    article_id=text.article_id,
                    relevance_grade=text.relevance_grade,
                    payload=article_data(story, text),
                    created_at=now,
                    not_before_at=now,
                )
            )
        decision.coverage.append(Coverage(consumer.id, text.article_id, covering_id, day, now))


def _causes(story: Story, consumer: Consumer, history: History, now: datetime) -> list[Text]:
    """The texts that may alert this consumer: new ones, and those that an edit made match."""
    return [
        text
        for text in story.texts
        if (text.is_new or _matches_newly(text, story, consumer, now))
        and text.article_id not in history.covered
        and is_fit(text, consumer, now)
    ]


def _matches_newly(text: Text, story: Story, consumer: Consumer, now: datetime) -> bool:
    """Whether the outlet's edit made match what did not: by its text, its date, its grade."""
    if text.before is None or not text.is_revised:
        return False
    grade = story.earlier_grade if consumer.per == "story" else text.before.relevance_grade
    return grade < consumer.min_grade or not is_fit(text.before, consumer, now)


def _cover(
    story: Story,
    history: History,
    consumer: Consumer,
    covering_id: str,
    now: datetime,
    day: date | None = None,
) -> list[Coverage]:
    """Coverage for the story's texts that have none; what joins a told story counts as told."""
    return [
        Coverage(consumer.id, text.article_id, covering_id, day, now)
        for text in story.texts
        if text.article_id not in history.covered
    ]

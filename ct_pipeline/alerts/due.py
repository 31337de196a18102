"""What is due: stories, rules and what was said before in; new alerts and coverage out.

The whole of what a crash could lose is found again here: an article is looked at until a row says
that it was, and that row is written in one transaction with the alerts that it caused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from ct_pipeline.alerts.digests import digest_date
from ct_pipeline.alerts.filters import best_text, is_recent, matches
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.messages import article_data, story_data
from ct_pipeline.alerts.outbox import (
    ARTICLE_CREATED,
    DIGEST_READY,
    STORY_CREATED,
    Alert,
    Coverage,
    Decision,
    History,
)
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
            _tell_rise(story, consumer, history, now, decision)
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
        day, digest = _next_digest(consumer, history, now)
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
    for text in _causes(story, consumer, history, now):
        if text.relevance_grade < consumer.min_grade:
            continue
        day: date | None = None
        if consumer.mode == "daily":
            day, covering_id = _next_digest(consumer, history, now)
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


def _tell_rise(
    story: Story, consumer: Consumer, history: History, now: datetime, decision: Decision
) -> None:
    """Puts a told story into the next digest where what was published since is graded higher."""
    covered = {t.article_id: t for t in story.texts if t.article_id in history.covered}
    if any(_still_waits(history.covered[key], history) for key in covered):
        return  # the digest that tells of it is still to be made
    told = max((text.before or text).relevance_grade for text in covered.values())
    dispatches = {text.dispatch_id for text in covered.values()}
    risen = [
        text
        for text in story.texts
        if matches(text, consumer)
        and (
            (text.is_new and text.dispatch_id not in dispatches and text.relevance_grade > told)
            or text.raised_to > told
        )
    ]
    if not risen or story.relevance_grade < consumer.min_grade:
        return
    day, digest = _next_digest(consumer, history, now)
    for text in risen:
        coverage = Coverage(consumer.id, text.article_id, digest, day, now)
        (decision.renewed if text.article_id in covered else decision.coverage).append(coverage)


def _still_waits(coverage: Coverage, history: History) -> bool:
    return coverage.digest_date is not None and coverage.alert_id not in history.digests_made


def _causes(story: Story, consumer: Consumer, history: History, now: datetime) -> list[Text]:
    """The texts that may alert this consumer: new ones, and those that an edit made match."""
    return [
        text
        for text in story.texts
        if (text.is_new or _matches_newly(text, story, consumer, now))
        and text.article_id not in history.covered
        and _fits(text, consumer, now)
    ]


def _fits(text: Text, consumer: Consumer, now: datetime) -> bool:
    is_in_time = consumer.mode == "daily" or is_recent(text, consumer, now)
    return matches(text, consumer) and is_in_time


def _matches_newly(text: Text, story: Story, consumer: Consumer, now: datetime) -> bool:
    """Whether the outlet's edit made match what did not: by its text, its date, its grade."""
    if text.before is None or not text.is_revised:
        return False
    grade = story.earlier_grade if consumer.per == "story" else text.before.relevance_grade
    return grade < consumer.min_grade or not _fits(text.before, consumer, now)


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


def _next_digest(consumer: Consumer, history: History, now: datetime) -> tuple[date, str]:
    """The first digest to come that is not made yet (the clock may have gone back) and its id."""
    day = digest_date(now, consumer.zone)
    while (digest := alert_id(consumer.id, DIGEST_READY, day.isoformat())) in history.digests_made:
        day += timedelta(days=1)
    return day, digest

"""What a story that was alerted may still say: an unsent message reworded, or an update."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ct_pipeline.alerts.filters import best_text, is_fit, matches
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.messages import Data, correction_data, story_data
from ct_pipeline.alerts.outbox import (
    STORY_CREATED,
    STORY_UPDATED,
    Alert,
    Decision,
    History,
    Rewording,
    Said,
    SinceTold,
    Withheld,
)
from ct_pipeline.alerts.stories import MATERIAL_SHARE, Story, Text
from ct_pipeline.inputs.consumers import Consumer

BETWEEN_UPDATES = timedelta(hours=6)
HIGHER_GRADE = "higher_grade"
CORRECTED = "corrected"
REVISED = "revised"
BECAME_ONE = "the story became one with a story that was alerted before"
AS_TOLD = "all is again as it was told before"


def follow_up(
    story: Story,
    consumer: Consumer,
    history: History,
    first_id: str,
    now: datetime,
    decision: Decision,
) -> None:
    """Adds to the decision what a story already told to this consumer still has to say.

    A message that has not left yet is reworded instead of followed by another one.
    """
    said = history.about(story)
    created = [alert for alert in said if alert.event_type == STORY_CREATED]
    if not created:
        return
    surplus = set(_surplus(created))
    decision.withheld += [Withheld(alert_id, BECAME_ONE) for alert_id in sorted(surplus)]
    waiting = [a for a in said if not a.is_sent and a.alert_id not in surplus]
    said = [alert for alert in said if alert.is_sent]
    alerted_grade = max((alert.relevance_grade or 0 for alert in said), default=0)
    if waiting:
        last = waiting[-1]
        is_higher = story.relevance_grade > alerted_grade
        update = _by_now(last, is_higher=is_higher) if last.update_reason else {}
        if update is not None:
            decision.reworded += _reword(story, consumer, last, update)
            return
        decision.withheld.append(Withheld(last.alert_id, AS_TOLD))
        story = _as_told(story, last.cause_article_id)
    alerted_articles = {alert.article_id for alert in said if alert.article_id}
    cause = find_cause(story, consumer, history, alerted_grade, alerted_articles, now)
    if cause is not None:
        earliest = max(
            (a.not_before_at + BETWEEN_UPDATES for a in said if a.event_type == STORY_UPDATED),
            default=now,
        )
        decision.alerts.append(
            _update(story, consumer, first_id, *cause, now=now, not_before_at=max(now, earliest))
        )


def _update(
    story: Story,
    consumer: Consumer,
    first_id: str,
    text: Text,
    reason: str,
    *,
    now: datetime,
    not_before_at: datetime,
) -> Alert:
    subject_id = f"{story.story_id}/{text.article_id}/{text.revision}"
    return Alert(
        alert_id=alert_id(consumer.id, STORY_UPDATED, subject_id),
        consumer_id=consumer.id,
        event_type=STORY_UPDATED,
        subject_id=subject_id,
        story_id=story.story_id,
        article_id=text.article_id,
        relevance_grade=story.relevance_grade,
        payload=story_data(story, text) | update_data(text, reason),
        created_at=now,
        not_before_at=not_before_at,
        follows_alert_id=first_id,
    )


def _by_now(alert: Said, *, is_higher: bool) -> Data | None:
    reason = alert.update_reason or ""
    return renewed(reason, alert.revision, alert.since_told, is_higher=is_higher)


def renewed(
    reason: str, revision: int | None, since_told: SinceTold, *, is_higher: bool = True
) -> Data | None:
    """What an update that waits says by now of why it comes; None where all is as it was told.

    `is_higher`: whether the story's grade is above the one that was told.
    """
    if reason != HIGHER_GRADE or not is_higher:
        if since_told.corrections:
            reason = CORRECTED
        elif since_told.changed_share >= MATERIAL_SHARE:
            reason = REVISED
        else:
            return None
    return _reason(reason, revision, since_told.corrections)


def _as_told(story: Story, article_id: str | None) -> Story:
    """The story with that article as its readers know it: what was set back is no change."""
    texts = (
        replace(text, corrections=(), changed_share=0.0) if text.article_id == article_id else text
        for text in story.texts
    )
    return replace(story, texts=tuple(texts))


def _reword(story: Story, consumer: Consumer, alert: Said, update: Data) -> Iterator[Rewording]:
    fit = [text for text in story.texts if matches(text, consumer)]
    if not fit:
        return
    shown = best_text(story, fit)
    payload = story_data(story, shown) | update
    yield Rewording(alert.alert_id, shown.article_id, story.relevance_grade, payload)


def _reason(reason: str, revision: int | None, corrections: Sequence[Data]) -> Data:
    return {"update_reason": reason, "revision": revision, "corrections": list(corrections)}


def update_data(text: Text, reason: str) -> Data:
    """What an update says of why it comes."""
    return _reason(reason, text.revision, correction_data(text.corrections))


def _surplus(created: Sequence[Said]) -> Iterator[str]:
    """Unsent first alerts of stories that have become one: all but the oldest."""
    is_alerted = any(alert.is_sent for alert in created)
    for alert in created:
        if not alert.is_sent and is_alerted:
            yield alert.alert_id
        is_alerted = True


def find_cause(
    story: Story,
    consumer: Consumer,
    history: History,
    alerted_grade: int,
    alerted_articles: Collection[str],
    now: datetime,
) -> tuple[Text, str] | None:
    """The text that is worth telling again, and why.

    A copy of a told text is none, but for an erratum, nor is a new grade for an old text (new
    rules, new groups, a person's correction), even if it was touched up since: the cause is always
    something that was published since. `alerted_grade` and `alerted_articles` are what was told
    and shown of it.
    """
    if story.relevance_grade < consumer.min_grade:
        return None
    alerted_dispatches = {t.dispatch_id for t in story.texts if t.article_id in history.covered}
    fit = [t for t in story.texts if is_fit(t, consumer, now)]
    higher = [
        text
        for text in fit
        if text.relevance_grade > alerted_grade
        and (
            (text.is_new and text.dispatch_id not in alerted_dispatches)
            or text.raised_to > alerted_grade
        )
    ]
    if higher:
        return best_text(story, higher), HIGHER_GRADE
    shown = {*alerted_articles, story.canonical_article_id}
    for reason, texts in (
        (
            CORRECTED,
            [
                t
                for t in fit
                if t.is_erratum or (t.is_corrected and (t.is_canonical or t.article_id in shown))
            ],
        ),
        (REVISED, [t for t in fit if t.is_materially_revised and t.article_id in shown]),
    ):
        if texts:
            return best_text(story, texts), reason
    return None

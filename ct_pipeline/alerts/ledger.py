"""Alerts of the ledger: a promise that falls due or is late, a figure that moved, two claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ct_pipeline.alerts.filters import is_recent, matches
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.messages import Data, bounded, story_data
from ct_pipeline.alerts.outbox import Alert
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.inputs.consumers import Consumer

COMMITMENT_DUE = "commitment.due"
COMMITMENT_OVERDUE = "commitment.overdue"
FIGURE_CHANGED = "figure.changed"
CLAIMS_CONFLICT = "claims.conflict"
DATED = (COMMITMENT_DUE, COMMITMENT_OVERDUE)
# A promise that fell due longer ago is no news: a consumer that switches it on hears of the rest.
LATE_DAYS = 7
# A figure has changed beside one of at most a year and a bit before: a yearly count is news.
SERIES_DAYS = 400


@dataclass(frozen=True, slots=True)
class LedgerNews:
    """A row of the ledger that may concern someone, with the text that says it.

    `kind` is commitment, figure or conflict; `subject_id` the row's id, for a change with the new
    value; `row` the mart's row.
    """

    kind: str
    subject_id: str
    article_id: str
    sentence: str
    programme_id: str | None
    due_to: date | None
    row: Mapping[str, Any]


def decide_ledger(
    news: Sequence[LedgerNews],
    stories: Sequence[Story],
    consumers: Sequence[Consumer],
    now: datetime,
) -> list[Alert]:
    """The alerts that are due at `now`; `stories` hold the articles of the news.

    Each row concerns a consumer once: its alert's id is a hash of consumer, type and subject.
    """
    told = {text.article_id: (story, text) for story in stories for text in story.texts}
    return [
        _alert(one, event_type, *told[one.article_id], consumer, now)
        for consumer in consumers
        for one in news
        if one.article_id in told
        for event_type in _types(one, consumer, now)
        if _concerns(*told[one.article_id], event_type, consumer, now)
    ]


def _types(one: LedgerNews, consumer: Consumer, now: datetime) -> Iterator[str]:
    rule, today = consumer.ledger, now.astimezone(consumer.zone).date()
    if one.kind == "commitment" and one.due_to is not None:
        left = (one.due_to - today).days
        if rule.commitment_due_days is not None and 0 <= left <= rule.commitment_due_days:
            yield COMMITMENT_DUE
        if rule.commitment_overdue and -LATE_DAYS <= left < 0:
            yield COMMITMENT_OVERDUE
    elif one.kind == "figure" and rule.figure_changed:
        yield FIGURE_CHANGED
    elif one.kind == "conflict" and rule.claims_conflict:
        yield CLAIMS_CONFLICT


def _concerns(story: Story, text: Text, event_type: str, consumer: Consumer, now: datetime) -> bool:
    """Whether the text passes the consumer's rule; a promise may have been made long ago."""
    return (
        story.relevance_grade >= consumer.min_grade
        and matches(text, consumer)
        and (event_type in DATED or is_recent(text, consumer, now))
    )


def _alert(
    one: LedgerNews, event_type: str, story: Story, text: Text, consumer: Consumer, now: datetime
) -> Alert:
    return Alert(
        alert_id=alert_id(consumer.id, event_type, one.subject_id),
        consumer_id=consumer.id,
        event_type=event_type,
        subject_id=one.subject_id,
        story_id=story.story_id,
        article_id=text.article_id,
        relevance_grade=story.relevance_grade,
        payload=ledger_data(one, story, text),
        created_at=now,
        not_before_at=now,
    )


def ledger_data(one: LedgerNews, story: Story, text: Text) -> Data:
    """The `data` of a ledger's alert: the row, its sentence, and the story's own fields."""
    return story_data(story, text) | {
        "row": bounded(dict(one.row)),
        "sentence": bounded(one.sentence),
        "programme_id": one.programme_id,
    }

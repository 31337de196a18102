"""Whether a message that was never attempted still meets its consumer's rule, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ct_pipeline.alerts.filters import is_recent, matches
from ct_pipeline.alerts.ledger import DATED
from ct_pipeline.alerts.messages import Data, digest_stories, regrouped
from ct_pipeline.alerts.outbox import ARTICLE_CREATED, DIGEST_READY
from ct_pipeline.alerts.stories import SILENT_ORIGINS, Story, Text
from ct_pipeline.inputs.consumers import Consumer
from ct_pipeline.language.counting import counted

NO_LONGER = "no longer meets the rule"

Told = Mapping[str, tuple[Story, Text]]  # by article id


@dataclass(frozen=True, slots=True)
class Unsent:
    """An alert of which no message was attempted yet; `data` is what it would say."""

    alert_id: str
    consumer_id: str
    event_type: str
    created_at: datetime
    data: Data


@dataclass(frozen=True, slots=True)
class Unfit:
    """An alert that says too much by now: what is left of it, or why nothing is.

    `left_out` are the articles of which a digest tells no more.
    """

    alert_id: str
    consumer_id: str
    data: Data | None
    reason: str
    left_out: frozenset[str] = frozenset()


def article_ids(unsent: Unsent) -> list[str]:
    """The articles whose present state decides."""
    if unsent.event_type == DIGEST_READY:
        return [data["article_id"] for data in digest_stories(unsent.data)]
    return [unsent.data["article_id"]] if "article_id" in unsent.data else []


def find_unfit(
    alerts: Sequence[Unsent],
    stories: Sequence[Story],
    consumers: Mapping[str, Consumer],
) -> Iterator[Unfit]:
    """Of these alerts, those that no longer meet the rule; `stories` hold all their articles."""
    told = {text.article_id: (story, text) for story in stories for text in story.texts}
    for alert in alerts:
        consumer = consumers.get(alert.consumer_id)
        if consumer is None:
            continue
        if alert.event_type != DIGEST_READY:
            made_at = None if alert.event_type in DATED else alert.created_at
            reason = _why_not(alert.data, alert.event_type, told, consumer, made_at)
            if reason:
                yield Unfit(alert.alert_id, consumer.id, None, reason)
        elif unfit := _digest_unfit(alert, told, consumer):
            yield unfit


def _digest_unfit(alert: Unsent, told: Told, consumer: Consumer) -> Unfit | None:
    is_by_article = consumer.per == "article"
    kept, reasons, left_out = [], [], set()
    for data in digest_stories(alert.data):
        reason = _why_not(data, ARTICLE_CREATED if is_by_article else "", told, consumer, None)
        if not reason:
            kept.append(data)
            continue
        reasons.append(reason)
        story, text = told[data["article_id"]]
        left_out |= {one.article_id for one in ([text] if is_by_article else story.texts)}
    if not reasons:
        return None
    left = regrouped(alert.data, kept) if kept else None
    return Unfit(alert.alert_id, consumer.id, left, reasons[0], frozenset(left_out))


def _why_not(
    data: Data,
    event_type: str,
    told: Told,
    consumer: Consumer,
    created_at: datetime | None,
) -> str:
    """Why a story or article is none for this consumer any more; empty where it is."""
    found = told.get(data.get("article_id", ""))
    if found is None:
        return ""
    story, text = found
    is_article = event_type == ARTICLE_CREATED
    grade = text.relevance_grade if is_article else story.relevance_grade
    if grade < consumer.min_grade:
        return f"graded {grade} by now, the rule asks for {consumer.min_grade}"
    texts = [text] if is_article else list(story.texts)
    if all(one.withdrawn_at or one.origin in SILENT_ORIGINS for one in texts):
        return "taken down by its outlet"
    fit = [one for one in texts if matches(one, consumer)]
    if not fit:
        return "no longer among what the rule's filters let through"
    if created_at is not None and not any(is_recent(one, consumer, created_at) for one in fit):
        age = counted(consumer.max_age_days, "day")
        return f"published more than {age} before, as is known by now"
    return ""

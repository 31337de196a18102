"""What a rule would have sent, before it is switched on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ct_pipeline.alerts.preview import preview
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.inputs.consumers import Consumer
from ct_pipeline_tests.alerts.newsroom import NOW, some_text

HOUR = timedelta(hours=1)


def text(article_id: str, **given: Any) -> Text:
    values: dict[str, Any] = {
        "revision": 2,
        "relevance_grade": 2,
        "published_from": NOW,
        "published_to": NOW,
        "seen_revision": 2,
    }
    return some_text(article_id, **values | given)


def told(rule: dict[str, Any], *stories: Story) -> list[tuple[str, str]]:
    values = {"id": "desk", "channels": [{"type": "feed"}], "timezone": "UTC", **rule}
    consumer = Consumer.model_validate(values)
    alerts = preview(stories, consumer, NOW - timedelta(days=30))
    return [(alert.event_type, alert.subject_id) for alert in alerts]


COPIES = Story("s", (text("a"), text("b", first_seen_at=NOW + HOUR, is_canonical=False)))
RISING = Story(
    "s",
    (text("a"), text("b", dispatch_id="d2", relevance_grade=3, first_seen_at=NOW + HOUR)),
)


def test_one_alert_per_story_at_its_first_text() -> None:
    assert told({}, COPIES) == [("story.created", "s")]


def test_one_alert_per_article_where_asked_for() -> None:
    assert told({"per": "article"}, COPIES) == [("article.created", "a"), ("article.created", "b")]


def test_a_higher_grade_is_foreseen_as_an_update() -> None:
    assert told({}, RISING) == [("story.created", "s"), ("story.updated", "s/b/2")]


def test_filters_and_ages_count_as_they_would_have() -> None:
    old = Story("o", (text("o", published_from=NOW - 240 * HOUR, published_to=NOW - 240 * HOUR),))
    assert told({"languages": ["ar"]}, COPIES) == []
    assert told({"min_grade": 3}, COPIES) == []
    assert told({}, old) == []


def test_a_daily_consumer_sees_which_digest_each_story_goes_into() -> None:
    undated = Story("u", (text("u", published_from=None, published_to=None),))
    assert told({"mode": "daily"}, RISING, undated) == [("digest.ready", "2026-04-16")] * 2


def test_what_came_before_the_span_is_not_shown_nor_told_again() -> None:
    long_ago = NOW - timedelta(days=40)
    story = Story("s", (text("a", first_seen_at=long_ago, published_to=long_ago), text("b")))
    assert told({"max_age_days": 0}, story) == []

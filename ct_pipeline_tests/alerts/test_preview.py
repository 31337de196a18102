"""What a rule would have sent, before it is switched on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ct_pipeline.alerts.ledger import LedgerNews
from ct_pipeline.alerts.preview import preview, preview_ledger
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.alerts.versions import Past, Version
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


def some_consumer(**rule: Any) -> Consumer:
    values = {"id": "desk", "channels": [{"type": "feed"}], "timezone": "UTC"}
    return Consumer.model_validate(values | rule)


def told(rule: dict[str, Any], *stories: Story, past: Past | None = None) -> list[tuple[str, str]]:
    alerts = preview(stories, past or Past({}), some_consumer(**rule), NOW - timedelta(days=30))
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
    assert told({"mode": "daily"}, RISING, undated) == [("digest.ready", "2026-04-16")]


def edited(hours: int, **later: Any) -> tuple[Story, Past]:
    """A story of one article that was edited so many hours after it came."""
    first = text("a", revision=1, title="L'office forme 20 juges", own_grade=2)
    second = text("a", **{"title": "L'office forme 25 juges", "own_grade": 2, **later})
    body = "L'office forme des juges à Rabat, a-t-on appris mardi de source officielle."
    versions = [Version(NOW, first, body), Version(NOW + hours * HOUR, second, body)]
    return Story("s", (second,), "a"), Past({"a": versions})


def test_an_edit_is_foreseen_as_an_update_and_the_first_message_says_what_stood_then() -> None:
    story, past = edited(3)
    first, second = preview([story], past, some_consumer(), NOW)
    assert first.payload["title"] == "L'office forme 20 juges"
    assert (second.event_type, second.subject_id) == ("story.updated", "s/a/2")
    assert second.payload["update_reason"] == "corrected"
    assert second.payload["title"] == "L'office forme 25 juges"


def test_an_edit_that_makes_an_article_match_is_foreseen_as_a_new_one() -> None:
    story, past = edited(3, relevance_grade=3, own_grade=3)
    assert told({"min_grade": 3}, story, past=past) == [("story.created", "s")]


def test_what_waits_for_copies_is_foreseen_in_the_words_in_which_it_leaves() -> None:
    story, past = edited(3)
    (only,) = preview([story], past, some_consumer(collect_seconds=6 * 3600), NOW)
    assert only.payload["title"] == "L'office forme 25 juges"


@pytest.mark.parametrize(
    ("hours", "days"), [(3, ["2026-04-16"]), (48, ["2026-04-16", "2026-04-18"])]
)
def test_a_daily_consumer_hears_of_an_edit_in_a_later_digest(hours: int, days: list[str]) -> None:
    story, past = edited(hours)
    digests = [("digest.ready", day) for day in days]
    assert told({"mode": "daily"}, story, past=past) == digests


def test_the_ledgers_alerts_are_foreseen_each_at_its_hour() -> None:
    stories = [Story("s", (text("a", first_seen_at=NOW - 24 * 20 * HOUR),))]
    promise = LedgerNews(
        "commitment", "c", "a", "Le Maroc s'engage.", None, (NOW - 24 * 4 * HOUR).date(), {}
    )
    figure = LedgerNews("figure", "f=20", "a", "Vingt juges.", None, None, {})
    rule = {"commitment_due_days": 5, "commitment_overdue": True, "figure_changed": True}
    desk = some_consumer(ledger=rule, max_age_days=0)
    found = preview_ledger([promise, figure], stories, desk, NOW - 24 * 30 * HOUR, NOW)
    assert [(one.event_type, f"{one.created_at:%d.%m. %H:%M}") for one in found] == [
        ("figure.changed", "26.03. 12:00"),
        ("commitment.due", "06.04. 00:00"),
        ("commitment.overdue", "12.04. 00:00"),
    ]


def test_what_came_before_the_span_is_not_shown_nor_told_again() -> None:
    long_ago = NOW - timedelta(days=40)
    story = Story("s", (text("a", first_seen_at=long_ago, published_to=long_ago), text("b")))
    assert told({"max_age_days": 0}, story) == []

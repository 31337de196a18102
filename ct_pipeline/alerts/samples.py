"""A sample message, so that a consumer can try its channels before anything happens."""

from __future__ import annotations

from datetime import datetime

from ct_pipeline.alerts.messages import Data, story_data
from ct_pipeline.alerts.stories import Entity, Story, Text

TEST_PING = "test.ping"


def sample_data(consumer_id: str, now: datetime) -> Data:
    """The `data` of a `test.ping`: an invented story that says that it is one."""
    sentence = "This is a sample: nothing happened, and no text of the press stands behind it."
    text = Text(
        article_id="sample-article",
        revision=1,
        dispatch_id="sample-dispatch",
        origin="feed",
        first_seen_at=now,
        relevance_grade=3,
        url="https://example.org/sample",
        title="Sample alert: this channel works",
        publisher="ct_pipeline",
        language="en",
        published_from=now,
        published_to=now,
        published_precision="second",
        relevance_evidence=sentence,
        matched_words=("sample",),
        entities=(Entity("sample", "A sample entity", "sample"),),
    )
    return story_data(Story("sample-story", (text,)), text) | {"consumer_id": consumer_id}

"""Whatever becomes of groups and grades: nobody is told a story twice, nobody misses one."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.alerts.due import decide
from ct_pipeline.alerts.outbox import STORY_CREATED, Alert, Coverage, History, Said
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.inputs.consumers import Consumer
from ct_pipeline_tests.alerts.newsroom import NOW

DESK = Consumer.model_validate({"id": "desk", "timezone": "UTC", "channels": [{"type": "feed"}]})
ARTICLES = 8
# Per pass: which articles have come by then, the group and the grade of each.
PASSES = st.lists(
    st.tuples(
        st.integers(0, ARTICLES),
        st.lists(st.integers(0, 3), min_size=ARTICLES, max_size=ARTICLES),
        st.lists(st.integers(0, 3), min_size=ARTICLES, max_size=ARTICLES),
    ),
    min_size=1,
    max_size=6,
)


def stories_of(
    number: int, known: int, arrived: int, groups: list[int], grades: list[int]
) -> list[Story]:
    """The stories of one pass; ids are those of the pass, as if no group ever kept its own."""
    texts = [
        Text(
            article_id=f"a{article}",
            revision=1,
            dispatch_id=f"d{article}",
            origin="feed",
            first_seen_at=NOW,
            relevance_grade=grades[article],
            published_from=NOW,
            published_to=NOW,
            seen_revision=1 if article < known else None,
        )
        for article in range(arrived)
    ]
    members: dict[int, list[Text]] = {}
    for text, group in zip(texts, groups, strict=False):
        members.setdefault(group, []).append(text)
    return [Story(f"s{number}-{group}", tuple(found)) for group, found in members.items()]


def as_sent(alert: Alert) -> Said:
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


@given(PASSES)
@settings(max_examples=150, deadline=None)
def test_a_story_is_told_once_and_every_new_one_is_told(
    passes: list[tuple[int, list[int], list[int]]],
) -> None:
    covered: dict[str, Coverage] = {}
    said: dict[str, Said] = {}
    known = 0
    for number, (arrived, groups, grades) in enumerate(passes):
        arrived = max(known, arrived)
        stories = stories_of(number, known, arrived, groups, grades)
        now = NOW + timedelta(hours=number)
        decision = decide(stories, [DESK], {"desk": History(covered, said)}, now)
        created = {a.story_id for a in decision.alerts if a.event_type == STORY_CREATED}
        for story in stories:
            ids = {text.article_id for text in story.texts}
            has_new = any(text.is_new for text in story.texts)
            is_due = has_new and story.relevance_grade >= 2 and not ids & covered.keys()
            assert (story.story_id in created) is is_due
        pairs = [(one.consumer_id, one.article_id) for one in decision.coverage]
        assert len(pairs) == len(set(pairs))
        assert not {article for _, article in pairs} & covered.keys()
        covered |= {one.article_id: one for one in decision.coverage}
        said |= {alert.alert_id: as_sent(alert) for alert in decision.alerts}
        known = arrived

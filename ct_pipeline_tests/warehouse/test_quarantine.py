"""What breaks copies, stories or alerts costs itself: it is noted, and everything else goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import duckdb
import pytest

from ct_pipeline.alerts import due
from ct_pipeline.copies.graph import Edge, Text
from ct_pipeline.copies.group import Groups, group
from ct_pipeline.copies.normalise import NormalisedText, normalise
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.stories.anchors import Reading, Telling
from ct_pipeline.stories.canonical import Member
from ct_pipeline.stories.edges import StoryEdge
from ct_pipeline.stories.grouping import group_dispatches
from ct_pipeline.stories.reading import read_all_anchors
from ct_pipeline.stories.vocabulary import Vocabulary
from ct_pipeline.warehouse.copies import regrouping, sketches
from ct_pipeline.warehouse.migrate import migrate
from ct_pipeline.warehouse.quarantine import Station, list_quarantined
from ct_pipeline.warehouse.stories import edges
from ct_pipeline.warehouse.stories import regrouping as stories
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline_tests.alerts.newsroom import NOW, add_article
from ct_pipeline_tests.copies.newsroom import Newsroom, Story
from ct_pipeline_tests.stories.gold import read_gold
from ct_pipeline_tests.stories.stored import dispatch_of, store, store_lexicon

DISPATCH = " ".join(f"mot{number}" for number in range(120))
BROKEN = "a text that breaks the rules " + " ".join(f"word{number}" for number in range(90))
RULES = parse_rules("consumers: [{id: desk, channels: [{type: feed}]}]", "alerts.yaml", {})


def break_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    def normalise_or_break(bodies: Sequence[str]) -> list[NormalisedText]:
        if any(body.startswith("a text that breaks") for body in bodies):
            raise RecursionError("too deep")
        return normalise(bodies)

    monkeypatch.setattr(sketches, "normalise", normalise_or_break)


def test_an_article_that_breaks_copies_stands_alone_and_all_others_are_grouped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_copies(monkeypatch)
    newsroom = Newsroom()
    newsroom.receive(Story("a", DISPATCH), Story("b", BROKEN), Story("c", DISPATCH))
    newsroom.run_pass()
    assert newsroom.groups() == {frozenset("ac"), frozenset("b")}
    assert list_quarantined(newsroom.connection, Station.COPIES) == [
        ("b", "RecursionError: too deep")
    ]


def test_it_is_tried_again_when_its_text_is_another_and_not_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newsroom = Newsroom()
    newsroom.receive(Story("a", DISPATCH), Story("b", BROKEN))
    with monkeypatch.context() as broken:
        break_copies(broken)
        newsroom.run_pass()
    newsroom.run_pass()
    assert [item for item, _ in list_quarantined(newsroom.connection, Station.COPIES)] == ["b"]
    newsroom.receive(Story("b", DISPATCH))
    newsroom.run_pass()
    assert list_quarantined(newsroom.connection, Station.COPIES) == []
    assert newsroom.groups() == {frozenset("ab")}


def test_copies_that_cannot_be_grouped_stand_alone_and_all_others_are_grouped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def group_or_break(texts: Mapping[str, Text], edges: Sequence[Edge], *links: object) -> Groups:
        if "b" in texts and edges:
            raise RecursionError("too deep")
        return group(texts, edges, *links)  # type: ignore[arg-type]

    monkeypatch.setattr(regrouping, "group", group_or_break)
    newsroom = Newsroom()
    other = DISPATCH.replace("mot", "word")
    newsroom.receive(*(Story(name, DISPATCH) for name in "ac"))
    newsroom.receive(*(Story(name, other) for name in "bd"))
    newsroom.run_pass()
    assert newsroom.groups() == {frozenset("ac"), frozenset("b"), frozenset("d")}
    assert list_quarantined(newsroom.connection, Station.COPIES) == [
        ("b", "RecursionError: too deep"),
        ("d", "RecursionError: too deep"),
    ]
    newsroom.run_pass()
    assert newsroom.groups() == {frozenset("ac"), frozenset("b"), frozenset("d")}


def test_dispatches_that_cannot_be_grouped_are_stories_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [text for text in read_gold("tuning") if text.event == "zouev-hammouchi"]
    broken = dispatch_of(texts[0].text_id)

    def group_or_break(
        members: Mapping[str, Member], edges: Sequence[StoryEdge], *rest: object
    ) -> list[tuple[str, ...]]:
        if broken in members:
            raise ZeroDivisionError("no weight")
        return group_dispatches(members, edges, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(stories, "group_dispatches", group_or_break)
    with duckdb.connect() as connection:
        migrate(connection)
        store_lexicon(connection)
        store(connection, texts)
        assert refresh_story_edges(connection).edge_count > 0
        stories.regroup_stories(connection, [], NOW)
        assert list_quarantined(connection, Station.STORIES, 1)[0][1] == (
            "ZeroDivisionError: no weight"
        )
        rows = connection.execute("SELECT story_id FROM news.story_members").fetchall()
    assert len(rows) == len(texts)


def test_a_dispatch_that_breaks_stories_is_a_story_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [text for text in read_gold("tuning") if text.event == "zouev-hammouchi"]
    broken = texts[0]

    def read_or_break(tellings: Sequence[Telling], vocabulary: Vocabulary) -> list[Reading]:
        if any(telling.body == broken.telling.body for telling in tellings):
            raise ValueError("no day")
        return read_all_anchors(tellings, vocabulary)

    monkeypatch.setattr(edges, "read_all_anchors", read_or_break)
    with duckdb.connect() as connection:
        migrate(connection)
        store_lexicon(connection)
        store(connection, texts)
        assert refresh_story_edges(connection).edge_count > 0
        tied = connection.execute(
            "SELECT unnest([dispatch_id_a, dispatch_id_b]) FROM news.story_edges"
        ).fetchall()
        assert (dispatch_of(broken.text_id),) not in tied
        assert list_quarantined(connection, Station.STORIES) == [
            (dispatch_of(broken.text_id), "ValueError: no day")
        ]
        assert refresh_story_edges(connection).dispatch_count == 0


def test_a_story_that_breaks_alerts_is_alerted_once_it_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        for article in "abc":
            add_article(connection, article)
        with monkeypatch.context() as broken:
            of_story = due._decide_story

            def decide_or_break(story: due.Story, *rest: object) -> None:
                if story.texts[0].article_id == "b":
                    raise ZeroDivisionError("no minutes")
                of_story(story, *rest)  # type: ignore[arg-type]

            broken.setattr(due, "_decide_story", decide_or_break)
            assert make_alerts(connection, RULES, NOW).total() == 2
            assert len(list_quarantined(connection, Station.ALERTS)) == 1
        assert make_alerts(connection, RULES, NOW + timedelta(minutes=15)).total() == 1
        assert list_quarantined(connection, Station.ALERTS) == []
        assert make_alerts(connection, RULES, NOW + timedelta(minutes=30)).total() == 0

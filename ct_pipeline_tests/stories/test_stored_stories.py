"""Stories in the database: incremental equals batch, whatever the order and the portions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from random import Random

import duckdb
import pytest

from benchmarks.eval_stories import profile_of
from ct_pipeline.stories.judging import judge
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline.warehouse.stories.regrouping import Regrouped
from ct_pipeline.warehouse.stories.subjects import read_stale_subjects
from ct_pipeline_tests.stories.gold import GoldText, read_gold, read_situations
from ct_pipeline_tests.stories.stored import (
    NOW,
    canonical_articles,
    dispatch_of,
    event,
    new_database,
    one_pass,
    partition,
    store,
    story_of,
)


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_and_any_split_into_passes_give_the_same_stories(seed: int) -> None:
    texts = read_gold("tuning")
    with new_database() as batch, new_database() as bit_by_bit:
        store(batch, texts)
        one_pass(batch)
        shuffled = list(texts)
        Random(seed).shuffle(shuffled)
        for number, start in enumerate(range(0, len(shuffled), 45)):
            seen_at = NOW + timedelta(hours=number)
            store(bit_by_bit, shuffled[start : start + 45], seen_at=seen_at)
            one_pass(bit_by_bit)
        assert partition(bit_by_bit) == partition(batch)
        assert canonical_articles(bit_by_bit) == canonical_articles(batch)
        stored = "SELECT * EXCLUDE (algorithm_version) FROM news.story_edges ORDER BY ALL"
        assert bit_by_bit.execute(stored).fetchall() == batch.execute(stored).fetchall()


@pytest.mark.parametrize(
    "texts",
    [read_gold("tuning"), read_gold("report"), read_situations()],
    ids=["tuning", "report", "situations"],
)
def test_the_pairs_that_a_database_finds_are_all_that_judging_joins(
    texts: Sequence[GoldText], connection: duckdb.DuckDBPyConnection
) -> None:
    store(connection, texts)
    counts = refresh_story_edges(connection)
    profiles = [profile_of(text) for text in texts]
    joined = {
        tuple(sorted((dispatch_of(a.dispatch_id), dispatch_of(b.dispatch_id))))
        for a, b in combinations(profiles, 2)
        if judge(a, b).is_joined
    }
    stored = connection.execute("SELECT dispatch_id_a, dispatch_id_b FROM news.story_edges")
    assert set(stored.fetchall()) == joined
    assert counts.pair_count < 0.1 * len(texts) ** 2 / 2


def test_a_second_pass_does_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    store(connection, event("zouev-hammouchi"))
    one_pass(connection)
    before = connection.execute("FROM news.stories").fetchall()
    assert one_pass(connection) == Regrouped(0, 0, 0)
    assert connection.execute("FROM news.stories").fetchall() == before


def test_very_long_texts_are_compared_in_portions_to_the_same_stories(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = event("zouev-hammouchi")
    store(connection, texts)
    one_pass(connection)
    with new_database() as other:
        store(other, texts)
        length = len(texts[0].telling.body.encode())
        monkeypatch.setattr("ct_pipeline.warehouse.stored_texts.MOST_BYTES", length)
        first, may_be_more = read_stale_subjects(other, 100)
        assert len(first) < len(texts)
        assert may_be_more
        one_pass(other)
        assert partition(other) == partition(connection)
        assert read_stale_subjects(other, 100) == ([], False)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE news.verdicts SET ruleset_version = 'another'",
        "UPDATE news.story_subjects SET version = 'anchors-0 ' || version",
        "UPDATE news.dispatch_members SET copy_relation = 'roundup'",
    ],
)
def test_other_rules_other_anchors_and_another_role_have_every_dispatch_read_anew(
    connection: duckdb.DuckDBPyConnection, change: str
) -> None:
    gold = read_gold("tuning")[:4]
    store(connection, gold)
    one_pass(connection)
    assert refresh_story_edges(connection).dispatch_count == 0
    connection.execute(change)
    assert refresh_story_edges(connection).dispatch_count == len(gold)
    assert refresh_story_edges(connection).dispatch_count == 0


def test_a_roundup_joins_nothing_and_is_a_mention(connection: duckdb.DuckDBPyConnection) -> None:
    texts = event("maritime-conference-rabat")
    roundup = texts[0].text_id
    store(connection, texts)
    connection.execute(
        "UPDATE news.dispatch_members SET copy_relation = 'roundup' WHERE article_id = ?", [roundup]
    )
    connection.execute(
        """
        INSERT INTO news.copy_edges
        VALUES (?, ?, 'excerpt', 'roundup', .7, .2, .9, .2, .9, '', [], [], 'copies', 1, 1)
        """,
        [roundup, texts[1].text_id],
    )
    one_pass(connection)
    assert partition(connection) == {
        (dispatch_of(roundup),),
        (dispatch_of(texts[1].text_id), dispatch_of(texts[2].text_id)),
    }
    assert connection.execute("FROM news.story_mentions").fetchall() == [
        (story_of(connection, texts[1].text_id), roundup)
    ]


def test_a_later_version_of_a_running_story_belongs_to_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    first, later = event("cell-tiznit")[:2]
    store(connection, [first, later])
    ends = sorted((first.text_id, later.text_id))
    connection.execute(
        """
        INSERT INTO news.copy_edges
        VALUES (
            ?, ?, 'update', 'update', .7, .7, .6, .7, .6, 'le même passage', [], [], 'copies', 1, 1
        )
        """,
        ends,
    )
    one_pass(connection)
    assert len(partition(connection)) == 1
    edges = connection.execute("SELECT kind, sentence_a FROM news.story_edges").fetchall()
    assert ("update", "le même passage") in edges


def test_an_edge_shows_the_sentences_that_join(connection: duckdb.DuckDBPyConnection) -> None:
    store(connection, event("moroccan-fighters-repatriated"))
    one_pass(connection)
    ((kind, anchors, one, other),) = connection.execute(
        "SELECT kind, anchors, sentence_a, sentence_b FROM news.story_edges"
    ).fetchall()
    assert kind == "translation"
    assert {"number:12", "day:2025-05-14", "topic:children"} <= set(anchors)
    assert "Zbroun" in one or "douze" in one.lower()
    assert other


def test_the_timeline_tells_who_came_first_and_how_long_after(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    store(connection, event("cell-tiznit"))
    one_pass(connection)
    steps = connection.execute(
        "SELECT step, language, delay_minutes FROM news.story_timelines ORDER BY place"
    ).fetchall()
    assert steps == [
        ("first_text", "fr", 0),
        ("first_in_language", "ar", 150),
        ("first_in_language", "es", 420),
    ]

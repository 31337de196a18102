"""Stories in the database: incremental equals batch, ids stay, people's words hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import duckdb
import pytest

from benchmarks.eval_stories import profile_of
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.stories.judging import judge
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline.warehouse.stories.regrouping import Regrouped, regroup_stories
from ct_pipeline.warehouse.stories.subjects import read_stale_subjects
from ct_pipeline_tests.stories.gold import GoldText, read_gold
from ct_pipeline_tests.stories.stored import SEEN_AT, dispatch_of, store, store_lexicon
from ct_pipeline_tests.warehouse.filling import in_memory

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def new_database() -> duckdb.DuckDBPyConnection:
    connection = in_memory()
    store_lexicon(connection)
    return connection


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with new_database() as opened:
        yield opened


def one_pass(
    connection: duckdb.DuckDBPyConnection, links: Sequence[Link] = (), *, hour: int = 0
) -> Regrouped:
    refresh_story_edges(connection)
    return regroup_stories(connection, links, NOW + timedelta(hours=hour))


def partition(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, ...]]:
    rows = connection.execute(
        "SELECT list(dispatch_id ORDER BY dispatch_id) FROM news.story_members GROUP BY story_id"
    ).fetchall()
    return {tuple(row[0]) for row in rows}


def story_of(connection: duckdb.DuckDBPyConnection, text_id: str) -> str:
    rows = connection.execute(
        "SELECT story_id FROM news.story_members WHERE dispatch_id = ?", [dispatch_of(text_id)]
    ).fetchall()
    return str(rows[0][0])


def event(name: str) -> list[GoldText]:
    return [text for text in read_gold("tuning") if text.event == name]


def canonical_articles(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("SELECT canonical_article_id FROM news.stories").fetchall()
    return {row[0] for row in rows}


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


@pytest.mark.parametrize("half", ["tuning", "report"])
def test_the_pairs_that_a_database_finds_are_all_that_judging_joins(
    half: str, connection: duckdb.DuckDBPyConnection
) -> None:
    texts = read_gold(half)
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
        assert len(read_stale_subjects(other, 100)) < len(texts)
        one_pass(other)
        assert partition(other) == partition(connection)
        assert read_stale_subjects(other, 100) == []


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


def test_a_story_keeps_its_id_when_other_languages_arrive(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    first, *others = event("zouev-hammouchi")
    store(connection, [first])
    one_pass(connection)
    story_id = story_of(connection, first.text_id)
    store(connection, others, seen_at=NOW)
    one_pass(connection)
    assert {story_of(connection, text.text_id) for text in (first, *others)} == {story_id}
    assert connection.execute("FROM news.story_aliases").fetchall() == []


def test_a_text_that_ties_two_stories_leaves_an_alias(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    undated, *dated = reversed(event("inauguration-rabat-office"))
    silent = replace(undated, telling=replace(undated.telling, body="Un bureau ouvre.", title=None))
    store(connection, [silent, *dated])
    one_pass(connection)
    before = {story_of(connection, text.text_id) for text in (silent, *dated)}
    assert len(before) == 2
    store(connection, [undated], revision=2, seen_at=NOW)
    one_pass(connection)
    merged = story_of(connection, undated.text_id)
    assert merged == story_of(connection, dated[0].text_id)
    aliases = connection.execute("SELECT old_id, current_id FROM news.story_aliases").fetchall()
    [given_up] = before - {merged}
    assert aliases == [(given_up, merged)]


def test_a_revision_that_tells_something_else_takes_the_text_out(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    french, arabic, *_ = event("cell-tiznit")
    store(connection, [french, arabic])
    one_pass(connection)
    assert len(partition(connection)) == 1
    other = replace(arabic, telling=event("victims-conference")[0].telling)
    store(connection, [other], revision=2, seen_at=NOW)
    one_pass(connection)
    assert len(partition(connection)) == 2
    assert story_of(connection, french.text_id) != story_of(connection, arabic.text_id)


def test_people_join_and_part_texts_whatever_the_rules_say(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    texts = [*event("cell-tiznit"), *event("cell-settat")]
    store(connection, texts)
    one_pass(connection)
    rules = partition(connection)
    tiznit, tiznit_too, settat = texts[0].text_id, texts[1].text_id, texts[3].text_id
    one_pass(connection, [Link(*sorted((tiznit, settat)), kind="must_link")])
    assert story_of(connection, tiznit) == story_of(connection, settat)
    one_pass(connection, [Link(*sorted((tiznit, tiznit_too)), kind="cannot_link")])
    assert story_of(connection, tiznit) != story_of(connection, tiznit_too)
    one_pass(connection)
    assert partition(connection) == rules


def test_the_story_named_first_survives_whatever_was_seen_first(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    named, late = event("cell-tiznit")[0], event("cell-settat")[0]
    store(connection, [named])
    one_pass(connection)
    store(connection, [late], seen_at=SEEN_AT - timedelta(days=1))
    one_pass(connection, hour=1)
    older, younger = (story_of(connection, text.text_id) for text in (named, late))
    ends = sorted((named.text_id, late.text_id))
    one_pass(connection, [Link(*ends, kind="must_link")], hour=2)
    assert story_of(connection, late.text_id) == older
    one_pass(connection, hour=3)
    assert story_of(connection, late.text_id) == younger
    births = connection.execute(
        "SELECT story_id, named_at FROM news.stories ORDER BY named_at"
    ).fetchall()
    assert births == [(older, NOW), (younger, NOW + timedelta(hours=1))]


def test_the_story_of_a_text_parted_for_a_while_never_beats_the_older_one(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    one, other = event("cell-tiznit")[:2]
    store(connection, [one, other])
    one_pass(connection)
    older = story_of(connection, one.text_id)
    (canonical,) = canonical_articles(connection)
    parted = other if canonical == one.text_id else one
    connection.execute(
        "UPDATE news.dispatches SET first_seen_at = ? WHERE canonical_article_id = ?",
        [SEEN_AT - timedelta(days=1), parted.text_id],
    )
    ends = sorted((one.text_id, other.text_id))
    one_pass(connection, [Link(*ends, kind="cannot_link")], hour=1)
    assert story_of(connection, canonical) == older != story_of(connection, parted.text_id)
    one_pass(connection, hour=2)
    assert story_of(connection, parted.text_id) == older


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


def test_dispatches_that_merge_take_their_stories_along(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    kept, gone = event("cell-tiznit")[0], event("cell-settat")[0]
    store(connection, [kept])
    one_pass(connection)
    store(connection, [gone])
    one_pass(connection, hour=1)
    kept_story, gone_story = (story_of(connection, text.text_id) for text in (kept, gone))
    connection.execute(
        "UPDATE news.dispatch_members SET dispatch_id = ?, is_canonical = false,"
        " copy_relation = 'near_copy' WHERE article_id = ?",
        [dispatch_of(kept.text_id), gone.text_id],
    )
    connection.execute(
        "DELETE FROM news.dispatches WHERE dispatch_id = ?", [dispatch_of(gone.text_id)]
    )
    one_pass(connection)
    assert partition(connection) == {(dispatch_of(kept.text_id),)}
    assert story_of(connection, kept.text_id) == kept_story
    aliases = connection.execute("SELECT old_id, current_id FROM news.story_aliases").fetchall()
    assert aliases == [(gone_story, kept_story)]


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

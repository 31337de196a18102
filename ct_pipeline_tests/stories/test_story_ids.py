"""What a story keeps its id through: other languages, merging, people's words, revisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import duckdb

from ct_pipeline.inputs.overrides import Link
from ct_pipeline_tests.stories.stored import (
    NOW,
    SEEN_AT,
    canonical_articles,
    dispatch_of,
    event,
    one_pass,
    partition,
    store,
    story_of,
)


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
